"""Periods of a rhythm and moments of a day, at their edges."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.words import Timing
from workflows.moments import at_hour, day_of, end_of, shown
from workflows.periods import Period, period_after, period_at, period_called

M, Q, H, Y = Timing.MONTHLY, Timing.QUARTERLY, Timing.HALF_YEARLY, Timing.YEARLY
# fmt: off
PERIODS = [
    # rhythm  on                     day     period      begins               ends                 due
    (M,       date(2026, 1, 6),      25,     "2026-01",  date(2026, 1, 1),    date(2026, 1, 31),   date(2026, 1, 25)),
    (M,       date(2026, 1, 25),     25,     "2026-01",  date(2026, 1, 1),    date(2026, 1, 31),   date(2026, 1, 25)),
    (M,       date(2026, 1, 26),     25,     "2026-02",  date(2026, 2, 1),    date(2026, 2, 28),   date(2026, 2, 25)),
    (M,       date(2026, 2, 3),      31,     "2026-02",  date(2026, 2, 1),    date(2026, 2, 28),   date(2026, 2, 28)),
    (M,       date(2028, 2, 3),      30,     "2028-02",  date(2028, 2, 1),    date(2028, 2, 29),   date(2028, 2, 29)),
    (M,       date(2026, 12, 26),    25,     "2027-01",  date(2027, 1, 1),    date(2027, 1, 31),   date(2027, 1, 25)),
    (M,       date(2026, 4, 1),      None,   "2026-04",  date(2026, 4, 1),    date(2026, 4, 30),   date(2026, 4, 30)),
    (Q,       date(2026, 2, 14),     25,     "2026Q1",   date(2026, 1, 1),    date(2026, 3, 31),   date(2026, 3, 25)),
    (Q,       date(2026, 3, 26),     25,     "2026Q2",   date(2026, 4, 1),    date(2026, 6, 30),   date(2026, 6, 25)),
    (Q,       date(2026, 12, 31),    31,     "2026Q4",   date(2026, 10, 1),   date(2026, 12, 31),  date(2026, 12, 31)),
    (Q,       date(2026, 12, 31),    30,     "2027Q1",   date(2027, 1, 1),    date(2027, 3, 31),   date(2027, 3, 30)),
    (H,       date(2026, 2, 14),     25,     "2026H1",   date(2026, 1, 1),    date(2026, 6, 30),   date(2026, 6, 25)),
    (H,       date(2026, 6, 26),     25,     "2026H2",   date(2026, 7, 1),    date(2026, 12, 31),  date(2026, 12, 25)),
    (H,       date(2026, 12, 26),    25,     "2027H1",   date(2027, 1, 1),    date(2027, 6, 30),   date(2027, 6, 25)),
    (H,       date(2026, 6, 30),     31,     "2026H1",   date(2026, 1, 1),    date(2026, 6, 30),   date(2026, 6, 30)),
    (Y,       date(2026, 1, 6),      20,     "2026",     date(2026, 1, 1),    date(2026, 12, 31),  date(2026, 12, 20)),
    (Y,       date(2026, 12, 21),    20,     "2027",     date(2027, 1, 1),    date(2027, 12, 31),  date(2027, 12, 20)),
]
# fmt: on


@pytest.mark.parametrize(("timing", "day", "rhythm_day", "name", "begins", "ends", "due"), PERIODS)
def test_the_period_a_day_lies_in(timing, day, rhythm_day, name, begins, ends, due):
    assert period_at(timing, day, rhythm_day=rhythm_day) == Period(name, begins, ends, due)


@pytest.mark.parametrize("timing", [None, Timing.FIXED, Timing.STANDING, Timing.EVENT])
def test_without_a_rhythm_there_is_no_period(timing):
    assert period_at(timing, date(2026, 1, 6), rhythm_day=25) is None


def test_the_next_period_has_the_same_day_of_the_rhythm():
    january, first_quarter = (period_at(timing, date(2026, 1, 6), rhythm_day=25) for timing in (M, Q))

    assert january is not None
    assert first_quarter is not None
    assert period_after(M, january, rhythm_day=25) == Period(
        "2026-02", date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 25)
    )
    assert period_after(Q, first_quarter, rhythm_day=25) == Period(
        "2026Q2", date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 25)
    )


@given(
    day=st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    timing=st.sampled_from((M, Q)),
    rhythm_day=st.none() | st.integers(1, 31),
)
def test_periods_follow_each_other_without_gap_or_overlap(day, timing, rhythm_day):
    this = period_at(timing, day, rhythm_day=rhythm_day)
    assert this is not None
    following = period_after(timing, this, rhythm_day=rhythm_day)

    assert following is not None
    assert (following.begins - this.ends).days == 1
    assert this.begins <= this.due <= this.ends
    assert this.due >= day
    assert following.name > this.name


@pytest.mark.parametrize(
    ("stored", "zh", "en"),
    [
        ("2026-03", "2026年3月", "March 2026"),
        ("2026-12", "2026年12月", "December 2026"),
        ("2026Q1", "2026年第一季度", "first quarter of 2026"),
        ("2026Q4", "2026年第四季度", "fourth quarter of 2026"),
        ("2026H1", "2026年上半年", "first half of 2026"),
        ("2026H2", "2026年下半年", "second half of 2026"),
        ("2026", "2026年", "2026"),
        ("", "", ""),
        ("第一批", "第一批", "第一批"),
    ],
)
def test_a_period_is_called_as_people_call_it(stored, zh, en):
    assert (period_called(stored).zh, period_called(stored).en) == (zh, en)


@pytest.mark.parametrize("timing", [M, Q, H, Y])
def test_every_period_there_is_has_a_name_for_people(timing):
    days = [date(2026, month, 1) for month in range(1, 13)]
    stored = {period_at(timing, day, rhythm_day=None).name for day in days}
    assert not [name for name in stored if period_called(name).en == name and name != "2026"]


MOMENTS = [
    # moment in UTC                                     day in Shanghai
    (datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC), date(2026, 3, 31)),
    (datetime(2026, 3, 31, 16, 0, 0, tzinfo=UTC), date(2026, 4, 1)),
    (datetime(2025, 12, 31, 16, 0, 0, tzinfo=UTC), date(2026, 1, 1)),
]


@pytest.mark.parametrize(("moment", "day"), MOMENTS)
def test_a_moment_lies_on_a_day_in_shanghai(moment, day):
    assert day_of(moment) == day


def test_a_deadline_ends_with_the_last_second_of_its_day():
    assert end_of(date(2026, 3, 31)) == datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC)


def test_an_hour_of_a_day_is_read_in_shanghai():
    assert at_hour(date(2026, 3, 5), "08:30") == datetime(2026, 3, 5, 0, 30, tzinfo=UTC)
    assert at_hour(date(2026, 3, 5), "08:30").tzinfo is UTC
    assert shown(datetime(2026, 3, 5, 0, 30, tzinfo=UTC)) == "2026-03-05 08:30"


@given(st.dates(date(1992, 1, 1), date(2090, 1, 1)))
def test_a_day_ends_on_itself_in_utc_storage(day):
    assert day_of(end_of(day)) == day
    assert end_of(day).tzinfo is UTC
