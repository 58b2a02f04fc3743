"""A task's whole life on the real database: from handed out to closed, and every way round."""

from datetime import UTC, date, datetime

import pytest

from models.record import Refusal
from models.register import Absence
from models.task import Contribution, Entry
from models.values import Actor
from models.words import Act, Life, Owed, ReviewState, Role, SupervisionState, TaskState, Verdict
from workflows.moments import end_of


def test_an_issued_plan_hands_its_tasks_out_and_tells_lead_and_supporting_units(house):
    task = house.task(house.rich)

    opened, assigned = house.moves(Life.TASK, house.rich)
    end_of_march = end_of(date(2026, 3, 31))
    assert (task.state, task.due, task.original_due) == (TaskState.ASSIGNED, end_of_march, end_of_march)
    assert [(m.version, m.act, m.became_from, m.became) for m in (opened, assigned)] == [
        (1, Act.OPEN, "new", "planned"),
        (2, Act.ASSIGN, "planned", "assigned"),
    ]
    assert house.duties(assigned) == ["tell_lead", "tell_supporting"]


def test_a_plain_task_goes_from_signing_to_closed(house):
    house.close(house.plain)

    task = house.task(house.plain)
    assert (task.state, task.closed_at, task.percent) == (TaskState.CLOSED, house.now, 100)
    assert [(m.act, m.became, m.role) for m in house.moves(Life.TASK, house.plain)] == [
        ("open", "planned", "system"),
        ("assign", "assigned", "system"),
        ("accept", "in_progress", "liaison"),
        ("report", "reported", "liaison"),
        ("pass_check", "in_review", "checker"),
        ("approve", "closed", "panel"),
    ]


def test_closing_a_task_settles_its_ladder(house):
    house.close(house.plain)

    [ladder] = house.ladders(house.plain)
    assert (ladder.state, ladder.next_at) == (SupervisionState.SETTLED, None)


def test_each_move_writes_exactly_the_duties_of_its_row(house):
    house.report(house.plain)
    house.pass_check(house.plain)
    house.decide(Life.TASK, house.plain, "feng", Verdict.NO, "佐证不全。")
    house.task_does(house.plain, Act.SUSPEND, "planner", reason="场馆检修。")

    told = {move.act: house.duties(move) for move in house.moves(Life.TASK, house.plain)}
    assert told == {
        "open": [],
        "assign": ["tell_lead", "tell_supporting"],
        "accept": [],
        "report": ["ask_checker"],
        "pass_check": [],
        "send_back": ["tell_lead"],
        "suspend": ["tell_lead"],
    }


def test_a_task_returned_by_the_panel_is_in_progress_again_and_the_return_is_counted(house):
    house.report(house.plain)
    house.pass_check(house.plain)

    house.decide(Life.TASK, house.plain, "wu", Verdict.NO, "佐证不全。")

    task, last = house.task(house.plain), house.moves(Life.TASK, house.plain)[-1]
    assert (task.state, task.returns, task.reported_by, task.reported_at) == (TaskState.IN_PROGRESS, 1, None, None)
    assert (last.act, last.why, last.person_id) == (Act.SEND_BACK, "佐证不全。", house.people["wu"].person_id)
    assert house.review_of(Life.TASK, house.plain).state is ReviewState.RETURNED


def test_a_second_round_opens_a_new_review(house):
    house.report(house.plain)
    house.task_does(house.plain, Act.SEND_BACK, "checker", reason="请补充。")
    house.task_does(house.plain, Act.REPORT, "liaison", text="已补充。")
    house.pass_check(house.plain)

    review = house.review_of(Life.TASK, house.plain)
    assert (review.round, review.state, house.task(house.plain).returns) == (2, ReviewState.OPEN, 1)


def test_a_report_can_be_taken_back_before_it_is_checked(house):
    house.report(house.plain)

    house.task_does(house.plain, Act.TAKE_BACK, "liaison")

    task = house.task(house.plain)
    assert (task.state, task.reported_by, task.returns) == (TaskState.IN_PROGRESS, None, 0)


def test_a_withdrawn_review_gives_the_report_back_to_the_checker(house):
    house.report(house.plain)
    house.pass_check(house.plain)
    review = house.review_of(Life.TASK, house.plain)

    house.do(Life.REVIEW, review.id, Act.WITHDRAW, "planner", reason="送错了。")

    task = house.task(house.plain)
    assert (task.state, task.reported_by) == (TaskState.REPORTED, house.people["liaison"].person_id)


def test_a_declined_task_goes_to_another_unit(house):
    house.task_does(house.plain, Act.DECLINE, "liaison", reason="不属我馆职责。")
    move = house.task_does(
        house.plain, Act.REASSIGN, "planner", unit_id=house.units["popular"], reason="改由科普部办理。"
    )

    task = house.task(house.plain)
    assert (task.state, task.lead_unit_id) == (TaskState.ASSIGNED, house.units["popular"])
    assert move.detail["old_lead_unit_id"] == house.units["museum"]
    assert house.duties(move) == ["tell_old_lead", "tell_lead"]
    assert house.refused(Life.TASK, house.plain, Act.ACCEPT, "liaison") == ("only the liaison may do this",)


def test_a_task_cannot_be_reassigned_to_a_unit_that_does_not_exist(house):
    reasons = house.refused(Life.TASK, house.plain, Act.REASSIGN, "planner", unit_id=999_999, reason="改派。")

    assert reasons == ("Another lead unit has to be named.",)


def test_a_new_lead_owes_itself_no_contribution(house):
    house.task_does(house.rich, Act.REASSIGN, "planner", unit_id=house.units["popular"], reason="改由科普部牵头。")

    owed = {c.unit_id: c.owed for c in house.all_of(Contribution, task_id=house.rich)}
    assert owed == {house.units["popular"]: Owed.WAIVED, house.units["service"]: Owed.OWED}


def test_a_suspended_task_gets_back_the_working_days_it_stood_still(house):
    house.accept(house.plain)
    house.task_does(house.plain, Act.SUSPEND, "planner", reason="场馆检修。")
    house.now = datetime(2026, 1, 13, 1, tzinfo=UTC)  # Tuesday to Tuesday: five working days

    move = house.task_does(house.plain, Act.RESUME, "planner", reason="检修完成。")

    task = house.task(house.plain)
    assert (task.due, task.original_due) == (end_of(date(2026, 4, 8)), end_of(date(2026, 3, 31)))  # 清明 is off
    assert (task.deadline_version, task.suspended_at) == (2, None)
    assert move.detail["new_due"] == "2026-04-08"


def test_the_ladder_of_the_old_deadline_is_settled_when_the_resumed_task_has_a_new_one(house):
    house.accept(house.plain)
    house.task_does(house.plain, Act.SUSPEND, "planner", reason="场馆检修。")
    house.later(days=7)

    house.task_does(house.plain, Act.RESUME, "planner", reason="检修完成。")

    assert [(s.deadline_version, s.state, s.next_at is None) for s in house.ladders(house.plain)] == [
        (1, SupervisionState.SETTLED, True),
        (2, SupervisionState.CALM, False),
    ]


def test_resuming_on_the_day_of_suspension_moves_nothing(house):
    house.accept(house.plain)
    house.task_does(house.plain, Act.SUSPEND, "planner", reason="场馆检修。")

    house.task_does(house.plain, Act.RESUME, "planner", reason="误操作。")

    task = house.task(house.plain)
    assert (task.due, task.deadline_version) == (end_of(date(2026, 3, 31)), 1)


def test_while_suspended_no_rung_is_ever_due(house):
    house.accept(house.plain)
    assert house.ladders(house.plain)[0].next_at is not None

    house.task_does(house.plain, Act.SUSPEND, "planner", reason="场馆检修。")

    assert [ladder.next_at for ladder in house.ladders(house.plain)] == [None]


def test_cancelling_makes_review_and_extension_moot_and_settles_the_ladder(house):
    house.accept(house.plain)
    extension_id = house.request(house.plain, date(2026, 4, 15))
    house.task_does(house.plain, Act.CANCEL, "planner", reason="不再需要。")

    assert house.get(Life.EXTENSION, extension_id).state == "moot"
    assert [ladder.state for ladder in house.ladders(house.plain)] == [SupervisionState.SETTLED]


def test_cancelling_a_task_in_review_makes_its_review_moot(house):
    house.report(house.plain)
    house.pass_check(house.plain)

    house.task_does(house.plain, Act.CANCEL, "planner", reason="不再需要。")

    review = house.review_of(Life.TASK, house.plain)
    assert (review.state, review.next_at) == (ReviewState.MOOT, None)
    assert house.refused(Life.REVIEW, review.id, Act.DECIDE, "feng", verdict=Verdict.YES) == (
        "it has come to its end; nothing more can be done",
    )


def test_a_reopened_task_has_a_new_deadline_and_a_new_ladder(house):
    house.close(house.plain)
    house.task_does(house.plain, Act.REOPEN, "supervisor", reason="回头看发现未落实。", due=date(2026, 5, 29))

    task = house.task(house.plain)
    assert (task.state, task.due, task.closed_at) == (TaskState.IN_PROGRESS, end_of(date(2026, 5, 29)), None)
    assert [(s.deadline_version, s.state) for s in house.ladders(house.plain)] == [
        (1, SupervisionState.SETTLED),
        (2, SupervisionState.CALM),
    ]


def test_the_lead_cannot_report_before_deliverable_quantity_and_contributions(house):
    house.accept(house.rich)

    assert house.refused(Life.TASK, house.rich, Act.REPORT, "liaison") == (
        "Every deliverable needs a file attached.",
        "The quantity demanded has to be reached.",
        "Every supporting unit has to contribute first, or be waived on record.",
        "Something has to be written.",
    )


def test_with_file_number_contribution_and_waiver_the_lead_reports(house):
    house.accept(house.rich)
    house.attach(house.rich, "《清单》")
    house.task_does(house.rich, Act.ADD_ENTRY, "liaison", count=2, percent=80, text="完成两份。")
    house.task_does(house.rich, Act.CONTRIBUTE, "supporter", text="已提供素材。")
    house.task_does(house.rich, Act.WAIVE, "planner", unit_id=house.units["service"], reason="该中心本年度无此项职能。")

    house.task_does(house.rich, Act.REPORT, "liaison", text="清单已编制。")

    task = house.task(house.rich)
    assert (task.state, task.quantity_done) == (TaskState.REPORTED, 2)
    assert [(c.unit_id, c.owed, c.text) for c in house.all_of(Contribution, task_id=house.rich)] == [
        (house.units["popular"], Owed.FILED, "已提供素材。"),
        (house.units["service"], Owed.WAIVED, "该中心本年度无此项职能。"),
    ]
    assert [(e.count, e.percent, e.text) for e in house.all_of(Entry)] == [(2, 80, "完成两份。")]


def test_a_unit_contributes_once(house):
    house.task_does(house.rich, Act.CONTRIBUTE, "supporter", text="已提供素材。")

    assert house.refused(Life.TASK, house.rich, Act.CONTRIBUTE, "supporter", text="再报一次。") == (
        "Only a supporting unit that has not contributed yet can do this.",
    )


def test_only_a_unit_that_owes_can_be_waived(house):
    reasons = house.refused(
        Life.TASK, house.rich, Act.WAIVE, "planner", unit_id=house.units["museum"], reason="牵头单位不用报。"
    )

    assert reasons == ("The unit named owes no contribution.",)


def test_a_refused_attempt_is_recorded_with_who_what_and_why(house):
    house.refused(Life.TASK, house.plain, Act.REPORT, "outsider", text="已完成。")

    [refusal] = house.all_of(Refusal)
    assert (refusal.life, refusal.subject_id, refusal.act) == (Life.TASK, house.plain, Act.REPORT)
    assert (refusal.person_id, refusal.at) == (house.people["outsider"].person_id, house.now)
    assert refusal.why == "这一步只能：签收、退回交办、改派、报送配合情况、免报配合情况、撤销"
    assert house.task(house.plain).state is TaskState.ASSIGNED


@pytest.mark.parametrize("by", ["outsider", "supporter", "planner", "checker", "leader"])
def test_nobody_but_the_leads_liaison_signs_for_a_task(house, by):
    assert house.refused(Life.TASK, house.plain, Act.ACCEPT, by) == ("only the liaison may do this",)


def test_a_deputy_acts_only_while_the_holder_is_away_and_on_that_persons_behalf(house):
    assert house.refused(Life.TASK, house.plain, Act.ACCEPT, "deputy") == ("only the liaison may do this",)

    house.add(Absence(person_id=house.people["liaison"].person_id, since=date(2026, 1, 5), until=date(2026, 1, 9)))
    move = house.task_does(house.plain, Act.ACCEPT, "deputy")

    assert (move.person_id, move.on_behalf_of) == (
        house.people["deputy"].person_id,
        house.people["liaison"].person_id,
    )


def test_a_task_is_not_reopened_with_a_deadline_that_has_passed(house):
    house.close(house.plain)
    yesterday, today = date(2026, 1, 5), date(2026, 1, 6)

    reasons = house.refused(Life.TASK, house.plain, Act.REOPEN, "supervisor", reason="未落实。", due=yesterday)

    assert reasons == ("The new deadline may not have passed already.",)
    house.task_does(house.plain, Act.REOPEN, "supervisor", reason="未落实。", due=today)


def test_the_deadline_is_not_moved_to_a_day_that_has_passed(house):
    house.accept(house.plain)
    system = Actor(name="系统", speaks_as=Role.SYSTEM)

    reasons = house.refused(Life.TASK, house.plain, Act.MOVE_DUE, system, reason="调整。", due=date(2025, 1, 1))

    assert reasons == ("The new deadline may not have passed already.",)
