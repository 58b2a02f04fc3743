"""Deadlines that are counted: so many days from a day that an act or an event gave, and what moves them.

Source: 民法典 第二百零一条 (counting starts the day after) and 第二百零三条 (a last day off moves to the next worked).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from workflows.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Count:
    """How a deadline is counted: `days` after `start` (before it when negative), in working days or in all days.

    `stood_still`: working days for which the clock stood still since; they come on top.
    """

    start: date
    days: int
    in_workdays: bool = True
    stood_still: int = 0


def last_day(count: Count, calendar: WorkCalendar) -> date:
    """Count a deadline.

    A last day that is a day off moves to the next day worked; before an event, to the one before, so that nothing comes
    too late for it. The day itself (0 days) stays what it is.

    Raises: BadInput when the answer lies outside the covered years.
    """
    return calendar.add_workdays(_counted(count, calendar), count.stood_still)


def _counted(count: Count, calendar: WorkCalendar) -> date:
    if count.in_workdays:
        return calendar.add_workdays(count.start, count.days)
    day = count.start + timedelta(days=count.days)
    if count.days > 0:
        return calendar.on_or_after(day)
    return calendar.add_workdays(day + timedelta(days=1), -1) if count.days < 0 else day


def not_gone_by(day: date, today: date) -> date:
    """Give the day a deadline moves to: never one that has gone by; what would be late already is due today."""
    return max(day, today)


def same_distance(start: date, end: date, *, before: WorkCalendar, after: WorkCalendar) -> date:
    """Find the day that is as many working days from `start` as `end` was under the calendar before.

    Raises: BadInput when a calendar does not cover the days.
    """
    return after.add_workdays(start, before.workdays_between(start, end))
