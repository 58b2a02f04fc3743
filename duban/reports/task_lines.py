"""Writes each task's line: its words, its lamp, how late it is, how far the ladder has gone."""

from dataclasses import dataclass
from datetime import date, datetime

from duban.reports.facts import DemandFact, Facts, MeasureFact, TaskFact
from duban.reports.values import TaskLine
from models.words import SupervisionState, TaskState
from workflows.ladder import RUNGS
from workflows.lamps import ENDED, WITH_OTHERS, Glance, lamp
from workflows.moments import day_of
from workflows.task.lifecycle import STAGES
from workflows.workdays import WorkCalendar

NOBODY = "（未定单位）"
STILL = frozenset({TaskState.PLANNED, TaskState.SUSPENDED})
"""States in which no deadline runs."""


@dataclass(frozen=True, slots=True)
class _Index:
    """What a line looks up, by id."""

    measures: dict[int, MeasureFact]
    headings: dict[int, str]
    demands: dict[int, DemandFact]
    supporting: dict[int, tuple[str, ...]]
    rungs: dict[tuple[int, int], SupervisionState]


def task_lines(facts: Facts) -> dict[int, TaskLine]:
    """Write the line of every task, by task id, in the order they were opened."""
    index = _Index(
        measures={measure.id: measure for measure in facts.measures},
        headings=headings(facts.measures),
        demands={demand.id: demand for demand in facts.demands},
        supporting=_supporting(facts),
        rungs=_rungs(facts),
    )
    return {task.id: _line(facts, index, task) for task in facts.tasks}


def headings(measures: tuple[MeasureFact, ...]) -> dict[int, str]:
    """Name each measure by the numbers printed above it and its own: 二（一）."""
    numbers = {measure.position: measure.number.rstrip("、．. ") for measure in measures}
    return {
        m.id: "".join(numbers.get(".".join(m.position.split(".")[:depth]), "") for depth in _depths(m))
        for m in measures
    }


def _depths(measure: MeasureFact) -> range:
    return range(1, measure.position.count(".") + 2)


def _supporting(facts: Facts) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for owed in facts.owed:
        found[owed.task_id] = (*found.get(owed.task_id, ()), facts.units[owed.unit_id])
    return found


def _rungs(facts: Facts) -> dict[tuple[int, int], SupervisionState]:
    """The highest rung reached, by task and version of its deadline."""
    found: dict[tuple[int, int], SupervisionState] = {}
    for climb in facts.climbs:
        key = (climb.task_id, climb.deadline_version)
        found[key] = max(climb.rung, found.get(key, SupervisionState.CALM), key=RUNGS.index)
    return found


def _line(facts: Facts, index: _Index, task: TaskFact) -> TaskLine:
    glance, measure, demand = task.glance, index.measures[task.measure_id], index.demands[task.requirement_id]
    shown = lamp(glance, facts.settings.lamps, calendar=facts.calendars.of(task.unit_id), now=facts.as_of)
    days_late = late_by(glance, facts.calendars.of(task.unit_id), facts.as_of)
    return TaskLine(
        id=task.id,
        seq=demand.seq,
        heading=index.headings[measure.id],
        measure=measure.position,
        title=task.title,
        unit=facts.units.get(task.unit_id or 0, NOBODY),
        supporting=index.supporting.get(task.id, ()),
        subject_kind=task.subject_kind,
        subject=task.subject,
        period=task.period,
        timing=demand.timing,
        stage=STAGES[glance.state],
        state=glance.state,
        lamp=shown.lamp,
        why=shown.why.zh,
        late_against_original=shown.late_against_original,
        percent=glance.percent,
        quantity_wanted=task.quantity_wanted,
        quantity_done=task.quantity_done,
        deliverables=task.deliverables,
        due=_day(glance.due),
        original_due=_day(glance.original_due),
        days_late=days_late,
        overdue=is_overdue(facts, glance),
        rung=index.rungs.get((task.id, task.deadline_version), SupervisionState.CALM),
        returns=glance.returns,
        extensions=task.extensions,
        assigned_on=_day(glance.assigned_at),
        heard_on=_day(glance.heard_at),
        reported_on=_day(glance.reported_at),
        closed_on=_day(glance.closed_at),
    )


def done_at(glance: Glance) -> datetime | None:
    """When the lead had done its part: the day it filed the report that stands, else the day it was closed."""
    return glance.reported_at or glance.closed_at


def is_overdue(facts: Facts, glance: Glance) -> bool:
    """Say whether a task is overdue at the moment of the report."""
    return overdue_at(glance, facts.as_of)


def overdue_at(glance: Glance, now: datetime) -> bool:
    """An open task is overdue past its deadline, unless it was reported in time or its clock stands still."""
    if glance.due is None or glance.state in ENDED | STILL:
        return False
    if glance.state in WITH_OTHERS:
        return glance.reported_at is not None and glance.reported_at > glance.due
    return now > glance.due


def late_by(glance: Glance, calendar: WorkCalendar, now: datetime) -> int:
    """Count the unit's working days after the present deadline: until it was done, else until now; 0 when in time."""
    until = done_at(glance) if glance.state is TaskState.CLOSED or glance.state in WITH_OTHERS else now
    if glance.due is None or until is None or until <= glance.due or glance.state in STILL | {TaskState.CANCELLED}:
        return 0
    return max(calendar.workdays_between(day_of(glance.due), day_of(until)), 0)


def _day(moment: datetime | None) -> date | None:
    return day_of(moment) if moment else None
