"""What goes wrong in such systems elsewhere, a test each: calendars, registers, deadlines, lamps, empty notices.

Others stand where they belong: `tests/house/test_traps_tested.py` is the table of all of them.
"""

from datetime import date, timedelta

import pytest
from small_plan import (
    CHECKER,
    CITIES,
    ISSUED_AT,
    LIAISON,
    MONTHLY,
    MUSEUM,
    PLANNER,
    REVIEWERS,
    Small,
    at,
    everybody,
    rows,
)
from sqlalchemy import delete, update
from sqlmodel import col, select

from duban.actions.plans import import_reading
from duban.arrangements import read_arrangement
from duban.calendars import store
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.doing import ask_for_time
from duban.explaining import explain
from duban.notices import read_text
from duban.policies import store_policy
from duban.posts import standing
from duban.queries import Wanted, task_page
from duban.recomputing import recompute_ladders
from duban.register_tables import ClassRow
from duban.registers import import_register, read_register
from duban.reports.summary import make_summary
from duban.samples import REGISTER
from duban.sight import sight_of
from duban.sweeping import sweep_all, sweep_in_hours
from models.calendar import CalendarDay, CalendarYear
from models.errors import BadInput, RuleRefused
from models.plan import Plan, Requirement
from models.policy import PolicySettings
from models.question import Review, Supervision
from models.record import Move, Refusal
from models.register import Holding, Post, UnitClass
from models.task import Task
from models.values import Given, Settled
from models.words import Act, Holds, Lamp, Leaving, Life, Role, TaskState, Timing, Verdict
from workflows.moments import at_hour, day_of, end_of

Y2027 = """国务院办公厅关于2027年部分节假日安排的通知 国办发明电〔2026〕9号
一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。2026年12月27日（周日）上班。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""


def put_off(small: Small, wanted: date, *, now: str = "2026-03-20 09:00") -> None:
    """Have the plain task's deadline moved."""
    small.does(LIAISON, Act.ACCEPT, small.plain, at=ISSUED_AT)
    given = Given(reason="展品未到。", text="完成一半。", due=wanted)
    asked = ask_for_time(small.plain, given, by=small.people[LIAISON], now=at(now))
    small.does(PLANNER, Act.GRANT, asked.id or 0, Life.EXTENSION, at=at(now))


def finish(small: Small, now: str) -> None:
    """Report the plain task, check it, approve it."""
    moment = at(now)
    small.does("situ.zhuyou", Act.CONTRIBUTE, small.plain, at=moment, text="已配合。")
    small.does(LIAISON, Act.REPORT, small.plain, at=moment, text="已完成。")
    small.does(CHECKER, Act.PASS_CHECK, small.plain, at=moment)
    small.does(REVIEWERS[0], Act.DECIDE, rows(Review)[-1].id, Life.REVIEW, at=moment, verdict=Verdict.YES)


def climbs(small: Small) -> list[tuple[str, date]]:
    """List the rungs that the plain task's newest ladder has climbed, with their days."""
    ladder = newest_ladder(small).id
    moves = [m for m in rows(Move) if m.life is Life.SUPERVISION and m.subject_id == ladder]
    return [(m.became, day_of(m.at)) for m in moves if m.act not in (Act.OPEN, Act.SETTLE)]


def newest_ladder(small: Small) -> Supervision:
    found: Supervision = [one for one in rows(Supervision) if one.task_id == small.plain][-1]
    return found


def forget_the_years_after(year: int) -> None:
    with writing() as session:
        session.exec(delete(CalendarDay).where(CalendarDay.day > date(year, 12, 31)))
        session.exec(delete(CalendarYear).where(CalendarYear.year > year))


# the calendar


def test_without_the_next_years_calendar_nothing_is_guessed_and_what_is_missing_is_said(small):
    put_off(small, date(2026, 12, 30))
    for day in ("2026-12-23", "2026-12-28"):
        sweep_all(now=at(f"{day} 09:00"))
    forget_the_years_after(2026)

    last_day = sweep_all(now=at("2026-12-31 09:00"))
    with pytest.raises(BadInput, match="duban calendar load"):
        sweep_in_hours(now=at("2027-01-04 09:00"))

    assert "duban calendar load" in {f.subject_id: f.why for f in last_day.failures}[newest_ladder(small).id]
    assert climbs(small) == [("reminded", date(2026, 12, 23)), ("urged", date(2026, 12, 28))]
    assert [r.why for r in rows(Refusal) if r.life is Life.SUPERVISION and r.act is Act.URGE]


def test_once_the_year_is_loaded_the_clock_goes_on_with_one_rung(small):
    put_off(small, date(2026, 12, 30))
    for day in ("2026-12-23", "2026-12-28"):
        sweep_all(now=at(f"{day} 09:00"))
    forget_the_years_after(2026)
    sweep_all(now=at("2026-12-31 09:00"))

    with writing() as session:
        store(session, read_arrangement(Y2027))
        recompute_ladders(session)
    for hour in ("09:00", "09:15", "10:00"):
        sweep_in_hours(now=at(f"2027-01-04 {hour}"))

    assert climbs(small)[2:] == [("ordered", date(2027, 1, 4))]


def test_over_the_new_year_of_an_unpublished_year_days_are_counted_and_said_to_be_provisional(small):
    with reading() as session:
        within = explain(session, small.plain, now=at("2026-03-02 10:00"))
    put_off(small, date(2026, 12, 30))
    for day in ("2026-12-23", "2026-12-28", "2026-12-31"):
        sweep_in_hours(now=at(f"{day} 09:00"))
    with reading() as session:
        found = explain(session, small.plain, now=at("2026-12-31 10:00"))

    assert (found.provisional, within.provisional) == (True, False)
    assert "所涉年份的放假安排尚未公布，按法定节假日推算，公布并导入后会重算。" in found.sentences


def test_an_amended_calendar_moves_what_is_counted_in_working_days_and_no_fixed_date(small):
    put_off(small, date(2026, 12, 30))
    for day in ("2026-12-23", "2026-12-28"):
        sweep_all(now=at(f"{day} 09:00"))
    ladder = newest_ladder(small)
    assert ladder.next_at == at_hour(date(2026, 12, 31), "08:30")

    with writing() as session:
        store(session, read_arrangement(Y2027))  # 31 December is a day off now, and 27 December is worked
        moved = recompute_ladders(session)

    [task] = [task for task in rows(Task) if task.id == small.plain]
    assert (newest_ladder(small).next_at, moved) == (at_hour(date(2027, 1, 4), "08:30"), 1)
    assert task.due == end_of(date(2026, 12, 30))


# the register


def join(code: str, now: str) -> None:
    """Import the register again, with one unit more in the class of the cities."""
    register = read_register(REGISTER)
    units = tuple(
        row.model_copy(update={"classes": (*row.classes, ClassRow(name="地级以上市科协"))}) if row.code == code else row
        for row in register.units
    )
    with writing() as session:
        import_register(session, register.model_copy(update={"units": units}), now=at(now))


def test_a_unit_that_joins_later_gets_its_task_and_is_counted_in(small):
    there = {task.id for task in small.tasks(CITIES)}

    join(MUSEUM, "2026-02-02 15:00")
    first, second = (sweep_all(now=at(f"2026-02-03 {hour}")).opened for hour in ("08:30", "08:31"))

    [new] = [task for task in small.tasks(CITIES) if task.id not in there]
    assert (first, second) == (1 + 1, 0)  # its task, and the February of the rhythm that was due as well
    assert (new.subject, new.state, day_of(new.due)) == ("岭海省科学技术馆", TaskState.ASSIGNED, date(2026, 3, 31))
    with reading() as session:
        [spread] = make_summary(session, small.plan_id, now=at("2026-02-03 09:00")).spreads
    assert (spread.done.whole, "省科技馆" in spread.missing) == (len(there) + 1, True)


def test_a_unit_that_joins_after_the_deadline_gets_no_task_that_is_late_at_birth(small):
    there = len(small.tasks(CITIES))

    join(MUSEUM, "2026-04-01 09:00")
    sweep_all(now=at("2026-04-01 09:30"))

    assert len(small.tasks(CITIES)) == there


def test_importing_the_same_register_again_opens_nothing(small):
    with writing() as session:
        import_register(session, read_register(REGISTER), now=at("2026-01-20 09:00"))

    assert sweep_all(now=at("2026-01-20 09:30")).opened == 0


def test_what_a_unit_that_leaves_has_reported_takes_its_course_and_the_rest_ends_if_the_policy_says_so(small):
    """Every city leaves its class on 20 January; one had reported, and its task is not taken from it."""
    with writing() as session:
        policy = store_policy(session, "试行", PolicySettings(leavers=Leaving.END), now=at("2026-01-07 09:00"))
        session.get_one(Plan, small.plan_id).policy_id = policy.id
    first = small.tasks(CITIES)[0]
    post = next(one.id for one in rows(Post) if one.unit_id == first.lead_unit_id and Role.LIAISON in one.roles)
    held = next(one.person_id for one in rows(Holding) if (one.post_id, one.kind) == (post, Holds.HOLDER))
    liaison, done = next(code for code, who in small.people.items() if who.person_id == held), first.id
    small.does(liaison, Act.ACCEPT, done, at=at("2026-01-07 09:00"))
    small.does(liaison, Act.REPORT, done, at=at("2026-01-16 09:00"), text="已完成。")
    with writing() as session:
        left = date(2026, 1, 19)
        session.exec(update(UnitClass).where(col(UnitClass.name) == "地级以上市科协").values(until=left))
        asked = select(Requirement).where(Requirement.text == CITIES)
        session.exec(asked).one().next_at = at("2026-01-20 08:30")

    sweep_all(now=at("2026-01-20 09:30"))

    states = {task.id: task.state for task in small.tasks(CITIES)}
    assert states.pop(done) is TaskState.REPORTED
    assert set(states.values()) == {TaskState.CANCELLED}


def test_the_successor_of_a_post_sees_its_tasks_and_acts_and_the_predecessor_acts_no_more(small):
    successor = small.people["jiang.yuyan"]  # liaison of a unit that is asked for nothing here
    with writing() as session:
        post = session.exec(select(Post.id).where(Post.code == "KJG-LIAISON")).one()
        for held in session.exec(select(Holding).where(Holding.post_id == post)).all():
            held.until = date(2026, 3, 1)
        session.add(Holding(post_id=post, person_id=successor.person_id, kind=Holds.HOLDER, since=date(2026, 3, 2)))

    def seen(day: str) -> set[int | None]:
        with reading() as session:
            sight = sight_of(session, standing(desk_of(session), successor, now=at(f"{day} 09:00")))
            page = task_page(session, sight, Wanted(plan_id=small.plan_id), now=at(f"{day} 09:00"))
            return {row.task.id for row in page.rows}

    assert (seen("2026-03-01"), seen("2026-03-02")) == (set(), {small.plain, small.tasks(MONTHLY)[0].id})
    with pytest.raises(RuleRefused, match="联络员"):
        small.does(LIAISON, Act.ACCEPT, small.plain, at=at("2026-03-02 09:30"))
    small.does("jiang.yuyan", Act.ACCEPT, small.plain, at=at("2026-03-02 09:30"))


# deadlines


def test_what_is_extended_and_done_in_the_new_time_is_late_in_the_score_and_both_dates_are_shown(small):
    put_off(small, date(2026, 4, 20))
    finish(small, "2026-04-15 10:00")

    with reading() as session:
        summary = make_summary(session, small.plan_id, now=at("2026-04-16 09:00"))
        explained = explain(session, small.plain, now=at("2026-04-16 09:00"))
    [line] = [task for task in summary.tasks if task.id == small.plain]
    assert (line.due, line.original_due, line.lamp, line.late_against_original) == (
        date(2026, 4, 20),
        date(2026, 3, 31),
        Lamp.GREEN,
        True,
    )
    assert (summary.totals.tally.on_time, summary.totals.tally.late) == (0, 1)
    assert "时限 2026-04-20（含当日），原定 2026-03-31。" in explained.sentences
    assert "按原定时限已经逾期" in "".join(explained.sentences)


def test_an_item_with_two_deadlines_becomes_two_requirements_and_neither_date_is_lost(office):
    notice = read_text(
        "岭科协〔2026〕99号\n\n岭海省科协关于印发《培训方案》的通知\n\n各地级以上市科协：\n现印发给你们，请认真贯彻落实。\n\n"
        "岭海省科学技术协会\n2026年1月5日\n\n培训方案\n\n一、办好培训\n"
        "（一）办好培训。举办培训班2期，6月底前、10月底前各完成1期（学会部负责）。上半年开展调查，6月30日前报送（科普部负责）。\n"
    )
    with writing() as session:
        plan = import_reading(session, notice, by=everybody()[PLANNER], now=ISSUED_AT)
        found = session.exec(select(Requirement).where(Requirement.plan_id == plan.id)).all()
    assert [(row.timing, row.due) for row in found] == [
        (Timing.FIXED, date(2026, 6, 30)),
        (Timing.FIXED, date(2026, 10, 31)),
        (Timing.FIXED, date(2026, 6, 30)),
    ]
    assert (found[0].text, found[0].start) == (found[1].text, found[1].start)
    assert [any("写了2个时限" in note for note in row.unsure) for row in found] == [True, True, False]


# lamps and progress


def test_a_task_returned_twice_is_red_however_far_its_deadline(small):
    small.does("situ.zhuyou", Act.CONTRIBUTE, small.plain, at=ISSUED_AT, text="已配合。")
    small.does(LIAISON, Act.ACCEPT, small.plain, at=ISSUED_AT)
    seen = []
    for day in ("2026-01-12", "2026-01-14"):
        small.does(LIAISON, Act.REPORT, small.plain, at=at(f"{day} 09:00"), text="已完成。")
        small.does(CHECKER, Act.SEND_BACK, small.plain, at=at(f"{day} 15:00"), reason="材料不全。")
        with reading() as session:
            found = explain(session, small.plain, now=at(f"{day} 16:00"))
            seen.append((found.lamp, found.why))

    assert seen == [(Lamp.YELLOW, "曾被退回重办"), (Lamp.RED, "已退回重办 2 次")]


@pytest.fixture
def going_on(approved: Small) -> Small:
    """The plan issued with its first demand settled as standing (长期坚持)."""
    approved.does(PLANNER, Act.TAKE_BACK, approved.plan_id, Life.PLAN, at=ISSUED_AT, reason="改为长期坚持。")
    with reading() as session:
        lead = session.exec(select(Requirement.lead_unit_id).where(Requirement.seq == 1)).one()
    settled = Settled(lead_unit_id=lead, timing=Timing.STANDING)
    approved.does(PLANNER, Act.CONFIRM, approved.plan_id, Life.PLAN, at=ISSUED_AT, requirement_id=1, settled=settled)
    approved.does(PLANNER, Act.SUBMIT, approved.plan_id, Life.PLAN, at=ISSUED_AT)
    for reviewer in REVIEWERS:
        approved.does(reviewer, Act.DECIDE, rows(Review)[-1].id, Life.REVIEW, at=ISSUED_AT, verdict=Verdict.YES)
    approved.does(PLANNER, Act.ISSUE, approved.plan_id, Life.PLAN, at=ISSUED_AT)
    approved.does(LIAISON, Act.ACCEPT, approved.plain, at=ISSUED_AT)
    return approved


def test_a_standing_task_takes_no_percentage_and_says_why(going_on):
    with pytest.raises(RuleRefused) as refused:
        going_on.does(LIAISON, Act.ADD_ENTRY, going_on.plain, at=ISSUED_AT, text="已办。", percent=100)
    going_on.does(LIAISON, Act.ADD_ENTRY, going_on.plain, at=ISSUED_AT, text="已办。", count=3)

    assert [reason.zh for reason in refused.value.reasons] == [
        "长期坚持的任务没有终点，不填百分比，请用文字或数量说明进展。"
    ]


def test_a_standing_task_that_is_closed_for_the_time_being_is_not_a_hundred_percent_done(going_on):
    moment = at("2026-03-02 09:00")
    going_on.does(LIAISON, Act.REPORT, going_on.plain, at=moment, text="阶段性办结。")
    going_on.does(CHECKER, Act.PASS_CHECK, going_on.plain, at=moment)
    going_on.does(REVIEWERS[0], Act.DECIDE, rows(Review)[-1].id, Life.REVIEW, at=moment, verdict=Verdict.YES)
    sweep_all(now=moment)

    with reading() as session:
        now_, then = (
            make_summary(session, going_on.plan_id, now=when) for when in (moment, moment - timedelta(minutes=1))
        )
    [line] = [task for task in now_.tasks if task.id == going_on.plain]
    assert (line.state, line.percent) == (TaskState.CLOSED, 0)
    assert (now_.totals.tally.undated, then.totals.tally.closed) == (1, 0)


# next to nothing, and long ago


def test_a_notice_without_any_demand_is_taken_in_and_goes_no_further(office):
    notice = read_text(
        "岭科协〔2026〕98号\n\n关于召开会议的通知\n\n一、会议时间：2026年3月1日。\n二、会议地点：广州。\n"
    )
    with writing() as session:
        people = everybody()
        plan_id = import_reading(session, notice, by=people[PLANNER], now=ISSUED_AT).id or 0
    small = Small(plan_id, people, office)

    with pytest.raises(RuleRefused, match="方案里还没有任务要求"):
        small.does(PLANNER, Act.SUBMIT, plan_id, Life.PLAN, at=ISSUED_AT)
    swept = sweep_all(now=at("2026-03-02 09:00"))
    with reading() as session:
        summary = make_summary(session, plan_id, now=at("2026-03-02 09:00"))

    assert (swept.steps, swept.failures) == ((), ())
    assert (summary.totals.tally.tasks, summary.totals.closed.percent, summary.totals.on_time.percent) == (
        0,
        None,
        None,
    )


def test_a_report_as_of_the_end_of_february_is_the_same_however_much_happens_after(small):
    cut_off = at("2026-02-28 23:59")
    small.does(LIAISON, Act.ACCEPT, small.plain, at=at("2026-01-12 09:00"))
    sweep_all(now=at("2026-02-02 09:00"))
    with reading() as session:
        before = make_summary(session, small.plan_id, now=cut_off)

    for day in ("2026-03-02", "2026-03-24", "2026-03-27", "2026-04-01"):
        sweep_all(now=at(f"{day} 09:00"))
    put_off_later = Given(reason="展品未到。", text="完成一半。", due=date(2026, 4, 20))
    asked = ask_for_time(small.plain, put_off_later, by=small.people[LIAISON], now=at("2026-03-30 09:00"))
    small.does(PLANNER, Act.GRANT, asked.id or 0, Life.EXTENSION, at=at("2026-03-30 10:00"))
    finish(small, "2026-04-15 10:00")
    small.does(PLANNER, Act.CANCEL, small.tasks(MONTHLY)[0].id or 0, at=at("2026-04-15 11:00"), reason="并入他项。")

    with reading() as session:
        assert make_summary(session, small.plan_id, now=cut_off) == before
