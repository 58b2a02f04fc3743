"""Panels on the real database: weights, vetoes, advice, taking back, roles that are lost, seats that a policy names."""

from datetime import date, timedelta

import pytest

from duban.database import reading, writing
from duban.policies import store_policy
from models.errors import Refused
from models.plan import Plan
from models.policy import PanelSettings, PolicySettings
from models.question import Advice, Decision, Review, Signer
from models.register import Absence, Holding, Post
from models.task import Task
from models.words import Act, Life, PanelRule, ReviewState, Role, TaskState, Verdict

NOT_MINE = ("only the reviewer may do this",)
NO_SEAT = "You have no seat on this panel, or have already answered."
TOO_LATE = "There is nothing of yours that could still be taken back: the next person has already acted."
NO = {"verdict": Verdict.NO, "reason": "佐证不足。"}
YES = {"verdict": Verdict.YES}


def post_code(house, who: str) -> str:
    """Give the code of the reviewing post that somebody holds."""
    with reading() as session:
        for held in house.all_of(Holding, person_id=house.people[who].person_id):
            post = session.get_one(Post, held.post_id)
            if Role.REVIEWER in post.roles:
                return post.code
    raise AssertionError(who)


def in_review(house, *seats: tuple[str, int, bool], **panel) -> Review:
    """Put the plain task in review under a panel with these seats: whose post, weight, veto."""
    named = tuple({"post": post_code(house, who), "weight": weight, "veto": veto} for who, weight, veto in seats)
    with writing() as session:
        settings = PolicySettings(panels={"task": PanelSettings(seats=named, **panel)})
        policy = store_policy(session, "of this test", settings, now=house.now)
        session.get_one(Plan, 1).policy_id = policy.id
    house.report(house.plain)
    house.pass_check(house.plain)
    return house.review_of(Life.TASK, house.plain)


def state_of(house, review: Review) -> ReviewState:
    return house.get(Life.REVIEW, review.id).state


def test_seats_that_a_policy_names_sit_in_its_order_with_weight_and_veto(house):
    review = in_review(house, ("wu", 3, False), ("feng", 1, True), rule=PanelRule.WEIGHT, percent=50)

    seats = [(s.weight, s.veto, s.seq) for s in house.all_of(Signer, review_id=review.id)]
    assert seats == [(3, False, 1), (1, True, 2)]
    assert review.needed == 50


def test_enough_weight_decides_however_many_people_it_is(house):
    review = in_review(
        house, ("wu", 3, False), ("feng", 1, False), ("ren", 1, False), rule=PanelRule.WEIGHT, percent=60
    )

    house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)

    assert state_of(house, review) is ReviewState.APPROVED


def test_a_weight_that_can_no_longer_be_reached_returns_it_at_once(house):
    review = in_review(
        house, ("wu", 3, False), ("feng", 1, False), ("ren", 1, False), rule=PanelRule.WEIGHT, percent=60
    )

    house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **NO)

    assert state_of(house, review) is ReviewState.RETURNED


def test_a_veto_returns_it_alone(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, True), ("ren", 1, False), rule=PanelRule.QUORUM, needed=2)

    house.do(Life.REVIEW, review.id, Act.DECIDE, "feng", **NO)

    assert state_of(house, review) is ReviewState.RETURNED


def test_a_quorum_waits_for_the_seat_with_a_veto(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, True), ("ren", 1, False), rule=PanelRule.QUORUM, needed=2)
    for who in ("wu", "ren"):
        house.do(Life.REVIEW, review.id, Act.DECIDE, who, **YES)
    waiting = state_of(house, review)

    house.do(Life.REVIEW, review.id, Act.DECIDE, "feng", **YES)

    assert (waiting, state_of(house, review)) == (ReviewState.OPEN, ReviewState.APPROVED)


def test_when_the_first_answer_is_in_only_the_veto_is_waited_for(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, True), ("ren", 1, False), rule=PanelRule.ANY)
    house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)

    assert house.refused(Life.REVIEW, review.id, Act.DECIDE, "ren", **NO) == (
        "It is not your turn yet, or nobody waits for your answer any more.",
    )


def test_a_seat_with_a_veto_is_not_taken_off(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, True), ("ren", 1, False), rule=PanelRule.ALL)
    seat = house.all_of(Signer, review_id=review.id, veto=True)[0].id

    assert house.refused(Life.REVIEW, review.id, Act.DROP_SIGNER, "planner", signer_id=seat, reason="外出。") == (
        "A seat with a veto stays on the panel; it can only be passed on.",
    )


def test_a_named_post_that_nobody_can_answer_for_stops_the_panel_before_it_opens(house):
    house.add(
        Absence(person_id=house.people["feng"].person_id, since=house.now.date(), until=house.now.date()),
    )

    with pytest.raises(Refused, match="审核组缺人"):
        in_review(house, ("wu", 1, False), ("feng", 1, False), rule=PanelRule.ALL)

    assert house.task(house.plain).state is TaskState.REPORTED


def test_a_signer_asks_for_advice_and_decides_when_it_has_come_back(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, False), rule=PanelRule.ALL)
    outside = house.people["supervisor"].person_id

    asked = house.do(Life.REVIEW, review.id, Act.CONSULT, "wu", person_id=outside, text="数据是否属实？")
    before = house.refused(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)
    given = house.do(Life.REVIEW, review.id, Act.ADVISE, "supervisor", text="已核，属实。")
    house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)

    assert before == ("You have asked somebody for advice; wait for it, or take it back first.",)
    assert (house.duties(asked), house.duties(given)) == (["ask_adviser"], ["tell_signer"])
    [advice] = house.all_of(Advice)
    assert (advice.question, advice.answer, advice.answered_by) == ("数据是否属实？", "已核，属实。", outside)
    assert state_of(house, review) is ReviewState.OPEN


def test_advice_is_no_answer_of_the_panel(house):
    review = in_review(house, ("wu", 1, False), rule=PanelRule.ANY)
    house.do(Life.REVIEW, review.id, Act.CONSULT, "wu", person_id=house.people["supervisor"].person_id, text="请看。")

    house.do(Life.REVIEW, review.id, Act.ADVISE, "supervisor", text="同意。")

    assert (state_of(house, review), house.all_of(Decision)[2:]) == (ReviewState.OPEN, [])


@pytest.mark.parametrize(("whom", "why"), [("liaison", "the reporter"), ("wu", "oneself")])
def test_advice_is_not_asked_of_the_reporter_or_of_oneself(house, whom, why):
    review = in_review(house, ("wu", 1, False), rule=PanelRule.ANY)
    person = house.people[whom].person_id

    assert house.refused(Life.REVIEW, review.id, Act.CONSULT, "wu", person_id=person, text="请看。") == (
        "The person asked for advice has to hold a post, may not be excluded and may not be yourself.",
    ), why


def test_nobody_gives_advice_that_nobody_asked_for(house):
    review = in_review(house, ("wu", 1, False), rule=PanelRule.ANY)

    assert house.refused(Life.REVIEW, review.id, Act.ADVISE, "supervisor", text="同意。") == (
        "only the adviser may do this",
    )


def test_advice_asked_for_is_taken_back_and_the_signer_decides(house):
    review = in_review(house, ("wu", 1, False), rule=PanelRule.ANY)
    house.do(Life.REVIEW, review.id, Act.CONSULT, "wu", person_id=house.people["supervisor"].person_id, text="请看。")

    house.do(Life.REVIEW, review.id, Act.TAKE_BACK, "wu")
    house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)

    assert state_of(house, review) is ReviewState.APPROVED


def test_a_seat_passed_on_is_taken_back_while_the_other_has_not_answered(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, False), rule=PanelRule.ALL)
    to = house.people["ren"].person_id
    house.do(Life.REVIEW, review.id, Act.PASS_ON, "wu", person_id=to, reason="请代审。")

    house.do(Life.REVIEW, review.id, Act.TAKE_BACK, "wu")

    assert house.refused(Life.REVIEW, review.id, Act.DECIDE, "ren", **YES)[0] == NO_SEAT
    house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)


def test_a_seat_passed_on_and_answered_is_not_taken_back(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, False), rule=PanelRule.ALL)
    house.do(Life.REVIEW, review.id, Act.PASS_ON, "wu", person_id=house.people["ren"].person_id, reason="请代审。")
    house.do(Life.REVIEW, review.id, Act.DECIDE, "ren", **YES)

    assert house.refused(Life.REVIEW, review.id, Act.TAKE_BACK, "wu") == (TOO_LATE,)


def test_an_answer_is_taken_back_while_the_panel_has_not_decided_and_stays_on_record(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, False), rule=PanelRule.ALL)
    house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)

    house.do(Life.REVIEW, review.id, Act.TAKE_BACK, "wu")
    house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **NO)

    found = [(d.verdict, d.taken_back_at is None) for d in house.all_of(Decision, review_id=review.id)]
    assert found == [(Verdict.YES, False), (Verdict.NO, True)]
    assert state_of(house, review) is ReviewState.RETURNED


def test_an_answer_that_decided_cannot_be_taken_back(house):
    review = in_review(house, ("wu", 1, False), rule=PanelRule.ANY)
    house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)

    assert house.refused(Life.REVIEW, review.id, Act.TAKE_BACK, "wu") == (
        "it has come to its end; nothing more can be done",
    )


def test_one_after_another_an_answer_stands_once_the_next_has_signed(house):
    seats = [("wu", 1, False), ("feng", 1, False), ("ren", 1, False)]
    review = in_review(house, *seats, rule=PanelRule.SEQUENCE)
    house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)
    house.do(Life.REVIEW, review.id, Act.DECIDE, "feng", **YES)

    assert house.refused(Life.REVIEW, review.id, Act.TAKE_BACK, "wu") == (TOO_LATE,)
    house.do(Life.REVIEW, review.id, Act.TAKE_BACK, "feng")


def test_a_role_that_a_post_no_longer_gives_counts_no_more_also_in_an_open_review(house):
    house.report(house.plain)
    house.pass_check(house.plain)
    review = house.review_of(Life.TASK, house.plain)
    [post] = house.all_of(Post, code=post_code(house, "wu"))
    with writing() as session:
        session.get_one(Post, post.id).roles = []

    assert house.refused(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES) == NOT_MINE


def test_somebody_who_has_left_decides_nothing_more_and_the_successor_does(house):
    house.report(house.plain)
    house.pass_check(house.plain)
    review = house.review_of(Life.TASK, house.plain)
    house.succeed(post_code(house, "wu"), "supervisor", since=house.now.date())

    assert house.refused(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES) == NOT_MINE
    house.do(Life.REVIEW, review.id, Act.DECIDE, "supervisor", **YES)
    assert state_of(house, review) is ReviewState.APPROVED


def test_a_named_signer_without_any_post_decides_nothing_more(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, False), rule=PanelRule.ALL)
    house.do(Life.REVIEW, review.id, Act.PASS_ON, "wu", person_id=house.people["ren"].person_id, reason="请代审。")
    with writing() as session:
        for held in house.all_of(Holding, person_id=house.people["ren"].person_id):
            session.get_one(Holding, held.id).until = house.now.date() - timedelta(days=1)

    assert house.refused(Life.REVIEW, review.id, Act.DECIDE, "ren", **YES) == NOT_MINE


def test_the_deputy_of_two_absent_holders_acts_as_the_hands_of_both(house):
    post_id = house.post(Role.CHECKER, "outsider", deputy="deputy")
    second = house.people["head"].person_id
    house.add(Holding(post_id=post_id, person_id=second, kind="holder", since=date(2025, 1, 1)))
    for who in ("outsider", "head"):
        house.add(Absence(person_id=house.people[who].person_id, since=house.now.date(), until=house.now.date()))
    house.report(house.plain)

    move = house.task_does(house.plain, Act.PASS_CHECK, "deputy")

    both = {house.people["outsider"].person_id, second}
    assert set(move.hands) == both | {house.people["deputy"].person_id}
    assert both <= set(house.review_of(Life.TASK, house.plain).excluded)


def test_a_task_nobody_signs_for_is_urged_after_the_days_of_the_policy(house):
    from duban.actions.sweep import sweep

    [task] = [task for task in house.all_of(Task) if task.id == house.plain]
    house.now = task.next_at
    with writing() as session:
        sweep(session, now=house.now)

    move = house.moves(Life.TASK, house.plain)[-1]
    assert (move.act, move.role, house.duties(move)) == (Act.URGE, Role.CLOCK, ["tell_lead"])
    assert house.task(house.plain).state is TaskState.ASSIGNED
    assert house.task(house.plain).next_at > house.now


def test_a_late_answer_is_told_to_the_post_that_the_policy_names(house):
    review = in_review(house, ("wu", 1, False), rule=PanelRule.ANY, escalates_to=post_code(house, "chief"))

    [post] = house.all_of(Post, code=post_code(house, "chief"))
    assert review.escalates_to == post.id


def test_a_deputy_answers_for_the_own_post_after_the_absent_holder_has_answered(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, False), ("ren", 1, False), rule=PanelRule.ALL)
    house.deputise(post_code(house, "feng"), "wu")
    house.do(Life.REVIEW, review.id, Act.DECIDE, "feng", **YES)
    house.add(Absence(person_id=house.people["feng"].person_id, since=house.now.date(), until=house.now.date()))

    move = house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)

    assert move.hands == [house.people["wu"].person_id]


def test_one_person_does_not_answer_again_for_an_absent_colleague(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, False), ("ren", 1, False), rule=PanelRule.ALL)
    house.deputise(post_code(house, "feng"), "wu")
    house.add(Absence(person_id=house.people["feng"].person_id, since=house.now.date(), until=house.now.date()))
    house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)

    assert house.refused(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES) == (
        "One person answers once, also with two seats.",
    )


def test_a_move_and_its_answer_say_the_same_of_whose_seat_it_was(house):
    review = in_review(house, ("wu", 1, False), ("feng", 1, False), ("ren", 1, False), rule=PanelRule.ALL)
    house.deputise(post_code(house, "feng"), "wu")
    mine = house.all_of(Signer, review_id=review.id)[0].id
    house.do(Life.REVIEW, review.id, Act.DROP_SIGNER, "planner", signer_id=mine, reason="减签。")
    house.add(Absence(person_id=house.people["feng"].person_id, since=house.now.date(), until=house.now.date()))

    move = house.do(Life.REVIEW, review.id, Act.DECIDE, "wu", **YES)

    [decision] = house.all_of(Decision, review_id=review.id)
    assert (move.hands, move.on_behalf_of) == (decision.hands, decision.on_behalf_of)
    assert decision.on_behalf_of == house.people["feng"].person_id


def test_somebody_asked_for_advice_who_has_left_gives_none(house):
    review = in_review(house, ("wu", 1, False), rule=PanelRule.ANY)
    adviser = house.people["supervisor"].person_id
    house.do(Life.REVIEW, review.id, Act.CONSULT, "wu", person_id=adviser, text="请看。")
    with writing() as session:
        for held in house.all_of(Holding, person_id=adviser):
            session.get_one(Holding, held.id).until = house.now.date() - timedelta(days=1)

    assert house.refused(Life.REVIEW, review.id, Act.ADVISE, "supervisor", text="同意。") == (
        "only the adviser may do this",
    )
