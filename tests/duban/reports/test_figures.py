"""The quick count of a plan says what its report says, in the same number of queries for any size."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from world_of_reports import AS_OF

from bench.reporting import counts_against_group_by
from duban import database
from duban.reports.figures import figures_of
from duban.reports.gathering import facts_of
from duban.reports.summary import summary_of
from models.errors import BadInput


@pytest.mark.parametrize("later", [0, 7, 30, 300])
def test_the_quick_count_is_that_of_the_report(lived_home: Path, later: int) -> None:
    now = AS_OF + timedelta(days=later)
    with database.reading() as session:
        figures, facts = figures_of(session, 1, now=now), facts_of(session, 1, now=now)
    summary = summary_of(facts)
    names, places = dict(facts.units), {m.id: m.position for m in facts.measures}
    assert figures.whole == summary.totals.tally
    assert {names[unit]: t for unit, t in figures.by_unit.items()} == {u.unit: u.tally for u in summary.by_unit}
    assert {places[m]: t for m, t in figures.by_measure.items()} == {m.position: m.tally for m in summary.by_measure}
    assert sum(figures.cells.values()) == len(summary.tasks)


def test_an_earlier_moment_is_refused(lived_home: Path) -> None:
    with database.reading() as session, pytest.raises(BadInput, match="--as-of"):
        figures_of(session, 1, now=AS_OF - timedelta(days=60))


def test_the_benchmark_counts_the_same_at_a_small_size() -> None:
    floor, ours = counts_against_group_by(2_000, rounds=1)
    assert ours.per_second > 0
    assert floor.ratio == 1


def test_reading_for_a_report_takes_as_many_queries_as_ever(lived_home: Path) -> None:
    said: list[str] = []
    with database.reading() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *given: said.append(given[2]))
        figures_of(session, 1, now=AS_OF)
    assert len(said) <= 6
