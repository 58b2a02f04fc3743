"""What is kept of the rules themselves: every definition of a life that ever decided anything."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_dict, moment, word
from models.words import Life


class StoredDefinition(SQLModel, table=True):
    """The rows of a life as they were when the program first ran with them. Never changed, never deleted.

    `fingerprint` is that of the content, and what `Move.rules` names: so the rule behind a Move of any age can be read.
    """

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("life", "fingerprint"),)

    id: int | None = Field(default=None, primary_key=True)
    life: Life = word(Life)
    fingerprint: str = Field(max_length=16)
    first_seen_at: datetime = moment()
    content: dict[str, Any] = json_dict()
