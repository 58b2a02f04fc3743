"""What is written once: moves, refusals, duties and the messages they become."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_dict, json_list, moment, word
from models.words import Act, Channel, Delivery, Life, Role, Then


class Move(SQLModel, table=True):
    """One step of one life. Never edited, never deleted; (life, subject_id, version) is dense.

    `hands`: everybody the step counts as: the person, and every holder a deputy stood in for. `rules`: the
    fingerprint of the definition that decided.
    """

    __table_args__ = (UniqueConstraint("life", "subject_id", "version"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    life: Life = word(Life)
    subject_id: int
    version: int
    plan_id: int | None = Field(default=None, foreign_key="plan.id", index=True)
    at: datetime = moment(index=True)
    act: Act = word(Act)
    became_from: str = Field(max_length=16)
    became: str = Field(max_length=16)
    role: Role = word(Role)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    on_behalf_of: int | None = Field(default=None, foreign_key="person.id")
    hands: list[int] = json_list()
    why: str = ""
    detail: dict[str, Any] = json_dict()
    rules: str = Field(max_length=16)
    key: str | None = Field(default=None, unique=True)


class Refusal(SQLModel, table=True):
    """An attempt that the rules refused: who, what, why not."""

    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    life: Life = word(Life)
    subject_id: int | None = Field(default=None, index=True)
    at: datetime = moment(index=True)
    act: Act = word(Act)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    why: str


class Duty(SQLModel, table=True):
    """A promise to tell somebody something about one move; the outbox."""

    __table_args__ = (UniqueConstraint("move_id", "what"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    move_id: int = Field(foreign_key="move.id")
    what: Then = word(Then)
    plan_id: int | None = Field(default=None, foreign_key="plan.id")
    delivery: Delivery = word(Delivery, default=Delivery.WAITING)
    next_at: datetime | None = moment(default=None, index=True)
    tries: int = 0
    trouble: str = ""
    detail: dict[str, Any] = json_dict()


class Bundle(SQLModel, table=True):
    """Reminders that one person gets together, sent like a duty: the outbox once more.

    It gathers until `closed_at`; then its words are fixed and stay the same however often it is sent. `lead_duty_id`:
    the duty whose Message carries these words. One of which nothing was left when it was closed has no words.
    """

    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    delivery: Delivery = word(Delivery, default=Delivery.WAITING)
    next_at: datetime | None = moment(default=None, index=True)
    tries: int = 0
    trouble: str = ""
    opened_at: datetime = moment()
    closed_at: datetime | None = moment(default=None)
    lead_duty_id: int | None = Field(default=None, foreign_key="duty.id")
    title: str = ""
    body: str = ""


class Allotment(SQLModel, table=True):
    """How one person is told of one duty, settled before anything is sent: by itself, or within a bundle.

    So a repeat after a crash says the same under the same reference, and what was counted stays counted.
    """

    duty_id: int = Field(foreign_key="duty.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    bundle_id: int | None = Field(default=None, foreign_key="bundle.id", index=True)
    at: datetime = moment(index=True)


class Message(SQLModel, table=True):
    """What one person was told through one channel; a duty is told to a person once per channel.

    `bundle_id`: it was told within a bundle. `leads`: people read it as a message; of a bundle one does, with the words
    of all, and the others point to it.
    """

    __table_args__ = (UniqueConstraint("duty_id", "person_id", "channel"),)

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    channel: Channel = word(Channel)
    life: Life = word(Life)
    subject_id: int
    title: str
    body: str
    told_at: datetime = moment()
    read_at: datetime | None = moment(default=None)
    bundle_id: int | None = Field(default=None, foreign_key="bundle.id", index=True)
    leads: bool = True
