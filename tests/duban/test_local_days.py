"""Days that a unit has of its own: read, inherited, counted in everything of its tasks, and nobody else's."""

from datetime import date
from timeit import repeat

import pytest
from small_plan import CITIES, LIAISON, MUSEUM, PLAIN, POPULAR, at, climbs, issued, rows
from typer.testing import CliRunner

from duban.actions.alike import FEWEST
from duban.actions.extensions import request_extension
from duban.actions.sweep import sweep
from duban.cli import calendar
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.explaining import explain
from duban.glances import lamps_of
from duban.local_days import (
    calendars_now,
    calendars_of,
    own_days,
    read_own_days,
    store_own_days,
    units_by_days,
    years_of,
)
from duban.quiet import is_quiet
from duban.recomputing import Recounted, recount
from models.errors import BadInput, RuleRefused
from models.policy import PolicySettings
from models.record import Move
from models.register import Unit
from models.task import Task
from models.values import Given
from models.words import Act, DayKind, Lamp, Life, Start, Timing
from workflows.moments import at_hour, day_of

SOURCE = "桂政办发〔2026〕9号"
THIRD_OF_MARCH = "2026-03-23至2026-03-25 放假 壮族三月三\n2026-03-21 上班 壮族三月三"
SIGNED = "签收起算。"
SIGNED_TOO = "也是签收起算。"
# fmt: off
DEMANDS = (
    # text        lead      supporting  settled
    (SIGNED,      MUSEUM,   (),  {"timing": Timing.AFTER, "starts_from": Start.ASSIGNMENT, "days": 60}),
    (SIGNED_TOO,  POPULAR,  (),  {"timing": Timing.AFTER, "starts_from": Start.ASSIGNMENT, "days": 60}),
)
# fmt: on


@pytest.fixture
def counted(registered, tmp_path):
    """A plan of 6 January 2026 with the same count for two units: sixty working days, to 7 April."""
    yield from issued(registered, tmp_path / "home", DEMANDS)


def unit_id(code: str) -> int:
    return next(unit.id for unit in rows(Unit) if unit.code == code)


def rests(code: str, text: str, *, today: str = "2026-03-02 09:00", years: tuple[int, ...] = ()) -> Recounted:
    """Give a unit days of its own and count anew, as duban calendar local load does."""
    days = read_own_days(text)
    with writing() as session:
        before = calendars_now(session)
        store_own_days(session, unit_id(code), days, years=years or years_of(days), source=SOURCE)
        return recount(session, before, source=SOURCE, now=at(today))


def due(text: str) -> date:
    return day_of(task(text).due)


def task(text: str) -> Task:
    return next(one for one in rows(Task) if one.title == text)


def calendar_of(code: str):
    with reading() as session:
        return calendars_of(desk_of(session)).of(unit_id(code))


def test_a_list_is_read_day_by_day_and_span_by_span():
    read = read_own_days(THIRD_OF_MARCH + "\n\n# 以上见通知\n2026年4月3日，上班，补班")

    assert [(one.day, one.kind, one.name) for one in read] == [
        (date(2026, 3, 21), DayKind.WORK, "壮族三月三"),
        (date(2026, 3, 23), DayKind.OFF, "壮族三月三"),
        (date(2026, 3, 24), DayKind.OFF, "壮族三月三"),
        (date(2026, 3, 25), DayKind.OFF, "壮族三月三"),
        (date(2026, 4, 3), DayKind.WORK, "补班"),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-04-18", "应写成"),  # nothing says whether it is worked
        ("2026-04-31 放假 三月三", "不是日期"),  # no such day
        ("2026-04-21至2026-04-18 放假 三月三", "止日"),  # ends before it begins
        ("2026-01-01至2026-12-31 放假 全年", "止日"),  # nobody rests for a year
        ("2026-04-18 放假 三月三\n2026-04-18 上班 三月三", "写了两次"),  # both at once
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_number(line, said):
    with pytest.raises(BadInput) as refused:
        read_own_days(f"2026-05-01 放假 劳动节\n{line}")

    assert said in refused.value.sentence.zh
    assert f"第 {len(line.splitlines()) + 1} 行" in refused.value.sentence.zh


def test_a_unit_below_keeps_the_days_of_the_unit_above_and_its_own_come_first(counted):
    parents = {unit.code: unit.parent_id for unit in rows(Unit)}
    above = next(unit for unit in rows(Unit) if unit.id == parents[MUSEUM])

    rests(above.code, THIRD_OF_MARCH)
    rests(MUSEUM, "2026-03-25 上班 馆庆")

    days = [date(2026, 3, day) for day in (21, 23, 24, 25, 26)]
    assert [calendar_of(above.code).is_workday(day) for day in days] == [True, False, False, False, True]
    assert [calendar_of(MUSEUM).is_workday(day) for day in days] == [True, False, False, True, True]
    assert [calendar_of(MUSEUM).provisional(day, day) for day in days] == [False] * 5
    with reading() as session:
        national = calendars_now(session).national
    assert [national.is_workday(day) for day in days] == [False, True, True, True, True]


def test_open_deadlines_of_the_unit_move_on_record_and_those_of_others_stay(counted):
    before = {SIGNED: due(SIGNED), SIGNED_TOO: due(SIGNED_TOO)}

    found = rests(MUSEUM, "2026-03-23至2026-03-25 放假 壮族三月三")

    (move,) = (one for one in rows(Move) if one.act is Act.RECOUNT)
    assert before == {SIGNED: date(2026, 4, 7), SIGNED_TOO: date(2026, 4, 7)}
    assert (due(SIGNED), due(SIGNED_TOO)) == (date(2026, 4, 10), date(2026, 4, 7))
    assert (found.tasks, task(SIGNED).original_due, task(SIGNED).deadline_version) == (1, task(SIGNED_TOO).due, 2)
    assert (move.life, move.act, move.subject_id) == (Life.TASK, Act.RECOUNT, task(SIGNED).id)
    assert SOURCE in move.why


def test_taking_the_days_away_again_moves_the_deadline_back(counted):
    rests(MUSEUM, THIRD_OF_MARCH)

    rests(MUSEUM, "", years=(2026,))

    with reading() as session:
        left = own_days(session)
    assert (due(SIGNED), left) == (date(2026, 4, 7), [])


def test_the_same_days_again_move_nothing(counted):
    rests(MUSEUM, THIRD_OF_MARCH)

    assert rests(MUSEUM, THIRD_OF_MARCH) == Recounted()


def test_a_deadline_that_begins_later_is_counted_by_the_days_of_whoever_leads(registered, tmp_path):
    demand = (("签收后办。", MUSEUM, (), {"timing": Timing.AFTER, "starts_from": Start.SIGNING, "days": 3}),)
    for small in issued(registered, tmp_path / "home", demand):
        rests(MUSEUM, "2026-01-08至2026-01-09 放假 馆休", today="2026-01-06 10:00")

        small.does(LIAISON, Act.ACCEPT, task("签收后办。").id, at=at("2026-01-07 09:00"))

        assert due("签收后办。") == date(2026, 1, 14)


def test_lamp_and_ladder_go_by_the_days_of_the_unit(small):
    """31 March is due; the last two working days before it are off for the museum, so that it is near sooner."""
    day = at("2026-03-24 09:00")
    near = small.tasks(CITIES) + small.tasks(PLAIN)
    with reading() as session:
        before = lamps_of(session, near, now=day)
    reminder = small.ladder(small.plain).next_at

    found = rests(MUSEUM, "2026-03-25至2026-03-30 放假 壮族三月三", today="2026-03-02 09:00")

    with reading() as session:
        after = lamps_of(session, near, now=day)
    moved = [id_ for id_ in after if after[id_] != before[id_]]
    assert (moved, before[small.plain].lamp, after[small.plain].lamp) == ([small.plain], Lamp.BLUE, Lamp.YELLOW)
    assert found.ladders >= 1
    assert small.ladder(small.plain).next_at < reminder == at_hour(date(2026, 3, 24), "08:30")
    with reading() as session:
        told = explain(session, small.plain, now=at("2026-03-02 10:00"))
    assert told.next_rung_at == small.ladder(small.plain).next_at


def test_an_extension_to_a_day_the_unit_rests_on_is_refused(small):
    small.does(LIAISON, Act.ACCEPT, small.plain, at=at("2026-01-07 09:00"))
    rests(MUSEUM, "2026-04-20 放假 壮族三月三")

    wanted = Given(due=date(2026, 4, 20), reason="等场地。", text="完成一半。")
    with writing() as session, pytest.raises(RuleRefused):
        request_extension(session, small.plain, given=wanted, by=small.people[LIAISON], now=at("2026-03-20 09:00"))


def climbed(day: str) -> set[int]:
    with writing() as session:
        return {step.task_id for step in climbs(sweep(session, now=at(day)))}


def test_a_unit_is_not_reminded_on_a_day_it_rests_and_is_on_the_next(small):
    """After a week without the clock the first sweep falls on the unit's own holiday."""
    rests(MUSEUM, "2026-03-26 放假 馆庆")
    ours = due_for_museum(small, "2026-03-26 09:00")
    assert small.plain in ours

    on_the_day = climbed("2026-03-26 09:00")

    assert on_the_day == {one.id for one in small.tasks(CITIES)}
    assert climbed("2026-03-26 09:30") == set()
    assert climbed("2026-03-27 09:00") == ours


def test_on_a_weekend_that_only_one_unit_works_only_that_unit_is_reminded(small):
    """Saturday 28 March: the museum makes up for a day, everybody else rests."""
    with reading() as session:
        assert is_quiet(session, at("2026-03-28 09:00"))
    rests(MUSEUM, "2026-03-28 上班 馆庆调休")
    with reading() as session:
        assert not is_quiet(session, at("2026-03-28 09:00"))
        assert is_quiet(session, at("2026-03-28 19:00"))

    ours = due_for_museum(small, "2026-03-28 09:00")
    assert small.plain in ours
    assert climbed("2026-03-28 09:00") == ours
    assert {one.id for one in small.tasks(CITIES)} <= climbed("2026-03-30 09:00")


def due_for_museum(small, moment: str) -> set[int]:
    """Tasks of the museum whose ladder is due."""
    mine = {one.id for one in rows(Task) if one.lead_unit_id == unit_id(MUSEUM)}
    return {one for one in mine if (small.ladder(one).next_at or at("2027-01-01 00:00")) <= at(moment)}


def test_what_is_urged_together_waits_by_the_days_of_each_unit(small):
    """No city has signed; all are urged together on 20 January, and one city rests on the two days after."""
    cities = small.tasks(CITIES)
    other = cities[len(cities) // 2]
    city = next(unit.code for unit in rows(Unit) if unit.id == other.lead_unit_id)
    rests(city, "2026-01-21至2026-01-22 放假 地方节日", today="2026-01-19 09:00")

    with writing() as session:
        sweep(session, now=at("2026-01-20 09:00"))

    looked_at = {one.id: day_of(one.next_at) for one in small.tasks(CITIES)}
    days = PolicySettings().waits.sign
    with reading() as session:
        national = calendars_now(session).national
    assert len(cities) > FEWEST
    assert looked_at.pop(other.id) == national.add_workdays(date(2026, 1, 20), days + 2)
    assert set(looked_at.values()) == {national.add_workdays(date(2026, 1, 20), days)}


def test_units_that_count_by_the_same_days_are_swept_as_one(small):
    """The days of the unit at the top hold for everybody; those of the museum are added for it alone."""
    top = next(unit for unit in rows(Unit) if unit.parent_id is None)
    rests(top.code, "2026-03-20 放假 地方节日")
    rests(MUSEUM, "2026-03-24 放假 馆庆")

    with reading() as session:
        told_apart = units_by_days(calendars_now(session))

    below = {unit.id for unit in rows(Unit) if unit.id in told_apart} - {unit_id(MUSEUM)}
    assert len(below) > FEWEST
    assert len({told_apart[one] for one in below}) == 1
    assert told_apart[unit_id(MUSEUM)] != told_apart[top.id]


def test_counting_costs_a_bisect_for_a_unit_too(counted):
    rests(MUSEUM, THIRD_OF_MARCH)
    own, start = calendar_of(MUSEUM), date(2026, 3, 2)

    assert own.add_workdays(start, 20) == date(2026, 4, 1)
    assert min(repeat(lambda: own.add_workdays(start, 10), number=1000, repeat=20)) / 1000 < 2e-6


def test_the_command_says_what_it_stored_and_what_moved(counted, tmp_path):
    file = tmp_path / "桂.txt"
    file.write_text("2027-03-08至2027-03-10 放假 壮族三月三", encoding="utf-8")
    runs = CliRunner()
    stored = runs.invoke(calendar.app, ["local", "load", MUSEUM, str(file), "--source", SOURCE], catch_exceptions=False)
    shown = runs.invoke(calendar.app, ["local", "show", MUSEUM], catch_exceptions=False)
    own = runs.invoke(calendar.app, ["add-workdays", "2027-03-05", "1", "--unit", MUSEUM], catch_exceptions=False)
    everybody = runs.invoke(calendar.app, ["add-workdays", "2027-03-05", "1"], catch_exceptions=False)

    assert "2027 年的本地休息日共 3 天，已存入。" in stored.output
    assert f"2027-03-08 星期一 休息日（壮族三月三，{SOURCE}）" in shown.output
    assert (own.output[:10], everybody.output[:10]) == ("2027-03-11", "2027-03-08")


def test_days_beyond_the_calendar_are_refused(counted):
    days = read_own_days("2035-03-08 放假 壮族三月三")
    with writing() as session, pytest.raises(BadInput) as refused:
        store_own_days(session, unit_id(MUSEUM), days, years=years_of(days), source=SOURCE)

    assert "2035" in refused.value.sentence.zh
