"""The panel on the real database: seats, answers, passing on, adding and dropping signers, being late."""

from datetime import date

import pytest

from duban.database import writing
from duban.policies import store_policy
from models.plan import Plan
from models.policy import PanelSettings, PolicySettings
from models.question import Decision, Signer
from models.register import Absence
from models.words import Act, Life, PanelRule, ReviewState, Role, TaskState, Verdict
from workflows.moments import at_hour, end_of


@pytest.fixture
def panel(house):
    """The house with the plain task in review."""
    house.report(house.plain)
    house.pass_check(house.plain)
    return house


def open_under(house, rule: PanelRule, needed: int = 1) -> int:
    """Put the plain task in review under another rule; give the id of the review."""
    with writing() as session:
        panels = {"task": PanelSettings(rule=rule, needed=needed)}
        policy = store_policy(session, "another", PolicySettings(panels=panels), now=house.now)
        session.get_one(Plan, 1).policy_id = policy.id
    house.report(house.plain)
    house.pass_check(house.plain)
    return house.review_of(Life.TASK, house.plain).id


def seat_of(house, review_id: int, who: str) -> int:
    """Give the seat of somebody's post, by the order of the posts."""
    order = ("feng", "ren", "wu", "chief")
    return house.all_of(Signer, review_id=review_id)[order.index(who)].id


def test_a_panel_has_a_seat_for_every_reviewing_post_and_three_working_days(panel):
    review = panel.review_of(Life.TASK, panel.plain)

    assert len(panel.all_of(Signer, review_id=review.id)) == 4
    assert (review.due, review.next_at) == (end_of(date(2026, 1, 9)), end_of(date(2026, 1, 9)))
    assert review.excluded == sorted(panel.people[who].person_id for who in ("liaison", "checker"))


@pytest.mark.parametrize("by", ["planner", "checker", "liaison", "leader", "outsider"])
def test_somebody_without_a_seat_cannot_decide(panel, by):
    review = panel.review_of(Life.TASK, panel.plain)

    assert panel.refused(Life.REVIEW, review.id, Act.DECIDE, by, verdict=Verdict.YES) == (
        "only the reviewer may do this",
    )


def test_a_no_needs_a_reason(panel):
    review = panel.review_of(Life.TASK, panel.plain)

    reasons = panel.refused(Life.REVIEW, review.id, Act.DECIDE, "feng", verdict=Verdict.NO)

    assert reasons == ("Returning it needs a reason.",)


def test_under_all_the_last_yes_decides(house):
    review = open_under(house, PanelRule.ALL)

    for who in ("wu", "feng", "chief"):
        house.decide(Life.TASK, house.plain, who)
        assert house.get(Life.REVIEW, review).state is ReviewState.OPEN
    house.decide(Life.TASK, house.plain, "ren")

    assert house.task(house.plain).state is TaskState.CLOSED


def test_under_all_one_no_returns_it_at_once(house):
    open_under(house, PanelRule.ALL)
    house.decide(Life.TASK, house.plain, "wu")
    house.decide(Life.TASK, house.plain, "feng", Verdict.NO, "不实。")

    assert house.task(house.plain).state is TaskState.IN_PROGRESS


def test_one_after_another_each_waits_for_the_turn(house):
    review = open_under(house, PanelRule.SEQUENCE)

    assert house.refused(Life.REVIEW, review, Act.DECIDE, "ren", verdict=Verdict.YES) == (
        "It is not your turn yet, or nobody waits for your answer any more.",
    )
    for who in ("feng", "ren", "wu", "chief"):
        house.decide(Life.TASK, house.plain, who)
    assert house.task(house.plain).state is TaskState.CLOSED


def test_after_the_decision_nobody_can_answer(panel):
    review = panel.review_of(Life.TASK, panel.plain)
    panel.decide(Life.TASK, panel.plain, "feng")

    assert panel.refused(Life.REVIEW, review.id, Act.DECIDE, "ren", verdict=Verdict.NO, reason="迟了。") == (
        "it has come to its end; nothing more can be done",
    )


def test_the_last_person_to_answer_is_on_record_for_what_follows(panel):
    panel.decide(Life.TASK, panel.plain, "ren")

    review = panel.review_of(Life.TASK, panel.plain)
    followed = [panel.moves(Life.REVIEW, review.id)[-1], panel.moves(Life.TASK, panel.plain)[-1]]
    assert [(m.act, m.role, m.person_id) for m in followed] == [
        (Act.APPROVE, Role.PANEL, panel.people["ren"].person_id),
        (Act.APPROVE, Role.PANEL, panel.people["ren"].person_id),
    ]


def test_a_deputy_decides_on_behalf_of_the_reviewer_who_is_away(panel):
    away = Absence(person_id=panel.people["feng"].person_id, since=date(2026, 1, 6), until=date(2026, 1, 6))
    panel.add(away)
    panel.deputise("LDB-REVIEWER-1", "outsider")
    move = panel.decide(Life.TASK, panel.plain, "outsider")

    [decision] = panel.all_of(Decision, review_id=panel.review_of(Life.TASK, panel.plain).id)
    both = (panel.people["outsider"].person_id, panel.people["feng"].person_id)
    assert (decision.person_id, decision.on_behalf_of) == both
    assert (move.person_id, move.on_behalf_of) == both


def test_a_deputy_who_passes_the_seat_on_and_takes_it_back_does_both_as_the_holders_hands(house):
    review = open_under(house, PanelRule.ALL)
    house.add(Absence(person_id=house.people["feng"].person_id, since=date(2026, 1, 6), until=date(2026, 1, 6)))
    house.deputise("LDB-REVIEWER-1", "outsider")
    both = sorted((house.people["outsider"].person_id, house.people["feng"].person_id))

    passed = house.do(
        Life.REVIEW, review, Act.PASS_ON, "outsider", person_id=house.people["leader"].person_id, reason="请代审。"
    )
    undone = house.do(Life.REVIEW, review, Act.TAKE_BACK, "outsider", reason="收回。")

    assert (passed.hands, undone.hands) == (both, both)


def test_a_seat_passed_on_belongs_to_the_named_person_alone(house):
    review = open_under(house, PanelRule.ALL)
    leader = house.people["leader"].person_id

    house.do(Life.REVIEW, review, Act.PASS_ON, "feng", person_id=leader, reason="请分管领导定。")

    assert house.refused(Life.REVIEW, review, Act.DECIDE, "feng", verdict=Verdict.YES)[0] == (
        "You have no seat on this panel, or have already answered."
    )
    assert house.decide(Life.TASK, house.plain, "leader").person_id == leader


@pytest.mark.parametrize("to", ["liaison", "ren"], ids=["the reporter", "somebody with a seat of a post"])
def test_a_seat_is_never_passed_on_to_somebody_excluded_or_seated(house, to):
    review = open_under(house, PanelRule.ALL)
    person = house.people[to].person_id

    for act, by in ((Act.PASS_ON, "feng"), (Act.ADD_SIGNER, "planner")):
        assert house.refused(Life.REVIEW, review, act, by, person_id=person, reason="请定。") == (
            "The person named has to hold a post, may not be excluded and may not have a seat already.",
        )


def test_an_added_signer_has_to_say_yes_too(house):
    review = open_under(house, PanelRule.ALL)
    house.do(
        Life.REVIEW, review, Act.ADD_SIGNER, "planner", person_id=house.people["leader"].person_id, reason="加签。"
    )
    for who in ("feng", "ren", "wu", "chief"):
        house.decide(Life.TASK, house.plain, who)
    assert house.get(Life.REVIEW, review).state is ReviewState.OPEN

    house.decide(Life.TASK, house.plain, "leader")

    assert house.get(Life.REVIEW, review).state is ReviewState.APPROVED


THE_LAST_WORD = "Without this seat the answers given would decide it; the last word has to be a person's answer."


@pytest.mark.parametrize("rule", [PanelRule.ALL, PanelRule.SEQUENCE])
def test_the_last_open_seat_is_not_dropped_so_that_a_person_has_the_last_word(house, rule):
    review = open_under(house, rule)
    for who in ("feng", "ren", "wu"):
        house.decide(Life.TASK, house.plain, who)
    chief = seat_of(house, review, "chief")

    reasons = house.refused(Life.REVIEW, review, Act.DROP_SIGNER, "planner", signer_id=chief, reason="出国。")

    assert reasons == (THE_LAST_WORD,)
    assert house.task(house.plain).state is TaskState.IN_REVIEW


def test_a_quorum_is_not_lost_by_dropping_a_seat_either(house):
    review = open_under(house, PanelRule.QUORUM, needed=3)
    house.decide(Life.TASK, house.plain, "feng", Verdict.NO, "不实。")
    chief = seat_of(house, review, "chief")

    reasons = house.refused(Life.REVIEW, review, Act.DROP_SIGNER, "planner", signer_id=chief, reason="出国。")

    assert reasons == (THE_LAST_WORD,)


def test_a_dropped_seat_leaves_the_others_to_answer(house):
    review = open_under(house, PanelRule.ALL)
    for who in ("feng", "ren"):
        house.decide(Life.TASK, house.plain, who)

    house.do(
        Life.REVIEW, review, Act.DROP_SIGNER, "planner", signer_id=seat_of(house, review, "chief"), reason="出国。"
    )
    assert house.task(house.plain).state is TaskState.IN_REVIEW
    house.decide(Life.TASK, house.plain, "wu")

    assert house.task(house.plain).state is TaskState.CLOSED


def test_a_seat_that_has_answered_is_not_dropped(house):
    review = open_under(house, PanelRule.ALL)
    house.decide(Life.TASK, house.plain, "feng")

    seat = seat_of(house, review, "feng")
    assert house.refused(Life.REVIEW, review, Act.DROP_SIGNER, "planner", signer_id=seat, reason="减签。") == (
        "Only a seat that has not answered can be taken off the panel.",
    )


def test_a_quorum_keeps_enough_seats_to_decide(house):
    review = open_under(house, PanelRule.QUORUM, needed=4)

    seat = seat_of(house, review, "chief")
    assert house.refused(Life.REVIEW, review, Act.DROP_SIGNER, "planner", signer_id=seat, reason="减签。")[0] == (
        "Without this seat the panel could no longer decide."
    )


def test_a_review_with_an_answer_cannot_be_withdrawn(house):
    review = open_under(house, PanelRule.ALL)
    house.decide(Life.TASK, house.plain, "feng")

    assert house.refused(Life.REVIEW, review, Act.WITHDRAW, "planner", reason="撤回。") == (
        "Somebody has already answered.",
    )


def test_a_late_review_is_escalated_once_a_working_day_and_never_approved(panel):
    review = panel.review_of(Life.TASK, panel.plain).id
    assert panel.refused(Life.REVIEW, review, Act.URGE, panel.clock) == ("It is not late yet.",)
    panel.now = at_hour(date(2026, 1, 12), "08:30")

    move = panel.do(Life.REVIEW, review, Act.URGE, panel.clock)

    assert panel.duties(move) == ["ask_panel", "tell_escalation"]
    assert panel.refused(Life.REVIEW, review, Act.URGE, panel.clock) == ("It is not late yet.",)
    found = panel.get(Life.REVIEW, review)
    assert (found.state, found.escalations, found.next_at) == (
        ReviewState.OPEN,
        1,
        at_hour(date(2026, 1, 13), "08:30"),
    )
