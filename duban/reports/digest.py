"""What a report says of a plan without listing every task: counts, and the first lines of each list.

`digest_of` takes it from a summary, where every task is at hand; `digesting` has the database count the same.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from duban.reports.counting import due_within, in_time_for_original
from duban.reports.values import (
    ExemplarLine,
    Head,
    MeasureLine,
    Rate,
    Return,
    Spread,
    Summary,
    TaskLine,
    Totals,
    UnitLine,
)
from models.values import Value
from models.words import Stage, SupervisionState, TaskState

NAMED = 1_000
"""How many tasks a list names; how many more there are is said, and the ledger has them all."""
SUBJECTS_NAMED = 7
"""How many subjects of a demand are kept that are not done: one more than a sentence lists."""
STILL_HELD = (Stage.ASSIGNMENT, Stage.EXECUTION)
"""Where a task is while its lead has not reported."""
Within = Callable[[date | None], bool]
"""Whether a day lies in the period of a report."""


class Named(Value):
    """A list of tasks: how many there are, of which units how many each, the first of them with their lines."""

    count: int
    units: tuple[tuple[str, int], ...]
    lines: tuple[TaskLine, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


class Coming(Value):
    """The same demand, due on the same day by one or more units; each of these is named once."""

    due: date
    task: TaskLine
    count: int
    units: tuple[str, ...]


class Asked(Value):
    """What became of the extensions asked for; `days_granted` sums the working days of those granted."""

    asked: int
    granted: int
    refused: int
    waiting: int
    days_granted: int


class Pace(Value):
    """By day, how many tasks the first deadlines ask for and how many were closed; cancelled ones are left out.

    `first`: the day on which the first was handed out.
    """

    due: tuple[tuple[date, int], ...]
    closed: tuple[tuple[date, int], ...]
    first: date | None


class Digest(Value):
    """`late` worst first, `missing` and `closed` (in the period) in the order they were opened, `coming` soonest first.

    `returned`: tasks sent back, and how often in all. `reached`: how often each rung was. `owed`: contributions that
    are missing, and the units that owe them. `spreads` name the first few subjects that are missing.
    """

    head: Head
    totals: Totals
    by_measure: tuple[MeasureLine, ...]
    by_unit: tuple[UnitLine, ...]
    late: Named
    missing: Named
    closed: Named
    coming: tuple[Coming, ...]
    coming_until: date
    due_in_period: Rate
    pace: Pace
    returned: tuple[int, int]
    asked: Asked
    reached: tuple[tuple[SupervisionState, int], ...]
    owed: tuple[int, tuple[str, ...]]
    spreads: tuple[Spread, ...]
    exemplars: tuple[ExemplarLine, ...]


def digest_of(summary: Summary, within: Within = lambda day: day is not None) -> Digest:
    """Take from a summary what a report says; `within`: whether a day lies in its period. Pure."""
    asks = summary.extensions
    return Digest(
        head=summary.head,
        totals=summary.totals,
        by_measure=summary.by_measure,
        by_unit=summary.by_unit,
        late=named(summary.overdue),
        missing=named([t for t in summary.tasks if t.overdue and t.stage in STILL_HELD]),
        closed=named([t for t in summary.tasks if t.state is TaskState.CLOSED and within(t.closed_on)]),
        coming=coming(summary.coming),
        coming_until=summary.coming_until,
        due_in_period=due_within(((t, in_time_for_original(t), 1) for t in summary.tasks), within),
        pace=_pace(summary.tasks),
        returned=_returned(summary.returns),
        asked=Asked.model_validate({name: getattr(asks, name) for name in Asked.model_fields}),
        reached=tuple((line.rung, line.times) for line in summary.supervision),
        owed=(
            len(summary.contributions_missing),
            tuple(dict.fromkeys(one.unit for one in summary.contributions_missing)),
        ),
        spreads=tuple(one.model_copy(update={"missing": one.missing[:SUBJECTS_NAMED]}) for one in summary.spreads),
        exemplars=summary.exemplars,
    )


def named(tasks: Sequence[TaskLine]) -> Named:
    """Name the first of a list."""
    units = Counter(task.unit for task in tasks)
    return Named(count=len(tasks), units=tuple(units.items()), lines=tuple(tasks[:NAMED]))


def coming(tasks: Iterable[TaskLine]) -> tuple[Coming, ...]:
    """One for all units that owe the same thing on the same day."""
    found: dict[tuple[date, int], list[TaskLine]] = {}
    for task in tasks:
        if task.due is not None:
            found.setdefault((task.due, task.seq), []).append(task)
    return tuple(
        Coming(due=due, task=of[0], count=len(of), units=tuple(dict.fromkeys(task.unit for task in of)))
        for (due, _), of in found.items()
    )


def _pace(tasks: Sequence[TaskLine]) -> Pace:
    kept = [task for task in tasks if task.state is not TaskState.CANCELLED]
    return Pace(
        due=_by_day(task.original_due for task in kept),
        closed=_by_day(task.closed_on for task in kept),
        first=min((task.assigned_on for task in kept if task.assigned_on), default=None),
    )


def _by_day(days: Iterable[date | None]) -> tuple[tuple[date, int], ...]:
    return tuple(sorted(Counter(day for day in days if day).items()))


def _returned(returns: Sequence[Return]) -> tuple[int, int]:
    return len(returns), sum(sent.times for sent in returns)
