"""A preview of many acts that somebody was shown: only what stands in one can be confirmed, and only once."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.columns import json_dict, json_list, moment, word
from models.words import Act, Life


class Preview(SQLModel, table=True):
    """What would be done to which subjects, each at the version that was shown. Of its token only the SHA-256 is kept.

    `subjects` holds pairs of number and version, in the order shown.
    """

    token_sha256: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    life: Life = word(Life)
    act: Act = word(Act)
    given: dict[str, Any] = json_dict()
    subjects: list[list[int]] = json_list()
    made_at: datetime = moment(index=True)
