"""What a policy will do about a deadline, told ahead: the same days on which the clock acts and the lamps turn."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.policy import LampSettings, PolicySettings, Rung
from models.words import DayKind, Lamp, SupervisionState, TaskState
from workflows.foretold import Foretelling, foretell
from workflows.ladder import next_climb
from workflows.lamps import Glance, lamp
from workflows.moments import SHANGHAI, at_hour, end_of
from workflows.workdays import WorkCalendar

S = SupervisionState
MAY_DAY = {date(2026, 5, day): DayKind.OFF for day in (1, 4, 5)} | {date(2026, 5, 9): DayKind.WORK}
CALENDAR = WorkCalendar(MAY_DAY, official=frozenset({2026}), first_year=2026, last_year=2027)
POLICY = PolicySettings()


def said(last: date, policy: PolicySettings = POLICY) -> list[tuple[str, str]]:
    return [
        (f"{m.at.astimezone(SHANGHAI):%m-%d %H:%M}", m.said.zh) for m in foretell(last, policy, calendar=CALENDAR).marks
    ]


def in_english(last: date, policy: PolicySettings = POLICY) -> list[str]:
    return [mark.said.en for mark in foretell(last, policy, calendar=CALENDAR).marks]


def test_a_deadline_rings_once_a_day_in_working_days():
    assert said(date(2026, 3, 31)) == [
        ("03-24 08:30", "距时限还有 5 个工作日：亮蓝灯、提醒"),
        ("03-27 08:30", "距时限还有 2 个工作日：亮黄灯、催办"),
        ("04-01 08:30", "已过时限 1 个工作日，仍未报告的：督办"),
        ("04-07 08:30", "已过时限 5 个工作日，仍未报告的：约谈"),
        ("04-14 08:30", "已过时限 10 个工作日，仍未报告的：通报"),
    ]


def test_the_same_is_said_in_english():
    lamps = LampSettings(blue_days_left=0, yellow_days_left=0)
    on_the_day = PolicySettings(lamps=lamps, ladder=(Rung(to=S.URGED, days_after_due=0),))
    only_lamps = PolicySettings(lamps=lamps, ladder=())

    assert in_english(date(2026, 3, 31))[:3] == [
        "5 working days left: the lamp turns blue, reminded",
        "2 working days left: the lamp turns yellow, urged",
        "1 working days late, if not reported: ordered in writing",
    ]
    assert in_english(date(2026, 3, 31), on_the_day) == ["due today: the lamp turns yellow, urged"]
    assert in_english(date(2026, 5, 3), only_lamps) == [
        "the last working day before the deadline: the lamp turns yellow"
    ]


def test_the_hour_and_the_thresholds_are_those_of_the_policy():
    policy = PolicySettings(
        lamps=LampSettings(blue_days_left=0, yellow_days_left=0),
        ladder=(Rung(to=S.URGED, days_after_due=0),),
        work_starts="09:15",
    )

    assert said(date(2026, 3, 31), policy) == [("03-31 09:15", "今天是时限：亮黄灯、催办")]


def test_a_deadline_on_a_day_off_is_told_of_on_the_last_working_day_before_it():
    policy = PolicySettings(lamps=LampSettings(blue_days_left=0, yellow_days_left=0), ladder=())

    assert said(date(2026, 5, 3), policy) == [("04-30 08:30", "时限前最后一个工作日：亮黄灯")]


def test_nothing_is_foretold_beyond_the_calendar_and_that_is_said():
    found = foretell(date(2027, 12, 29), POLICY, calendar=CALENDAR)

    assert (len(found.marks), found.beyond) == (3, True)
    assert foretell(date(2029, 1, 5), POLICY, calendar=CALENDAR) == Foretelling((), beyond=True, provisional=True)
    assert foretell(date(2026, 3, 31), POLICY, calendar=CALENDAR).beyond is False


@pytest.mark.parametrize(
    ("last", "provisional"),
    [(date(2026, 3, 31), False), (date(2026, 12, 25), True), (date(2027, 3, 31), True)],
    ids=["all of it in a published year", "rungs in the next year", "in a year not published"],
)
def test_a_year_without_its_arrangement_is_said_to_be_provisional(last, provisional):
    assert foretell(last, POLICY, calendar=CALENDAR).provisional is provisional


DAYS = st.dates(date(2026, 2, 1), date(2026, 11, 30))


@given(last=DAYS)
def test_the_first_rung_is_foretold_for_when_the_clock_climbs_it(last):
    climb = next_climb(S.CALM, end_of(last), rung_at=None, policy=POLICY, calendar=CALENDAR)

    marks = foretell(last, POLICY, calendar=CALENDAR).marks
    assert [mark.at for mark in marks if "提醒" in mark.said.zh] == [climb.at]


@given(last=DAYS)
def test_a_lamp_is_foretold_for_the_first_day_on_which_it_shows(last):
    glance = Glance(
        state=TaskState.ASSIGNED, due=end_of(last), original_due=None, assigned_at=datetime(2026, 1, 5, tzinfo=SHANGHAI)
    )
    [day] = [m.at for m in foretell(last, POLICY, calendar=CALENDAR).marks if "亮蓝灯" in m.said.zh]

    shown = [
        lamp(glance, POLICY.lamps, calendar=CALENDAR, now=moment).lamp for moment in (day - timedelta(days=1), day)
    ]
    assert (shown[0] is not Lamp.BLUE, shown[1]) == (True, Lamp.BLUE)
    assert day == at_hour(day.astimezone(SHANGHAI).date(), "08:30")
