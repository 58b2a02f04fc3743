"""Days and moments of the reference model: counted one by one, on a wall clock eight hours ahead of UTC."""

from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2025, 2028
OFF = {date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 4), date(2026, 5, 5), date(2026, 10, 1), date(2026, 10, 2)}
WORKED = {date(2026, 5, 9), date(2026, 10, 10)}


class OutsideCalendar(Exception):
    """A day in a year that the calendar does not know."""


def works(day: date) -> bool:
    """Say whether people work on a day."""
    _known(day)
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def workdays_from(day: date, n: int) -> date:
    """Walk `n` working days on from a day, or back; the day itself never counts."""
    _known(day)
    step = DAY if n > 0 else -DAY
    for _ in range(abs(n)):
        day += step
        while not works(day):
            day += step
    return day


def worked_from(day: date) -> date:
    """Give the day itself when it is worked, else the next one that is."""
    while not works(day):
        day += DAY
    return day


def workdays_until(a: date, b: date) -> int:
    """Count the days worked after `a` up to and with `b`; none when `b` is not later."""
    _known(a)
    _known(b)
    return sum(works(a + n * DAY) for n in range(1, (b - a).days + 1))


def day(moment: datetime) -> date:
    """Give the day on the wall."""
    return moment.astimezone(CHINA).date()


def last_second(of: date) -> datetime:
    """Give the end of a day."""
    return (datetime.combine(of, time(0), CHINA) + DAY - timedelta(seconds=1)).astimezone(UTC)


def morning(of: date, hour: str) -> datetime:
    """Give an hour of a day."""
    return datetime.combine(of, time.fromisoformat(hour), CHINA).astimezone(UTC)


def _known(one: date) -> None:
    if not FIRST_YEAR <= one.year <= LAST_YEAR:
        raise OutsideCalendar(one)
