"""Lamps: each rule of the table with its threshold on both sides, and that an extension does not wash red."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from models.errors import Sentence
from models.policy import LampSettings
from models.words import Lamp, Start, TaskState
from workflows.lamps import Glance, Shown, lamp, next_change
from workflows.moments import at_hour, end_of
from workflows.workdays import WorkCalendar

CALENDAR = WorkCalendar({}, official=frozenset({2026}), first_year=2026, last_year=2026)
DUE = end_of(date(2026, 3, 31))  # a Tuesday
ASSIGNED = at_hour(date(2026, 3, 2), "09:00")
SETTINGS = LampSettings()


def morning(month: int, day: int) -> datetime:
    return at_hour(date(2026, month, day), "09:00")


def glance(state: TaskState = TaskState.IN_PROGRESS, **said: object) -> Glance:
    """A task under way that is on plan, but for what is said."""
    usual = {"due": DUE, "original_due": DUE, "assigned_at": ASSIGNED, "percent": 0}
    return Glance(state=state, **{**usual, **said})  # type: ignore[arg-type]


def shown(now: datetime, state: TaskState = TaskState.IN_PROGRESS, settings: LampSettings = SETTINGS, **said: object):
    return lamp(glance(state, **said), settings, calendar=CALENDAR, now=now)


S, L = TaskState, Lamp
FRIDAY = end_of(date(2026, 3, 27))
IN_TIME, LATE = morning(3, 30), DUE + timedelta(seconds=1)
# fmt: off
TABLE = [
    # at                 state           said                                            lamp       why
    (morning(4, 20),     S.CANCELLED,    {},                                             L.GREY,    "已撤销"),
    (morning(4, 20),     S.CLOSED,       {"reported_at": LATE, "closed_at": LATE},       L.RED,     "逾期办结"),
    (morning(4, 20),     S.CLOSED,       {"reported_at": DUE, "closed_at": LATE},        L.GREEN,   "已办结"),     # the report counts
    (morning(4, 20),     S.CLOSED,       {"closed_at": LATE},                            L.RED,     "逾期办结"),
    (morning(4, 20),     S.CLOSED,       {"due": None, "original_due": None},            L.GREEN,   "已办结"),
    (morning(4, 20),     S.SUSPENDED,    {},                                             L.GREY,    "已挂账，停止计时"),
    (morning(4, 20),     S.PLANNED,      {},                                             L.GREY,    "尚未交办"),
    (morning(4, 20),     S.REPORTED,     {"reported_at": LATE},                          L.RED,     "逾期报告，审核中"),
    (morning(4, 20),     S.IN_REVIEW,    {"reported_at": LATE},                          L.RED,     "逾期报告，审核中"),
    (morning(4, 20),     S.REPORTED,     {"reported_at": IN_TIME},                       L.GREEN,   "已按时报告，审核中"),
    (morning(4, 20),     S.IN_REVIEW,    {"reported_at": DUE},                           L.GREEN,   "已按时报告，审核中"),
    (DUE,                S.IN_PROGRESS,  {},                                             L.YELLOW,  "距时限还有 0 个工作日"),
    (LATE,               S.IN_PROGRESS,  {},                                             L.RED,     "已逾期 1 个工作日"),
    (morning(4, 2),      S.ASSIGNED,     {},                                             L.RED,     "已逾期 2 个工作日"),
    (morning(4, 2),      S.DECLINED,     {},                                             L.RED,     "已逾期 2 个工作日"),
    (morning(3, 28),     S.IN_PROGRESS,  {"due": FRIDAY, "original_due": FRIDAY},        L.RED,     "已逾期 0 个工作日"),         # on the Saturday after
    (morning(3, 27),     S.IN_PROGRESS,  {},                                             L.YELLOW,  "距时限还有 2 个工作日"),
    (morning(3, 26),     S.IN_PROGRESS,  {},                                             L.BLUE,    "距时限还有 3 个工作日"),
    (morning(3, 24),     S.IN_PROGRESS,  {},                                             L.BLUE,    "距时限还有 5 个工作日"),
    (morning(3, 23),     S.IN_PROGRESS,  {},                                             L.GREEN,   "按计划推进"),
    (morning(3, 28),     S.IN_PROGRESS,  {},                                             L.YELLOW,  "距时限还有 2 个工作日"),    # a Saturday counts as the Friday
    (morning(3, 16),     S.IN_PROGRESS,  {"percent": 38},                                L.GREEN,   "按计划推进"),              # 47 % of the time gone
    (morning(3, 16),     S.IN_PROGRESS,  {"percent": 37},                                L.YELLOW,  "进度落后 10 个百分点"),
    (morning(3, 16),     S.IN_PROGRESS,  {"percent": 18},                                L.YELLOW,  "进度落后 29 个百分点"),
    (morning(3, 16),     S.IN_PROGRESS,  {"percent": 17},                                L.RED,     "进度落后 30 个百分点"),
    (morning(3, 16),     S.IN_PROGRESS,  {"percent": 1},                                 L.RED,     "进度落后 46 个百分点"),
    (morning(3, 16),     S.IN_PROGRESS,  {"percent": 0},                                 L.GREEN,   "按计划推进"),              # nothing filed is not "behind"
    (morning(3, 10),     S.IN_PROGRESS,  {"returns": 1},                                 L.YELLOW,  "曾被退回重办"),
    (morning(3, 10),     S.IN_PROGRESS,  {"returns": 2},                                 L.RED,     "已退回重办 2 次"),
    (morning(3, 10),     S.IN_PROGRESS,  {"returns": 0},                                 L.GREEN,   "按计划推进"),
]
IN_ENGLISH = {
    "已撤销":                   "cancelled",
    "逾期办结":                 "closed late",
    "已办结":                   "closed",
    "已挂账，停止计时":         "suspended; the clock stands still",
    "尚未交办":                 "not handed out yet",
    "逾期报告，审核中":         "reported late, with the reviewers",
    "已按时报告，审核中":       "reported in time, with the reviewers",
    "距时限还有 0 个工作日":    "0 working days left",
    "距时限还有 2 个工作日":    "2 working days left",
    "距时限还有 3 个工作日":    "3 working days left",
    "距时限还有 5 个工作日":    "5 working days left",
    "已逾期 0 个工作日":        "overdue by 0 working days",
    "已逾期 1 个工作日":        "overdue by 1 working days",
    "已逾期 2 个工作日":        "overdue by 2 working days",
    "进度落后 10 个百分点":     "10 percent points behind",
    "进度落后 29 个百分点":     "29 percent points behind",
    "进度落后 30 个百分点":     "30 percent points behind",
    "进度落后 46 个百分点":     "46 percent points behind",
    "曾被退回重办":             "was sent back",
    "已退回重办 2 次":          "sent back 2 times",
    "按计划推进":               "on plan",
}
# fmt: on


@pytest.mark.parametrize(("now", "state", "said", "colour", "why"), TABLE)
def test_a_task_shows_the_colour_of_the_first_rule_that_holds(now, state, said, colour, why):
    found = shown(now, state, **said)

    assert (found.lamp, found.why) == (colour, Sentence(why, IN_ENGLISH[why]))


def test_what_is_not_said_of_a_task_has_not_happened():
    told = {"state": S.ASSIGNED, "due": DUE, "original_due": DUE, "assigned_at": None}

    assert Glance(**told) == Glance(**told, closed_at=None, reported_at=None, heard_at=None, percent=0, returns=0)


@pytest.mark.parametrize("assigned_at", [None, DUE, DUE + timedelta(days=1)])
def test_without_a_span_to_measure_nothing_is_behind(assigned_at):
    early, strict = morning(3, 2), LampSettings(yellow_points_behind=1, red_points_behind=1)

    found = shown(early, settings=strict, assigned_at=assigned_at, percent=1)

    assert (found.lamp, found.why.zh) == (Lamp.GREEN, "按计划推进")


STANDING = {"due": None, "original_due": None}


@pytest.mark.parametrize(("days", "colour"), [(44, Lamp.GREY), (45, Lamp.YELLOW), (200, Lamp.YELLOW)])
def test_a_standing_task_turns_yellow_after_so_many_days_without_a_word(days, colour):
    assert shown(ASSIGNED + timedelta(days=days), **STANDING).lamp is colour


def test_a_standing_task_that_nobody_has_got_yet_is_not_silent():
    impatient = LampSettings(silent_days=1)

    assert shown(morning(3, 10), settings=impatient, assigned_at=None, **STANDING).lamp is Lamp.GREY


def test_a_silence_says_how_long_it_is():
    found = shown(ASSIGNED + timedelta(days=46), **STANDING)

    assert found.why == Sentence("已 46 天没有填报进展", "no word for 46 days")


def test_a_word_of_the_lead_starts_the_silence_anew():
    now = ASSIGNED + timedelta(days=60)

    assert shown(now, heard_at=now - timedelta(days=44), **STANDING).lamp is Lamp.GREY


def test_a_standing_task_is_never_green_while_it_runs():
    found = shown(morning(3, 10), **STANDING, percent=100)

    assert found == Shown(Lamp.GREY, Sentence("长期坚持，按周期报告", "standing; reports by rhythm"))


# fmt: off
THRESHOLDS = [
    # setting                            at                 said               lamp
    ({"blue_days_left": 10},             morning(3, 17),    {},                Lamp.BLUE),
    ({"blue_days_left": 10},             morning(3, 16),    {},                Lamp.GREEN),
    ({"yellow_days_left": 0},            morning(3, 30),    {},                Lamp.BLUE),
    ({"yellow_points_behind": 20},       morning(3, 16),    {"percent": 37},   Lamp.GREEN),
    ({"red_points_behind": 10},          morning(3, 16),    {"percent": 37},   Lamp.RED),
    ({"red_points_behind": 47},          morning(3, 16),    {"percent": 1},    Lamp.YELLOW),
    ({"yellow_after_returns": 2},        morning(3, 10),    {"returns": 1},    Lamp.GREEN),
    ({"yellow_after_returns": 2, "red_after_returns": 3}, morning(3, 10), {"returns": 2}, Lamp.YELLOW),
    ({},                                 morning(3, 10),    {"returns": 1},    Lamp.YELLOW),
    ({},                                 morning(3, 10),    {"returns": 2},    Lamp.RED),
    ({"yellow_days_left": -1},           morning(3, 31),    {},                Lamp.BLUE),
    ({"yellow_days_left": -1, "blue_days_left": -1}, morning(3, 31), {},       Lamp.GREEN),
    ({"red_points_behind": 100},         morning(3, 31),    {"percent": 1},    Lamp.YELLOW),
    ({"unstarted_days": 8},              morning(3, 9),     {},                Lamp.GREEN),
    ({"unstarted_days": 8},              morning(3, 10),    {},                Lamp.RED),
    ({"unstarted_days": 8},              morning(3, 10),    {"heard_at": morning(3, 3)}, Lamp.GREEN),
]
# fmt: on


@pytest.mark.parametrize(("setting", "now", "said", "colour"), THRESHOLDS)
def test_thresholds_are_settings(setting, now, said, colour):
    assert shown(now, settings=LampSettings(**setting), **said).lamp is colour


def test_an_extension_makes_the_lamp_green_and_says_that_the_first_date_has_passed():
    extended = {"due": end_of(date(2026, 5, 29)), "original_due": DUE}

    before, after = shown(DUE, **extended), shown(LATE, **extended)

    assert (before.lamp, before.late_against_original) == (Lamp.GREEN, False)
    assert (after.lamp, after.late_against_original) == (Lamp.GREEN, True)


def test_a_task_that_was_never_extended_is_late_but_not_against_another_date():
    assert shown(LATE) == Shown(Lamp.RED, Sentence("已逾期 1 个工作日", "overdue by 1 working days"))
    assert shown(LATE, original_due=None).late_against_original is False


def test_a_task_closed_between_the_two_dates_stays_late_against_the_first_for_ever():
    extended = {"due": end_of(date(2026, 5, 29)), "original_due": DUE}
    in_april = morning(4, 10)

    closed = shown(morning(12, 1), S.CLOSED, reported_at=in_april, closed_at=in_april, **extended)
    in_time = shown(morning(12, 1), S.CLOSED, reported_at=IN_TIME, closed_at=IN_TIME, **extended)

    assert (closed.lamp, closed.late_against_original) == (Lamp.GREEN, True)
    assert in_time.late_against_original is False


CHANGES = [
    # after                        the lamp turns next at
    (morning(3, 2), at_hour(date(2026, 3, 24), "00:00")),
    (at_hour(date(2026, 3, 24), "00:00"), at_hour(date(2026, 3, 27), "00:00")),
    (morning(3, 27), DUE + timedelta(seconds=1)),
    (DUE + timedelta(seconds=1), None),
]


@pytest.mark.parametrize(("now", "turns_at"), CHANGES)
def test_the_next_change_is_the_moment_a_deadline_turns_the_lamp(now, turns_at):
    task = glance()

    assert next_change(task, SETTINGS, calendar=CALENDAR, now=now) == turns_at
    if turns_at is not None:
        before = lamp(task, SETTINGS, calendar=CALENDAR, now=turns_at - timedelta(seconds=1))
        assert lamp(task, SETTINGS, calendar=CALENDAR, now=turns_at).lamp is not before.lamp


@pytest.mark.parametrize(
    "state", [S.PLANNED, S.SUSPENDED, S.REPORTED, S.IN_REVIEW, S.CLOSED, S.CANCELLED], ids=lambda state: state.value
)
def test_nothing_turns_while_no_deadline_runs(state):
    assert next_change(glance(state), SETTINGS, calendar=CALENDAR, now=morning(3, 2)) is None
    assert next_change(replace(glance(), due=None), SETTINGS, calendar=CALENDAR, now=morning(3, 2)) is None


EAGER = LampSettings(unstarted_days=10)
# fmt: off
WAITING = [
    # on                 said                                                       lamp       why                                            in English
    (morning(3, 20),     {"starts_from": Start.SIGNING},                            L.GREY,    "签收后起算时限",                              f"the deadline counts from {Start.SIGNING.en}"),
    (morning(3, 20),     {"starts_from": Start.ISSUE},                              L.GREY,    f"{Start.ISSUE.zh}后起算时限",                 f"the deadline counts from {Start.ISSUE.en}"),
    (morning(3, 20),     {"starts_from": Start.EVENT, "event": "科学节"},           L.GREY,    "等待“科学节”的日期",                          "waiting for the date of 科学节"),
    (morning(5, 1),      {"starts_from": Start.EVENT, "event": "科学节"},           L.YELLOW,  "等待“科学节”的日期；已 60 天没有填报进展",    "waiting for the date of 科学节; no word for 60 days"),
    (morning(5, 1),      {"starts_from": None},                                     L.YELLOW,  "已 60 天没有填报进展",                        "no word for 60 days"),
]
# fmt: on


@pytest.mark.parametrize(("now", "said", "colour", "zh", "en"), WAITING)
def test_a_task_whose_days_do_not_count_yet_says_what_it_waits_for(now, said, colour, zh, en):
    found = shown(now, due=None, original_due=None, **said)

    assert (found.lamp, found.why) == (colour, Sentence(zh, en))


@pytest.mark.parametrize(
    ("day", "heard", "colour"), [(12, None, L.RED), (11, None, L.GREEN), (12, morning(3, 3), L.GREEN)]
)
def test_what_never_started_after_so_many_days_is_red_where_the_policy_says_so(day, heard, colour):
    found = shown(morning(3, day), S.ASSIGNED, EAGER, heard_at=heard)

    assert found.lamp is colour
    if colour is L.RED:
        assert found.why == Sentence("交办 10 天没有填报任何进展", "no word since it was handed out 10 days ago")


def test_a_policy_may_want_to_hear_within_a_day():
    assert shown(morning(3, 3), S.ASSIGNED, LampSettings(unstarted_days=1)).lamp is L.RED
