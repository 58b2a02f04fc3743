"""What is found along the way: problems to fix, and examples to follow."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from models.columns import json_list, moment, word
from models.words import ExemplarKind, ExemplarState, FindingState, InspectionState


class Exemplar(SQLModel, table=True):
    """A typical person, deed, unit or case."""

    id: int | None = Field(default=None, primary_key=True)
    state: ExemplarState = word(ExemplarState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="task.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    kind: ExemplarKind = word(ExemplarKind)
    name: str
    text: str = ""
    nominated_by: int | None = Field(default=None, foreign_key="person.id")
    published_where: str = ""


class Inspection(SQLModel, table=True):
    """A round of inspection: what is looked at, which units, by whom, from when until when, what came of it.

    `units`, `team`: ids. `conclusion`: what was said to the units at the end.
    """

    id: int | None = Field(default=None, primary_key=True)
    state: InspectionState = word(InspectionState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    name: str
    scope: str
    units: list[int] = json_list()
    team: list[int] = json_list()
    begins: date
    ends: date
    conclusion: str = ""


class Inspected(SQLModel, table=True):
    """That a problem was found by an inspection."""

    finding_id: int = Field(foreign_key="finding.id", primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id", index=True)


class Finding(SQLModel, table=True):
    """A problem found in supervision, until its fix is verified."""

    id: int | None = Field(default=None, primary_key=True)
    state: FindingState = word(FindingState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="task.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    text: str
    fix: str = ""
    found_by: int | None = Field(default=None, foreign_key="person.id")
    fixed_by: int | None = Field(default=None, foreign_key="person.id")
    due: date | None = None
