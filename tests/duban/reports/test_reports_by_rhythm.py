"""Reports by rhythm: on which day, once, the same after days without the clock, with who has not reported."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from facts_of_reports import CALENDAR
from small_plan import PLANNER, Small, at, rows
from world_of_reports import AS_OF

from duban.database import writing
from duban.policies import store_policy
from duban.reports.rhythm import due_reports
from duban.summarising import make_due, make_one
from models.policy import PolicySettings
from models.policy_parts import RhythmSettings
from models.question import Review
from models.words import Act, DayKind, Life, Verdict
from workflows.moments import end_of
from workflows.workdays import WorkCalendar

NONE = {"weekly": 0, "monthly": 0, "quarterly": 0, "half_yearly": 0, "yearly": 0}
HOLIDAY = WorkCalendar(
    {date(2026, 5, n): DayKind.OFF for n in range(1, 6)}, frozenset({2026}), first_year=2026, last_year=2026
)


@pytest.mark.parametrize(
    ("today", "rhythm", "expected"),
    [
        (date(2026, 6, 26), {"weekly": 5}, {"weekly": date(2026, 6, 26)}),
        (date(2026, 6, 25), {"weekly": 5}, {"weekly": date(2026, 6, 19)}),
        (date(2026, 6, 30), {"monthly": 25}, {"monthly": date(2026, 6, 25)}),
        (date(2026, 2, 28), {"monthly": 31}, {"monthly": date(2026, 2, 2)}),  # 28 February is a Saturday
        (date(2026, 3, 2), {"monthly": 31}, {"monthly": date(2026, 3, 2)}),
        (date(2026, 7, 2), {"quarterly": 25}, {"quarterly": date(2026, 6, 25)}),
        (date(2026, 6, 24), {"quarterly": 25}, {"quarterly": date(2026, 3, 25)}),
        (date(2026, 7, 2), {"half_yearly": 30}, {"half_yearly": date(2026, 6, 30)}),
        (date(2026, 6, 29), {"half_yearly": 30}, {"half_yearly": date(2025, 12, 30)}),
        (date(2026, 11, 30), {"yearly": 31}, {"yearly": date(2025, 12, 31)}),
        (date(2026, 12, 31), {"yearly": 31}, {"yearly": date(2026, 12, 31)}),
    ],
    ids=[
        "its day", "the day before", "later", "a short month", "after a day off", "a quarter", "the quarter before",
        "a half-year", "the half-year before", "the year before", "a year",
    ],
)  # fmt: skip
def test_a_report_was_due_last_on(today: date, rhythm: dict[str, int], expected: dict[str, date]) -> None:
    settings = RhythmSettings(**NONE | rhythm)
    assert {due.kind: due.day for due in due_reports(settings, CALENDAR, today)} == expected


@pytest.mark.parametrize(
    ("rhythm", "today", "since"),
    [
        ({"weekly": 5},       date(2026, 6, 26),  date(2026, 6, 20)),
        ({"monthly": 25},     date(2026, 6, 30),  date(2026, 5, 26)),
        ({"monthly": 31},     date(2026, 3, 2),   date(2026, 2, 1)),  # February's, on the Monday after its last day
        ({"quarterly": 25},   date(2026, 6, 25),  date(2026, 3, 26)),
        ({"half_yearly": 31}, date(2026, 7, 1),   date(2026, 1, 1)),
        ({"yearly": 31},      date(2026, 12, 31), date(2026, 1, 1)),
    ],
    ids=["a week", "a month", "a month that ends on a day off", "a quarter", "a half-year", "a year"],
)  # fmt: skip
def test_a_report_is_on_what_came_after_the_one_before_it(rhythm: dict[str, int], today: date, since: date) -> None:
    assert [due.since for due in due_reports(RhythmSettings(**NONE | rhythm), CALENDAR, today)] == [since]


def test_a_report_that_falls_on_a_holiday_is_due_on_the_working_day_after_it() -> None:
    settings = RhythmSettings(**NONE | {"weekly": 5})
    assert [due.day for due in due_reports(settings, HOLIDAY, date(2026, 5, 5))] == [date(2026, 4, 24)]
    assert [due.day for due in due_reports(settings, HOLIDAY, date(2026, 5, 6))] == [date(2026, 5, 6)]


def test_what_is_due_is_made_once_and_says_who_has_not_reported(lived_home: Path) -> None:
    made = make_due(now=AS_OF)
    assert [(one.called, one.as_of) for one in made] == [
        ("周报", end_of(date(2026, 6, 26))),
        ("月报", end_of(date(2026, 6, 25))),
        ("季报", end_of(date(2026, 6, 25))),
    ]
    assert all("科普部" in one.missing for one in made[1:])
    assert make_due(now=AS_OF + timedelta(hours=5)) == []


def test_a_report_made_after_days_without_the_clock_is_the_one_of_its_day(lived_home: Path) -> None:
    in_time = {path: Path(path).read_bytes() for one in make_due(now=end_of(date(2026, 6, 26))) for path in one.paths}
    for path in in_time:
        Path(path).unlink()
    late = {path: Path(path).read_bytes() for one in make_due(now=AS_OF) for path in one.paths}
    assert late == in_time


def test_a_kind_is_made_by_name(lived_home: Path) -> None:
    one = make_one("1", "通报", now=AS_OF)
    assert [Path(path).suffix for path in one.paths] == [".docx", ".html", ".xlsx"]
    assert one.markdown.startswith("# 关于《")


def test_a_report_made_again_after_the_rhythm_has_changed_is_on_the_days_it_was_on(small: Small) -> None:
    day = end_of(date(2026, 2, 25))
    before = make_one("1", "月报", now=day).markdown
    with writing() as session:
        settings = PolicySettings(reports=RhythmSettings(monthly=10))
        stored = store_policy(session, "每月十日", settings, now=at("2026-03-02 09:00")).id
    later = at("2026-03-02 10:00")
    small.does(PLANNER, Act.SET_POLICY, small.plan_id, Life.PLAN, at=later, policy_id=stored, reason="改在十日报。")
    small.does("qian.peng", Act.DECIDE, rows(Review)[-1].id, Life.REVIEW, at=later, verdict=Verdict.YES)

    assert make_one("1", "月报", now=day).markdown == before
    assert "2026年1月26日至2026年2月25日" in before
