"""Reports as records: a draft kept with its very bytes, until it is published or returned."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from models.columns import json_list, moment, word
from models.words import PaperState


class Paper(SQLModel, table=True):
    """A report as it was drafted; `recipients`: codes of the posts it goes to, none: the leaders."""

    id: int | None = Field(default=None, primary_key=True)
    state: PaperState = word(PaperState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    kind: str = Field(max_length=16)
    called: str
    as_of: datetime = moment()
    name: str
    sha256: str = Field(foreign_key="paper_file.sha256", max_length=64)
    size_bytes: int
    recipients: list[str] = json_list()
    drafted_by: int | None = Field(default=None, foreign_key="person.id")


class PaperFile(SQLModel, table=True):
    """The bytes of a paper, under their SHA-256. Written once."""

    __tablename__ = "paper_file"

    sha256: str = Field(primary_key=True, max_length=64)
    content: bytes = Field(sa_type=LargeBinary)
