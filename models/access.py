"""How programs come in: tokens of people, wrong tokens by where they came from, requests that were answered before."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_list, moment


class AccessToken(SQLModel, table=True):
    """Lets a program act as its person, within `scopes`, until it expires or is revoked. Only its SHA-256 is kept."""

    __tablename__ = "access_token"

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    hint: str
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str
    scopes: list[str] = json_list()
    made_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(default=None)
    revoked_at: datetime | None = moment(default=None)


class WrongToken(SQLModel, table=True):
    """How often tokens that nobody has came from one address, and until when it has to wait."""

    __tablename__ = "wrong_token"

    address: str = Field(primary_key=True)
    failures: int = 0
    at: datetime = moment(index=True)
    locked_until: datetime | None = moment(default=None)


class Answered(SQLModel, table=True):
    """A request with a key: what was asked, by its hash, and what was answered; no `status` while it is worked on."""

    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    key: str
    request_sha256: str
    at: datetime = moment(index=True)
    status: int | None = None
    body: str = ""
    body_sha256: str = ""
