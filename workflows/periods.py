"""The periods of a rhythm, from months to years: name, span, the day a report is due, and what people call them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from models.errors import Sentence
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
MONTHS_OF_YEAR = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
FOR_PEOPLE = {
    # after the year   in Chinese          in English
    "":                ("{}年",            "{}"),
    "H1":              ("{}年上半年",      "first half of {}"),
    "H2":              ("{}年下半年",      "second half of {}"),
    "Q1":              ("{}年第一季度",    "first quarter of {}"),
    "Q2":              ("{}年第二季度",    "second quarter of {}"),
    "Q3":              ("{}年第三季度",    "third quarter of {}"),
    "Q4":              ("{}年第四季度",    "fourth quarter of {}"),
} | {f"-{month:02d}":  (f"{{}}年{month}月", f"{name} {{}}") for month, name in enumerate(MONTHS_OF_YEAR, start=1)}
# fmt: on


@dataclass(frozen=True, slots=True)
class Period:
    """One period: 2026-03, 2026Q1, 2026H1 or 2026; `due` lies in its last month."""

    name: str
    begins: date
    ends: date
    due: date


def period_called(name: str) -> Sentence:
    """Call a period as people do: 2026H1 is 2026年上半年, first half of 2026; any other name is what it is."""
    year, rest = name[:4], name[4:]
    if not year.isdecimal() or rest not in FOR_PEOPLE:
        return Sentence(name, name)
    zh, en = FOR_PEOPLE[rest]
    return Sentence(zh.format(year), en.format(year))


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
