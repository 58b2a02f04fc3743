"""What the API tells of each thing: its columns as they are stored, some with names beside numbers."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from models.words import (
    Act,
    ExemplarKind,
    ExemplarState,
    ExtensionState,
    FindingState,
    InspectionState,
    Lamp,
    Life,
    Origin,
    Owed,
    PanelRule,
    PaperState,
    PlanState,
    ReviewState,
    SubjectKind,
    SupervisionState,
    TaskState,
    Timing,
)


class Shape(BaseModel):
    """Something that is told; filled from a row or from values."""

    model_config = ConfigDict(from_attributes=True)


class PlanTold(Shape):
    """A work plan. The contact of its notice is never told."""

    id: int
    state: PlanState
    version: int
    number: str
    title: str
    plan_title: str
    issuer: str
    issued_on: date | None
    ends_on: date
    addressees: list[list[str]]
    addressee_classes: list[str]
    basis: list[dict[str, Any]]
    policy_id: int
    parent_id: int | None
    unit_id: int | None = Field(description="the unit whose own plan it is; null for a plan of the house")
    filed_at: datetime | None
    created_at: datetime
    summary: str
    summary_approved_at: datetime | None


class OwnPlanTold(Shape):
    """A unit's own plan under a plan: how far it has come; none of it closes a task above."""

    plan: int
    unit: str
    number: str
    state: PlanState
    filed_at: datetime | None
    tasks: int = Field(description="not cancelled")
    closed: int


class TaskTold(Shape):
    """A task, with its lamp at the moment of asking."""

    id: int
    state: TaskState
    version: int
    plan_id: int
    measure_id: int
    requirement_id: int
    title: str
    origin: Origin
    subject_kind: SubjectKind
    subject: str
    subject_person_id: int | None
    period: str = Field(description="as it is stored: 2026-03, 2026Q1, 2026H1 or 2026; empty when it is asked for once")
    lead_unit_id: int | None
    deliverables: list[str]
    quantity_wanted: int | None
    quantity_done: int
    percent: int
    due: datetime | None
    original_due: datetime | None
    deadline_version: int
    returns: int
    extensions: int
    created_at: datetime
    assigned_at: datetime | None
    suspended_at: datetime | None
    reported_at: datetime | None
    reported_by: int | None
    report: str
    closed_at: datetime | None
    plan: str = Field("", description="number of the plan's document")
    lead_unit: str = Field("", description="name of the lead unit")
    lamp: Lamp = Lamp.GREY
    lamp_why: str = Field("", description="why the lamp shows this, in the language asked for")


class ReviewTold(Shape):
    """A question put to a panel."""

    id: int
    state: ReviewState
    version: int
    life: Life
    subject_id: int
    plan_id: int
    about: Act
    rule: PanelRule
    needed: int
    round: int
    gated: bool
    hindered: str
    asked_by: int | None
    opened_at: datetime
    due: datetime | None
    escalations: int
    decided_at: datetime | None


class ExtensionTold(Shape):
    """A wish for a later deadline."""

    id: int
    state: ExtensionState
    version: int
    plan_id: int
    task_id: int
    asked_by: int | None
    asked_at: datetime
    reason: str
    progress: str
    old_due: datetime
    wanted: date
    answer: str
    answered_at: datetime | None


class SupervisionTold(Shape):
    """How far the ladder of one task has gone under one version of its deadline; the state is the rung."""

    id: int
    state: SupervisionState
    version: int
    plan_id: int
    task_id: int
    deadline_version: int
    rung_at: datetime | None
    replied_on: date | None


class FindingTold(Shape):
    """A problem found in supervision."""

    id: int
    state: FindingState
    version: int
    plan_id: int
    task_id: int | None
    unit_id: int
    text: str
    fix: str
    found_by: int | None
    fixed_by: int | None
    due: date | None


class ExemplarTold(Shape):
    """An example to follow."""

    id: int
    state: ExemplarState
    version: int
    plan_id: int
    task_id: int | None
    unit_id: int
    kind: ExemplarKind
    name: str
    text: str
    nominated_by: int | None
    published_where: str


class InspectionTold(Shape):
    """A round of inspection; `units` and `team` are numbers."""

    id: int
    state: InspectionState
    version: int
    plan_id: int
    name: str
    scope: str
    units: list[int]
    team: list[int]
    begins: date
    ends: date
    conclusion: str


class PaperTold(Shape):
    """A report as it was drafted, and how far it is on its way out; its bytes are at `/api/v1/papers/{id}/file`."""

    id: int
    state: PaperState
    version: int
    plan_id: int
    kind: str
    called: str
    as_of: datetime
    name: str
    sha256: str
    size_bytes: int
    recipients: list[str]
    drafted_by: int | None


class MeasureTold(Shape):
    """A numbered heading of a plan, with its text."""

    id: int
    plan_id: int
    position: str
    level: int
    number: str
    title: str
    start: int
    end: int
    text: str = ""


class TextTold(Shape):
    """The text of a plan's notice; `start` and `end` of measures and requirements count its characters."""

    text: str


class RequirementTold(Shape):
    """One demand of a measure: as read, and as a person has settled it."""

    id: int
    plan_id: int
    measure_id: int
    above_id: int | None = Field(description="the requirement of the plan above that it carries out")
    seq: int
    text: str
    start: int
    end: int
    certainty: str
    unsure: list[str]
    origin: Origin
    lead_unit_id: int | None
    supporting: list[int]
    timing: Timing | None
    due: date | None
    rhythm_day: int | None
    event: str
    fan_out: dict[str, Any]
    deliverables: list[str]
    quantity: int | None
    confirmed_at: datetime | None
    confirmed_by: int | None
    dropped_why: str


class EvidenceTold(Shape):
    """A file under a task."""

    id: int
    task_id: int
    sha256: str
    name: str
    media_type: str
    size_bytes: int
    deliverable: str
    notes: list[str] = Field(description="what to know before opening it: macros, bomb, otherwise, locked")
    person_id: int | None
    at: datetime


class EntryTold(Shape):
    """A progress entry of a task."""

    id: int
    task_id: int
    person_id: int | None
    at: datetime
    percent: int | None
    count: int
    text: str


class ContributionTold(Shape):
    """What a supporting unit owes the lead for a task."""

    id: int
    task_id: int
    unit_id: int
    owed: Owed
    text: str
    person_id: int | None
    at: datetime | None
