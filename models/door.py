"""What stands around the door: second factors, accounts at a provider, steps half taken, and a record of it all."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.columns import json_dict, moment, word
from models.door_words import DoorEvent


class DoorRecord(SQLModel, table=True):
    """What happened at the door: somebody came in or was refused, or how somebody signs in was changed.

    The same again within the hour counts `times` up. `about`: the address that was asked for, or what was changed.
    `why_en` is empty in rows from before it was kept.
    """

    __tablename__ = "door_record"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = moment(index=True)
    last_at: datetime = moment()
    event: DoorEvent = word(DoorEvent)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    login: str = ""
    address: str = ""
    about: str = ""
    why: str = ""
    why_en: str = ""
    times: int = 1


class SecondFactor(SQLModel, table=True):
    """The secret that a person's telephone makes codes of. It counts once `confirmed_at` is set.

    `last_step`: the step of time of the code that was used last; that one and those before it are used up.
    """

    __tablename__ = "second_factor"

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    secret: str
    made_at: datetime = moment()
    confirmed_at: datetime | None = moment(default=None)
    last_step: int = 0


class RecoveryCode(SQLModel, table=True):
    """Lets a person in once when the telephone is lost. Only its SHA-256 is kept; used, it is gone."""

    __tablename__ = "recovery_code"

    code_sha256: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)


class ProviderAccount(SQLModel, table=True):
    """Who comes from a provider of OpenID Connect: an account is known by its issuer and subject, never by a name."""

    __tablename__ = "provider_account"

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    linked_at: datetime = moment()
    linked_by: str = ""


class DoorStep(SQLModel, table=True):
    """A sign-in of which the first step was taken in a browser, and the second is awaited. It lasts a few minutes."""

    __tablename__ = "door_step"

    token_sha256: str = Field(primary_key=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    begun_at: datetime = moment(index=True)
    detail: dict[str, Any] = json_dict()
