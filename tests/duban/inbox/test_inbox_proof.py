"""Grave acts ask for a fresh proof, by one table for pages and programs; who was refused at the door is on record."""

import re
from datetime import timedelta

import pytest
from inbox_browser import As, Browser, at_the_door
from matrix_world import operator_login
from world import PASSWORD, PEOPLE, World

from duban.identity.grave import GRAVE, why_grave
from models.access import AccessToken
from models.door_words import DoorEvent
from models.question import Supervision
from models.values import Attempt, Given
from models.words import Act, Life, TaskState, Verdict

LATER = timedelta(minutes=6)
KEPT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def _cancel(browser: Browser, world: World, **more: str):  # type: ignore[no-untyped-def]
    return browser.act(f"/tasks/{world.tasks['in_progress']}", "cancel", reason="上级取消此项。", **more)


def test_a_grave_act_right_after_the_sign_in_needs_no_further_proof(as_: As, world: World) -> None:
    assert _cancel(as_("planner"), world).status_code == 303
    assert world.task("in_progress").state is TaskState.CANCELLED


def test_a_grave_act_later_waits_for_a_proof_and_keeps_what_was_typed(as_: As, world: World) -> None:
    browser = as_("planner")
    world.now += LATER

    asked = _cancel(browser, world)

    assert (asked.status_code, world.task("in_progress").state) == (403, TaskState.IN_PROGRESS)
    assert "这是重大事项（销号）" in asked.text
    kept = dict(KEPT.findall(asked.text))
    assert kept["reason"] == "上级取消此项。"
    assert (
        browser.act(
            f"/tasks/{world.tasks['in_progress']}",
            "cancel",
            proof=PASSWORD,
            **{k: v for k, v in kept.items() if k != "csrf"},
        ).status_code
        == 303
    )
    assert world.task("in_progress").state is TaskState.CANCELLED


def test_a_wrong_proof_does_nothing_counts_as_a_guess_and_is_recorded(as_: As, world: World) -> None:
    browser = as_("planner")
    world.now += LATER

    assert [_cancel(browser, world, proof="wrong").status_code for _ in range(5)] == [403] * 5
    assert "账号锁定到" in _cancel(browser, world, proof=PASSWORD).text
    assert world.task("in_progress").state is TaskState.IN_PROGRESS
    wrong, locked = at_the_door(world)
    assert [(r.event, r.login, r.times) for r in (wrong, locked)] == [
        (DoorEvent.PROOF, PEOPLE["planner"], 5),
        (DoorEvent.PROOF, PEOPLE["planner"], 1),
    ]


def test_one_proof_counts_for_a_few_minutes_in_its_own_sign_in_only(as_: As, world: World) -> None:
    browser, other = as_("planner"), as_("planner")
    world.now += LATER
    assert _cancel(browser, world, proof=PASSWORD).status_code == 303
    url = f"/tasks/{world.tasks['assigned']}"

    assert other.act(url, "cancel", reason="上级取消此项。").status_code == 403
    assert browser.act(url, "cancel", reason="上级取消此项。").status_code == 303


def test_a_token_that_may_do_what_is_grave_waits_for_a_proof_and_any_other_does_not(as_: As, world: World) -> None:
    browser = as_("planner")
    world.now += LATER
    wanted = {"name": "周报程序", "days": "30", "scope": ["act", "grave"]}

    asked = browser.post("/tokens", **wanted)
    without = browser.post("/tokens", **wanted | {"scope": ["act"]})
    made = browser.post("/tokens", **wanted, proof=PASSWORD)

    assert (asked.status_code, "这是重大事项（新建可办重大事项的令牌）" in asked.text) == (403, True)
    assert [name for name, _ in KEPT.findall(asked.text)].count("scope") == 2
    assert (without.status_code, made.status_code) == (200, 200)
    assert len(world.all_of(AccessToken)) == 2


def test_what_is_not_grave_is_never_asked_for(as_: As, world: World) -> None:
    browser = as_("planner")
    world.now += LATER
    assert browser.act(f"/tasks/{world.tasks['rich']}", "suspend", reason="资金未到位。").status_code == 303


def test_a_program_in_a_browser_needs_the_proof_too(as_: As, world: World) -> None:
    browser = as_("planner")
    url = f"/api/v1/tasks/{world.tasks['in_progress']}/acts/cancel"
    world.now += LATER
    answer = browser.client.post(url, json={"reason": "上级取消此项。"}, headers={"x-csrf-token": browser.csrf})
    assert (answer.status_code, answer.json()["type"]) == (403, "/api/v1/problems/proof-needed")


# fmt: off
BY_HAND = {
    (Life.SUPERVISION, Act.URGE), (Life.SUPERVISION, Act.ORDER), (Life.SUPERVISION, Act.SUMMON), (Life.SUPERVISION, Act.CIRCULATE),
    (Life.PLAN, Act.ISSUE), (Life.PLAN, Act.CONCLUDE), (Life.PLAN, Act.WITHDRAW),
    (Life.TASK, Act.CANCEL), (Life.REVIEW, Act.DECIDE), (Life.FINDING, Act.VERIFY),
}
# fmt: on


def test_the_table_says_what_it_said_when_it_was_agreed() -> None:
    assert {(row.life, row.act) for row in GRAVE} == BY_HAND


@pytest.mark.parametrize(
    ("stage", "verdict", "grave"), [("in_review", Verdict.YES, True), ("in_review", Verdict.NO, False)]
)
def test_a_yes_that_strikes_a_task_off_is_grave_and_a_no_is_not(
    world: World, stage: str, verdict: Verdict, grave: bool
) -> None:
    review = world.get(Life.REVIEW, world.reviews[stage])
    attempt = Attempt(life=Life.REVIEW, subject_id=review.id, act=Act.DECIDE, given=Given(verdict=verdict))
    assert (why_grave(attempt, review) is not None) is grave


def test_an_order_of_the_ladder_is_grave(as_: As, world: World) -> None:
    browser = as_("supervisor")
    ladder = world.all_of(Supervision, task_id=world.tasks["rich"])[0]
    world.now += LATER
    assert "这是重大事项（督办发文）" in browser.act(f"/ladders/{ladder.id}", "order", reason="逾期不报。").text
    assert world.get(Life.SUPERVISION, ladder.id).state == ladder.state


def test_what_was_refused_at_the_door_is_shown_to_operators_and_nobody_else(
    as_: As, stranger: Browser, world: World
) -> None:
    login = operator_login(world)
    stranger.sign_in(PEOPLE["feng"], "wrong")
    liaison = as_("outsider")
    liaison.get(f"/tasks/{world.tasks['rich']}")
    liaison.post("/messages/read", csrf="forged")

    assert [as_(who).get("/journal/door").status_code for who in ("planner", "feng", "liaison")] == [403] * 3
    assert stranger.sign_in(login).status_code == 303
    text = stranger.text("/journal/door")
    assert [len(re.findall(rf"<td[^>]*><span>{word}", text)) for word in ("登录被拒", "表单被拒", "越权被拒")] == [
        1,
        1,
        4,
    ]
    events = [(r.event, r.about) for r in at_the_door(world)][:3]
    assert events == [
        (DoorEvent.SIGN_IN, ""),
        (DoorEvent.SIGHT, f"/tasks/{world.tasks['rich']}"),
        (DoorEvent.FORM, "/messages/read"),
    ]
    assert "表单被拒" not in stranger.text("/journal/door?event=sight").partition("<tbody>")[2]
