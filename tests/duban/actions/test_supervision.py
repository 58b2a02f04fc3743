"""The escalation ladder on the real database: one rung at a time, only while the lead has the task."""

from datetime import date, timedelta

import pytest

from models.words import Act, Life, SupervisionState
from workflows.moments import at_hour

# fmt: off
RUNGS = [
    # rung                         by the clock on        act              tells
    (SupervisionState.REMINDED,    date(2026, 3, 24),     Act.REMIND,      ["tell_lead"]),
    (SupervisionState.URGED,       date(2026, 3, 27),     Act.URGE,        ["tell_lead", "tell_unit_head"]),
    (SupervisionState.ORDERED,     date(2026, 4, 1),      Act.ORDER,       ["tell_lead", "tell_unit_head", "tell_leader"]),
    (SupervisionState.SUMMONED,    date(2026, 4, 8),      Act.SUMMON,      ["tell_unit_head", "tell_leader"]),
    (SupervisionState.CIRCULATED,  date(2026, 4, 15),     Act.CIRCULATE,   ["tell_unit_head", "tell_leader"]),
]
# fmt: on


def test_every_rung_comes_on_its_working_day_and_not_a_second_before(house):
    house.accept(house.plain)
    ladder = house.ladders(house.plain)[0].id

    for rung, day, act, told in RUNGS:
        moment = at_hour(day, "08:30")
        assert house.get(Life.SUPERVISION, ladder).next_at == moment
        house.now = moment - timedelta(seconds=1)
        assert len(house.refused(Life.SUPERVISION, ladder, act, house.clock)) == 1
        house.now = moment
        move = house.do(Life.SUPERVISION, ladder, act, house.clock)
        assert (move.became, house.duties(move)) == (rung, told)
    assert house.get(Life.SUPERVISION, ladder).next_at is None


def test_after_a_month_of_downtime_the_clock_climbs_one_rung_only(house):
    house.accept(house.plain)
    ladder = house.ladders(house.plain)[0].id
    house.now = at_hour(date(2026, 5, 6), "09:00")

    assert house.refused(Life.SUPERVISION, ladder, Act.CIRCULATE, house.clock) == (
        "The time for a circular has not come.",
    )
    house.do(Life.SUPERVISION, ladder, Act.REMIND, house.clock)

    assert house.refused(Life.SUPERVISION, ladder, Act.URGE, house.clock) == ("The time to urge has not come.",)
    assert house.get(Life.SUPERVISION, ladder).next_at == at_hour(date(2026, 5, 8), "08:30")


def test_a_supervisor_may_start_higher_with_a_reason(house):
    house.accept(house.plain)
    ladder = house.ladders(house.plain)[0].id

    assert house.refused(Life.SUPERVISION, ladder, Act.SUMMON, "supervisor") == ("A reason has to be given.",)
    house.do(Life.SUPERVISION, ladder, Act.SUMMON, "supervisor", reason="群众反映强烈。")

    assert house.get(Life.SUPERVISION, ladder).state is SupervisionState.SUMMONED


def test_the_ladder_never_goes_down(house):
    house.accept(house.plain)
    ladder = house.ladders(house.plain)[0].id
    house.do(Life.SUPERVISION, ladder, Act.SUMMON, "supervisor", reason="群众反映强烈。")

    for act in (Act.REMIND, Act.URGE, Act.ORDER, Act.SUMMON):
        assert house.refused(Life.SUPERVISION, ladder, act, "supervisor", reason="降级。") == (
            "at this step one can only: name in a circular",
        )


def test_while_the_reviewers_have_it_nobody_climbs_and_a_returned_task_goes_on(house):
    house.report(house.plain)
    ladder = house.ladders(house.plain)[0].id
    assert house.get(Life.SUPERVISION, ladder).next_at is None
    house.now = at_hour(date(2026, 4, 2), "09:00")

    assert house.refused(Life.SUPERVISION, ladder, Act.REMIND, house.clock) == (
        "The task does not wait for its lead unit now.",
    )
    house.task_does(house.plain, Act.SEND_BACK, "checker", reason="请补充。")

    assert house.get(Life.SUPERVISION, ladder).next_at == at_hour(date(2026, 3, 24), "08:30")


def test_a_standing_task_has_no_ladder(house):
    standing = house.tasks_of(6)[0].id
    house.accept(standing)

    assert house.ladders(standing) == []


@pytest.mark.parametrize("by", ["planner", "liaison", "leader", "outsider"])
def test_nobody_but_supervisor_and_clock_climbs(house, by):
    ladder = house.ladders(house.plain)[0].id

    assert house.refused(Life.SUPERVISION, ladder, Act.REMIND, by, reason="催。") == ("only supervisor may do this",)
