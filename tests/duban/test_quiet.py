"""Nobody is reminded on a day off, in the evening or at night; what became due meanwhile waits for the morning."""

import pytest
from small_plan import at, rows

from duban.database import reading, writing
from duban.policies import store_policy
from duban.quiet import is_quiet
from duban.sweeping import sweep_in_hours
from models.policy import PolicySettings
from models.record import Move


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-03-24 08:29", True),
        ("2026-03-24 08:30", False),
        ("2026-03-24 17:59", False),
        ("2026-03-24 18:00", True),
        ("2026-03-28 10:00", True),  # a Saturday
        ("2026-02-28 10:00", False),  # a Saturday that is worked
        ("2026-02-17 10:00", True),  # the Spring Festival
    ],
)
def test_it_is_quiet_on_days_off_and_out_of_hours(small, moment, quiet):
    with reading() as session:
        assert is_quiet(session, at(moment)) is quiet


@pytest.mark.parametrize(
    ("hours", "moment", "quiet"),
    [
        ({"work_starts": "07:00"}, "07:00", False),
        ({"work_starts": "19:00"}, "19:30", False),
        ({"work_ends": "20:00"}, "19:59", False),
        ({"work_ends": "20:00"}, "20:00", True),
        ({"work_ends": "17:00"}, "17:30", False),  # the other policy works until six
    ],
)
def test_a_policy_with_other_hours_counts(small, hours, moment, quiet):
    with writing() as session:
        store_policy(session, "另一份", PolicySettings(**hours), now=at("2026-01-06 09:00"))

    with reading() as session:
        assert is_quiet(session, at(f"2026-03-24 {moment}")) is quiet


def test_what_becomes_due_over_a_weekend_waits_for_monday(small):
    before = len(rows(Move))

    friday_night = sweep_in_hours(now=at("2026-03-27 22:00"))
    saturday = sweep_in_hours(now=at("2026-03-28 09:00"))
    left = len(rows(Move))
    monday = sweep_in_hours(now=at("2026-03-30 08:30"))

    assert (friday_night.quiet, saturday.quiet, monday.quiet) == (True, True, False)
    assert left == before
    assert monday.climbed
