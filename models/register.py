"""Who there is: posts, people, who holds which post, and how they sign in; units are in a module of their own."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_list, moment, word
from models.door_words import SignedBy
from models.units import BEGINNING, Unit, UnitClass
from models.words import Holds

__all__ = [
    "BEGINNING",
    "Absence",
    "Account",
    "Erasure",
    "Holding",
    "Person",
    "Post",
    "RegisterStamp",
    "SignIn",
    "Unit",
    "UnitClass",
]


class Person(SQLModel, table=True):
    """A person of the register."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    unit_id: int = Field(foreign_key="unit.id", index=True)
    email: str = ""


class Erasure(SQLModel, table=True):
    """A person was erased from the register: who did so, when and why. The row of the person keeps its number only.

    `code_sha256`: of `salt` and the code, so that a register which still lists the person is noticed.
    """

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    at: datetime = moment()
    by_person_id: int | None = Field(default=None, foreign_key="person.id")
    why: str
    salt: str
    code_sha256: str


class Post(SQLModel, table=True):
    """A post of a unit. `roles` holds the values of the Roles it gives; duty follows the post."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str
    roles: list[str] = json_list()


class Holding(SQLModel, table=True):
    """A person holds a post, or is its deputy, from `since` until the end of `until` (open when None)."""

    __table_args__ = (UniqueConstraint("post_id", "person_id", "kind", "since"),)

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = Field(foreign_key="post.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: Holds = word(Holds)
    since: date
    until: date | None = None


class Absence(SQLModel, table=True):
    """A holder is away, both days included; meanwhile the deputy acts. `entered_by` said so."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    since: date
    until: date
    why: str = ""
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime | None = moment(default=None)


class RegisterStamp(SQLModel, table=True):
    """One row that the database counts up whenever a post, a holding or an absence changes."""

    __tablename__ = "register_stamp"

    id: int = Field(default=1, primary_key=True)
    n: int = 0


class Account(SQLModel, table=True):
    """How a person signs in. Only the argon2id hash of the password is kept."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    login: str = Field(unique=True)
    password_hash: str
    must_change: bool = True
    failures: int = 0
    locked_until: datetime | None = moment(default=None)
    language: str = ""
    """Chosen by the person: zh or en; empty, as the browser asks for."""
    signed_in_at: datetime | None = moment(default=None)
    closed_at: datetime | None = moment(default=None)
    """Nobody comes in with a closed account, nor by a token or calendar link of its person; operators reopen it."""


class SignIn(SQLModel, table=True):
    """A signed-in browser. Only the SHA-256 of its token is kept; deleting the row signs it out at once.

    `proved_at`: when its person last proved to be there. `address` and `agent`: where from and with what it came.
    """

    __tablename__ = "sign_in"

    token_sha256: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    csrf: str
    begun_at: datetime = moment()
    seen_at: datetime = moment()
    proved_at: datetime = moment()
    signed_by: SignedBy = word(SignedBy, default=SignedBy.PASSWORD)
    address: str = ""
    agent: str = ""
