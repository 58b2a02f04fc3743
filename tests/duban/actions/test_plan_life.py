"""A plan's life on the real database: confirmed, reviewed, issued, fanned out, summed up; or withdrawn."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, delete

from duban.actions.act import desk_on
from duban.actions.fan_out import open_requirement
from duban.actions.plans import import_reading
from duban.database import reading, writing
from models.errors import Refused, RuleRefused
from models.plan import Plan, Requirement
from models.reading import Reading
from models.register import UnitClass
from models.task import Contribution
from models.values import FanOut, Settled
from models.words import Act, Life, PlanState, ReviewState, SubjectKind, TaskState, Timing, Verdict
from workflows.moments import at_hour, end_of

STANDING = Settled(lead_unit_id=1, timing=Timing.STANDING)


def test_a_plan_with_an_unconfirmed_requirement_cannot_be_submitted(drafted):
    drafted.do(Life.PLAN, 1, Act.CONFIRM, "planner", requirement_id=1, settled=STANDING)

    assert drafted.refused(Life.PLAN, 1, Act.SUBMIT, "planner") == (
        "Every requirement has to be confirmed by a person, or dropped with a reason.",
    )


def test_a_plan_whose_requirements_are_all_dropped_cannot_be_submitted(drafted):
    for seq in range(1, 8):
        drafted.do(Life.PLAN, 1, Act.DROP, "planner", requirement_id=seq, reason="原则性要求。")

    assert drafted.refused(Life.PLAN, 1, Act.SUBMIT, "planner") == ("The plan has no requirement yet.",)


# fmt: off
SETTLING = [
    # settled                                                                              what is missing
    (None,                                                                                 {"who", "when"}),
    (Settled(timing=Timing.STANDING),                                                      {"who"}),
    (Settled(lead_unit_id=1),                                                              {"when"}),
    (Settled(lead_unit_id=999_999, timing=Timing.STANDING),                                {"who"}),
    (Settled(lead_unit_id=1, supporting=(999_999,), timing=Timing.STANDING),               {"who"}),
    (Settled(lead_unit_id=1, timing=Timing.FIXED),                                         {"when"}),
    (Settled(lead_unit_id=1, timing=Timing.FIXED, due=date(2026, 5, 1)),                   set()),
    (Settled(lead_unit_id=1, timing=Timing.MONTHLY),                                       {"when"}),
    (Settled(lead_unit_id=1, timing=Timing.QUARTERLY, rhythm_day=31),                      set()),
    (Settled(lead_unit_id=1, timing=Timing.EVENT),                                         {"when"}),
    (Settled(lead_unit_id=1, timing=Timing.EVENT, event="科学节前"),                        set()),
    (Settled(timing=Timing.STANDING, fan_out=FanOut(kind=SubjectKind.UNIT)),               {"who"}),
    (Settled(timing=Timing.STANDING, fan_out=FanOut(kind=SubjectKind.UNIT, unit_class="省级学会")), set()),
    (Settled(timing=Timing.STANDING, fan_out=FanOut(kind=SubjectKind.PERSON)),             {"who"}),
    (Settled(timing=Timing.STANDING, fan_out=FanOut(kind=SubjectKind.PERSON, post_name="组长")), set()),
    (Settled(lead_unit_id=1, timing=Timing.STANDING, fan_out=FanOut(kind=SubjectKind.GROUP)), {"who"}),
    (Settled(timing=Timing.STANDING, fan_out=FanOut(kind=SubjectKind.REGION, names=("粤东",))), {"who"}),
]
# fmt: on


@pytest.mark.parametrize(("settled", "missing"), SETTLING)
def test_confirming_needs_who_and_when(drafted, settled, missing):
    sentences = {
        "who": "Who does it has to be settled: a lead unit, or a class of units or persons it fans out to.",
        "when": "When it is done has to be settled: a date, days after an act, a rhythm with its day, an event, or standing.",
    }
    given = {"requirement_id": 1, "settled": settled}
    if not missing:
        drafted.do(Life.PLAN, 1, Act.CONFIRM, "planner", **given)
        assert [r.seq for r in drafted.all_of(Requirement) if r.confirmed_at] == [1]
        return

    reasons = drafted.refused(Life.PLAN, 1, Act.CONFIRM, "planner", **given)

    assert set(reasons) == {sentences[what] for what in missing}


def test_a_requirement_of_another_plan_cannot_be_confirmed(drafted):
    reasons = drafted.refused(Life.PLAN, 1, Act.CONFIRM, "planner", requirement_id=99, settled=STANDING)

    assert reasons == ("The requirement has to be one of this plan.",)


def test_a_confirmed_requirement_that_is_dropped_is_no_longer_confirmed(drafted):
    drafted.do(Life.PLAN, 1, Act.CONFIRM, "planner", requirement_id=1, settled=STANDING)
    drafted.do(Life.PLAN, 1, Act.DROP, "planner", requirement_id=1, reason="重复。")

    [first, *_] = drafted.all_of(Requirement)
    assert (first.confirmed_at, first.confirmed_by, first.dropped_why) == (None, None, "重复。")


def test_two_yes_of_four_approve_the_plan_and_one_does_not(drafted):
    drafted.confirm_all()
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")

    drafted.decide(Life.PLAN, 1, "feng")
    assert drafted.get(Life.PLAN, 1).state is PlanState.IN_REVIEW
    drafted.decide(Life.PLAN, 1, "ren", Verdict.NO, "再议。")
    assert drafted.get(Life.PLAN, 1).state is PlanState.IN_REVIEW
    drafted.decide(Life.PLAN, 1, "chief")

    assert drafted.get(Life.PLAN, 1).state is PlanState.APPROVED
    assert drafted.review_of(Life.PLAN, 1).state is ReviewState.APPROVED


def test_a_plan_is_returned_once_two_yes_can_no_longer_be_reached(drafted):
    drafted.confirm_all()
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    for who, reason in (("feng", "牵头单位不清。"), ("ren", ""), ("wu", "时限过紧。")):
        drafted.decide(Life.PLAN, 1, who, Verdict.NO, reason or "同上。")

    assert drafted.get(Life.PLAN, 1).state is PlanState.DRAFTED
    assert drafted.moves(Life.PLAN, 1)[-1].why == "牵头单位不清。；同上。；时限过紧。"


def test_reasons_too_long_for_one_are_cut_and_each_decision_keeps_its_own(drafted):
    drafted.confirm_all()
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    for who in ("feng", "ren", "wu"):
        drafted.decide(Life.PLAN, 1, who, Verdict.NO, "长" * 4000)

    assert drafted.get(Life.PLAN, 1).state is PlanState.DRAFTED
    assert len(drafted.moves(Life.PLAN, 1)[-1].why) == 4000


def test_a_drafted_plan_cannot_be_issued(drafted):
    drafted.confirm_all()

    assert drafted.refused(Life.PLAN, 1, Act.ISSUE, "planner") == (
        "at this step one can only: confirm a requirement, add a requirement, drop a requirement, submit, withdraw, change the policy, "
        "set the date of an event",
    )


def test_issuing_opens_one_task_per_subject(house):
    counted = Counter((t.title, t.subject_kind.value) for t in house.all_of_tasks())

    assert counted == {
        ("更新展项。", "whole"): 1,
        ("编制清单。", "whole"): 1,
        ("组建队伍。", "unit"): 10,
        ("带头宣讲。", "person"): 2,
        ("更新台账。", "whole"): 1,
        ("回应关切。", "whole"): 1,
        ("分组调研。", "group"): 2,
    }
    assert {t.state for t in house.all_of_tasks()} == {TaskState.ASSIGNED}


def test_each_unit_of_a_class_leads_its_own_task(house):
    tasks = house.tasks_of(3)

    assert len({task.lead_unit_id for task in tasks}) == 10
    assert {task.due for task in tasks} == {end_of(date(2026, 3, 20))}


def test_a_task_for_a_person_binds_that_person(house):
    chief = next(t for t in house.tasks_of(4) if t.subject_person_id == house.people["chief"].person_id)

    assert house.refused(Life.TASK, chief.id, Act.ACCEPT, "leader") == ("only the liaison may do this",)
    assert house.task_does(chief.id, Act.ACCEPT, "chief").became == TaskState.IN_PROGRESS


def test_groups_have_names_and_one_lead(house):
    assert [(t.subject, t.lead_unit_id, t.due) for t in house.tasks_of(7)] == [
        ("第一组", house.units["service"], None),
        ("第二组", house.units["service"], None),
    ]


def test_a_monthly_requirement_opens_the_task_of_each_month_once(house):
    [requirement] = [r for r in house.all_of(Requirement) if r.timing is Timing.MONTHLY]
    assert requirement.next_at == at_hour(date(2026, 2, 1), "08:30")
    february = datetime(2026, 2, 2, 1, tzinfo=UTC)

    opened = []
    for _ in range(2):
        with writing() as session:
            opened.append(_open_again(session, requirement, february))

    assert opened == [1, 0]
    assert [(t.period, t.due) for t in house.tasks_of(5)] == [
        ("2026-01", end_of(date(2026, 1, 25))),
        ("2026-02", end_of(date(2026, 2, 25))),
    ]


def test_supporting_units_owe_a_contribution_from_the_start(house):
    owed = {(c.task_id, c.unit_id) for c in house.all_of(Contribution)}

    assert owed == {(house.rich, house.units["popular"]), (house.rich, house.units["service"])}


@pytest.mark.parametrize(
    ("settled", "told"),
    [
        (Settled(timing=Timing.STANDING, fan_out=FanOut(kind=SubjectKind.UNIT, unit_class="没有这类单位")), "由谁来办"),
        (
            Settled(timing=Timing.STANDING, fan_out=FanOut(kind=SubjectKind.PERSON, post_name="没有这个岗位")),
            "由谁来办",
        ),
        (Settled(timing=Timing.FIXED, lead_unit_id=2, due=date(2025, 12, 31)), "何时完成"),
        (Settled(timing=Timing.FIXED, lead_unit_id=2, due=date(2035, 1, 1)), "何时完成"),
    ],
)
def test_what_could_never_be_issued_is_not_confirmed(drafted, settled, told):
    with pytest.raises(RuleRefused, match=told):
        drafted.do(Life.PLAN, 1, Act.CONFIRM, "planner", requirement_id=7, settled=settled)


def test_a_class_that_has_lost_its_units_stops_the_issuing_and_nothing_is_left_behind(drafted):
    drafted.confirm_all()
    class_ = Settled(timing=Timing.STANDING, fan_out=FanOut(kind=SubjectKind.UNIT, unit_class="高校科协"))
    drafted.do(Life.PLAN, 1, Act.CONFIRM, "planner", requirement_id=7, settled=class_)
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    drafted.decide(Life.PLAN, 1, "feng")
    drafted.decide(Life.PLAN, 1, "wu")
    with writing() as session:
        session.exec(delete(UnitClass).where(UnitClass.name == "高校科协"))

    with pytest.raises(Refused, match="分解不到任何单位"):
        drafted.do(Life.PLAN, 1, Act.ISSUE, "planner")
    assert (drafted.get(Life.PLAN, 1).state, drafted.all_of_tasks()) == (PlanState.APPROVED, [])


def test_the_number_of_a_withdrawn_plan_is_free_again(drafted):
    number = drafted.get(Life.PLAN, 1).number
    drafted.do(Life.PLAN, 1, Act.WITHDRAW, "planner", reason="另行印发。")
    again = Reading(text="一、要开展活动。", number=number)
    with writing() as session:
        second = import_reading(session, again, by=drafted.people["planner"], now=drafted.now).id

    assert second != 1
    assert drafted.get(Life.PLAN, second).number == number
    assert drafted.get(Life.PLAN, 1).number == f"{number}（撤回件，编号1）"


def test_withdrawing_a_plan_cancels_its_tasks_and_ends_what_hangs_on_them(house):
    house.report(house.plain)
    house.pass_check(house.plain)
    house.accept(house.rich)
    extension = house.request(house.rich, date(2026, 4, 15))

    move = house.do(Life.PLAN, 1, Act.WITHDRAW, "planner", reason="上级另有部署。")

    assert {t.state for t in house.all_of_tasks()} == {TaskState.CANCELLED}
    assert house.review_of(Life.TASK, house.plain).state is ReviewState.MOOT
    assert house.get(Life.EXTENSION, extension).state == "moot"
    assert {ladder.state for ladder in house.ladders(house.rich)} == {"settled"}
    assert house.duties(move) == ["tell_all"]


def test_withdrawing_a_plan_in_review_makes_the_review_moot(drafted):
    drafted.confirm_all()
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    drafted.do(Life.PLAN, 1, Act.WITHDRAW, "planner", reason="上级另有部署。")

    assert drafted.review_of(Life.PLAN, 1).state is ReviewState.MOOT
    with reading() as session:
        assert session.get_one(Plan, 1).state is PlanState.WITHDRAWN


def test_a_plan_with_open_tasks_is_neither_summed_up_nor_concluded(house):
    waiting = "Every task has to be closed or cancelled first."

    assert house.refused(Life.PLAN, 1, Act.SUBMIT, "planner", text="总结。") == (waiting,)
    assert house.refused(Life.PLAN, 1, Act.CONCLUDE, "planner") == (waiting, "The summary has to be approved first.")


def test_a_plan_whose_tasks_have_ended_is_summed_up_approved_by_a_leader_concluded_and_archived(house):
    house.close(house.plain)
    for task in house.all_of_tasks():
        if task.state is not TaskState.CLOSED:
            house.task_does(task.id, Act.CANCEL, "planner", reason="并入明年。")
    house.do(Life.PLAN, 1, Act.SUBMIT, "planner", text="全年总结。")
    assert house.refused(Life.PLAN, 1, Act.SUBMIT, "planner", text="再送。") == ("A review of it is open already.",)
    house.decide(Life.PLAN, 1, "leader")

    house.do(Life.PLAN, 1, Act.CONCLUDE, "planner")
    house.do(Life.PLAN, 1, Act.ARCHIVE, "planner")

    plan = house.get(Life.PLAN, 1)
    assert (plan.state, plan.summary, plan.summary_approved_at) == (PlanState.ARCHIVED, "全年总结。", house.now)


def test_a_unit_owes_no_contribution_to_the_task_it_leads_itself(drafted):
    drafted.confirm_all()
    departments = Settled(
        timing=Timing.STANDING,
        supporting=(drafted.units["popular"],),
        fan_out=FanOut(kind=SubjectKind.UNIT, unit_class="省科协机关部室"),
    )
    drafted.do(Life.PLAN, 1, Act.CONFIRM, "planner", requirement_id=3, settled=departments)
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    drafted.decide(Life.PLAN, 1, "feng")
    drafted.decide(Life.PLAN, 1, "wu")
    drafted.do(Life.PLAN, 1, Act.ISSUE, "planner")

    tasks = drafted.tasks_of(3)
    owed_to = {c.task_id for c in drafted.all_of(Contribution, unit_id=drafted.units["popular"])}
    assert len(tasks) == 7
    assert {t.id for t in tasks} - owed_to == {t.id for t in tasks if t.lead_unit_id == drafted.units["popular"]}


def test_a_summary_written_anew_has_to_be_approved_anew(house):
    for task in house.all_of_tasks():
        house.task_does(task.id, Act.CANCEL, "planner", reason="并入明年。")
    house.do(Life.PLAN, 1, Act.SUBMIT, "planner", text="全年总结。")
    house.decide(Life.PLAN, 1, "leader")
    house.do(Life.PLAN, 1, Act.SUBMIT, "planner", text="改过的总结。")

    assert house.refused(Life.PLAN, 1, Act.CONCLUDE, "planner") == ("The summary has to be approved first.",)
    house.decide(Life.PLAN, 1, "leader", Verdict.NO, "数字不符。")
    assert house.refused(Life.PLAN, 1, Act.CONCLUDE, "planner") == ("The summary has to be approved first.",)


def test_words_sent_with_a_draft_are_no_summary_and_its_approval_approves_none(drafted):
    drafted.confirm_all()
    drafted.do(Life.PLAN, 1, Act.SUBMIT, "planner", text="请审。")
    drafted.decide(Life.PLAN, 1, "feng")
    drafted.decide(Life.PLAN, 1, "wu")
    drafted.do(Life.PLAN, 1, Act.ISSUE, "planner")
    for task in drafted.all_of_tasks():
        drafted.task_does(task.id, Act.CANCEL, "planner", reason="并入明年。")

    plan = drafted.get(Life.PLAN, 1)
    assert (plan.summary, plan.summary_approved_at) == ("", None)
    assert drafted.refused(Life.PLAN, 1, Act.CONCLUDE, "planner") == ("The summary has to be approved first.",)


def summed_up(house) -> None:
    """End every task, one of them closed, and submit the summary."""
    house.close(house.plain)
    for task in house.all_of_tasks():
        if task.state is not TaskState.CLOSED:
            house.task_does(task.id, Act.CANCEL, "planner", reason="并入明年。")
    house.do(Life.PLAN, 1, Act.SUBMIT, "planner", text="全年总结。")


REOPENED = {"reason": "回头看发现未落实。", "due": date(2026, 5, 29)}


def test_reopening_a_task_takes_the_approval_of_the_summary_back(house):
    summed_up(house)
    house.decide(Life.PLAN, 1, "leader")
    house.task_does(house.plain, Act.REOPEN, "supervisor", **REOPENED)
    house.task_does(house.plain, Act.CANCEL, "planner", reason="并入明年。")

    assert house.get(Life.PLAN, 1).summary_approved_at is None
    assert house.refused(Life.PLAN, 1, Act.CONCLUDE, "planner") == ("The summary has to be approved first.",)


def test_reopening_a_task_makes_the_open_review_of_the_summary_moot(house):
    summed_up(house)
    house.task_does(house.plain, Act.REOPEN, "supervisor", **REOPENED)

    review = house.review_of(Life.PLAN, 1)
    assert (review.state, review.next_at) == (ReviewState.MOOT, None)


@pytest.mark.parametrize("filed", [False, True], ids=["concluded", "archived"])
def test_a_task_of_a_concluded_plan_is_not_reopened(house, filed):
    summed_up(house)
    house.decide(Life.PLAN, 1, "leader")
    house.do(Life.PLAN, 1, Act.CONCLUDE, "planner")
    if filed:
        house.do(Life.PLAN, 1, Act.ARCHIVE, "planner")

    assert house.refused(Life.TASK, house.plain, Act.REOPEN, "supervisor", **REOPENED) == (
        "The plan has to be issued, and not yet concluded.",
    )


def test_the_task_of_a_new_period_is_not_in_the_summary_that_was_approved_before(house):
    summed_up(house)
    house.decide(Life.PLAN, 1, "leader")
    [requirement] = [r for r in house.all_of(Requirement) if r.timing is Timing.MONTHLY]
    with writing() as session:
        february = datetime(2026, 2, 2, 1, tzinfo=UTC)
        _open_again(session, requirement, february)

    assert house.get(Life.PLAN, 1).summary_approved_at is None


def _open_again(session: Session, requirement: Requirement, now: datetime) -> int:
    with desk_on(session) as desk:
        return open_requirement(desk, desk.one(Requirement, requirement.id), now=now)
