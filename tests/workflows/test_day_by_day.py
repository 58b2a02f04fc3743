"""Lamps and ladders against a reference that counts day by day, over random calendars, policies and histories."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from models.policy import LampSettings, PolicySettings, Rung
from models.words import Act, DayKind, Lamp, Life, SupervisionState, TaskState
from workflows.ladder import is_reply, next_climb
from workflows.lamps import Glance, lamp, next_change
from workflows.moments import at_hour, day_of, end_of
from workflows.workdays import WorkCalendar

CASES = 10_000
DAY = timedelta(days=1)
S = SupervisionState
Climbed = list[tuple[datetime, SupervisionState]]
RUNGS = (S.REMINDED, S.URGED, S.ORDERED, S.SUMMONED, S.CIRCULATED)


def calendar(dice: Random, year: int = 2026) -> tuple[WorkCalendar, set[date]]:
    """A year with long holidays and worked weekends at random; and the days worked, listed one by one."""
    exceptions: dict[date, DayKind] = {}
    for _ in range(6):
        first = date(year, 1, 10) + DAY * dice.randrange(330)
        exceptions |= {first + DAY * n: DayKind.OFF for n in range(dice.randrange(1, 9))}
        exceptions[first - DAY * dice.randrange(1, 9)] = DayKind.WORK
    made = WorkCalendar(exceptions, frozenset({year}), year - 1, year + 1)
    days = (date(year - 1, 1, 1) + DAY * n for n in range(1096))
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
    yellow, slow, returned = dice.randrange(-1, 6), dice.randrange(60), dice.randrange(1, 3)
    return LampSettings(
        yellow_days_left=yellow,
        blue_days_left=yellow + dice.randrange(6),
        yellow_points_behind=slow,
        red_points_behind=slow + dice.randrange(40),
        yellow_after_returns=returned,
        red_after_returns=returned + dice.randrange(2),
        unstarted_days=dice.choice([0, 0, 20, 60]),
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
    heard = seen.heard_at or seen.assigned_at
    silent = (now - heard).days if heard else 0
    if given.unstarted_days and seen.heard_at is None and silent >= given.unstarted_days:
        return Lamp.RED
    if seen.returns >= given.red_after_returns:
        return Lamp.RED
    if due is None:
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
        given = settings(dice).model_copy(update={"unstarted_days": 0})
        now = due - DAY * dice.randrange(40)
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


def sweeps(dice: Random, first: date) -> list[datetime]:
    """The moments of three months at which somebody sweeps: some days never, some often, some twice at once."""
    pause = dice.choice([0, 0, 30])
    begins, found = dice.randrange(60), []
    for n in (n for n in range(90) if not begins <= n < begins + pause):
        for hour in dice.sample(("00:00", "08:29", "08:30", "08:31", "17:59"), dice.choice([0, 1, 1, 1, 2, 3])):
            found += [at_hour(first + DAY * n, hour)] * dice.choice([1, 1, 2])
    return sorted(found)


def words(dice: Random, first: date) -> list[datetime]:
    """The moments at which the unit says something: often never, sometimes again and again."""
    days = dice.sample(range(90), dice.choice([0, 0, 1, 3, 20]))
    return [at_hour(first + DAY * n, dice.choice(["08:29", "08:30", "12:00"])) for n in days]


def swept(rules: PolicySettings, due: datetime, events: list[tuple[datetime, bool]], made: WorkCalendar) -> Climbed:
    """Climb as the clock does, by the rules."""
    state, rung_at, replied_on, found = S.CALM, None, None, []
    for moment, says in events:
        if says:
            replied_on = day_of(moment) if is_reply(state, Life.TASK, Act.ADD_ENTRY) else replied_on
            continue
        climb = next_climb(state, due, rung_at=rung_at, replied_on=replied_on, policy=rules, calendar=made)
        if climb is not None and climb.at <= moment:
            state, rung_at = climb.to, moment
            found.append((moment, state))
    return found


def waited(rules: PolicySettings, due: datetime, events: list[tuple[datetime, bool]], worked: set[date]) -> Climbed:
    """Climb by plain counting: a rung that was answered waits as long again, from the day of the answer."""
    left, since, ripe, found = list(rules.ladder), None, None, []
    for moment, says in events:
        if says and found:
            since, ripe = day_of(moment), None
        if says or not left:
            continue
        ripe = ripe or at_hour(_ripe(left[0], worked, day_of(due), since), "08:30")
        if ripe <= moment:
            found.append((moment, left.pop(0).to))
            since, ripe = day_of(moment), None
    return found


def test_a_ladder_climbs_on_the_days_that_counting_day_by_day_gives_however_it_is_swept_and_answered():
    dice, climbed, highest, held = Random(20260103), 0, 0, 0
    for case in range(CASES):
        if case % 20 == 0:
            made, worked = calendar(dice, dice.choice([2026, 2028]))  # the second has a 29 February
        rules, due = policy(dice), end_of(date(made.first_year + 1, 2, 10) + DAY * dice.randrange(110))
        first = day_of(due) - DAY * 20
        silent = [(moment, False) for moment in sweeps(dice, first)]
        events = sorted(silent + [(moment, True) for moment in words(dice, first)])
        ours, theirs = swept(rules, due, events, made), waited(rules, due, events, worked)
        climbed, highest = climbed + len(ours), max(highest, len(ours))
        held += ours != swept(rules, due, silent, made)

        assert (case, ours) == (case, theirs)
        days = [day_of(moment) for moment, _ in ours]
        assert all(counted(worked, a, b) >= 1 for a, b in pairwise(days))  # whatever was missed, no two on one day
    assert (climbed > CASES, held > CASES / 10, highest) == (True, True, len(RUNGS))


def _ripe(rung: Rung, worked: set[date], due: date, since: date | None) -> date:
    """So many working days from the deadline, so many since the last rung or answer; on a day off, the first after."""
    ripe = walked(worked, due, rung.days_after_due)
    while ripe not in worked:
        ripe += DAY
    return max(ripe, walked(worked, since, rung.reply_days or 1)) if since else ripe
