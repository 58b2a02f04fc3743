"""When the ladder climbs: on working days, one rung at a time, after the rung before went unanswered."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.policy import PolicySettings, Rung
from models.words import Act, DayKind, Life, SupervisionState
from workflows.ladder import RUNGS, called, is_reply, next_climb
from workflows.moments import at_hour, day_of, end_of
from workflows.workdays import WorkCalendar

S = SupervisionState
MAY_DAY = {date(2026, 5, day): DayKind.OFF for day in (1, 4, 5)} | {date(2026, 5, 9): DayKind.WORK}
CALENDAR = WorkCalendar(MAY_DAY, official=frozenset({2026}), first_year=2026, last_year=2026)
POLICY = PolicySettings()


def climb(
    state: SupervisionState,
    due: date,
    rung_on: date | None = None,
    policy: PolicySettings = POLICY,
    replied_on: date | None = None,
):
    rung_at = at_hour(rung_on, "08:30") if rung_on else None
    return next_climb(state, end_of(due), rung_at=rung_at, replied_on=replied_on, policy=policy, calendar=CALENDAR)


def at(day: date, hour: str = "08:30") -> datetime:
    return at_hour(day, hour)


# fmt: off
DEADLINES = [
    # rung reached     deadline              last rung on          next rung        on
    (S.CALM,           date(2026, 3, 31),    None,                 S.REMINDED,      date(2026, 3, 24)),
    (S.REMINDED,       date(2026, 3, 31),    date(2026, 3, 24),    S.URGED,         date(2026, 3, 27)),
    (S.URGED,          date(2026, 3, 31),    date(2026, 3, 27),    S.ORDERED,       date(2026, 4, 1)),
    (S.ORDERED,        date(2026, 3, 31),    date(2026, 4, 1),     S.SUMMONED,      date(2026, 4, 7)),
    (S.SUMMONED,       date(2026, 3, 31),    date(2026, 4, 7),     S.CIRCULATED,    date(2026, 4, 14)),
    (S.CALM,           date(2026, 4, 5),     None,                 S.REMINDED,      date(2026, 3, 30)),   # due on a Sunday
    (S.URGED,          date(2026, 4, 3),     date(2026, 4, 1),     S.ORDERED,       date(2026, 4, 6)),    # due on a Friday: Monday
    (S.URGED,          date(2026, 4, 30),    date(2026, 4, 28),    S.ORDERED,       date(2026, 5, 6)),    # over the holiday
    (S.URGED,          date(2026, 5, 8),     date(2026, 5, 6),     S.ORDERED,       date(2026, 5, 9)),    # a Saturday that is worked
    (S.REMINDED,       date(2026, 3, 31),    date(2026, 5, 6),     S.URGED,         date(2026, 5, 8)),    # reminded late, after downtime
    (S.ORDERED,        date(2026, 3, 31),    date(2026, 5, 20),    S.SUMMONED,      date(2026, 5, 25)),
    (S.SUMMONED,       date(2026, 6, 30),    date(2026, 1, 20),    S.CIRCULATED,    date(2026, 7, 14)),   # started high, by hand
]
# fmt: on


@pytest.mark.parametrize(("state", "due", "rung_on", "to", "day"), DEADLINES)
def test_the_next_rung_and_its_day(state, due, rung_on, to, day):
    found = climb(state, due, rung_on)

    assert found is not None
    assert (found.to, found.at) == (to, at(day))


# fmt: off
ANSWERED = [
    # rung reached     last rung on          answered on            next rung on
    (S.ORDERED,        date(2026, 4, 1),     None,                  date(2026, 4, 7)),
    (S.ORDERED,        date(2026, 4, 1),     date(2026, 4, 1),      date(2026, 4, 7)),    # the deadline’s days are longer
    (S.ORDERED,        date(2026, 4, 1),     date(2026, 4, 3),      date(2026, 4, 8)),    # a Friday: the wait begins anew
    (S.ORDERED,        date(2026, 4, 1),     date(2026, 4, 30),     date(2026, 5, 8)),    # over the holiday
    (S.ORDERED,        date(2026, 4, 20),    date(2026, 4, 17),     date(2026, 4, 23)),   # what was said before it is no answer to it
    (S.REMINDED,       date(2026, 3, 24),    date(2026, 3, 30),     date(2026, 4, 1)),
]
# fmt: on


@pytest.mark.parametrize(("state", "rung_on", "replied_on", "day"), ANSWERED)
def test_an_answer_begins_the_wait_for_the_next_rung_anew(state, rung_on, replied_on, day):
    found = climb(state, date(2026, 3, 31), rung_on, replied_on=replied_on)

    assert found is not None
    assert found.at == at(day)


ANSWERS = {
    (Life.TASK, Act.ACCEPT),
    (Life.TASK, Act.ADD_ENTRY),
    (Life.TASK, Act.ATTACH),
    (Life.TASK, Act.REPORT),
    (Life.EXTENSION, Act.REQUEST),
}


def test_what_the_lead_unit_signs_files_attaches_reports_and_asks_for_is_an_answer_and_nothing_else():
    assert {(life, act) for life in Life for act in Act if is_reply(S.REMINDED, life, act)} == ANSWERS


@pytest.mark.parametrize(
    ("state", "answered"), [(S.CALM, False), (S.SETTLED, False), *((state, True) for state in RUNGS[1:])]
)
def test_only_a_rung_that_was_reached_is_answered(state, answered):
    assert is_reply(state, Life.TASK, Act.ADD_ENTRY) is answered


@pytest.mark.parametrize("state", [S.CIRCULATED, S.SETTLED])
def test_at_the_top_and_when_settled_there_is_no_next_rung(state):
    assert climb(state, date(2026, 3, 31), date(2026, 4, 14)) is None


def test_the_hour_is_the_one_the_policy_names_in_shanghai():
    found = climb(S.CALM, date(2026, 3, 31), policy=PolicySettings(work_starts="09:15"))

    assert found is not None
    assert found.at == at(date(2026, 3, 24), "09:15")
    assert found.at.utcoffset() == timedelta(0)


def test_a_policy_may_leave_rungs_out():
    ladder = (Rung(to=S.URGED, days_after_due=-1), Rung(to=S.CIRCULATED, days_after_due=3, reply_days=1))
    policy = PolicySettings(ladder=ladder)

    first = climb(S.CALM, date(2026, 3, 31), policy=policy)
    second = climb(S.URGED, date(2026, 3, 31), date(2026, 3, 30), policy=policy)

    assert (first and first.to, second and second.to) == (S.URGED, S.CIRCULATED)


def test_a_rung_that_waits_for_no_answer_still_comes_a_working_day_after_the_one_before():
    ladder = (Rung(to=S.REMINDED, days_after_due=-3), Rung(to=S.URGED, days_after_due=-3))

    found = climb(S.REMINDED, date(2026, 4, 3), date(2026, 4, 3), policy=PolicySettings(ladder=ladder))

    assert found is not None
    assert found.at == at(date(2026, 4, 6))  # a Friday, a Monday


def test_a_rung_on_the_deadline_itself_waits_for_a_working_day():
    policy = PolicySettings(ladder=(Rung(to=S.ORDERED, days_after_due=0),))

    on_sunday, on_a_workday = (climb(S.CALM, day, policy=policy) for day in (date(2026, 4, 12), date(2026, 4, 14)))

    assert on_sunday is not None
    assert on_a_workday is not None
    assert (on_sunday.at, on_a_workday.at) == (at(date(2026, 4, 13)), at(date(2026, 4, 14)))


def test_after_downtime_the_clock_climbs_one_rung_and_waits_for_the_answer():
    swept_on, state, rung_on = date(2026, 6, 1), S.CALM, None
    found = climb(state, date(2026, 3, 31), rung_on)
    assert found is not None
    assert found.at < at(swept_on)

    following = climb(found.to, date(2026, 3, 31), swept_on)

    assert following is not None
    assert following.at == at(date(2026, 6, 3))


@given(
    due=st.dates(date(2026, 2, 1), date(2026, 10, 31)),
    state=st.sampled_from(RUNGS[:-1]),
    gap=st.none() | st.integers(0, 40),
)
def test_the_next_rung_is_higher_on_a_working_day_and_never_before_the_last(due, state, gap):
    rung_on = None if gap is None else due + timedelta(days=gap)
    found = climb(state, due, rung_on)

    assert found is not None
    assert RUNGS.index(found.to) == RUNGS.index(state) + 1
    assert CALENDAR.is_workday(day_of(found.at))
    assert rung_on is None or found.to is S.REMINDED or day_of(found.at) > rung_on


def test_a_rung_is_called_what_the_body_calls_it_and_else_what_everybody_does():
    ladder = (
        Rung(to=S.URGED, days_after_due=-2, called="催办单"),
        Rung(to=S.ORDERED, days_after_due=1, called="蓝色督查单"),
    )

    assert [called(state, ladder) for state in (S.ORDERED, S.URGED, S.SUMMONED)] == [
        "蓝色督查单",
        "催办单",
        S.SUMMONED.zh,
    ]
