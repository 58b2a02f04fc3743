"""Deadlines that are counted from an act or an event: when they begin, what moves them, what is kept."""

import sqlite3
from contextlib import closing
from datetime import date
from importlib import import_module

import pytest
from alembic import command
from small_plan import LIAISON, MUSEUM, PLANNER, at, issued, rows

from duban import database
from duban.database import reading
from duban.doing import ask_for_time
from duban.explaining import explain
from duban.schema import alembic_config, migrate
from models.errors import RuleRefused
from models.question import Supervision
from models.record import Move
from models.register import Unit
from models.task import Task
from models.values import Given
from models.words import Act, Lamp, Life, Start, Timing
from workflows.moments import day_of

ADDED = import_module("migrations.versions.0007_count_deadlines_from_acts").COLUMNS
SIGNED, AFTER_ISSUE, ASSIGNED, BEFORE, AFTER, ON_THE_DAY = (
    "签收起算。",
    "印发起算。",
    "交办起算。",
    "会前办。",
    "赛后办。",
    "当日办。",
)
# fmt: off
DEMANDS = (
    # text        lead     supporting  settled
    (SIGNED,      MUSEUM,  (),  {"timing": Timing.AFTER, "starts_from": Start.SIGNING,    "days": 10}),
    (AFTER_ISSUE, MUSEUM,  (),  {"timing": Timing.AFTER, "starts_from": Start.ISSUE,      "days": 30, "in_workdays": False}),
    (ASSIGNED,    MUSEUM,  (),  {"timing": Timing.AFTER, "starts_from": Start.ASSIGNMENT, "days": 5}),
    (BEFORE,      MUSEUM,  (),  {"timing": Timing.EVENT, "event": "科学节", "days": -3}),
    (AFTER,       MUSEUM,  (),  {"timing": Timing.EVENT, "event": "竞赛",   "days": 15, "in_workdays": False}),
    (ON_THE_DAY,  MUSEUM,  (),  {"timing": Timing.EVENT, "event": "科学节"}),
)
# fmt: on


@pytest.fixture
def counted(registered, tmp_path):
    """A plan issued on 6 January 2026 whose deadlines are all counted."""
    yield from issued(registered, tmp_path / "home", DEMANDS)


def task(text: str) -> Task:
    return next(one for one in rows(Task) if one.title == text)


def due(text: str) -> date | None:
    found = task(text).due
    return day_of(found) if found else None


def set_event(small, event: str, day: date, when: str = "2026-02-02 09:00") -> Move:
    return small.does(
        PLANNER, Act.SET_EVENT, small.plan_id, Life.PLAN, at=at(when), text=event, due=day, reason="见通知。"
    )


def told(text: str, when: str):
    with reading() as session:
        return explain(session, task(text).id, now=at(when))


def test_what_is_counted_from_issue_and_assignment_has_its_deadline_at_once(counted):
    assert (due(AFTER_ISSUE), due(ASSIGNED)) == (date(2026, 2, 5), date(2026, 1, 13))
    assert all(task(text).original_due == task(text).due for text in (AFTER_ISSUE, ASSIGNED))
    assert {due(text) for text in (SIGNED, BEFORE, AFTER, ON_THE_DAY)} == {None}


def test_signing_starts_the_count_and_sets_the_first_deadline(counted):
    before = told(SIGNED, "2026-01-07 08:00")
    move = counted.does(LIAISON, Act.ACCEPT, task(SIGNED).id, at=at("2026-01-07 09:00"))

    found = task(SIGNED)
    assert (before.lamp, before.why) == (Lamp.GREY, "签收后起算时限")
    assert (due(SIGNED), found.original_due, found.deadline_version) == (date(2026, 1, 21), found.due, 1)
    assert (move.detail["new_due"], move.detail["provisional"]) == ("2026-01-21", False)
    assert counted.ladder(found.id).deadline_version == 1
    assert told(SIGNED, "2026-01-07 10:00").origin == "时限是签收后10个工作日内；2026-01-07 签收，从次日起算。"


def test_whoever_signs_next_has_as_many_days_and_the_original_deadline_is_kept(counted):
    task_id, other = task(SIGNED).id, next(unit.id for unit in rows(Unit) if unit.code == "KPB")
    counted.does(LIAISON, Act.ACCEPT, task_id, at=at("2026-01-07 09:00"))
    first = task(SIGNED).due
    counted.does(PLANNER, Act.REASSIGN, task_id, at=at("2026-01-12 09:00"), unit_id=other, reason="职责调整。")

    counted.does("situ.zhuyou", Act.ACCEPT, task_id, at=at("2026-01-14 09:00"))

    found = task(SIGNED)
    assert (due(SIGNED), found.original_due, found.deadline_version) == (date(2026, 1, 28), first, 2)


def test_days_in_a_year_not_announced_are_said_to_be_provisional(counted):
    move = counted.does(LIAISON, Act.ACCEPT, task(SIGNED).id, at=at("2028-01-05 09:00"))

    assert move.detail["provisional"] is True
    assert told(SIGNED, "2028-01-05 10:00").origin.endswith("所涉年份的放假安排尚未公布，推算结果为暂定。")


def test_until_its_date_is_known_a_task_waits_for_the_event_and_its_lamp_says_so(counted):
    found = told(BEFORE, "2026-01-08 09:00")

    assert (found.lamp, found.why) == (Lamp.GREY, "等待“科学节”的日期")
    assert found.origin == "时限是活动“科学节”前3个工作日；活动日期还没有定，定下之后再推算。"


@pytest.mark.sqlite
def test_a_task_that_was_tied_to_an_event_before_waits_for_its_date_after_the_upgrade(counted):
    config = alembic_config()
    with database.engine().begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
    database.dispose()
    with closing(sqlite3.connect(counted.home / "duban.db")) as opened:
        for table, column, _ in ADDED:
            opened.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        opened.execute("UPDATE alembic_version SET version_num = '0006'")
        opened.commit()

    migrate()

    assert {(one.title, one.starts_from, one.event) for one in rows(Task) if one.starts_from} == {
        (BEFORE, Start.EVENT, "科学节"),
        (AFTER, Start.EVENT, "竞赛"),
        (ON_THE_DAY, Start.EVENT, "科学节"),
    }


def test_a_task_nobody_speaks_of_turns_yellow_also_while_it_waits(counted):
    assert (told(BEFORE, "2026-03-08 09:00").lamp, told(BEFORE, "2026-03-08 09:00").why) == (
        Lamp.YELLOW,
        "等待“科学节”的日期；已 61 天没有填报进展",
    )


def test_setting_an_events_date_moves_everything_tied_to_it_and_nothing_else(counted):
    set_event(counted, "科学节", date(2026, 5, 20))

    found = task(BEFORE)
    move = [m for m in rows(Move) if (m.life, m.subject_id) == (Life.TASK, found.id)][-1]
    assert (due(BEFORE), due(ON_THE_DAY), due(AFTER)) == (date(2026, 5, 15), date(2026, 5, 20), None)
    assert (found.original_due, found.deadline_version) == (found.due, 1)
    assert (move.act, move.why) == (Act.RECOUNT, "活动“科学节”定于 2026-05-20：见通知。")
    assert told(BEFORE, "2026-02-03 09:00").origin == (
        "时限是活动“科学节”前3个工作日；该活动定于 2026-05-20，日期有变时限随之变动。"
    )


def test_changing_an_events_date_moves_the_deadlines_again_and_keeps_the_original(counted):
    set_event(counted, "竞赛", date(2026, 5, 20))
    first = task(AFTER).due
    set_event(counted, "竞赛", date(2026, 6, 20), "2026-02-03 09:00")

    found = task(AFTER)
    assert (day_of(first), due(AFTER), found.original_due) == (date(2026, 6, 4), date(2026, 7, 6), first)
    assert found.deadline_version == 2
    assert {ladder.deadline_version for ladder in _open_ladders(found.id)} == {2}


def _open_ladders(task_id: int):
    return [one for one in rows(Supervision) if one.task_id == task_id and one.state != "settled"]


def test_what_would_have_gone_by_already_is_due_today(counted):
    set_event(counted, "科学节", date(2026, 2, 3))

    assert due(BEFORE) == date(2026, 2, 2)


def test_a_task_that_has_ended_is_left_alone(counted):
    set_event(counted, "科学节", date(2026, 5, 20))
    counted.does(PLANNER, Act.CANCEL, task(ON_THE_DAY).id, at=at("2026-02-03 09:00"), reason="并入他项。")
    set_event(counted, "科学节", date(2026, 5, 27), "2026-02-04 09:00")

    assert (due(BEFORE), due(ON_THE_DAY)) == (date(2026, 5, 22), date(2026, 5, 20))


def test_a_date_that_was_asked_for_stays_though_the_clock_stands_and_the_event_moves(counted):
    set_event(counted, "竞赛", date(2026, 5, 20))
    task_id = task(AFTER).id
    counted.does(LIAISON, Act.ACCEPT, task_id, at=at("2026-02-03 09:00"))
    wanted = Given(text="展品未到。", due=date(2026, 6, 10), reason="展品未到。")
    asked = ask_for_time(task_id, wanted, by=counted.people[LIAISON], now=at("2026-02-04 09:00"))
    counted.does(PLANNER, Act.GRANT, asked.id, Life.EXTENSION, at=at("2026-02-05 09:00"))
    counted.does(PLANNER, Act.SUSPEND, task_id, at=at("2026-03-02 09:00"), reason="场馆检修。")
    counted.does(PLANNER, Act.RESUME, task_id, at=at("2026-03-04 09:00"), reason="检修完毕。")

    set_event(counted, "竞赛", date(2026, 7, 20), "2026-03-05 09:00")

    assert due(AFTER) == date(2026, 6, 12)
    assert told(AFTER, "2026-03-06 09:00").origin == (
        "时限已由延期或重新办理改为一个确定的日期，不再随起算日、活动或日历变动。其间停止计时 2 个工作日，时限顺延。"
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"text": "春节", "due": date(2026, 5, 20), "reason": "见通知。"}, "必须指明本方案任务要求里写的一项活动。"),
        ({"text": "科学节", "reason": "见通知。"}, "必须给出新的时限。"),
        ({"text": "科学节", "due": date(2199, 5, 20), "reason": "见通知。"}, "活动日期必须在工作日历已有的年份之内。"),
        ({"text": "科学节", "due": date(2026, 5, 20)}, "必须写明理由。"),
    ],
)
def test_an_event_that_is_not_of_the_plan_or_has_no_date_is_refused(counted, given, why):
    with pytest.raises(RuleRefused) as refused:
        counted.does(PLANNER, Act.SET_EVENT, counted.plan_id, Life.PLAN, at=at("2026-02-02 09:00"), **given)

    assert [reason.zh for reason in refused.value.reasons] == [why]
    assert due(BEFORE) is None


def test_the_same_date_again_is_refused(counted):
    set_event(counted, "科学节", date(2026, 5, 20))

    with pytest.raises(RuleRefused, match="on this date already"):
        set_event(counted, "科学节", date(2026, 5, 20))
