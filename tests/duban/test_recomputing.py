"""A calendar that is amended moves what is counted in working days; what has ended or is already past stays."""

from datetime import date

from small_plan import CHECKER, LIAISON, PLANNER, at, rows
from typer.testing import CliRunner

from duban.actions.extensions import request_extension
from duban.arrangements import read_arrangement
from duban.calendars import store
from duban.cli import calendar
from duban.database import writing
from duban.local_days import calendars_now
from duban.recomputing import Recounted, recompute_ladders, recount
from models.question import Extension, Review, Supervision
from models.record import Move
from models.task import Contribution, Task
from models.values import Given
from models.words import Act, Life, Role, SupervisionState
from workflows.moments import at_hour, day_of

AMENDED = """国务院办公厅关于调整2026年劳动节假期安排的通知 国办发明电〔2026〕3号
一、2026年3月24日（周二）至3月26日（周四）放假调休，共3天。"""
APRIL = """国务院办公厅关于调整2026年清明节假期安排的通知 国办发明电〔2026〕4号
一、2026年4月6日（周一）至4月8日（周三）放假调休，共3天。"""


def test_ladders_climb_earlier_when_days_before_the_deadline_become_days_off(small, tmp_path):
    before = small.ladder(small.plain).next_at
    file = tmp_path / "amended.txt"
    file.write_text(AMENDED, encoding="utf-8")

    ran = CliRunner().invoke(calendar.app, ["load", str(file), "--yes"])

    assert ran.exit_code == 0, ran.output
    moved = [ladder for ladder in rows(Supervision) if ladder.next_at == at_hour(date(2026, 3, 19), "08:30")]
    assert before == at_hour(date(2026, 3, 24), "08:30")
    assert small.ladder(small.plain).next_at == at_hour(date(2026, 3, 19), "08:30")
    assert f"随之改了 {len(moved)} 项督办的下一次催办时间。" in ran.output


def test_without_a_change_nothing_moves(small):
    with writing() as session:
        assert recompute_ladders(session) == 0


def test_what_is_settled_stays_settled(small):
    small.does(PLANNER, Act.CANCEL, small.plain, at=at("2026-01-08 09:00"), reason="并入他项。")
    with writing() as session:
        recompute_ladders(session)

    ladder = small.ladder(small.plain)
    assert (ladder.state, ladder.next_at) == (SupervisionState.SETTLED, None)


def load(text: str, *, today: str) -> Recounted:
    """Store an arrangement and count anew, as duban calendar load does."""
    arrangement = read_arrangement(text, None)
    with writing() as session:
        before = calendars_now(session)
        store(session, arrangement)
        return recount(session, before, source=arrangement.source, now=at(today))


def moves_of(life: Life, subject_id: int) -> list[Move]:
    return [move for move in rows(Move) if (move.life, move.subject_id) == (life, subject_id)]


def reported(small) -> int:
    """Report the plain task on 19 March, pass the check on the 20th; give its review, due three working days later."""
    task = small.plain
    small.does(LIAISON, Act.ACCEPT, task, at=at("2026-01-07 09:00"))
    with_popular = [c for c in rows(Contribution) if c.task_id == task]
    for one in with_popular:
        small.does(PLANNER, Act.WAIVE, task, at=at("2026-01-07 09:00"), unit_id=one.unit_id, reason="已配合。")
    small.does(LIAISON, Act.REPORT, task, at=at("2026-03-19 09:00"), text="已完成。")
    small.does(CHECKER, Act.PASS_CHECK, task, at=at("2026-03-20 09:00"))
    return rows(Review)[-1].id


def test_an_open_review_has_as_many_working_days_as_before(small):
    review = reported(small)
    before = rows(Review)[-1].due

    found = load(AMENDED, today="2026-03-20 10:00")

    after, move = rows(Review)[-1], moves_of(Life.REVIEW, review)[-1]
    assert (day_of(before), day_of(after.due)) == (date(2026, 3, 25), date(2026, 3, 30))
    assert (after.next_at, found.reviews) == (after.due, 1)
    assert (move.act, move.role, move.became, move.detail["due"]) == (Act.RECOUNT, Role.SYSTEM, "open", "2026-03-30")
    assert "国办发明电〔2026〕3号" in move.why


def test_a_review_that_is_late_already_stays_late(small):
    reported(small)
    before = rows(Review)[-1].due

    found = load(AMENDED, today="2026-03-27 10:00")

    assert (found.reviews, rows(Review)[-1].due) == (0, before)


def test_a_deadline_that_was_moved_by_working_days_is_counted_anew(small):
    """Suspended on 9 March, resumed on the 20th: 31 March and nine working days."""
    small.does(LIAISON, Act.ACCEPT, small.plain, at=at("2026-01-07 09:00"))
    small.does(PLANNER, Act.SUSPEND, small.plain, at=at("2026-03-09 09:00"), reason="等场地。")
    small.does(PLANNER, Act.RESUME, small.plain, at=at("2026-03-20 09:00"), reason="场地已定。")
    before = task_of(small.plain)

    found = load(APRIL, today="2026-03-20 10:00")

    after, move = task_of(small.plain), moves_of(Life.TASK, small.plain)[-1]
    assert (day_of(before.due), day_of(after.due)) == (date(2026, 4, 14), date(2026, 4, 16))
    assert (after.original_due, after.deadline_version) == (before.original_due, before.deadline_version + 1)
    assert (found.tasks, move.act, move.detail["old_due"]) == (1, Act.RECOUNT, before.due.isoformat())
    open_ones = [one for one in rows(Supervision) if one.task_id == small.plain and one.state != "settled"]
    assert [one.deadline_version for one in open_ones] == [after.deadline_version]


def test_a_fixed_date_is_not_moved_by_a_calendar(small):
    found = load(AMENDED, today="2026-03-20 10:00")

    assert (found.tasks, {day_of(t.due) for t in rows(Task) if not t.period}) == (0, {date(2026, 3, 31)})


def test_a_request_for_a_day_that_is_worked_no_more_asks_for_the_next_one(small):
    small.does(LIAISON, Act.ACCEPT, small.plain, at=at("2026-01-07 09:00"))
    wanted = Given(due=date(2026, 4, 8), reason="等场地。", text="完成一半。")
    with writing() as session:
        asked_at = at("2026-03-20 09:00")
        asked = request_extension(session, small.plain, given=wanted, by=small.people[LIAISON], now=asked_at).id

    found = load(APRIL, today="2026-03-20 10:00")

    extension, move = rows(Extension)[-1], moves_of(Life.EXTENSION, asked)[-1]
    assert (found.extensions, extension.wanted, extension.old_due) == (1, date(2026, 4, 9), task_of(small.plain).due)
    assert (move.act, move.detail["old_wanted"]) == (Act.RECOUNT, "2026-04-08")
    small.does(PLANNER, Act.GRANT, extension.id, Life.EXTENSION, at=at("2026-03-20 11:00"))
    assert day_of(task_of(small.plain).due) == date(2026, 4, 9)


def test_a_second_load_moves_nothing(small):
    reported(small)
    load(AMENDED, today="2026-03-20 10:00")

    assert load(AMENDED, today="2026-03-20 11:00") == Recounted()


def task_of(task_id: int) -> Task:
    return next(task for task in rows(Task) if task.id == task_id)
