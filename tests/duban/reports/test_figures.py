"""The quick count of a plan says what its report says, in the same number of queries for any size."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from world_of_reports import AS_OF

from bench.reporting import counts_against_group_by
from duban import database
from duban.policies import store_policy
from duban.reports import naming
from duban.reports.covering import Around, covering_of
from duban.reports.digest import digest_of
from duban.reports.figures import figures_of
from duban.reports.gathering import facts_of
from duban.reports.parts import accounts
from duban.reports.parts.standing import red_list
from duban.reports.source import Source
from duban.reports.sourcing import Wanted
from duban.reports.spans import Span
from duban.reports.summary import summary_of
from models.errors import BadInput
from models.plan import Plan
from models.policy import LampSettings, PolicySettings

LATER = pytest.mark.parametrize("later", [0, 7, 30, 300])


@LATER
def test_the_quick_count_is_that_of_the_report(lived_home: Path, later: int) -> None:
    now = AS_OF + timedelta(days=later)
    with database.reading() as session:
        figures, facts = figures_of(session, 1, now=now), facts_of(session, 1, now=now)
    summary = summary_of(facts)
    names, places = dict(facts.units), {m.id: m.position for m in facts.measures}
    assert figures.whole == summary.totals.tally
    assert {names[unit]: t for unit, t in figures.by_unit.items()} == {u.unit: u.tally for u in summary.by_unit}
    assert {places[m]: t for m, t in figures.by_measure.items()} == {m.position: m.tally for m in summary.by_measure}


@LATER
@pytest.mark.parametrize("span", [Span.WHOLE, Span.MONTH])
def test_the_database_counts_and_lists_what_the_facts_say(lived_home: Path, later: int, span: Span) -> None:
    with database.reading() as session:
        source = Source(session, 1, now=AS_OF + timedelta(days=later), wanted=Wanted(span))
        assert source.digest == digest_of(source.summary, source.in_period)
        around = Around(source.ids, set(), {})
        assert source.covering == covering_of(source.facts, source.summary, source.steps(), around=around)


def test_the_database_hears_who_was_silent_where_the_policy_asks_for_it(lived_home: Path) -> None:
    settings = PolicySettings(lamps=LampSettings(unstarted_days=20))
    with database.writing() as session:
        session.get_one(Plan, 1).policy_id = store_policy(session, "strict", settings, now=AS_OF).id
    with database.reading() as session:
        source = Source(session, 1, now=AS_OF)
        assert source.digest == digest_of(source.summary, source.in_period)


def test_a_long_list_is_cut_and_says_how_many_more_there_are(lived_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.reading() as session:
        whole = Source(session, 1, now=AS_OF + timedelta(days=30))
        late, missing = whole.digest.late, whole.digest.missing
        monkeypatch.setattr(naming, "NAMED", 3)
        cut = Source(session, 1, now=AS_OF + timedelta(days=30))
        parts = [red_list(cut), accounts.missing(cut)]
    assert [part.tables[0].table.rows for part in parts] == [
        table.rows[:3] for table in (red_list(whole).tables[0].table, accounts.missing(whole).tables[0].table)
    ]
    assert [part.said[-1] for part in parts] == [
        f"共{of.count}项，本清单列前3项，另有{of.count - 3}项见台账。" for of in (late, missing)
    ]
    assert (cut.digest.late.units, cut.digest.missing.units) == (late.units, missing.units)


def test_an_earlier_moment_is_refused(lived_home: Path) -> None:
    with database.reading() as session, pytest.raises(BadInput, match="--as-of"):
        figures_of(session, 1, now=AS_OF - timedelta(days=60))


def test_the_benchmark_counts_the_same_at_a_small_size() -> None:
    floor, *ours = counts_against_group_by(2_000, rounds=1)
    assert len(ours) == 6
    assert all(one.per_second > 0 for one in ours)
    assert floor.ratio == 1


def test_reading_for_a_report_takes_as_many_queries_as_ever(lived_home: Path) -> None:
    said: list[str] = []
    with database.reading() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *given: said.append(given[2]))
        figures_of(session, 1, now=AS_OF)
    assert len(said) <= 6
