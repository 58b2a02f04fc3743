"""The counts of a plan of any size in one pass: every task is read once, and the rules are asked once per kind of task.

Tasks that no rule can tell apart (same state, deadlines, progress, on the same side of their deadline) are one shape;
what is kept grows with shapes, units and demands, not with tasks. What is counted is what `counting.tally` counts.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import Select, String, case, func, literal, type_coerce
from sqlmodel import Session, col, select

from duban.desk.opened import desk_of
from duban.local_days import calendars_of
from duban.policies import settings_of
from duban.reports.counting import AT_WORK, summed
from duban.reports.covered import rank_of
from duban.reports.gathering import moved_since
from duban.reports.streaming import Row, moment_of, on_server, raw, streamed
from duban.reports.task_lines import overdue_at
from duban.reports.values import Lamps, Tally
from models.errors import BadInput
from models.policy import LampSettings
from models.task import Entry, Task
from models.words import Lamp, TaskState
from workflows.lamps import Glance, lamp
from workflows.moments import day_of
from workflows.workdays import Calendars

SHAPES_KEPT = 100_000
NOT_DONE, DONE, LATE, IN_TIME = 0, 1, 2, 4
"""Which side of its deadlines a task was done on: late for the present one, in time for the original one."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of a shape; `rank`: the place of its cell where units stand against demands, worst first."""

    state: TaskState
    lamp: Lamp
    overdue: bool
    in_time: bool
    original_due: date | None
    assigned_on: date | None
    returns: int
    rank: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of a plan: all, by lead unit, by measure; how many tasks there are of each kind that is judged alike.

    `cells`: by unit and demand, the rank of the worst task there is.
    """

    whole: Tally
    by_unit: dict[int, Tally]
    by_measure: dict[int, Tally]
    cells: dict[tuple[int, int], int]
    kinds: Mapping[Judged, int]


def figures_of(session: Session, plan_id: int, *, now: datetime) -> Figures:
    """Count a plan as it stands at `now`; three queries, however many tasks there are.

    Raises:
        BadInput: something has happened after `now`; then only a whole report rewinds the ledger.
    """
    if moved_since(session, plan_id, now):
        raise BadInput(
            "这一时刻之后方案还有变化，快速统计只算现在；请用 duban report make --as-of。",
            "Something happened after that moment; the quick count is of now. Use duban report make --as-of.",
        )
    desk = desk_of(session)
    return _counted(session, plan_id, Judge(settings_of(desk, plan_id).lamps, calendars_of(desk), now))


def _rows(plan_id: int, *, every: bool) -> Select[Any]:
    """What tells tasks apart, task by task; moments as they are stored, since only shapes that are new are read.

    When the lead was heard matters to a task without a deadline; that it was, to `every` other if the policy asks.
    """
    heard = select(func.max(Entry.at)).where(Entry.task_id == Task.id).correlate(Task).scalar_subquery()
    undated = col(Task.due).is_(None)
    said = case((undated, heard), else_=literal(None))
    if every:
        said = case((undated, heard), (heard.is_not(None), col(Task.due)), else_=literal(None))
    columns: Any = (*_apart(), raw(said), literal(1))
    rows: Select[Any] = select(*columns)
    return rows.where(col(Task.plan_id) == plan_id)


def _kinds(plan_id: int, *, every: bool) -> Select[Any]:
    """What tells tasks apart, with how many there are of each kind; put so that a server can divide the work."""
    standing = select(Entry.task_id, func.max(Entry.at).label("heard")).join(Task, col(Task.id) == Entry.task_id)
    standing = standing.where(Task.plan_id == plan_id).group_by(col(Entry.task_id))
    heard = (standing if every else standing.where(col(Task.due).is_(None))).subquery()
    said = case((col(Task.due).is_(None), heard.c.heard), (heard.c.heard.is_not(None), col(Task.due)))
    columns: tuple[Any, ...] = (*_apart(), said if every else heard.c.heard)
    counted: Any = (*columns, func.count())
    kinds: Select[Any] = select(*counted).select_from(Task).outerjoin(heard, heard.c.task_id == Task.id)
    return kinds.where(col(Task.plan_id) == plan_id).group_by(*columns)


def _apart() -> tuple[Any, ...]:
    done = func.coalesce(col(Task.reported_at), col(Task.closed_at))
    return (
        Task.lead_unit_id,
        Task.measure_id,
        Task.requirement_id,
        Task.extensions,
        type_coerce(Task.state, String),
        *(raw(moment) for moment in (Task.due, Task.original_due, Task.assigned_at)),
        Task.percent,
        Task.returns,
        case((done.is_(None), NOT_DONE), else_=DONE)
        + case((done > col(Task.due), LATE), else_=0)
        + case((done <= col(Task.original_due), IN_TIME), else_=0),
    )


@dataclass(frozen=True, slots=True)
class Judge:
    """Asks the rules about a shape."""

    settings: LampSettings
    calendars: Calendars
    now: datetime

    def judged(self, shape: Row, unit_id: int | None) -> Judged:
        state, due, original, assigned, percent, returns, side, heard = shape
        ends = moment_of(due)
        done = (self.now if side & LATE or ends is None else ends) if side else None
        glance = Glance(
            state=TaskState(state),
            due=ends,
            original_due=moment_of(original),
            assigned_at=moment_of(assigned),
            closed_at=done if state == TaskState.CLOSED else None,
            reported_at=done,
            heard_at=moment_of(heard),
            percent=percent,
            returns=returns,
        )
        shown = lamp(glance, self.settings, calendar=self.calendars.of(unit_id), now=self.now)
        return Judged(
            state=glance.state,
            lamp=shown.lamp,
            overdue=overdue_at(glance, self.now),
            in_time=original is not None and bool(side & IN_TIME),
            original_due=day_of(glance.original_due) if glance.original_due else None,
            assigned_on=day_of(glance.assigned_at) if glance.assigned_at else None,
            returns=returns,
            rank=rank_of(glance.state, shown.lamp),
        )


def _counted(session: Session, plan_id: int, judge: Judge) -> Figures:
    """Look at every row once, and at nothing for long: this loop is most of the time there is.

    A server counts what is alike; SQLite would sort for it, so there each row is a task.
    """
    shapes: dict[tuple[Row, int | None], int] = {}
    numbers: dict[Judged, int] = {}
    ranks: list[int] = []
    local = judge.calendars.local
    units: dict[tuple[int, int], int] = defaultdict(int)
    measures: dict[tuple[int, int], int] = defaultdict(int)
    cells: dict[tuple[int, int], int] = {}
    more: dict[str, dict[int, int]] = {"unit": defaultdict(int), "measure": defaultdict(int)}
    wanted = (_kinds if on_server(session) else _rows)(plan_id, every=judge.settings.unstarted_days > 0)
    for row in chain.from_iterable(streamed(session, wanted)):
        unit, measure, demand, extensions = row[:4]
        count = row[-1]
        shape = (row[4:-1], unit if unit in local else None)
        number = shapes.get(shape)
        if number is None:
            if len(shapes) > SHAPES_KEPT:
                shapes.clear()
            judged = judge.judged(*shape)
            number = shapes[shape] = numbers.setdefault(judged, len(numbers))
            if number == len(ranks):
                ranks.append(judged.rank)
        units[unit, number] += count
        measures[measure, number] += count
        cell, rank = (unit, demand), ranks[number]
        if cells.get(cell, rank) >= rank:
            cells[cell] = rank
        if extensions:
            more["unit"][unit] += extensions * count
            more["measure"][measure] += extensions * count
    kinds = list(numbers)
    by_unit = _tallies(units, kinds, more["unit"])
    return Figures(
        whole=summed(by_unit.values()),
        by_unit=by_unit,
        by_measure=_tallies(measures, kinds, more["measure"]),
        cells={(unit or 0, demand): rank for (unit, demand), rank in cells.items()},
        kinds=_together(units, kinds),
    )


def _together(units: Mapping[tuple[int, int], int], kinds: list[Judged]) -> dict[Judged, int]:
    found: dict[Judged, int] = defaultdict(int)
    for (_, number), count in units.items():
        found[kinds[number]] += count
    return found


def _tallies(counted: dict[tuple[int, int], int], judged: list[Judged], more: dict[int, int]) -> dict[int, Tally]:
    of: dict[int, list[tuple[Judged, int]]] = {}
    for (key, number), count in counted.items():
        of.setdefault(key or 0, []).append((judged[number], count))
    return {key: _tally(found, more.get(key, 0)) for key, found in of.items()}


def _tally(of: list[tuple[Judged, int]], extensions: int) -> Tally:
    closed = [(one, count) for one, count in of if one.state is TaskState.CLOSED]
    on_time = sum(count for one, count in closed if one.in_time)
    dated = sum(count for one, count in closed if one.original_due)
    return Tally(
        tasks=sum(count for _, count in of),
        closed=sum(count for _, count in closed),
        in_progress=sum(count for one, count in of if one.state in AT_WORK),
        cancelled=sum(count for one, count in of if one.state is TaskState.CANCELLED),
        on_time=on_time,
        late=dated - on_time,
        undated=sum(count for _, count in closed) - dated,
        overdue=sum(count for one, count in of if one.overdue),
        returned=sum(count for one, count in of if one.returns),
        extensions=extensions,
        lamps=Lamps(**{colour.value: sum(count for one, count in of if one.lamp is colour) for colour in Lamp}),
    )
