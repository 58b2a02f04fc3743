"""The facts a report counts, as frozen values: what was read, apart from how it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.policy import PolicySettings
from models.words import (
    ExemplarKind,
    ExemplarState,
    ExtensionState,
    Owed,
    PlanState,
    SubjectKind,
    SupervisionState,
    Timing,
)
from workflows.lamps import Glance
from workflows.workdays import Calendars, WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFact:
    """The head of a plan. Whom to ask about it is personal and stays out."""

    number: str
    title: str
    issuer: str
    issued_on: date | None
    state: PlanState


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A heading: its place (2.1), level, number as printed (（一）) and title."""

    id: int
    position: str
    level: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class DemandFact:
    """A requirement: its place in the plan, its words, how it says when; `dropped` ones ask for nothing."""

    id: int
    seq: int
    text: str
    timing: Timing | None
    dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFact:
    """A task; `glance` holds its state and moments."""

    id: int
    requirement_id: int
    measure_id: int
    unit_id: int | None
    title: str
    subject_kind: SubjectKind
    subject: str
    period: str
    deliverables: tuple[str, ...]
    quantity_wanted: int | None
    quantity_done: int
    extensions: int
    deadline_version: int
    glance: Glance


@dataclass(frozen=True, slots=True)
class ReturnFact:
    """A task was sent back once, and why."""

    task_id: int
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class AskFact:
    """An extension asked for."""

    task_id: int
    state: ExtensionState
    old_due: datetime
    wanted: date
    reason: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class ClimbFact:
    """The ladder of a task climbed to a rung, under one version of its deadline; `settled` is the ladder's end."""

    task_id: int
    deadline_version: int
    rung: SupervisionState
    settled: bool
    ladder_id: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwedFact:
    """What a supporting unit owes for a task, or has filed, and when."""

    task_id: int
    unit_id: int
    owed: Owed
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExemplarFact:
    """A typical person, deed, unit or case."""

    kind: ExemplarKind
    state: ExemplarState
    unit_id: int
    name: str
    text: str
    published_where: str
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a report on one plan is about, as of one moment, whatever its tasks; rows in the order of the plan."""

    as_of: datetime
    plan: PlanFact
    settings: PolicySettings
    calendars: Calendars
    measures: tuple[MeasureFact, ...]
    demands: tuple[DemandFact, ...]
    units: Mapping[int, str]
    exemplars: tuple[ExemplarFact, ...]

    @property
    def calendar(self) -> WorkCalendar:
        """The national calendar, for what belongs to no unit."""
        return self.calendars.national


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Frame):
    """Everything a report on one plan counts, task by task."""

    tasks: tuple[TaskFact, ...]
    returns: tuple[ReturnFact, ...]
    asks: tuple[AskFact, ...]
    climbs: tuple[ClimbFact, ...]
    owed: tuple[OwedFact, ...]
