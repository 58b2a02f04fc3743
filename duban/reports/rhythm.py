"""On which day a report by rhythm was due last: pure, from the policy's rhythm and the working calendar."""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.policy_parts import RhythmSettings
from workflows.workdays import WorkCalendar

LONGEST = timedelta(days=400)
"""A year, and days off around its end."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A report that was due: its kind, the working day it is made on, the first day it is on."""

    kind: str
    day: date
    since: date


def _weekly(day: date, on: int) -> bool:
    return day.isoweekday() == on


def _every(months: int) -> Callable[[date, int], bool]:
    """Fall on a day of the last of so many months, or on its last day when it has no such day."""

    def falls(day: date, on: int) -> bool:
        return day.month % months == 0 and day.day == min(on, calendar.monthrange(day.year, day.month)[1])

    return falls


# fmt: off
RHYTHMS: dict[str, Callable[[date, int], bool]] = {
    # kind         does it fall on this day, when days off are left aside
    "weekly":      _weekly,
    "monthly":     _every(1),
    "quarterly":   _every(3),
    "half_yearly": _every(6),
    "yearly":      _every(12),
}
# fmt: on


def due_reports(settings: RhythmSettings, days: WorkCalendar, today: date) -> Iterator[Due]:
    """Give each kind that has a rhythm with the last working day, not after today, on which it was due.

    One that falls on a day off is due on the working day after it. Each is on what came after the day that the one
    before it fell on, so what happens between two of them is told once.
    """
    for kind, falls in RHYTHMS.items():
        on = getattr(settings, kind)
        last = _last(falls, on, days, today) if on else None
        if last is not None:
            yield Due(kind, days.on_or_after(last), _before(falls, on, last) + A_DAY)


def _last(falls: Callable[[date, int], bool], on: int, days: WorkCalendar, today: date) -> date | None:
    """Look back for the day it fell on last whose working day has come."""
    day = today
    while day > today - LONGEST and day >= days.first:
        if falls(day, on) and days.on_or_after(day) <= today:
            return day
        day -= A_DAY
    return None


def _before(falls: Callable[[date, int], bool], on: int, last: date) -> date:
    """Look back for the day it fell on before."""
    day = last - A_DAY
    while not falls(day, on):
        day -= A_DAY
    return day
