"""The summary of a plan as one frozen value: what every form of the report is written from.

Days are days in Asia/Shanghai. Contact data is never in it.
"""

from datetime import date, datetime

from pydantic import computed_field

from models.values import Value
from models.words import (
    ExemplarKind,
    ExemplarState,
    ExtensionState,
    Lamp,
    PlanState,
    Stage,
    SubjectKind,
    SupervisionState,
    TaskState,
    Timing,
)


class Head(Value):
    """Which plan, and as of when (aware UTC)."""

    number: str
    title: str
    issuer: str
    issued_on: date | None
    state: PlanState
    as_of: datetime


class Rate(Value):
    """A share; `of` says in words what `whole` counts, so that nobody has to guess the denominator."""

    part: int
    whole: int
    of: str

    @computed_field  # type: ignore[prop-decorator]
    @property
    def percent(self) -> float | None:
        """In percent to one place; None when there is nothing to divide by."""
        return round(100 * self.part / self.whole, 1) if self.whole else None


class Lamps(Value):
    """How many tasks show which lamp."""

    green: int = 0
    blue: int = 0
    yellow: int = 0
    red: int = 0
    grey: int = 0

    @property
    def total(self) -> int:
        return self.green + self.blue + self.yellow + self.red + self.grey

    def of(self, lamp: Lamp) -> int:
        return int(getattr(self, lamp.value))


class Tally(Value):
    """Counts of one set of tasks.

    `closed` = `on_time` + `late` + `undated`; on time and late are against the original deadline, by the day the
    accepted report was filed. `overdue` counts open tasks late against the present deadline.
    """

    tasks: int = 0
    closed: int = 0
    in_progress: int = 0
    cancelled: int = 0
    on_time: int = 0
    late: int = 0
    undated: int = 0
    overdue: int = 0
    returned: int = 0
    extensions: int = 0
    lamps: Lamps = Lamps()

    @property
    def open(self) -> int:
        return self.tasks - self.closed - self.cancelled

    @property
    def done(self) -> Rate:
        return Rate(part=self.closed, whole=self.tasks - self.cancelled, of="未撤销的任务")


class Totals(Value):
    """The whole plan: every state, stage and lamp is listed, also those with no task."""

    tally: Tally
    by_state: dict[TaskState, int]
    by_stage: dict[Stage, int]
    closed: Rate
    on_time: Rate
    covered: Rate


class MeasureLine(Value):
    """What a measure has come to; `heading` is 二（一）, `position` 2.1."""

    position: str
    heading: str
    title: str
    tally: Tally


class UnitLine(Value):
    """What a lead unit has come to."""

    unit: str
    tally: Tally


class TaskLine(Value):
    """One task as people read it. `days_late` counts working days, 0 when in time; `rung` is the highest reached."""

    id: int
    seq: int
    heading: str
    measure: str
    title: str
    unit: str
    supporting: tuple[str, ...]
    subject_kind: SubjectKind
    subject: str
    period: str
    timing: Timing | None
    stage: Stage
    state: TaskState
    lamp: Lamp
    why: str
    late_against_original: bool
    percent: int
    quantity_wanted: int | None
    quantity_done: int
    deliverables: tuple[str, ...]
    due: date | None
    original_due: date | None
    days_late: int
    overdue: bool
    rung: SupervisionState
    returns: int
    extensions: int
    assigned_on: date | None
    heard_on: date | None
    reported_on: date | None
    closed_on: date | None


class Spread(Value):
    """A demand that fans out, in one period: k of n subjects are done."""

    seq: int
    text: str
    kind: SubjectKind
    period: str
    done: Rate
    missing: tuple[str, ...]


class Return(Value):
    """A task that was sent back: how often, and the last reason."""

    task: TaskLine
    times: int
    last_on: date | None
    last_reason: str


class Ask(Value):
    """An extension asked for; `days` counts the working days it adds."""

    task: TaskLine
    state: ExtensionState
    old_due: date
    wanted: date
    days: int
    reason: str


class Extensions(Value):
    """All extensions; `days_granted` sums the working days of those granted."""

    asked: int
    granted: int
    refused: int
    waiting: int
    days_granted: int
    lines: tuple[Ask, ...]


class RungLine(Value):
    """A rung of the ladder: tasks standing on it now, and how often it was reached in all."""

    rung: SupervisionState
    standing: int
    times: int


class Missing(Value):
    """A contribution that a supporting unit still owes."""

    unit: str
    task: TaskLine


class ExemplarLine(Value):
    """A typical person, deed, unit or case."""

    kind: ExemplarKind
    state: ExemplarState
    unit: str
    name: str
    text: str
    published_where: str


class Summary(Value):
    """What a plan has come to.

    `by_measure` in the order of the plan; `by_unit` in the order of the register; `tasks` in the order they were
    opened; `overdue` latest first; `coming` soonest first, due by `coming_until`.
    """

    head: Head
    totals: Totals
    by_measure: tuple[MeasureLine, ...]
    by_unit: tuple[UnitLine, ...]
    spreads: tuple[Spread, ...]
    overdue: tuple[TaskLine, ...]
    returns: tuple[Return, ...]
    extensions: Extensions
    supervision: tuple[RungLine, ...]
    standing: tuple[TaskLine, ...]
    contributions_missing: tuple[Missing, ...]
    exemplars: tuple[ExemplarLine, ...]
    coming: tuple[TaskLine, ...]
    coming_until: date
    tasks: tuple[TaskLine, ...]
