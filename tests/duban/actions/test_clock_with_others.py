"""The clock stands still while others hold a report, where the policy says so; otherwise the deadline stays."""

from datetime import date

import pytest
from small_plan import CHECKER, LIAISON, PLANNER, at, rows

from duban.database import reading, writing
from duban.explaining import explain
from duban.policies import store_policy
from models.plan import Plan
from models.policy import PolicySettings
from models.record import Move
from models.task import Contribution, Task
from models.words import Act, Life
from workflows.moments import day_of


def reported(small, *, stops: bool) -> int:
    """Report the plain task on Monday 9 March under a policy that stops the clock, or not."""
    with writing() as session:
        policy = store_policy(session, "停", PolicySettings(clock_stops_with_others=stops), now=at("2026-01-07 08:00"))
        session.get_one(Plan, small.plan_id).policy_id = policy.id or 0
    small.does(LIAISON, Act.ACCEPT, small.plain, at=at("2026-01-07 09:00"))
    for one in [c for c in rows(Contribution) if c.task_id == small.plain]:
        small.does(PLANNER, Act.WAIVE, small.plain, at=at("2026-01-07 09:00"), unit_id=one.unit_id, reason="已配合。")
    small.does(LIAISON, Act.REPORT, small.plain, at=at("2026-03-09 09:00"), text="已完成。")
    return small.plain


def task(task_id: int) -> Task:
    return next(one for one in rows(Task) if one.id == task_id)


# fmt: off
RETURNS = (
    # the policy stops the clock   sent back on          due then            working days others held it
    (True,                         "2026-03-16 09:00",   date(2026, 4, 8),   5),     # 6 April is off
    (True,                         "2026-03-10 09:00",   date(2026, 4, 1),   1),
    (True,                         "2026-03-09 17:00",   date(2026, 3, 31),  None),  # on the same day
    (False,                        "2026-03-16 09:00",   date(2026, 3, 31),  None),
)
# fmt: on


@pytest.mark.parametrize(("stops", "when", "due", "held"), RETURNS)
def test_what_is_sent_back_has_the_days_that_others_held_it(small, stops, when, due, held):
    task_id = reported(small, stops=stops)
    move = small.does(CHECKER, Act.SEND_BACK, task_id, at=at(when), reason="缺照片。")

    found = task(task_id)
    assert (day_of(found.due), day_of(found.original_due)) == (due, date(2026, 3, 31))
    assert (move.detail.get("held_workdays"), found.deadline_version) == (held, 2 if held else 1)


def test_whoever_takes_a_report_back_gains_nothing(small):
    task_id = reported(small, stops=True)
    small.does(LIAISON, Act.TAKE_BACK, task_id, at=at("2026-03-16 09:00"))

    assert day_of(task(task_id).due) == date(2026, 3, 31)


def test_it_is_said_why_the_deadline_moved(small):
    task_id = reported(small, stops=True)
    small.does(CHECKER, Act.SEND_BACK, task_id, at=at("2026-03-16 09:00"), reason="缺照片。")

    with reading() as session:
        origin = explain(session, task_id, now=at("2026-03-16 10:00")).origin
    assert origin == "时限是任务要求规定的日期 2026-03-31。其间停止计时 5 个工作日，时限顺延。"


def test_a_suspended_task_says_for_how_long_the_clock_stood_still(small):
    small.does(LIAISON, Act.ACCEPT, small.plain, at=at("2026-01-07 09:00"))
    small.does(PLANNER, Act.SUSPEND, small.plain, at=at("2026-03-09 09:00"), reason="等场地。")
    small.does(PLANNER, Act.RESUME, small.plain, at=at("2026-03-12 09:00"), reason="场地已定。")

    move = [m for m in rows(Move) if (m.life, m.subject_id, m.act) == (Life.TASK, small.plain, Act.RESUME)][-1]
    assert (move.detail["stood_still_workdays"], task(small.plain).stood_still) == (3, 3)
