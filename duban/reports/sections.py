"""The lists of a summary: spreads, returns, extensions, rungs, contributions, exemplars, what stands and what comes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from duban.reports.facts import Facts, Frame
from duban.reports.task_lines import STILL
from duban.reports.values import (
    Ask,
    ExemplarLine,
    Extensions,
    Missing,
    Rate,
    Return,
    RungLine,
    Spread,
    TaskLine,
)
from models.words import ExemplarState, ExtensionState, Owed, Stage, SubjectKind, TaskState
from workflows.ladder import RUNGS
from workflows.lamps import ENDED, WITH_OTHERS
from workflows.moments import day_of

Lines = Mapping[int, TaskLine]


def spreads(tasks: Iterable[TaskLine]) -> tuple[Spread, ...]:
    """Say of each demand that fans out how many subjects are done, period by period; cancelled ones do not count."""
    found: dict[tuple[int, str], list[TaskLine]] = {}
    for task in tasks:
        if task.subject_kind is not SubjectKind.WHOLE and task.state is not TaskState.CANCELLED:
            found.setdefault((task.seq, task.period), []).append(task)
    return tuple(_spread(found[key]) for key in sorted(found))


def _spread(tasks: list[TaskLine]) -> Spread:
    first, missing = tasks[0], tuple(_name(t) for t in tasks if t.state is not TaskState.CLOSED)
    return Spread(
        seq=first.seq,
        text=first.title,
        kind=first.subject_kind,
        period=first.period,
        done=Rate(part=len(tasks) - len(missing), whole=len(tasks), of=f"应完成的{first.subject_kind.zh}"),
        missing=missing,
    )


def _name(task: TaskLine) -> str:
    """Call a subject as short as it is known: a unit by its short name."""
    return task.unit if task.subject_kind is SubjectKind.UNIT else task.subject


def returns(facts: Facts, lines: Lines) -> tuple[Return, ...]:
    """List the tasks that were sent back, most often first."""
    last = {sent.task_id: sent for sent in facts.returns}
    found = (
        Return(
            task=line,
            times=line.returns,
            last_on=day_of(last[line.id].at) if line.id in last else None,
            last_reason=last[line.id].why if line.id in last else "",
        )
        for line in lines.values()
        if line.returns
    )
    return tuple(sorted(found, key=lambda r: (-r.times, r.task.id)))


def asks(facts: Facts, lines: Lines) -> Extensions:
    """List every extension asked for, in the order they were asked."""
    units = {task.id: task.unit_id for task in facts.tasks}
    found = tuple(
        Ask(
            task=lines[ask.task_id],
            state=ask.state,
            old_due=day_of(ask.old_due),
            wanted=ask.wanted,
            days=facts.calendars.of(units.get(ask.task_id)).workdays_between(day_of(ask.old_due), ask.wanted),
            reason=ask.reason,
        )
        for ask in facts.asks
    )
    states = Counter(ask.state for ask in found)
    return Extensions(
        asked=len(found),
        granted=states[ExtensionState.GRANTED],
        refused=states[ExtensionState.REFUSED],
        waiting=states[ExtensionState.REQUESTED],
        days_granted=sum(ask.days for ask in found if ask.state is ExtensionState.GRANTED),
        lines=found,
    )


def supervision(facts: Facts, lines: Lines) -> tuple[RungLine, ...]:
    """Say for each rung, lowest first, how many open tasks stand on it now and how often it was reached in all."""
    times = Counter(climb.rung for climb in facts.climbs)
    unsettled = {climb.task_id for climb in facts.climbs if not climb.settled}
    now = Counter(lines[task_id].rung for task_id in unsettled)
    return tuple(RungLine(rung=rung, standing=now[rung], times=times[rung]) for rung in RUNGS[1:])


def standing(tasks: Iterable[TaskLine]) -> tuple[TaskLine, ...]:
    """List the open tasks without a date: standing ones, and those that wait for an event."""
    return tuple(task for task in tasks if task.due is None and task.stage is not Stage.CLOSED)


def contributions_missing(facts: Facts, lines: Lines) -> tuple[Missing, ...]:
    """List what supporting units still owe for tasks that are open."""
    return tuple(
        Missing(unit=facts.units[owed.unit_id], task=lines[owed.task_id])
        for owed in facts.owed
        if owed.owed is Owed.OWED and lines[owed.task_id].stage is not Stage.CLOSED
    )


def exemplars(facts: Frame) -> tuple[ExemplarLine, ...]:
    """List the exemplars that were not declined."""
    return tuple(
        ExemplarLine(
            kind=e.kind,
            state=e.state,
            unit=facts.units[e.unit_id],
            name=e.name,
            text=e.text,
            published_where=e.published_where,
        )
        for e in facts.exemplars
        if e.state is not ExemplarState.DECLINED
    )


def coming(tasks: Iterable[TaskLine], *, today: date, until: date) -> tuple[TaskLine, ...]:
    """List the tasks that the lead still has to report from today until `until`, soonest first."""
    found = [
        (task.due, task.id, task)
        for task in tasks
        if task.due is not None and comes(task.state, task.due, today=today, until=until)
    ]
    return tuple(task for _, _, task in sorted(found, key=lambda row: row[:2]))


def comes(state: TaskState, due: date, *, today: date, until: date) -> bool:
    """Say whether the lead still has to report a task from today until `until`."""
    return state not in STILL | WITH_OTHERS | ENDED and today <= due <= until
