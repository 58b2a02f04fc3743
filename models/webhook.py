"""What programs outside are told: where to, about what, and every event that was or is to be posted."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_list, moment, word
from models.words import Delivery


class Webhook(SQLModel, table=True):
    """An address that events are posted to: of one plan, or of all; of the named events, or of all when none is named.

    `secret` signs what is posted, so it is kept as it is. `seen_id`: Moves up to it have been looked at.
    """

    id: int | None = Field(default=None, primary_key=True)
    url: str
    secret: str
    plan_id: int | None = Field(default=None, foreign_key="plan.id", index=True)
    events: list[str] = json_list()
    made_by: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = moment()
    ended_at: datetime | None = moment(default=None)
    since_id: int = 0
    seen_id: int = 0


class Posting(SQLModel, table=True):
    """One Move that one webhook is told of, and how the last try went; `answered` is the HTTP status."""

    __table_args__ = (UniqueConstraint("webhook_id", "move_id"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    webhook_id: int = Field(foreign_key="webhook.id", index=True)
    move_id: int = Field(foreign_key="move.id", index=True)
    event: str
    delivery: Delivery = word(Delivery, default=Delivery.WAITING)
    next_at: datetime | None = moment(default=None, index=True)
    tries: int = 0
    tried_at: datetime | None = moment(default=None)
    answered: int | None = None
    trouble: str = ""
