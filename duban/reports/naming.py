"""Finds the tasks that a report names: late, not reported, coming, closed in the period; the first of each list.

The database leaves out what can be in none of the lists, the rules decide about the rest, row by row; what is kept
grows with the length of the lists, units and demands, not with tasks.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import Select, String, and_, case, null, or_, true, type_coerce
from sqlalchemy import select as pick
from sqlmodel import Session, col

from duban.reports.digest import NAMED, STILL_HELD, Coming, Named
from duban.reports.facts import Frame, TaskFact
from duban.reports.gathering import facts_of_tasks
from duban.reports.sections import comes
from duban.reports.streaming import KEPT, moment_of, raw, streamed
from duban.reports.task_lines import NOBODY, late_by, overdue_at, task_lines
from duban.reports.values import TaskLine
from models.task import Task
from models.words import TaskState
from workflows.lamps import ENDED, WITH_OTHERS, Glance
from workflows.moments import at_hour, day_of, end_of
from workflows.task.lifecycle import STAGES

AT_ONCE = 5_000
"""How many tasks are read by number in one query."""


@dataclass
class Listing:
    """A list in the making: how many, of which units (and where each of them first stands), the first tasks of it."""

    count: int = 0
    units: dict[str, tuple[int, Any]] = field(default_factory=dict)
    first: list[tuple[Any, int]] = field(default_factory=list)
    last: Any = None

    def add(self, place: Any, task_id: int, unit: str) -> None:
        self.count += 1
        times, first = self.units.get(unit, (0, place))
        self.units[unit] = times + 1, place if place < first else first
        if self.last is None or place < self.last:
            self.first.append((place, task_id))
        if len(self.first) > 2 * NAMED:
            self.cut()
            self.last = self.first[-1][0]

    def cut(self) -> None:
        self.first = sorted(self.first)[:NAMED]

    def named(self, lines: dict[int, TaskLine]) -> Named:
        units = sorted(self.units.items(), key=lambda one: one[1][1])
        return Named(
            count=self.count,
            units=tuple((unit, times) for unit, (times, _) in units),
            lines=tuple(lines[id_] for _, id_ in self.first),
        )


@dataclass
class Due:
    """One demand on one day: its first task, how many, the units."""

    first: int
    count: int = 0
    units: dict[str, None] = field(default_factory=dict)


@dataclass
class Lists:
    """All lists of a report in the making."""

    late: Listing = field(default_factory=Listing)
    missing: Listing = field(default_factory=Listing)
    closed: Listing = field(default_factory=Listing)
    coming: dict[tuple[date, int], Due] = field(default_factory=dict)

    def ids(self) -> set[int]:
        for one in (self.late, self.missing, self.closed):
            one.cut()
        listed = {id_ for one in (self.late, self.missing, self.closed) for _, id_ in one.first}
        return listed | {due.first for due in self.coming.values()}

    def come(self, lines: dict[int, TaskLine]) -> tuple[Coming, ...]:
        ordered = sorted(self.coming.items(), key=lambda one: (one[0][0], one[1].first))
        return tuple(
            Coming(due=day, task=lines[due.first], count=due.count, units=tuple(due.units)) for (day, _), due in ordered
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rules say of tasks that look alike: on which lists they stand; `late` is None when they are not late."""

    due: date
    late: int | None
    held: bool
    comes: bool


def lists_of(session: Session, plan_id: int, frame: Frame, *, since: date | None, until: date) -> Lists:
    """List the tasks of a plan as they stand: closed since a day, late by now, or to be reported until a day."""
    lists, local, known = Lists(), frame.calendars.local, dict[Any, Seen]()
    rows = streamed(session, _candidates(plan_id, since, max(frame.as_of, end_of(until))))
    for id_, unit_id, demand, state, due, reported_at in chain.from_iterable(rows):
        unit = frame.units.get(unit_id or 0, NOBODY)
        if state == TaskState.CLOSED:
            lists.closed.add(id_, id_, unit)
            continue
        key = unit_id if unit_id in local else None, state, due, reported_at
        seen = known.get(key)
        if seen is None:
            if len(known) > KEPT:
                known.clear()
            seen = known[key] = _seen(frame, key, until=until)
        if seen.late is not None:
            lists.late.add((-seen.late, seen.due, id_), id_, unit)
            if seen.held:
                lists.missing.add(id_, id_, unit)
        if seen.comes:
            found = lists.coming.setdefault((seen.due, demand), Due(id_))
            found.count += 1
            found.units[unit] = None
    return lists


def _seen(frame: Frame, key: tuple[int | None, str, Any, Any], *, until: date) -> Seen:
    unit_id, said, *moments = key
    state, now = TaskState(said), frame.as_of
    due, reported_at = map(moment_of, moments)
    if due is None:
        raise AssertionError(key)  # the query asks for those that have a deadline
    glance = Glance(state=state, due=due, original_due=None, assigned_at=None, reported_at=reported_at)
    late = late_by(glance, frame.calendars.of(unit_id), now) if overdue_at(glance, now) else None
    soon = comes(state, day_of(due), today=day_of(now), until=until)
    return Seen(day_of(due), late, STAGES[state] in STILL_HELD, soon)


def _candidates(plan_id: int, since: date | None, horizon: datetime) -> Select[Any]:
    begun = col(Task.closed_at) >= at_hour(since, "00:00") if since else true()
    ended = col(Task.state).in_(ENDED)
    columns: Any = (
        Task.id,
        Task.lead_unit_id,
        Task.requirement_id,
        type_coerce(Task.state, String),
        raw(Task.due),
        raw(case((col(Task.state).in_(WITH_OTHERS), col(Task.reported_at)), else_=null())),
    )
    wanted: Select[Any] = pick(*columns).where(
        col(Task.plan_id) == plan_id,
        or_(and_(col(Task.state) == TaskState.CLOSED, begun), and_(~ended, col(Task.due) <= horizon)),
    )
    return wanted.order_by(col(Task.id))


def lines_of_tasks(session: Session, plan_id: int, frame: Frame, ids: Collection[int]) -> dict[int, TaskLine]:
    """Write the lines of some tasks, by number."""
    return {line.id: line for _, line in each_line(session, plan_id, frame, sorted(ids))}


def each_line(session: Session, plan_id: int, frame: Frame, ids: Sequence[int]) -> Iterator[tuple[TaskFact, TaskLine]]:
    """Write the lines of some tasks, by number, one after the other; some thousand are read at a time."""
    for start in range(0, len(ids), AT_ONCE):
        facts = facts_of_tasks(session, plan_id, frame, ids[start : start + AT_ONCE])
        yield from zip(facts.tasks, task_lines(facts).values(), strict=True)
