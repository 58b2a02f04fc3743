"""Counted deadlines: a truth table, and laws over any calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.words import DayKind
from workflows.counting import Count, last_day, not_gone_by, same_distance
from workflows.workdays import WorkCalendar

OFF = {date(2026, 5, 1): DayKind.OFF, date(2026, 5, 4): DayKind.OFF, date(2026, 5, 5): DayKind.OFF}
WORKED = {date(2026, 5, 9): DayKind.WORK}
MAY = WorkCalendar(OFF | WORKED, frozenset({2026}), first_year=2026, last_year=2026)

# fmt: off
COUNTS = (
    # start               days  in working days  stood still  last day            because
    (date(2026, 4, 28),     0,  True,             0,          date(2026, 4, 28)),  # the day itself
    (date(2026, 4, 25),     0,  False,            0,          date(2026, 4, 25)),  # also on a Saturday
    (date(2026, 4, 28),     3,  True,             0,          date(2026, 5, 6)),   # 1, 4 and 5 May are off
    (date(2026, 4, 28),     6,  True,             0,          date(2026, 5, 9)),   # a Saturday that is worked counts
    (date(2026, 4, 28),     3,  False,            0,          date(2026, 5, 6)),   # ends on 1 May, which is off
    (date(2026, 4, 28),     2,  False,            0,          date(2026, 4, 30)),
    (date(2026, 4, 30),     1,  False,            0,          date(2026, 5, 6)),   # the first day after it is off
    (date(2026, 5, 6),     -1,  False,            0,          date(2026, 4, 30)),
    (date(2026, 4, 28),    30,  False,            0,          date(2026, 5, 28)),
    (date(2026, 5, 8),     -2,  True,             0,          date(2026, 5, 6)),
    (date(2026, 5, 8),     -3,  True,             0,          date(2026, 4, 30)),
    (date(2026, 5, 8),     -3,  False,            0,          date(2026, 4, 30)),  # 5 May is off: before, not after
    (date(2026, 5, 8),     -2,  False,            0,          date(2026, 5, 6)),
    (date(2026, 4, 28),     3,  True,             2,          date(2026, 5, 8)),
    (date(2026, 4, 28),     0,  True,             5,          date(2026, 5, 8)),
    (date(2026, 4, 28),     3,  False,            1,          date(2026, 5, 7)),
)
# fmt: on
DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))


@pytest.mark.parametrize(("start", "days", "in_workdays", "stood_still", "last"), COUNTS)
def test_last_day(start, days, in_workdays, stood_still, last):
    assert last_day(Count(start, days, in_workdays, stood_still), MAY) == last


def calendars():
    exceptions = st.dictionaries(DAYS, st.sampled_from(DayKind), max_size=40)
    return exceptions.map(lambda days: WorkCalendar(days, frozenset(), first_year=2025, last_year=2028))


@given(calendars(), DAYS, st.integers(1, 60), st.booleans(), st.integers(0, 20))
def test_the_last_day_of_days_that_count_is_always_worked(calendar, start, days, in_workdays, stood_still):
    for signed in (days, -days):
        assert calendar.is_workday(last_day(Count(start, signed, in_workdays, stood_still), calendar))


@given(calendars(), DAYS, st.integers(1, 60), st.booleans())
def test_before_an_event_is_never_too_late_and_after_a_day_never_too_early(calendar, start, days, in_workdays):
    assert last_day(Count(start, -days, in_workdays), calendar) <= start - timedelta(days=days)
    assert last_day(Count(start, days, in_workdays), calendar) >= start + timedelta(days=days)


@given(calendars(), DAYS, st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_standing_still_twice_is_standing_still_for_the_sum(calendar, start, days, first, then):
    once = last_day(Count(start, days, stood_still=first + then), calendar)

    assert last_day(Count(last_day(Count(start, days, stood_still=first), calendar), then), calendar) == once


@given(calendars(), DAYS, DAYS, st.integers(0, 60), st.booleans())
def test_a_later_start_never_gives_an_earlier_last_day(calendar, a, b, days, in_workdays):
    earlier, later = sorted((a, b))

    assert last_day(Count(earlier, days, in_workdays), calendar) <= last_day(Count(later, days, in_workdays), calendar)


@given(calendars(), calendars(), DAYS, st.integers(1, 40))
def test_the_same_distance_is_so_many_working_days_under_either_calendar(before, after, start, days):
    end = before.add_workdays(start, days)

    assert same_distance(start, end, before=before, after=after) == after.add_workdays(start, days)
    assert same_distance(start, end, before=before, after=before) == end


@pytest.mark.parametrize(("day", "moved"), [(date(2026, 5, 5), date(2026, 5, 6)), (date(2026, 5, 7), date(2026, 5, 7))])
def test_a_deadline_never_moves_to_a_day_gone_by(day, moved):
    assert not_gone_by(day, date(2026, 5, 6)) == moved
