"""A body's settings as they are stored: apart from what they mean, so that the rules are read without a database."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_dict, moment


class Policy(SQLModel, table=True):
    """One version of a body's settings; never changed once stored."""

    __table_args__ = (UniqueConstraint("name", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    version: int
    stored_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
    settings: dict[str, Any] = json_dict()
    stored_at: datetime = moment()
