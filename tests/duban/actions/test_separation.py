"""Two sides of one decision are two people: also under a deputy, and with a second post."""

from datetime import date

import pytest

from models.errors import Refused
from models.question import Signer
from models.register import Absence, Holding
from models.words import Act, ExtensionState, Holds, Life, PlanState, Role, TaskState, Verdict

NOT_YOUR_OWN = "Whoever reported may not decide on the report, not even through a deputy or a second post."
NOT_ON_THE_PANEL = (
    "Whoever reported or asked may not decide on it or choose who does, not even through a deputy or a second post."
)


def test_a_reporter_who_is_also_a_checker_cannot_check(house):
    house.post(Role.CHECKER, "liaison")
    house.report(house.plain)

    for act, given in ((Act.PASS_CHECK, {}), (Act.SEND_BACK, {"reason": "重办。"})):
        assert house.refused(Life.TASK, house.plain, act, "liaison", **given) == (NOT_YOUR_OWN,)


def test_a_deputy_who_reports_binds_the_holder_too(house):
    house.post(Role.CHECKER, "liaison")
    house.accept(house.plain)
    house.add(Absence(person_id=house.people["liaison"].person_id, since=date(2026, 1, 6), until=date(2026, 1, 6)))
    house.task_does(house.plain, Act.REPORT, "deputy", text="已完成。")
    house.later(days=1)

    assert house.refused(Life.TASK, house.plain, Act.PASS_CHECK, "liaison") == (NOT_YOUR_OWN,)


def test_a_deputy_who_stands_in_for_the_reporter_as_checker_cannot_check(house):
    house.post(Role.CHECKER, "liaison", deputy="outsider")
    house.report(house.plain)
    house.add(Absence(person_id=house.people["liaison"].person_id, since=date(2026, 1, 7), until=date(2026, 1, 7)))
    house.later(days=1)

    assert house.refused(Life.TASK, house.plain, Act.PASS_CHECK, "outsider") == (NOT_YOUR_OWN,)
    assert house.task_does(house.plain, Act.PASS_CHECK, "other_checker").became == TaskState.IN_REVIEW


def test_a_reporter_who_is_a_reviewer_gets_no_seat_and_cannot_decide(house):
    house.post(Role.REVIEWER, "liaison")
    house.report(house.plain)
    house.pass_check(house.plain)
    review = house.review_of(Life.TASK, house.plain)

    assert len(house.all_of(Signer, review_id=review.id)) == 4
    assert house.refused(Life.REVIEW, review.id, Act.DECIDE, "liaison", verdict=Verdict.YES)[-1] == NOT_ON_THE_PANEL


def away(house, who: str, day: int) -> None:
    house.add(Absence(person_id=house.people[who].person_id, since=date(2026, 1, day), until=date(2026, 1, day)))


def test_a_report_by_a_deputy_excludes_deputy_and_holder_from_the_panel(house):
    house.post(Role.REVIEWER, "liaison")
    house.accept(house.plain)
    away(house, "liaison", 6)
    house.task_does(house.plain, Act.REPORT, "deputy", text="已完成。")
    house.later(days=1)
    house.pass_check(house.plain)

    review = house.review_of(Life.TASK, house.plain)
    assert review.excluded == sorted(house.people[who].person_id for who in ("liaison", "deputy", "checker"))
    assert house.refused(Life.REVIEW, review.id, Act.DECIDE, "liaison", verdict=Verdict.YES)[-1] == NOT_ON_THE_PANEL


def test_a_reviewing_post_whose_deputy_stands_in_for_the_reporter_gets_no_seat(house):
    house.post(Role.REVIEWER, "liaison", deputy="outsider")
    house.report(house.plain)
    away(house, "liaison", 7)
    house.later(days=1)
    house.pass_check(house.plain)

    assert len(house.all_of(Signer, review_id=house.review_of(Life.TASK, house.plain).id)) == 4


def test_a_seat_is_not_given_to_somebody_who_stands_in_for_the_reporter(house):
    house.post(Role.OPERATOR, "liaison", deputy="outsider")
    house.report(house.plain)
    house.pass_check(house.plain)
    away(house, "liaison", 7)
    house.later(days=1)
    review, outsider = house.review_of(Life.TASK, house.plain), house.people["outsider"].person_id

    reasons = house.refused(Life.REVIEW, review.id, Act.ADD_SIGNER, "planner", person_id=outsider, reason="加签。")

    assert reasons == ("The person named has to hold a post, may not be excluded and may not have a seat already.",)


def test_whoever_submits_a_plan_gets_no_seat_and_cannot_decide(drafted):
    drafted.post(Role.REVIEWER, "planner")
    drafted.confirm_all()
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    review = drafted.review_of(Life.PLAN, 1)

    assert len(drafted.all_of(Signer, review_id=review.id)) == 4
    assert drafted.refused(Life.REVIEW, review.id, Act.DECIDE, "planner", verdict=Verdict.YES)[-1] == NOT_ON_THE_PANEL


def test_whoever_asked_for_an_extension_cannot_grant_it(house):
    house.post(Role.PLANNER, "liaison")
    house.accept(house.plain)
    extension = house.request(house.plain, date(2026, 4, 15))

    reasons = house.refused(Life.EXTENSION, extension, Act.GRANT, "liaison")

    assert reasons == ("Whoever asked may not grant it, not even through a deputy or a second post.",)
    house.do(Life.EXTENSION, extension, Act.GRANT, "planner")
    assert house.get(Life.EXTENSION, extension).state is ExtensionState.GRANTED


@pytest.mark.parametrize("second", ["liaison", "deputy"], ids=["the holder", "the deputy who did it"])
def test_a_fix_claimed_by_a_deputy_is_verified_by_neither_deputy_nor_holder(house, second):
    house.post(Role.SUPERVISOR, second)
    finding = house.find("museum")
    house.do(Life.FINDING, finding, Act.ASSIGN, "supervisor")
    house.do(Life.FINDING, finding, Act.START_FIX, "liaison")
    house.add(Absence(person_id=house.people["liaison"].person_id, since=date(2026, 1, 6), until=date(2026, 1, 6)))
    house.do(Life.FINDING, finding, Act.CLAIM_FIXED, "deputy", text="已整改。")
    house.later(days=1)

    reasons = house.refused(Life.FINDING, finding, Act.VERIFY, second)

    assert reasons == ("Whoever claims the fix may not verify it, not even through a deputy or a second post.",)
    assert house.do(Life.FINDING, finding, Act.VERIFY, "supervisor").became == "verified"


def test_a_nomination_by_a_deputy_is_accepted_by_neither_deputy_nor_holder(house):
    house.post(Role.PLANNER, "liaison")
    house.add(Absence(person_id=house.people["liaison"].person_id, since=date(2026, 1, 6), until=date(2026, 1, 6)))
    exemplar = house.nominate("museum", by="deputy")
    house.later(days=1)

    reasons = house.refused(Life.EXEMPLAR, exemplar, Act.ADOPT, "liaison")

    assert reasons == ("Whoever nominated it may not accept it, not even through a deputy or a second post.",)
    assert house.do(Life.EXEMPLAR, exemplar, Act.ADOPT, "planner").became == "accepted"


def test_a_person_with_two_reviewing_posts_gets_one_seat(drafted):
    drafted.post(Role.REVIEWER, "wu")
    drafted.confirm_all()
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    review = drafted.review_of(Life.PLAN, 1)
    drafted.decide(Life.PLAN, 1, "wu")

    assert len(drafted.all_of(Signer, review_id=review.id)) == 4
    assert drafted.refused(Life.REVIEW, review.id, Act.DECIDE, "wu", verdict=Verdict.YES)[-1] == (
        "One person answers once, also with two seats."
    )


def test_a_panel_that_too_few_different_people_could_fill_is_refused_at_once(drafted):
    for reviewer in ("feng", "ren", "chief"):
        drafted.add(
            Absence(person_id=drafted.people[reviewer].person_id, since=date(2026, 1, 6), until=date(2026, 1, 9))
        )
    drafted.post(Role.REVIEWER, "wu")
    drafted.confirm_all()

    with pytest.raises(Refused, match=r"^审核组凑不齐：需要 2 人，回避后只剩 1 位审核组成员。"):
        drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    assert drafted.get(Life.PLAN, 1).state is PlanState.DRAFTED


def test_a_deputy_of_two_absent_holders_acts_as_the_hands_of_both(house):
    post = house.post(Role.CHECKER, "checker", deputy="outsider")
    second = house.people["liaison"].person_id
    house.add(Holding(post_id=post, person_id=second, kind=Holds.HOLDER, since=date(2025, 1, 1)))
    house.report(house.plain)
    for who in ("checker", "liaison"):
        away(house, who, 7)
    house.later(days=1)

    assert house.refused(Life.TASK, house.plain, Act.PASS_CHECK, "outsider") == (NOT_YOUR_OWN,)


def test_whoever_submitted_a_plan_neither_adds_nor_drops_a_signer(drafted):
    drafted.post(Role.PLANNER, "outsider")
    drafted.confirm_all()
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    review, leader = drafted.review_of(Life.PLAN, 1).id, drafted.people["leader"].person_id
    seat = drafted.all_of(Signer, review_id=review)[0].id

    for act, given in ((Act.ADD_SIGNER, {"person_id": leader}), (Act.DROP_SIGNER, {"signer_id": seat})):
        assert drafted.refused(Life.REVIEW, review, act, "planner", reason="调整。", **given) == (NOT_ON_THE_PANEL,)
        drafted.do(Life.REVIEW, review, act, "outsider", reason="调整。", **given)


def test_whoever_stands_in_for_the_reporter_cannot_pass_the_decision_on(house):
    house.post(Role.OPERATOR, "liaison", deputy="feng")
    house.report(house.plain)
    house.pass_check(house.plain)
    away(house, "liaison", 7)
    house.later(days=1)
    review, friend = house.review_of(Life.TASK, house.plain).id, house.people["leader"].person_id

    reasons = house.refused(Life.REVIEW, review, Act.PASS_ON, "feng", person_id=friend, reason="请定。")

    assert reasons == (NOT_ON_THE_PANEL,)


def test_whoever_checked_a_report_gets_no_seat_and_cannot_decide(house):
    house.post(Role.REVIEWER, "checker")
    house.report(house.plain)
    house.pass_check(house.plain)
    review = house.review_of(Life.TASK, house.plain).id

    assert len(house.all_of(Signer, review_id=review)) == 4
    assert house.refused(Life.REVIEW, review, Act.DECIDE, "checker", verdict=Verdict.YES)[-1] == NOT_ON_THE_PANEL
