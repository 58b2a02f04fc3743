"""Gates on the real database: the act waits for a panel, happens when it says yes, and is asked again at that moment."""

from datetime import date

import pytest

from duban.database import writing
from duban.policies import store_policy
from models.errors import Refused
from models.plan import Plan
from models.policy import PanelSettings, PolicySettings
from models.question import Extension, Review, Signer, Supervision
from models.record import Refusal
from models.register import Absence, Holding, Post
from models.task import Task
from models.words import Act, ExtensionState, Life, PanelRule, PlanState, ReviewState, Role, TaskState, Verdict


def gate(house, act: str, **panel) -> None:
    """Put a panel before an act of the running plan; by default any one leader."""
    panels = {"door": PanelSettings(**({"role": Role.LEADER} | panel))}
    with writing() as session:
        policy = store_policy(session, "gated", PolicySettings(panels=panels, gates={act: "door"}), now=house.now)
        session.get_one(Plan, 1).policy_id = policy.id


def gate_of(house) -> Review:
    """Give the newest review that stands before an act."""
    return house.all_of(Review, gated=True)[-1]


def test_a_gated_act_opens_a_review_and_leaves_its_subject(house):
    gate(house, "task.cancel")

    move = house.task_does(house.plain, Act.CANCEL, "planner", reason="合并办理。")

    review = gate_of(house)
    assert (move.life, move.subject_id, move.act) == (Life.REVIEW, review.id, Act.OPEN)
    assert house.task(house.plain).state is TaskState.ASSIGNED
    assert (review.about, review.asked, review.asked_by) == (
        "cancel",
        {"reason": "合并办理。"},
        house.people["planner"].person_id,
    )
    assert house.duties(move) == ["ask_panel"]


def test_the_act_happens_when_the_panel_says_yes_in_the_name_of_whoever_asked(house):
    gate(house, "task.cancel")
    house.task_does(house.plain, Act.CANCEL, "planner", reason="合并办理。")

    house.do(Life.REVIEW, gate_of(house).id, Act.DECIDE, "leader", verdict=Verdict.YES)

    move = house.moves(Life.TASK, house.plain)[-1]
    assert house.task(house.plain).state is TaskState.CANCELLED
    assert (move.act, move.person_id, move.role, move.why) == (
        Act.CANCEL,
        house.people["planner"].person_id,
        Role.PLANNER,
        "合并办理。",
    )
    assert move.detail["gate"] == gate_of(house).id
    assert gate_of(house).state is ReviewState.APPROVED


def test_a_no_leaves_the_subject_and_the_act_can_be_asked_for_again(house):
    gate(house, "task.cancel")
    house.task_does(house.plain, Act.CANCEL, "planner", reason="合并办理。")

    house.do(Life.REVIEW, gate_of(house).id, Act.DECIDE, "leader", verdict=Verdict.NO, reason="不同意。")

    assert house.task(house.plain).state is TaskState.ASSIGNED
    first = gate_of(house)
    house.task_does(house.plain, Act.CANCEL, "planner", reason="确需合并。")
    assert (first.state, gate_of(house).state) == (ReviewState.RETURNED, ReviewState.OPEN)


def test_the_same_act_does_not_wait_twice(house):
    gate(house, "task.cancel")
    house.task_does(house.plain, Act.CANCEL, "planner", reason="合并办理。")

    with pytest.raises(Refused, match="已送审"):
        house.task_does(house.plain, Act.CANCEL, "planner", reason="合并办理。")

    assert len(house.all_of(Review, gated=True)) == 1


def test_what_the_rules_refuse_opens_no_review(house):
    gate(house, "task.cancel")

    assert house.refused(Life.TASK, house.plain, Act.CANCEL, "planner") == ("A reason has to be given.",)
    assert house.all_of(Review, gated=True) == []


def test_the_same_form_sent_twice_opens_one_review(house):
    gate(house, "task.cancel")

    first = house.do(Life.TASK, house.plain, Act.CANCEL, "planner", key="one", reason="合并办理。")
    again = house.do(Life.TASK, house.plain, Act.CANCEL, "planner", key="one", reason="合并办理。")

    assert again.id == first.id
    assert len(house.all_of(Review, gated=True)) == 1


def test_the_key_of_a_gated_act_is_no_answer_for_other_words(house):
    gate(house, "task.cancel")
    house.do(Life.TASK, house.plain, Act.CANCEL, "planner", key="one", reason="合并办理。")

    with pytest.raises(Refused, match="内容与上次不同"):
        house.do(Life.TASK, house.plain, Act.CANCEL, "planner", key="one", reason="另有安排。")


def test_a_yes_that_comes_after_the_world_has_moved_is_kept_and_does_nothing(house):
    gate(house, "task.suspend")
    house.accept(house.plain)
    house.task_does(house.plain, Act.SUSPEND, "planner", reason="场馆检修。")
    _strip(house, "planner")

    house.do(Life.REVIEW, gate_of(house).id, Act.DECIDE, "leader", verdict=Verdict.YES)

    review = gate_of(house)
    assert (review.state, review.hindered) == (ReviewState.APPROVED, "只有计划专责可以办这件事")
    assert house.task(house.plain).state is TaskState.IN_PROGRESS
    refused = house.all_of(Refusal)[-1]
    assert (refused.act, refused.why) == (Act.SUSPEND, review.hindered)
    last = house.moves(Life.REVIEW, review.id)[-1]
    assert (last.act, house.duties(last)) == (Act.APPROVE, ["tell_asker"])


def test_a_gate_is_moot_once_its_act_can_no_longer_happen(house):
    gate(house, "task.suspend")
    house.accept(house.plain)
    house.task_does(house.plain, Act.SUSPEND, "planner", reason="场馆检修。")

    house.task_does(house.plain, Act.REPORT, "liaison", text="已完成。")

    assert gate_of(house).state is ReviewState.MOOT


def test_a_gate_stays_while_its_act_is_still_possible(house):
    gate(house, "task.cancel")
    house.task_does(house.plain, Act.CANCEL, "planner", reason="合并办理。")

    house.report(house.plain)

    assert gate_of(house).state is ReviewState.OPEN


def test_nobody_sits_on_the_gate_of_an_act_of_ones_own(house):
    house.post(Role.LEADER, "planner")
    gate(house, "task.cancel", rule=PanelRule.ALL)

    house.task_does(house.plain, Act.CANCEL, "planner", reason="合并办理。")

    review = gate_of(house)
    posts = {signer.post_id for signer in house.all_of(Signer, review_id=review.id)}
    held = {h.post_id for h in house.all_of(Holding, person_id=house.people["planner"].person_id)}
    assert posts
    assert not posts & held


def test_a_report_behind_its_own_unit_head_reaches_only_that_unit(house):
    gate(house, "task.report", role=Role.UNIT_HEAD)
    house.accept(house.plain)

    house.task_does(house.plain, Act.REPORT, "liaison", text="已完成。")

    [signer] = house.all_of(Signer, review_id=gate_of(house).id)
    with writing() as session:
        assert session.get_one(Post, signer.post_id).unit_id == house.units["museum"]
    house.do(Life.REVIEW, gate_of(house).id, Act.DECIDE, "head", verdict=Verdict.YES)
    task = house.task(house.plain)
    assert (task.state, task.report, task.reported_by) == (
        TaskState.REPORTED,
        "已完成。",
        house.people["liaison"].person_id,
    )


def test_whoever_asked_for_time_does_not_sit_on_the_gate_of_its_grant(house):
    house.accept(house.plain)
    extension = house.request(house.plain, date(2026, 4, 10))
    house.post(Role.LEADER, "liaison")
    gate(house, "extension.grant", rule=PanelRule.ALL)

    house.do(Life.EXTENSION, extension, Act.GRANT, "planner")

    review = gate_of(house)
    mine = {held.post_id for held in house.all_of(Holding, person_id=house.people["liaison"].person_id)}
    assert house.people["liaison"].person_id in review.excluded
    assert not mine & {signer.post_id for signer in house.all_of(Signer, review_id=review.id)}


def test_a_gate_that_cannot_be_filled_is_refused_with_who_is_missing(house):
    gate(house, "task.cancel", seats=({"post": "NO-SUCH-POST"},))

    with pytest.raises(Refused, match="NO-SUCH-POST"):
        house.task_does(house.plain, Act.CANCEL, "planner", reason="合并办理。")

    assert house.task(house.plain).state is TaskState.ASSIGNED


def test_tasks_behind_a_gate_stay_planned_until_the_panel_has_spoken(drafted):
    gate(drafted, "task.assign")
    drafted.confirm_all()
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    for who in ("feng", "ren"):
        drafted.decide(Life.PLAN, 1, who)

    drafted.do(Life.PLAN, 1, Act.ISSUE, "planner")

    gates = drafted.all_of(Review, gated=True)
    assert {task.state for task in drafted.all_of(Task)} == {TaskState.PLANNED}
    assert {review.subject_id for review in gates} == {task.id for task in drafted.all_of(Task)}
    drafted.do(Life.REVIEW, gates[0].id, Act.DECIDE, "leader", verdict=Verdict.YES)
    task = drafted.task(gates[0].subject_id)
    assert (task.state, len(drafted.ladders(task.id))) == (TaskState.ASSIGNED, 1 if task.due else 0)


def test_changing_the_policy_of_a_plan_is_reviewed_by_leaders_and_on_record(house):
    with writing() as session:
        tighter = store_policy(session, "tighter", PolicySettings(extensions_at_most=0), now=house.now)
    before = house.get(Life.PLAN, 1).policy_id

    house.do(Life.PLAN, 1, Act.SET_POLICY, "planner", policy_id=tighter.id, reason="从严管理。")

    assert house.get(Life.PLAN, 1).policy_id == before
    house.do(Life.REVIEW, gate_of(house).id, Act.DECIDE, "leader", verdict=Verdict.YES)
    plan, move = house.get(Life.PLAN, 1), house.moves(Life.PLAN, 1)[-1]
    assert (plan.policy_id, plan.state) == (tighter.id, PlanState.ISSUED)
    assert (move.act, move.detail["old_policy_id"], move.why) == (Act.SET_POLICY, before, "从严管理。")


def test_a_new_ladder_counts_from_the_moment_the_policy_is_changed(house):
    settings = PolicySettings()
    early = settings.ladder[0].model_copy(update={"days_after_due": -20})
    with writing() as session:
        policy = store_policy(
            session, "early", settings.model_copy(update={"ladder": (early, *settings.ladder[1:])}), now=house.now
        )
    [before] = house.ladders(house.plain)

    house.do(Life.PLAN, 1, Act.SET_POLICY, "planner", policy_id=policy.id, reason="提前提醒。")
    house.do(Life.REVIEW, gate_of(house).id, Act.DECIDE, "leader", verdict=Verdict.YES)

    [after] = house.all_of(Supervision, task_id=house.plain)
    assert after.next_at < before.next_at


@pytest.mark.parametrize(
    ("policy_id", "why"),
    [
        (None, "A stored version of a policy has to be named."),
        (999, "A stored version of a policy has to be named."),
        (1, "The plan already runs under this version of the policy."),
    ],
)
def test_a_plan_takes_only_another_stored_policy(house, policy_id, why):
    assert why in house.refused(Life.PLAN, 1, Act.SET_POLICY, "planner", policy_id=policy_id, reason="调整。")


def test_whoever_asked_may_withdraw_the_question_while_nobody_has_answered(house):
    gate(house, "task.report", role=Role.UNIT_HEAD)
    house.accept(house.plain)
    house.task_does(house.plain, Act.REPORT, "liaison", text="已完成。")

    house.do(Life.REVIEW, gate_of(house).id, Act.WITHDRAW, "liaison", reason="再补充。")

    assert gate_of(house).state is ReviewState.WITHDRAWN
    assert house.task(house.plain).state is TaskState.IN_PROGRESS


def test_an_extension_behind_a_gate_moves_the_deadline_when_the_panel_agrees(house):
    house.accept(house.plain)
    extension = house.request(house.plain, date(2026, 4, 10))
    gate(house, "extension.grant")

    house.do(Life.EXTENSION, extension, Act.GRANT, "planner")
    house.do(Life.REVIEW, gate_of(house).id, Act.DECIDE, "leader", verdict=Verdict.YES)

    [found] = house.all_of(Extension)
    assert (found.state, house.task(house.plain).extensions) == (ExtensionState.GRANTED, 1)


def _strip(house, who: str) -> None:
    """Take every post from somebody, from today on."""
    from datetime import timedelta

    with writing() as session:
        for held in house.all_of(Holding, person_id=house.people[who].person_id):
            session.get_one(Holding, held.id).until = house.now.date() - timedelta(days=1)


def test_whoever_a_deputy_issued_for_does_not_sit_on_the_gate_of_what_follows(drafted):
    gate(drafted, "task.assign")
    drafted.confirm_all()
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    for who in ("feng", "ren"):
        drafted.decide(Life.PLAN, 1, who)
    planner, deputy = (drafted.people[who].person_id for who in ("planner", "outsider"))
    [held] = [
        h
        for h in drafted.all_of(Holding, person_id=planner)
        if Role.PLANNER in drafted.all_of(Post, id=h.post_id)[0].roles
    ]
    day = drafted.now.date()
    drafted.add(
        Holding(post_id=held.post_id, person_id=deputy, kind="deputy", since=date(2025, 1, 1)),
        Absence(person_id=planner, since=day, until=day),
    )

    drafted.do(Life.PLAN, 1, Act.ISSUE, "outsider")

    assert {planner, deputy} <= set(gate_of(drafted).excluded)
