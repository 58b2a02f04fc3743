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


def _urged(house, task_id):
    """Remind and urge the lead of a task that is due on 31 March; give the ladder. It is that day's morning then."""
    ladder = house.ladders(task_id)[0].id
    for day, act in ((date(2026, 3, 24), Act.REMIND), (date(2026, 3, 27), Act.URGE)):
        house.now = at_hour(day, "08:30")
        house.do(Life.SUPERVISION, ladder, act, house.clock)
    house.now = at_hour(date(2026, 3, 31), "10:00")
    return ladder


def _reports_in_vain(house):
    house.task_does(house.plain, Act.REPORT, "liaison", text="已完成。")
    house.task_does(house.plain, Act.SEND_BACK, "checker", reason="请补充。")


# fmt: off
ANSWERS = {
    "an entry":                     lambda house: house.task_does(house.plain, Act.ADD_ENTRY, "liaison", text="展品后天到。"),
    "a file":                       lambda house: house.attach(house.plain, ""),
    "a request for more time":      lambda house: house.request(house.plain, date(2026, 4, 15)),
    "a report, though it comes back": _reports_in_vain,
}
# fmt: on


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_of_the_lead_unit_begins_the_wait_for_the_next_rung_anew(house, answer):
    house.accept(house.plain)
    ladder = _urged(house, house.plain)
    silent = house.get(Life.SUPERVISION, ladder)

    answer(house)

    answered = house.get(Life.SUPERVISION, ladder)
    assert (silent.replied_on, silent.next_at) == (None, at_hour(date(2026, 4, 1), "08:30"))
    assert (answered.replied_on, answered.next_at) == (date(2026, 3, 31), at_hour(date(2026, 4, 2), "08:30"))
    house.now = at_hour(date(2026, 4, 2), "08:29")
    assert house.refused(Life.SUPERVISION, ladder, Act.ORDER, house.clock) == (
        "The time to order in writing has not come.",
    )
    house.now = at_hour(date(2026, 4, 2), "08:30")
    house.do(Life.SUPERVISION, ladder, Act.ORDER, house.clock)


def test_signing_for_it_after_the_urging_is_an_answer_and_the_word_of_a_supporting_unit_is_none(house):
    ladder = _urged(house, house.rich)

    house.task_does(house.rich, Act.CONTRIBUTE, "supporter", text="名单已附。")
    assert house.get(Life.SUPERVISION, ladder).replied_on is None
    house.accept(house.rich)

    assert house.get(Life.SUPERVISION, ladder).replied_on == date(2026, 3, 31)


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

    assert house.refused(Life.SUPERVISION, ladder, Act.REMIND, by, reason="催。") == (
        "only the supervisor may do this",
    )
