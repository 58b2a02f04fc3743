"""What people say to each other about a task: beside its life, never part of it or of its ledger."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import moment


class Comment(SQLModel, table=True):
    """One thing that somebody said about a task. It is kept as it was said."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = moment()
    text: str


class Mention(SQLModel, table=True):
    """Somebody who was named in a comment, and when that person has seen it."""

    comment_id: int = Field(foreign_key="comment.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    seen_at: datetime | None = moment(default=None)
