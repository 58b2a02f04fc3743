"""However a plan is swept, its ledger comes out as one sweep's would: doubled, overlapping, after a pause, by a bad clock.

`tests/workflows/test_day_by_day.py` says the same of the ladder alone, for ten thousand schedules.
"""

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from small_plan import ISSUED_AT, LIAISON, PLANNER, Small, at, copy_of, rows

from duban.doing import ask_for_time
from duban.sweeping import sweep_all, sweep_in_hours
from models.question import Supervision
from models.record import Duty, Move
from models.values import Given
from models.words import Act, Life
from workflows.moments import day_of, shown

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
STORY = [at("2026-03-20 08:30") + DAY * n for n in range(32)]
"""From before the first reminder of what is due on 31 March until after the highest rung."""


def ledger() -> tuple[Counter[tuple[object, ...]], Counter[str]]:
    """Give what the clock did, without the numbers of rows: the Moves with their minutes, the promises."""
    moves = Counter((m.life, m.subject_id, m.act, m.became, m.version, shown(m.at)) for m in rows(Move))
    return moves, Counter(duty.what for duty in rows(Duty))


def climbs(small: Small) -> list[tuple[str, date]]:
    """List the rungs that the plain task's newest ladder has climbed, with their days."""
    newest = [ladder for ladder in rows(Supervision) if ladder.task_id == small.plain][-1].id
    moves = [m for m in rows(Move) if m.life is Life.SUPERVISION and m.subject_id == newest]
    return [(m.became, day_of(m.at)) for m in moves if m.act not in (Act.OPEN, Act.SETTLE)]


def due_on(small: Small, wanted: date) -> None:
    """Move the plain task's deadline."""
    small.does(LIAISON, Act.ACCEPT, small.plain, at=ISSUED_AT)
    given = Given(reason="展品未到。", text="完成一半。", due=wanted)
    asked = ask_for_time(small.plain, given, by=small.people[LIAISON], now=ISSUED_AT)
    small.does(PLANNER, Act.GRANT, asked.id or 0, Life.EXTENSION, at=ISSUED_AT)


@pytest.fixture
def swept_once(small_home: Path, tmp_path: Path) -> tuple[Counter[tuple[object, ...]], Counter[str]]:
    """What is in the ledger when the story is swept once a day."""
    for _ in copy_of(small_home, tmp_path / "once"):
        for moment in STORY:
            sweep_all(now=moment)
        return ledger()
    raise AssertionError


@pytest.fixture
def other(swept_once, small):
    """Another copy of the same plan, after it is known what one sweep a day comes to."""
    return small


@pytest.mark.parametrize("again", [timedelta(), MINUTE, timedelta(hours=9)], ids=["at once", "a minute on", "at night"])
def test_sweeping_twice_a_day_comes_to_what_sweeping_once_does(swept_once, other, again):
    for moment in STORY:
        sweep_all(now=moment)
        sweep_all(now=moment + again)

    assert ledger() == swept_once


def test_two_sweeps_that_overlap_come_to_what_one_does(swept_once, other):
    together = Barrier(2)

    def sweep(moments: Iterable[datetime]) -> list[object]:
        failures: list[object] = []
        for moment in moments:
            together.wait(timeout=60)
            failures += sweep_all(now=moment, per_commit=5).failures
        return failures

    with ThreadPoolExecutor(2) as pool:
        failures = list(pool.map(sweep, [STORY, STORY]))

    assert failures == [[], []]
    assert ledger() == swept_once


def test_after_a_months_pause_a_task_climbs_one_rung_and_none_in_the_minutes_after(small):
    begins = at("2026-04-30 09:00")
    for minute in range(0, 120, 5):
        sweep_in_hours(now=begins + minute * MINUTE)

    in_all = Counter(m.subject_id for m in rows(Move) if m.life is Life.SUPERVISION and day_of(m.at) == day_of(begins))
    assert climbs(small) == [("reminded", date(2026, 4, 30))]
    assert set(in_all.values()) == {1}


def test_after_the_pause_the_rungs_follow_at_their_distance(small):
    for day in (at("2026-04-30 09:00") + DAY * n for n in range(40)):
        for again in range(3):
            sweep_in_hours(now=day + again * MINUTE)

    assert climbs(small) == [
        ("reminded", date(2026, 4, 30)),
        ("urged", date(2026, 5, 7)),  # 1 to 5 May are off
        ("ordered", date(2026, 5, 9)),  # a Saturday that is worked
        ("summoned", date(2026, 5, 13)),
        ("circulated", date(2026, 5, 19)),
    ]


def test_a_clock_that_steps_back_three_days_does_nothing_again_and_goes_on(swept_once, other):
    for n, moment in enumerate(STORY):
        sweep_all(now=moment)
        if n % 5 == 0:
            for back in range(3, 0, -1):
                sweep_all(now=moment - back * DAY)

    assert ledger() == swept_once


def test_a_clock_that_was_three_days_ahead_for_a_while_climbs_each_rung_once(small):
    for n, moment in enumerate(STORY):
        sweep_all(now=moment + 3 * DAY if n == 8 else moment)
        sweep_all(now=moment)

    reached = [rung for rung, _ in climbs(small)]
    moves = [m for m in rows(Move) if m.life is Life.SUPERVISION]
    assert reached == ["reminded", "urged", "ordered", "summoned", "circulated"]
    assert max(Counter((m.subject_id, m.became) for m in moves).values()) == 1


# fmt: off
OVER = [
    # what it goes over                     deadline            rungs and their days
    ("29 February 2028",                    date(2028, 2, 29),  [("reminded", date(2028, 2, 22)), ("urged", date(2028, 2, 25)), ("ordered", date(2028, 3, 1)),
                                                                 ("summoned", date(2028, 3, 7)), ("circulated", date(2028, 3, 14))]),
    ("a make-up Saturday",                  date(2026, 5, 15),  [("reminded", date(2026, 5, 9)), ("urged", date(2026, 5, 13)), ("ordered", date(2026, 5, 18)),
                                                                 ("summoned", date(2026, 5, 22)), ("circulated", date(2026, 5, 29))]),
    ("a make-up Sunday before a holiday",   date(2026, 9, 28),  [("reminded", date(2026, 9, 20)), ("urged", date(2026, 9, 23)), ("ordered", date(2026, 9, 29)),
                                                                 ("summoned", date(2026, 10, 10)), ("circulated", date(2026, 10, 16))]),
    ("a Sunday that is not worked",         date(2026, 10, 9),  [("reminded", date(2026, 9, 28)), ("urged", date(2026, 9, 30)), ("ordered", date(2026, 10, 10)),
                                                                 ("summoned", date(2026, 10, 15)), ("circulated", date(2026, 10, 22))]),
]
# fmt: on


@pytest.mark.parametrize(("due", "rungs"), [line[1:] for line in OVER], ids=[line[0] for line in OVER])
def test_reminders_go_out_on_days_that_are_worked_whatever_day_of_the_week_it_is(small, due, rungs):
    due_on(small, due)
    first = rungs[0][1] - 2 * DAY
    for day in (first + DAY * n for n in range((rungs[-1][1] - first).days + 2)):
        sweep_in_hours(now=at(f"{day} 08:30"))

    assert climbs(small) == rungs
