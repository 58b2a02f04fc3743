"""Claims about working days, over a small calendar whose days off are written out by hand."""

import timeit
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import BadInput, Sentence
from models.words import DayKind
from workflows.workdays import Calendars, WorkCalendar, is_exception

OFF, WORK = DayKind.OFF, DayKind.WORK

# 2026 around the Spring Festival, from the State Council's arrangement: off 15 to 23 February, worked on the 14th and 28th
SPRING = {date(2026, 2, day): OFF for day in range(15, 24)} | {date(2026, 2, 14): WORK, date(2026, 2, 28): WORK}
NEW_YEAR = {date(2026, 1, day): OFF for day in (1, 2, 3)} | {date(2026, 1, 4): WORK}
CALENDAR = WorkCalendar(SPRING | NEW_YEAR, official=frozenset({2026}), first_year=2026, last_year=2027)

LAST_DAY_OFF = WorkCalendar({date(2027, 12, 31): OFF}, official=frozenset(), first_year=2026, last_year=2027)

days = st.dates(date(2026, 3, 1), date(2027, 6, 30))


# fmt: off
@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 1, 2),  False),  # a Friday, off for the New Year
        (date(2026, 1, 4),  True),   # a Sunday, worked to make up for it
        (date(2026, 2, 14), True),   # a Saturday, worked before the Spring Festival
        (date(2026, 2, 23), False),  # a Monday, the last day off
        (date(2026, 2, 24), True),   # back to work
        (date(2026, 3, 7),  False),  # an ordinary Saturday
    ],
)
def test_exceptions_win_over_the_week(day: date, worked: bool) -> None:
    assert CALENDAR.is_workday(day) is worked


@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        (date(2026, 2, 13),  1,  date(2026, 2, 14)),  # Friday: the next day is a Saturday that is worked
        (date(2026, 2, 13),  2,  date(2026, 2, 24)),  # then over the whole holiday
        (date(2026, 2, 18),  1,  date(2026, 2, 24)),  # counting may start in the holiday
        (date(2026, 2, 26),  10, date(2026, 3, 11)),  # the worked Saturday counts: 27, 28, then 2 to 6 and 9 to 11
        (date(2026, 2, 24), -1,  date(2026, 2, 14)),  # backwards over the holiday
        (date(2026, 2, 18), -2,  date(2026, 2, 13)),  # backwards from a day off
        (date(2026, 2, 18),  0,  date(2026, 2, 18)),  # nought stays, even on a day off
    ],
)
def test_counting_starts_next_to_the_day(day: date, n: int, found: date) -> None:
    assert CALENDAR.add_workdays(day, n) == found


@pytest.mark.parametrize(
    ("a", "b", "count"),
    [
        (date(2026, 2, 13), date(2026, 2, 24), 2),   # the 14th and the 24th; the 13th itself does not count
        (date(2026, 2, 24), date(2026, 2, 13), -2),  # the other way round
        (date(2026, 2, 15), date(2026, 2, 23), 0),   # nothing but holiday
        (date(2026, 2, 24), date(2026, 2, 24), 0),   # the same day
    ],
)
def test_workdays_between_counts_the_end_and_not_the_start(a: date, b: date, count: int) -> None:
    assert CALENDAR.workdays_between(a, b) == count


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 2, 14), date(2026, 2, 14)),  # a worked Saturday stays
        (date(2026, 2, 15), date(2026, 2, 24)),  # the holiday moves to its end
        (date(2026, 3, 7),  date(2026, 3, 9)),   # a weekend moves to Monday
    ],
)
def test_a_day_off_moves_to_the_next_day_worked(day: date, found: date) -> None:
    assert CALENDAR.on_or_after(day) == found


@pytest.mark.parametrize(
    ("day", "kind", "differs"),
    [
        (date(2026, 3, 6),  OFF,  True),   # a Friday off
        (date(2026, 3, 6),  WORK, False),
        (date(2026, 3, 7),  OFF,  False),
        (date(2026, 3, 7),  WORK, True),   # a Saturday worked
        (date(2026, 3, 8),  OFF,  False),
        (date(2026, 3, 8),  WORK, True),
    ],
)
def test_a_day_is_an_exception_when_its_weekday_says_otherwise(day: date, kind: DayKind, differs: bool) -> None:
    assert is_exception(day, kind) is differs
# fmt: on


@given(days, st.integers(1, 120))
def test_between_undoes_add(day: date, n: int) -> None:
    assert CALENDAR.workdays_between(day, CALENDAR.add_workdays(day, n)) == n


@given(days, st.integers(-30, 30), st.integers(1, 30))
def test_more_working_days_are_always_later(day: date, n: int, more: int) -> None:
    assert CALENDAR.add_workdays(day, n) < CALENDAR.add_workdays(day, n + more)


@given(days, st.integers(-30, 30).filter(bool))
def test_the_answer_is_always_worked(day: date, n: int) -> None:
    assert CALENDAR.is_workday(CALENDAR.add_workdays(day, n))


def test_every_day_is_counted_once_from_end_to_end() -> None:
    counted = [day for day in CALENDAR.days() if CALENDAR.is_workday(day)]

    assert CALENDAR.worked == tuple(counted)
    assert len(counted) == CALENDAR.workdays_between(CALENDAR.first, CALENDAR.last)  # 1 January is off


# fmt: off
NOT_COVERED = [
    # what is asked                                                           what cannot be answered
    (lambda: CALENDAR.is_workday(date(2025, 12, 31)),                         "2025-12-31",                   "2025-12-31"),
    (lambda: CALENDAR.add_workdays(date(2028, 1, 1), -1),                     "2028-01-01",                   "2028-01-01"),
    (lambda: CALENDAR.add_workdays(date(2027, 12, 30), 2),                    "2027-12-30 起第 2 个工作日",    "working day 2 from 2027-12-30"),
    (lambda: CALENDAR.add_workdays(date(2027, 12, 30), 5),                    "2027-12-30 起第 5 个工作日",    "working day 5 from 2027-12-30"),
    (lambda: CALENDAR.add_workdays(date(2026, 1, 5), -9),                     "2026-01-05 起第 -9 个工作日",   "working day -9 from 2026-01-05"),
    (lambda: CALENDAR.workdays_between(date(2026, 3, 2), date(2028, 3, 2)),   "2028-03-02",                   "2028-03-02"),
    (lambda: CALENDAR.workdays_between(date(2024, 3, 2), date(2026, 3, 2)),   "2024-03-02",                   "2024-03-02"),
    (lambda: CALENDAR.on_or_after(date(2025, 5, 1)),                          "2025-05-01",                   "2025-05-01"),
    (lambda: LAST_DAY_OFF.on_or_after(date(2027, 12, 31)),                    "2027-12-31 之后的工作日",       "the first working day on or after 2027-12-31"),
]
# fmt: on


@pytest.mark.parametrize(("ask", "zh", "en"), NOT_COVERED)
def test_outside_the_covered_years_it_refuses_and_names_the_remedy(ask, zh, en) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadInput) as refused:
        ask()

    assert refused.value.sentence == Sentence(
        f"工作日历只有 2026 年至 2027 年，查不到 {zh}；请用 duban calendar load 导入该年的放假安排。",
        f"The calendar covers 2026 to 2027 and cannot answer for {en}; "
        "load the arrangement of that year with: duban calendar load FILE.",
    )


def test_it_covers_every_day_of_its_years() -> None:
    covered = list(CALENDAR.days())

    assert (CALENDAR.first, CALENDAR.last) == (covered[0], covered[-1]) == (date(2026, 1, 1), date(2027, 12, 31))
    assert len(covered) == len(set(covered)) == 730


def test_the_first_day_worked_can_be_counted_back_to() -> None:
    assert CALENDAR.add_workdays(date(2026, 1, 5), -1) == date(2026, 1, 4)


# fmt: off
FIELDS = {
    # field           given, compared, shown
    "exceptions":    (True,  True,  False),
    "official":      (True,  True,  True),
    "first_year":    (True,  True,  True),
    "last_year":     (True,  True,  True),
    "worked":        (False, False, False),   # worked out once
    "_worked_set":   (False, False, False),
}
# fmt: on


def test_a_calendar_is_its_exceptions_its_official_years_and_its_range() -> None:
    assert {f.name: (f.init, f.compare, f.repr) for f in fields(WorkCalendar)} == FIELDS
    assert repr(CALENDAR) == "WorkCalendar(official=frozenset({2026}), first_year=2026, last_year=2027)"


# fmt: off
@pytest.mark.parametrize(
    ("a", "b", "provisional"),
    [
        (date(2026, 1, 1),   date(2026, 12, 31), False),  # inside the published year
        (date(2026, 12, 31), date(2027, 1, 4),   True),   # into the one that is not
        (date(2027, 1, 4),   date(2026, 12, 31), True),   # in either order
    ],
)
def test_a_range_is_provisional_when_one_of_its_years_is(a: date, b: date, provisional: bool) -> None:
    assert CALENDAR.provisional(a, b) is provisional
# fmt: on


def test_later_changes_of_the_given_mapping_do_not_reach_the_calendar() -> None:
    given_days = {date(2026, 3, 2): OFF}
    calendar = WorkCalendar(given_days, official=frozenset(), first_year=2026, last_year=2026)

    given_days[date(2026, 3, 3)] = OFF

    assert calendar.exceptions == {date(2026, 3, 2): OFF}
    with pytest.raises(TypeError):
        calendar.exceptions[date(2026, 3, 4)] = OFF  # type: ignore[index]


def test_calendars_of_the_same_days_are_equal_and_hash_alike() -> None:
    again = WorkCalendar(NEW_YEAR | SPRING, official=frozenset({2026}), first_year=2026, last_year=2027)

    assert (again, hash(again)) == (CALENDAR, hash(CALENDAR))
    assert again != WorkCalendar({}, official=frozenset({2026}), first_year=2026, last_year=2027)


def test_a_thousand_working_days_take_no_longer_than_ten() -> None:
    long = WorkCalendar(SPRING, official=frozenset({2026}), first_year=2004, last_year=2027)
    start = date(2010, 2, 10)

    ten, thousand = (min(timeit.repeat(lambda: long.add_workdays(start, n), number=500, repeat=7)) for n in (10, 1000))  # noqa: B023

    # measured alike, 0.5 µs; a day-by-day loop takes a hundred times as long
    assert thousand < 10 * ten


def test_a_unit_works_by_its_own_days_and_everybody_else_by_the_national_ones() -> None:
    own = WorkCalendar({date(2026, 3, 19): DayKind.OFF}, official=frozenset({2026}), first_year=2026, last_year=2026)
    calendars = Calendars(CALENDAR, {7: own})

    assert (calendars.of(7), calendars.of(8), calendars.of(None)) == (own, CALENDAR, CALENDAR)
    assert Calendars(CALENDAR).of(7) is CALENDAR


def test_the_first_and_the_last_day_of_a_calendar_count_like_any_other():
    at_the_edges = {date(2022, 1, 1): DayKind.WORK, date(2022, 12, 31): DayKind.WORK}  # both are Saturdays
    worked = WorkCalendar(at_the_edges, official=frozenset({2022}), first_year=2022, last_year=2022)
    plain = WorkCalendar({}, official=frozenset({2026}), first_year=2026, last_year=2026)

    assert [worked.is_workday(day) for day in at_the_edges] == [True, True]
    assert [plain.is_workday(date(2026, 1, 1)), plain.is_workday(date(2026, 12, 31))] == [True, True]


def test_calendars_can_be_kept_by_what_they_say():
    with_local, without = Calendars(CALENDAR, {7: LAST_DAY_OFF}), Calendars(CALENDAR)

    assert {with_local: "local", without: "national"}[Calendars(CALENDAR, {7: LAST_DAY_OFF})] == "local"
