"""Makes the summary of a plan: facts in, one frozen value out."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlmodel import Session

from duban.reports.counting import tally, totals
from duban.reports.facts import Facts
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
from duban.reports.values import Head, MeasureLine, Summary, TaskLine, UnitLine
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
    until = facts.calendar.add_workdays(today, COMING_WORKDAYS)
    demands = sum(not demand.dropped for demand in facts.demands)
    return Summary(
        head=_head(facts),
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


def _head(facts: Facts) -> Head:
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
    """One line for each measure that has tasks of its own."""
    grouped, names = _grouped(tasks, lambda task: task.measure), headings(facts.measures)
    return tuple(
        MeasureLine(position=m.position, heading=names[m.id], title=m.title, tally=tally(grouped[m.position]))
        for m in facts.measures
        if m.position in grouped
    )


def _by_unit(facts: Facts, tasks: Iterable[TaskLine]) -> tuple[UnitLine, ...]:
    grouped = _grouped(tasks, lambda task: task.unit)
    order = {name: place for place, name in enumerate(facts.units.values())}
    names = sorted(grouped, key=lambda name: order.get(name, len(order)))
    return tuple(UnitLine(unit=name, tally=tally(grouped[name])) for name in names)


def _grouped(tasks: Iterable[TaskLine], by: Callable[[TaskLine], str]) -> dict[str, list[TaskLine]]:
    found: dict[str, list[TaskLine]] = {}
    for task in tasks:
        found.setdefault(by(task), []).append(task)
    return found
