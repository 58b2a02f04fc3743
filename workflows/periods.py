"""The periods of a rhythm, from months to years, each with its name, its span and the day its report is due."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from models.words import Timing

# fmt: off
MONTHS = {Timing.MONTHLY: 1, Timing.QUARTERLY: 3, Timing.HALF_YEARLY: 6, Timing.YEARLY: 12}
NAMES = {
    # months   what a period is called, by its year, its first month and its number within the year
    1:         "{year}-{month:02d}",
    3:         "{year}Q{number}",
    6:         "{year}H{number}",
    12:        "{year}",
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Period:
    """One period: 2026-03, 2026Q1, 2026H1 or 2026; `due` lies in its last month."""

    name: str
    begins: date
    ends: date
    due: date


def period_at(timing: Timing | None, day: date, *, rhythm_day: int | None) -> Period | None:
    """Give the period that `day` lies in, or the next one when its report was due before; None without a rhythm.

    A rhythm day that a month does not have is its last day (民法典 第二百零二条).
    """
    if timing is None or timing not in MONTHS:
        return None
    months = MONTHS[timing]
    first_month = (day.month - 1) // months * months + 1
    found = _period(day.year, first_month, months, rhythm_day)
    return found if found.due >= day else _period(*_following(day.year, first_month, months), months, rhythm_day)


def period_after(timing: Timing, period: Period, *, rhythm_day: int | None) -> Period | None:
    """Give the period that follows another one."""
    return period_at(timing, period.ends + timedelta(days=1), rhythm_day=rhythm_day)


def _following(year: int, month: int, months: int) -> tuple[int, int]:
    following = month + months
    return (year + 1, following - 12) if following > 12 else (year, following)


def _period(year: int, month: int, months: int, rhythm_day: int | None) -> Period:
    last_month = month + months - 1
    last_day = monthrange(year, last_month)[1]
    name = NAMES[months].format(year=year, month=month, number=month // months + 1)
    return Period(
        name,
        date(year, month, 1),
        date(year, last_month, last_day),
        date(year, last_month, min(rhythm_day or last_day, last_day)),
    )
