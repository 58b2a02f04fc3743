"""Makes the summary of a plan: facts in, one frozen value out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from sqlmodel import Session

from duban.reports.counting import tally, totals
from duban.reports.facts import Facts, Frame
from duban.reports.gathering import facts_of
from duban.reports.sections import (
    asks,
    coming,
    contributions_missing,
    exemplars,
    returns,
    spreads,
    standing,
    supervision,
)
from duban.reports.task_lines import headings, task_lines
from duban.reports.values import Head, MeasureLine, Summary, Tally, TaskLine, UnitLine
from workflows.moments import day_of

COMING_WORKDAYS = 10


def make_summary(session: Session, plan_id: int, *, now: datetime) -> Summary:
    """Sum up a plan as it stands at `now`.

    Reads only. The number of queries does not depend on the number of tasks.

    Raises:
        NotFound: there is no such plan.
    """
    return summary_of(facts_of(session, plan_id, now=now))


def summary_of(facts: Facts) -> Summary:
    """Count facts; pure, so equal facts give an equal summary."""
    lines = task_lines(facts)
    tasks = tuple(lines.values())
    today = day_of(facts.as_of)
    until = coming_until(facts)
    demands = sum(not demand.dropped for demand in facts.demands)
    return Summary(
        head=head_of(facts),
        totals=totals(tasks, as_of_day=today, demands=demands),
        by_measure=_by_measure(facts, tasks),
        by_unit=_by_unit(facts, tasks),
        spreads=spreads(tasks),
        overdue=tuple(sorted((t for t in tasks if t.overdue), key=lambda t: (-t.days_late, t.due, t.id))),
        returns=returns(facts, lines),
        extensions=asks(facts, lines),
        supervision=supervision(facts, lines),
        standing=standing(tasks),
        contributions_missing=contributions_missing(facts, lines),
        exemplars=exemplars(facts),
        coming=coming(tasks, today=today, until=until),
        coming_until=until,
        tasks=tasks,
    )


def coming_until(facts: Frame) -> date:
    """Give the last day of what is soon."""
    return facts.calendar.add_workdays(day_of(facts.as_of), COMING_WORKDAYS)


def head_of(facts: Frame) -> Head:
    """Say which plan it is, and as of when."""
    plan = facts.plan
    return Head(
        number=plan.number,
        title=plan.title,
        issuer=plan.issuer,
        issued_on=plan.issued_on,
        state=plan.state,
        as_of=facts.as_of,
    )


def _by_measure(facts: Facts, tasks: Iterable[TaskLine]) -> tuple[MeasureLine, ...]:
    grouped = _grouped(tasks, lambda task: task.measure)
    return measure_lines(facts, {position: tally(of) for position, of in grouped.items()})


def measure_lines(facts: Frame, of: Mapping[str, Tally]) -> tuple[MeasureLine, ...]:
    """One line for each measure that has tasks of its own, by its place."""
    names = headings(facts.measures)
    return tuple(
        MeasureLine(position=m.position, heading=names[m.id], title=m.title, tally=of[m.position])
        for m in facts.measures
        if m.position in of
    )


def _by_unit(facts: Facts, tasks: Iterable[TaskLine]) -> tuple[UnitLine, ...]:
    return unit_lines(facts, {name: tally(of) for name, of in _grouped(tasks, lambda task: task.unit).items()})


def unit_lines(facts: Frame, of: Mapping[str, Tally]) -> tuple[UnitLine, ...]:
    """One line for each unit that leads tasks, by its name, in the order of the register."""
    order = {name: place for place, name in enumerate(facts.units.values())}
    names = sorted(of, key=lambda name: order.get(name, len(order)))
    return tuple(UnitLine(unit=name, tally=of[name]) for name in names)


def _grouped(tasks: Iterable[TaskLine], by: Callable[[TaskLine], str]) -> dict[str, list[TaskLine]]:
    found: dict[str, list[TaskLine]] = {}
    for task in tasks:
        found.setdefault(by(task), []).append(task)
    return found
