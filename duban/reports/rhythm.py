"""On which day a report by rhythm was due last: pure, from the policy's rhythm and the working calendar."""

import calendar
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from models.policy import RhythmSettings
from workflows.workdays import WorkCalendar

LONGEST = timedelta(days=130)
"""A quarter, and days off around its end."""


def _weekly(day: date, on: int) -> bool:
    return day.isoweekday() == on


def _monthly(day: date, on: int) -> bool:
    return day.day == min(on, calendar.monthrange(day.year, day.month)[1])


def _quarterly(day: date, on: int) -> bool:
    return day.month % 3 == 0 and _monthly(day, on)


# fmt: off
RHYTHMS: dict[str, Callable[[date, int], bool]] = {
    # kind        does it fall on this day, when days off are left aside
    "weekly":     _weekly,
    "monthly":    _monthly,
    "quarterly":  _quarterly,
}
# fmt: on


def due_reports(settings: RhythmSettings, days: WorkCalendar, today: date) -> Iterator[tuple[str, date]]:
    """Give each kind that has a rhythm with the last working day, not after today, on which it was due."""
    for kind, falls in RHYTHMS.items():
        on = getattr(settings, kind)
        last = _last(falls, on, days, today) if on else None
        if last is not None:
            yield kind, last


def _last(falls: Callable[[date, int], bool], on: int, days: WorkCalendar, today: date) -> date | None:
    """Look back day by day; one that falls on a day off is due on the working day after it."""
    day = today
    while day > today - LONGEST and day >= days.first:
        if falls(day, on) and (due := days.on_or_after(day)) <= today:
            return due
        day -= timedelta(days=1)
    return None
