"""Lamps and ladders against a reference that counts day by day, over random calendars, policies and histories."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from models.policy import LampSettings, PolicySettings, Rung
from models.words import DayKind, Lamp, SupervisionState, TaskState
from workflows.ladder import next_climb
from workflows.lamps import Glance, lamp, next_change
from workflows.moments import at_hour, day_of, end_of
from workflows.workdays import WorkCalendar

CASES = 10_000
DAY = timedelta(days=1)
S = SupervisionState
RUNGS = (S.REMINDED, S.URGED, S.ORDERED, S.SUMMONED, S.CIRCULATED)


def calendar(dice: Random) -> tuple[WorkCalendar, set[date]]:
    """A year with long holidays and worked weekends at random; and the days worked, listed one by one."""
    exceptions: dict[date, DayKind] = {}
    for _ in range(6):
        first = date(2026, 1, 10) + DAY * dice.randrange(330)
        exceptions |= {first + DAY * n: DayKind.OFF for n in range(dice.randrange(1, 9))}
        exceptions[first - DAY * dice.randrange(1, 9)] = DayKind.WORK
    made = WorkCalendar(exceptions, frozenset({2026}), 2025, 2027)
    days = (date(2025, 1, 1) + DAY * n for n in range(1095))
    return made, {
        day for day in days if exceptions.get(day, DayKind.WORK if day.weekday() < 5 else None) == DayKind.WORK
    }


def counted(worked: set[date], a: date, b: date) -> int:
    """Count the days worked after `a` up to and with `b`, one by one; negative when `b` is earlier."""
    early, late, sign = (a, b, 1) if a <= b else (b, a, -1)
    return sign * sum((early + DAY * n) in worked for n in range(1, (late - early).days + 1))


def walked(worked: set[date], day: date, n: int) -> date:
    """Walk so many working days on, or back."""
    step, left = (DAY, n) if n > 0 else (-DAY, -n)
    while left:
        day += step
        left -= day in worked
    return day


def glance(dice: Random) -> Glance:
    assigned = at_hour(date(2026, 2, 1) + DAY * dice.randrange(90), "10:00")
    original = end_of(day_of(assigned) + DAY * dice.randrange(0, 120))
    due = dice.choice([original, original, original + DAY * dice.randrange(1, 40), None])
    later = [assigned + timedelta(hours=dice.randrange(2400)) for _ in range(3)]
    return Glance(
        state=dice.choice([*TaskState, *[TaskState.IN_PROGRESS] * 8]),
        due=due,
        original_due=None if due is None else original,
        assigned_at=dice.choice([assigned, assigned, assigned, None]),
        closed_at=dice.choice([None, later[0]]),
        reported_at=dice.choice([None, later[1]]),
        heard_at=dice.choice([None, later[2]]),
        percent=dice.choice([0, 0, 10, 50, 90, 100]),
        returns=dice.choice([0, 0, 0, 1, 2]),
    )


def settings(dice: Random) -> LampSettings:
    yellow, slow = dice.randrange(6), dice.randrange(60)
    return LampSettings(
        yellow_days_left=yellow,
        blue_days_left=yellow + dice.randrange(6),
        yellow_points_behind=slow,
        red_points_behind=slow + dice.randrange(40),
        yellow_after_returns=dice.randrange(1, 3),
        silent_days=dice.randrange(1, 60),
    )


def colour(seen: Glance, given: LampSettings, worked: set[date], now: datetime) -> Lamp:
    """Say by plain words what a task shows."""
    state, due = seen.state, seen.due
    if state is TaskState.CANCELLED:
        return Lamp.GREY
    if state is TaskState.CLOSED:
        done = seen.reported_at or seen.closed_at
        return Lamp.RED if due and done and done > due else Lamp.GREEN
    if state in (TaskState.SUSPENDED, TaskState.PLANNED):
        return Lamp.GREY
    if state in (TaskState.REPORTED, TaskState.IN_REVIEW):
        return Lamp.RED if due and seen.reported_at and seen.reported_at > due else Lamp.GREEN
    behind = 0
    if due and seen.assigned_at and due > seen.assigned_at:
        behind = round((now - seen.assigned_at) / (due - seen.assigned_at) * 100) - seen.percent
    if due is not None and now > due:
        return Lamp.RED
    if seen.percent and behind >= given.red_points_behind:
        return Lamp.RED
    if due is None:
        heard = seen.heard_at or seen.assigned_at
        silent = (now - heard).days if heard else 0
        return Lamp.YELLOW if silent >= given.silent_days else Lamp.GREY
    left = counted(worked, day_of(now), day_of(due))
    if left <= given.yellow_days_left or (seen.percent and behind >= given.yellow_points_behind):
        return Lamp.YELLOW
    if seen.returns >= given.yellow_after_returns:
        return Lamp.YELLOW
    return Lamp.BLUE if left <= given.blue_days_left else Lamp.GREEN


def test_a_lamp_shows_what_counting_day_by_day_shows():
    dice, seen = Random(20260101), dict.fromkeys(Lamp, 0)
    for case in range(CASES):
        if case % 50 == 0:
            made, worked = calendar(dice)
        one, given = glance(dice), settings(dice)
        near = day_of(one.due) - DAY * dice.randrange(-2, 12) if one.due and dice.random() < 0.6 else None
        day = near or date(2026, 2, 1) + DAY * dice.randrange(240)
        now = at_hour(day, dice.choice(["00:00", "08:30", "23:59"]))
        shown = lamp(one, given, calendar=made, now=now)
        wanted = colour(one, given, worked, now)
        seen[wanted] += 1

        assert (case, shown.lamp) == (case, wanted)
        late = one.due and one.original_due and one.original_due < one.due and (one.closed_at or now) > one.original_due
        assert shown.late_against_original is bool(late)
    assert min(seen.values()) > CASES / 100


def test_a_lamp_changes_when_it_says_and_not_before():
    """Of a task nobody says anything of, whose time alone goes by."""
    dice = Random(20260102)
    for _ in range(300):
        made, _ = calendar(dice)
        due = end_of(date(2026, 4, 1) + DAY * dice.randrange(90))
        one = Glance(state=TaskState.IN_PROGRESS, due=due, original_due=due, assigned_at=due - DAY * 60)
        given, now = settings(dice), due - DAY * dice.randrange(40)
        for _ in range(4):
            at = next_change(one, given, calendar=made, now=now)
            if at is None:
                break
            second = timedelta(seconds=1)
            assert (
                lamp(one, given, calendar=made, now=at - second).lamp == lamp(one, given, calendar=made, now=now).lamp
            )
            now = at
        assert lamp(one, given, calendar=made, now=now).lamp is Lamp.RED  # it ends past the deadline


def policy(dice: Random) -> PolicySettings:
    chosen = [rung for rung in RUNGS if dice.random() < 0.7] or [S.REMINDED]
    days = sorted(dice.randrange(-8, 15) for _ in chosen)
    ladder = tuple(
        Rung(to=rung, days_after_due=day, reply_days=dice.randrange(4)) for rung, day in zip(chosen, days, strict=True)
    )
    return PolicySettings(ladder=ladder)


@pytest.mark.parametrize("pause", [0, 30], ids=["swept every day", "after a month's pause"])
def test_a_ladder_climbs_on_the_days_that_counting_day_by_day_gives(pause):
    dice, climbed = Random(20260103 + pause), 0
    for case in range(400):
        made, worked = calendar(dice)
        rules, due = policy(dice), end_of(date(2026, 4, 1) + DAY * dice.randrange(60))
        first = day_of(due) - DAY * 20
        silent = {first + DAY * (10 + n) for n in range(pause)}
        ours, theirs = [], []
        state, rung_at = S.CALM, None
        plain, plain_at = S.CALM, None
        for day in (first + DAY * n for n in range(90)):
            if day in silent:
                continue
            climb = next_climb(state, due, rung_at=rung_at, policy=rules, calendar=made)
            if climb is not None and climb.at <= at_hour(day, "08:30"):
                state, rung_at = climb.to, at_hour(day, "08:30")
                ours.append((day, state))
            higher = [rung for rung in rules.ladder if plain is S.CALM or RUNGS.index(rung.to) > RUNGS.index(plain)]
            if higher and _ripe(higher[0], worked, day, day_of(due), plain_at):
                plain, plain_at = higher[0].to, day
                theirs.append((day, plain))
        climbed += len(ours)
        assert (case, ours) == (case, theirs)
        assert len({day for day, _ in ours}) == len(ours)  # never two rungs on one day, whatever was missed
    assert climbed > 800


def _ripe(rung: Rung, worked: set[date], day: date, due: date, last: date | None) -> bool:
    """So many working days from the deadline, and so many since the last rung; on a day off, the first worked after."""
    ripe = walked(worked, due, rung.days_after_due)
    while ripe not in worked:
        ripe += DAY
    if last is not None and rung.reply_days:
        ripe = max(ripe, walked(worked, last, rung.reply_days))
    return day >= ripe
