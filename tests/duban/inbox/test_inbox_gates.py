"""Gates as people meet them: asked for, waiting, allowed, hindered; in pages, flashes and the API."""

from typing import Any

import pytest
from inbox_browser import As
from sqlmodel import select
from world import World

from duban.database import writing
from duban.policies import store_policy
from models.plan import Plan
from models.policy import PanelSettings, PolicySettings
from models.question import Review
from models.register import Holding, Person
from models.words import Act, Life, PanelRule, PlanState, ReviewState, TaskState

GATES = {"task.cancel": "door", "extension.grant": "door", "finding.assign": "door"}


@pytest.fixture
def gated(world: World) -> World:
    """The world under a policy that puts any one reviewer before some acts."""
    with writing() as session:
        settings = PolicySettings(panels={"door": PanelSettings(rule=PanelRule.ANY)}, gates=GATES)
        policy = store_policy(session, "gated", settings, now=world.now)
        session.get_one(Plan, world.plan_id).policy_id = policy.id or 0
    return world


def newest(world: World) -> Review:
    found: Review = world.all_of(Review, gated=True)[-1]
    return found


def test_the_button_of_a_gated_act_says_who_has_to_allow_it(as_: As, gated: World) -> None:
    text = as_("planner").text(f"/tasks/{gated.tasks['assigned']}")
    assert "送审：撤销" in text
    assert "按督办规则，须先经审核组（全体审核组成员，或签：任一人表态即可）同意" in text


def test_a_gated_act_is_asked_for_and_the_page_says_so_with_a_link(as_: As, gated: World) -> None:
    browser, url = as_("planner"), f"/tasks/{gated.tasks['assigned']}"
    assert browser.act(url, Act.CANCEL, reason="任务合并。").status_code == 303
    review = newest(gated)
    text = browser.text(url)
    assert f"已送审：审核 {review.id}，审核组同意后自动办理。" in text
    assert f'<a href="/reviews/{review.id}">看审核</a>' in text
    assert gated.task("assigned").state is TaskState.ASSIGNED
    assert "正在审核：<b>撤销</b>" in text
    assert f"还不能办：已送审（审核 {review.id}）" in text
    assert "已送审：审核" not in browser.text(url)


def test_asking_twice_is_refused_with_the_sentence_of_the_door(as_: As, gated: World) -> None:
    browser, url = as_("planner"), f"/tasks/{gated.tasks['assigned']}"
    browser.act(url, Act.CANCEL, reason="任务合并。")
    again = browser.act(url, Act.CANCEL, reason="任务合并。")
    assert again.status_code == 409
    assert f"的“撤销”已送审（审核 {newest(gated).id}），请等审核结论，或先撤回那次送审。" in again.text


def test_the_review_of_a_gate_says_what_is_asked_and_what_came_of_it(as_: As, gated: World) -> None:
    as_("planner").act(f"/tasks/{gated.tasks['assigned']}", Act.CANCEL, reason="任务合并。")
    review, title = newest(gated), gated.task("assigned").title
    browser, url = as_("feng"), f"/reviews/{review.id}"
    assert "可否撤销？" in browser.text("/")
    text = browser.text(url)
    assert f"任务 {gated.tasks['assigned']}“{title}”：撤销（送审人：纪晓舟）" in text
    assert '<dt>理由</dt><dd class="prose">任务合并。</dd>' in text
    assert "审核组已同意" not in text
    browser.act(url, Act.DECIDE, verdict="yes")
    assert "审核组已同意，撤销已办理。" in browser.text(url)
    assert gated.task("assigned").state is TaskState.CANCELLED


def test_what_could_not_be_done_after_a_yes_says_why(as_: As, gated: World) -> None:
    as_("planner").act(f"/tasks/{gated.tasks['assigned']}", Act.CANCEL, reason="任务合并。")
    _lose_posts(gated, "planner")
    browser, url = as_("feng"), f"/reviews/{newest(gated).id}"
    browser.act(url, Act.DECIDE, verdict="yes")
    assert "审核组已同意，但没有办成撤销：只有计划专责可以办这件事。" in browser.text(url)
    assert gated.task("assigned").state is TaskState.ASSIGNED


def _lose_posts(world: World, who: str) -> None:
    with writing() as session:
        mine = select(Holding).where(Holding.person_id == world.people[who].person_id)
        for holding in session.exec(mine).all():
            session.delete(holding)


def test_whoever_asked_can_withdraw_it(as_: As, gated: World) -> None:
    browser = as_("planner")
    browser.act(f"/tasks/{gated.tasks['assigned']}", Act.CANCEL, reason="任务合并。")
    url = f"/reviews/{newest(gated).id}"
    assert f'action="{url}/acts/withdraw"' in browser.text(url)
    assert browser.act(url, Act.WITHDRAW, reason="不撤销了。").status_code == 303
    assert newest(gated).state is ReviewState.WITHDRAWN


# fmt: off
OTHERS = [
    # who            the case                       act          with
    ("planner",      "/extensions/{extension}",     Act.GRANT,   {},   "正在审核：<b>批准</b>", "可否延期批准？"),
    ("supervisor",   "/findings/{finding}",         Act.ASSIGN,  {},   "正在审核：<b>交办</b>", "可否问题交办？"),
]
# fmt: on


@pytest.mark.parametrize(("who", "page", "act", "fields", "said", "waits"), OTHERS)
def test_other_cases_wait_for_their_panel_too(
    as_: As, gated: World, who: str, page: str, act: Act, fields: dict[str, Any], said: str, waits: str
) -> None:
    url, browser = page.format(extension=gated.extension_id, finding=gated.finding_id), as_(who)
    assert browser.act(url, act, **fields).status_code == 303
    assert said in browser.text(url)
    reviewer = as_("feng")
    assert waits in reviewer.text("/")
    assert act.zh in reviewer.text(f"/reviews/{newest(gated).id}")


def test_the_plans_policy_is_changed_through_its_panel(as_: As, gated: World) -> None:
    browser, url = as_("planner"), f"/plans/{gated.plan_id}"
    text = browser.text(url)
    assert "送审：变更督办规则" in text
    assert 'value="1"' in text.split('name="policy_id"')[1].split("</select>")[0]
    assert ">gated@1</a>" in text
    assert browser.act(url, Act.SET_POLICY, policy_id="1", reason="恢复缺省。").status_code == 303
    assert '<dt>督办规则</dt><dd class="prose">default@1</dd>' in browser.text(f"/reviews/{newest(gated).id}")
    leader = _leader(gated)
    gated.people["leader"] = leader
    gated.do(Life.REVIEW, newest(gated).id or 0, Act.DECIDE, "leader", verdict="yes")
    plan = gated.get(Life.PLAN, gated.plan_id)
    assert (plan.policy_id, plan.state) == (1, PlanState.ISSUED)
    assert ">default@1</a>" in browser.text(url)


def _leader(world: World) -> Any:
    from models.values import Actor

    found = next(p for p in world.all_of(Person) if p.code == "qian.peng")
    return Actor(person_id=found.id, name=found.name)


def test_a_policy_is_told_in_words_to_whoever_sees_its_plan(as_: As, gated: World) -> None:
    policy = gated.get(Life.PLAN, gated.plan_id).policy_id
    text = as_("liaison").text(f"/policies/{policy}")
    assert "任务：撤销" in text
    assert "票签：满 2 人同意" in text
    assert as_("stranger").get(f"/policies/{policy}").status_code == 403
    assert as_("planner").get("/policies/99").status_code == 404


def test_the_api_tells_which_review_was_opened(as_: As, gated: World) -> None:
    browser = as_("planner")
    answer = browser.client.post(
        f"/api/v1/tasks/{gated.tasks['assigned']}/acts/cancel",
        json={"reason": "任务合并。"},
        headers={"x-csrf-token": browser.csrf},
    )
    assert answer.json()["review"] == newest(gated).id
    told = browser.get(f"/api/v1/reviews/{newest(gated).id}/question").json()
    assert told["given"] == {"理由": "任务合并。"}


# fmt: off
BEGUN = [
    # who           act            with                                                         begins
    ("supervisor",  Act.FIND,      {"text": "现场无人。"},                                       "finding"),
    ("liaison",     Act.NOMINATE,  {"kind": "case", "name": "巡展案例", "text": "送科普下乡。"}, "exemplar"),
    ("liaison",     Act.REQUEST,   {"due": "2026-08-31", "reason": "未到。", "text": "一半。"},  "extension"),
]
# fmt: on


@pytest.mark.parametrize(("who", "act", "fields", "life"), BEGUN)
def test_the_api_begins_what_the_pages_begin_once_per_key(
    as_: As, world: World, who: str, act: Act, fields: dict[str, str], life: str
) -> None:
    browser = as_(who)
    url = f"/api/v1/tasks/{world.tasks['in_progress']}/acts/{act}"
    headers = {"x-csrf-token": browser.csrf, "idempotency-key": "only-once"}
    told = [browser.client.post(url, json=fields, headers=headers).json() for _ in range(2)]
    assert told[0]["begun"]["life"] == life
    assert told[0] == told[1]
