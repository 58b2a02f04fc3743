"""Counts sets of tasks: one tally per set, so that every part of a report counts in the same way."""

from collections.abc import Iterable, Sequence
from datetime import date

from duban.reports.values import Lamps, Rate, Tally, TaskLine, Totals
from models.words import Lamp, Stage, TaskState

AT_WORK = frozenset({TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.REPORTED, TaskState.IN_REVIEW})


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


def in_time_for_original(line: TaskLine) -> bool:
    """Say whether a closed task was done by its first deadline, whatever was granted later."""
    done = line.reported_on or line.closed_on
    return line.original_due is not None and done is not None and done <= line.original_due


def _lamps(lines: Sequence[TaskLine]) -> Lamps:
    return Lamps(**{lamp.value: sum(line.lamp is lamp for line in lines) for lamp in Lamp})


def totals(lines: Sequence[TaskLine], *, as_of_day: date, demands: int) -> Totals:
    """Count the whole plan.

    `on_time` asks of the tasks whose original deadline has passed how many were done by it; those cancelled or
    suspended are left out. `covered` asks how many requirements have become tasks.
    """
    whole = tally(lines)
    asked = [line for line in lines if _was_due(line, as_of_day)]
    in_time = sum(line.state is TaskState.CLOSED and in_time_for_original(line) for line in asked)
    return Totals(
        tally=whole,
        by_state={state: sum(line.state is state for line in lines) for state in TaskState},
        by_stage={stage: sum(line.stage is stage for line in lines) for stage in Stage},
        closed=whole.done,
        on_time=Rate(part=in_time, whole=len(asked), of="原定时限已到的任务（不含撤销、挂账）"),
        covered=Rate(part=len({line.seq for line in lines}), whole=demands, of="方案的任务要求"),
    )


def _was_due(line: TaskLine, as_of_day: date) -> bool:
    out = (TaskState.CANCELLED, TaskState.SUSPENDED)
    return line.original_due is not None and line.original_due < as_of_day and line.state not in out
