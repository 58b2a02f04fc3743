"""Counts sets of tasks: one tally per set, so that every part of a report counts in the same way."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from duban.reports.values import Lamps, Rate, Tally, TaskLine, Totals
from models.words import Lamp, Stage, TaskState
from workflows.task.lifecycle import STAGES

AT_WORK = frozenset({TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.REPORTED, TaskState.IN_REVIEW})
STOPPED = frozenset({TaskState.CANCELLED, TaskState.SUSPENDED})
"""States in which nobody is asked to be in time."""
DEMANDS = "方案的任务要求"


class Dated(Protocol):
    """A task, or what many have in common, that was to be done by a day."""

    @property
    def state(self) -> TaskState: ...
    @property
    def original_due(self) -> date | None: ...


Counted = tuple[Dated, bool, int]
"""What was to be done, whether it was in time, and how many are like it."""


def tally(lines: Iterable[TaskLine]) -> Tally:
    """Count one set of tasks."""
    lines = tuple(lines)
    closed = [line for line in lines if line.state is TaskState.CLOSED]
    dated = [line for line in closed if line.original_due is not None]
    in_time = sum(in_time_for_original(line) for line in dated)
    return Tally(
        tasks=len(lines),
        closed=len(closed),
        in_progress=sum(line.state in AT_WORK for line in lines),
        cancelled=sum(line.state is TaskState.CANCELLED for line in lines),
        on_time=in_time,
        late=len(dated) - in_time,
        undated=len(closed) - len(dated),
        overdue=sum(line.overdue for line in lines),
        returned=sum(line.returns > 0 for line in lines),
        extensions=sum(line.extensions for line in lines),
        lamps=_lamps(lines),
    )


def summed(parts: Iterable[Tally]) -> Tally:
    """Add tallies of sets that have no task in common."""
    parts = tuple(parts)
    names = Tally.model_fields.keys() - {"lamps"}
    lamps = {lamp.value: sum(part.lamps.of(lamp) for part in parts) for lamp in Lamp}
    return Tally(**{name: sum(getattr(part, name) for part in parts) for name in names}, lamps=Lamps(**lamps))


def in_time_for_original(line: TaskLine) -> bool:
    """Say whether a closed task was done by its first deadline, whatever was granted later."""
    done = line.reported_on or line.closed_on
    return line.original_due is not None and done is not None and done <= line.original_due


def _lamps(lines: Sequence[TaskLine]) -> Lamps:
    return Lamps(**{lamp.value: sum(line.lamp is lamp for line in lines) for lamp in Lamp})


def totals(lines: Sequence[TaskLine], *, as_of_day: date, demands: int) -> Totals:
    """Count the whole plan. `covered` asks how many requirements have become tasks."""
    return totals_of(
        tally(lines),
        Counter(line.state for line in lines),
        on_time=on_time(((line, in_time_for_original(line), 1) for line in lines), as_of_day),
        covered=Rate(part=len({line.seq for line in lines}), whole=demands, of=DEMANDS),
    )


def totals_of(whole: Tally, states: Mapping[TaskState, int], *, on_time: Rate, covered: Rate) -> Totals:
    """Put the totals together; every state and stage is listed, also those with no task."""
    return Totals(
        tally=whole,
        by_state={state: states.get(state, 0) for state in TaskState},
        by_stage={stage: sum(n for state, n in states.items() if STAGES[state] is stage) for stage in Stage},
        closed=whole.done,
        on_time=on_time,
        covered=covered,
    )


def on_time(counted: Iterable[Counted], today: date) -> Rate:
    """Of the tasks whose original deadline has passed, how many were done by it."""
    return _done_in_time(counted, lambda day: day < today, of="原定时限已到的任务（不含撤销、挂账）")


def due_within(counted: Iterable[Counted], within: Callable[[date], bool]) -> Rate:
    """Of the tasks whose original deadline lies in a period, how many were done by it; the denominator is said."""
    return _done_in_time(counted, within, of="原定时限在本期的任务（不含撤销、挂账）")


def _done_in_time(counted: Iterable[Counted], asked: Callable[[date], bool], *, of: str) -> Rate:
    part = whole = 0
    for one, in_time, count in counted:
        if one.original_due is not None and one.state not in STOPPED and asked(one.original_due):
            whole += count
            part += count if in_time and one.state is TaskState.CLOSED else 0
    return Rate(part=part, whole=whole, of=of)
