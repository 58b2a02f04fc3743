"""The ladder that the demonstration shows goes through a holiday with a make-up day, and says which days do not count."""

from datetime import date, timedelta

from small_plan import ISSUED_AT, LIAISON, PLANNER, at

from duban.calendars import load_calendar
from duban.database import reading
from duban.demo.ladder import climbed, day_before_make_up, mornings
from duban.desk.opened import desk_of
from duban.doing import ask_for_time
from duban.sweeping import sweep_in_hours
from models.task import Task
from models.values import Given
from models.words import Act, Life


def test_the_deadline_is_the_last_working_day_before_a_make_up_day(small):
    with reading() as session:
        calendar = load_calendar(desk_of(session))

    assert day_before_make_up(calendar, date(2026, 1, 6)) == date(2026, 2, 13)  # Saturday the 14th is worked
    assert day_before_make_up(calendar, date(2022, 7, 1)) == date(2022, 9, 30)  # so is Saturday, 8 October
    assert day_before_make_up(calendar, date(2028, 1, 6)) is None  # no swaps are published yet


def test_each_rung_says_its_day_its_distance_and_what_was_skipped(small):
    small.does(LIAISON, Act.ACCEPT, small.plain, at=ISSUED_AT)
    given = Given(reason="展品未到。", text="完成一半。", due=date(2026, 5, 8))
    asked = ask_for_time(small.plain, given, by=small.people[LIAISON], now=ISSUED_AT)
    small.does(PLANNER, Act.GRANT, asked.id or 0, Life.EXTENSION, at=ISSUED_AT)
    with reading() as session:
        days = mornings(session, session.get_one(Task, small.plain))
    for day in (date(2026, 4, 20) + timedelta(days=n) for n in range(40)):
        sweep_in_hours(now=at(f"{day} 08:31"))

    with reading() as session:
        found = list(climbed(session, session.get_one(Task, small.plain)))
    assert [(one.rung, one.day, one.workdays) for one in found] == [
        ("已提醒", date(2026, 4, 28), -5),
        ("已催办", date(2026, 5, 6), -2),
        ("已督办", date(2026, 5, 9), 1),
        ("已约谈", date(2026, 5, 14), 5),
        ("已通报", date(2026, 5, 21), 10),
    ]
    assert [one.skipped for one in found] == [
        (),
        ("跳过5月1日周五至5月5日周二共5天（劳动节）",),
        ("5月9日周六调休上班，计入",),
        ("跳过5月10日周日（周末）",),
        ("跳过5月16日周六至5月17日周日共2天（周末）",),
    ]
    assert days == {one.day for one in found}
