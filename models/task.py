"""The thing that lives: a task, and what is filed under it."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_list, moment, word
from models.words import Origin, Owed, Start, SubjectKind, TaskState


class Task(SQLModel, table=True):
    """One requirement for one subject and one period.

    `due` is the current deadline, `original_due` the first one, kept for ever; `deadline_version` counts its changes.
    `due` is the end of the last day in Asia/Shanghai; None for a `standing` task, which has no end, and until its days
    begin to count.
    A counted deadline is `days` (working days, if `in_workdays`) after `counted_from`, the day of what it `starts_from`
    (`event`: of which event), and then as many working days as the clock `stood_still`. Without `counted_from` the days
    do not count yet, or the deadline has become a date of its own.
    `reported_hands`: everybody the report counts as: whoever filed it, and the holders a deputy stood in for.
    """

    __table_args__ = (UniqueConstraint("requirement_id", "subject_kind", "subject", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    state: TaskState = word(TaskState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    requirement_id: int = Field(foreign_key="requirement.id", index=True)
    title: str
    origin: Origin = word(Origin, default=Origin.PRESCRIBED)
    subject_kind: SubjectKind = word(SubjectKind, default=SubjectKind.WHOLE)
    subject: str = ""
    subject_person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    period: str = ""
    standing: bool = False
    lead_unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    deliverables: list[str] = json_list()
    quantity_wanted: int | None = None
    quantity_done: int = 0
    percent: int = 0
    due: datetime | None = moment(default=None, index=True)
    original_due: datetime | None = moment(default=None)
    deadline_version: int = 1
    starts_from: Start | None = word(Start, default=None, nullable=True)
    event: str = ""
    days: int = 0
    in_workdays: bool = True
    counted_from: date | None = None
    stood_still: int = 0
    returns: int = 0
    extensions: int = 0
    created_at: datetime = moment()
    assigned_at: datetime | None = moment(default=None)
    suspended_at: datetime | None = moment(default=None)
    reported_at: datetime | None = moment(default=None)
    reported_by: int | None = Field(default=None, foreign_key="person.id")
    reported_for: int | None = Field(default=None, foreign_key="person.id")
    reported_hands: list[int] = json_list()
    report: str = ""
    closed_at: datetime | None = moment(default=None)


class Entry(SQLModel, table=True):
    """A progress entry: how far, how many, in words."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = moment()
    percent: int | None = None
    count: int = 0
    text: str = ""


class Evidence(SQLModel, table=True):
    """A file that shows something was done; its bytes are stored once, under their SHA-256.

    `media_type` is told by the content. `notes`: what people should know of it, as stored values of `FileNote`.
    """

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    sha256: str = Field(index=True)
    name: str
    media_type: str = "application/octet-stream"
    size_bytes: int
    deliverable: str = ""
    notes: list[str] = json_list()
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = moment()


class Contribution(SQLModel, table=True):
    """What a supporting unit owes the lead for one task."""

    __table_args__ = (UniqueConstraint("task_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    owed: Owed = word(Owed, default=Owed.OWED)
    text: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime | None = moment(default=None)
