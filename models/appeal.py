"""Scores as a circular published them, and the appeals of units against them."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from models.appeal_words import AppealState
from models.columns import moment, word


class Scored(SQLModel, table=True):
    """One point of a circular as it was drafted. Written once.

    `number`: as printed in its annex. `cause`: the rule of the policy; `called`: the rule in words. `worth`: with its
    sign. `score`: of the unit, all its points counted. `move_id`: the step behind the point, where somebody's step is.
    """

    paper_id: int = Field(foreign_key="paper.id", primary_key=True)
    number: int = Field(primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    cause: str = Field(max_length=32)
    called: str
    what: str
    day: date | None = None
    worth: int
    score: int
    move_id: int | None = Field(default=None, foreign_key="move.id")


class Appeal(SQLModel, table=True):
    """A unit's objection to one point of a circular; `number` is the point's. `answer`: what was decided, in words."""

    id: int | None = Field(default=None, primary_key=True)
    state: AppealState = word(AppealState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    paper_id: int = Field(foreign_key="paper.id", index=True)
    number: int
    unit_id: int = Field(foreign_key="unit.id", index=True)
    reason: str
    answer: str = ""
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    asked_for: int | None = Field(default=None, foreign_key="person.id")
