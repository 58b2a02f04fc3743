"""A body's settings as they are stored: apart from what they mean, so that the rules are read without a database."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_dict, moment

AT = "@"
"""What stands between the name of a policy and the number of its version."""


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


def named(policy: Policy) -> str:
    """Call a version of a policy as people write it: default@1."""
    return f"{policy.name}{AT}{policy.version}"
