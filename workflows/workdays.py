"""Working days: which days are worked, and the arithmetic of deadlines counted in them.

Source: 国务院《全国年节及纪念日放假办法》 and its yearly arrangement say which days are off and which weekends
are worked; 民法典 第二百零一条 (counting starts the day after) and 第二百零三条 (an end on a day off
moves to the next day worked).
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from models.errors import BadInput
from models.words import DayKind

SATURDAY = 5
DAY = timedelta(days=1)


def is_exception(day: date, kind: DayKind) -> bool:
    """Say whether a day of this kind differs from what its weekday says."""
    return (day.weekday() >= SATURDAY) == (kind == DayKind.WORK)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * DAY for n in range((last - first).days + 1))


@cache
def _mondays_to_fridays(first_year: int, last_year: int) -> tuple[date, ...]:
    first, last = date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal()
    return tuple(date.fromordinal(n) for n in range(first, last + 1) if 1 <= n % 7 <= 5)  # day 1 was a Monday


@dataclass(frozen=True)
class WorkCalendar:
    """The days worked from 1 January of `first_year` to 31 December of `last_year`.

    `exceptions` holds the days that differ from Monday to Friday, or repeat it. `official` holds the years whose
    arrangement has been published; every other year inside the range is provisional.
    """

    exceptions: Mapping[date, DayKind] = field(hash=False, repr=False)
    official: frozenset[int]
    first_year: int
    last_year: int
    worked: tuple[date, ...] = field(init=False, compare=False, repr=False)
    _worked_set: frozenset[date] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        worked = tuple(self._listed())
        object.__setattr__(self, "exceptions", MappingProxyType(dict(self.exceptions)))
        object.__setattr__(self, "worked", worked)
        object.__setattr__(self, "_worked_set", frozenset(worked))

    @property
    def first(self) -> date:
        return date(self.first_year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.last_year, 12, 31)

    def days(self) -> Iterator[date]:
        """Give every covered day, earliest first."""
        return _days(self.first, self.last)

    def is_workday(self, day: date) -> bool:
        """Say whether people work on this day.

        Raises: BadInput when the calendar does not cover the day.
        """
        self._must_cover(day)
        return day in self._worked_set

    def add_workdays(self, day: date, n: int) -> date:
        """Find the n-th working day after `day`, or before it when n is negative; 0 gives the day itself.

        The day itself never counts. Source: 民法典 第二百零一条.
        Raises: BadInput when `day` or the answer lies outside the covered years.
        """
        self._must_cover(day)
        if n == 0:
            return day
        place = bisect_right(self.worked, day) + n - 1 if n > 0 else bisect_left(self.worked, day) + n
        if 0 <= place < len(self.worked):
            return self.worked[place]
        raise self._not_covered(f"{day.isoformat()} 起第 {n} 个工作日", f"working day {n} from {day.isoformat()}")

    def workdays_between(self, a: date, b: date) -> int:
        """Count the working days after `a` up to and with `b`; negative when `b` is earlier.

        For n > 0 it undoes `add_workdays(a, n)`. Raises: BadInput when the calendar does not cover both days.
        """
        self._must_cover(a)
        self._must_cover(b)
        return bisect_right(self.worked, b) - bisect_right(self.worked, a)

    def on_or_after(self, day: date) -> date:
        """Find the first working day that is not earlier than `day`.

        Source: 民法典 第二百零三条. Raises: BadInput when `day` or the answer lies outside the covered years.
        """
        self._must_cover(day)
        place = bisect_left(self.worked, day)
        if place < len(self.worked):
            return self.worked[place]
        raise self._not_covered(
            f"{day.isoformat()} 之后的工作日", f"the first working day on or after {day.isoformat()}"
        )

    def provisional(self, a: date, b: date) -> bool:
        """Say whether any year from `a` to `b`, in either order, still waits for its official arrangement."""
        return bool(self.provisional_years(a, b))

    def provisional_years(self, a: date, b: date) -> tuple[int, ...]:
        """Give the years from `a` to `b`, in either order, that still wait for their official arrangement."""
        first, last = sorted((a.year, b.year))
        return tuple(year for year in range(first, last + 1) if year not in self.official)

    def _listed(self) -> list[date]:
        """List the days worked, earliest first. Every unit with days of its own has a calendar: it has to be quick."""
        plain = _mondays_to_fridays(self.first_year, self.last_year)
        worked = [day for day in plain if self.exceptions.get(day, DayKind.WORK) == DayKind.WORK]
        for day, kind in self.exceptions.items():
            if kind == DayKind.WORK and day.weekday() >= SATURDAY and self.first <= day <= self.last:
                insort(worked, day)
        return worked

    def _must_cover(self, day: date) -> None:
        if not self.first_year <= day.year <= self.last_year:
            raise self._not_covered(day.isoformat(), day.isoformat())

    def _not_covered(self, zh: str, en: str) -> BadInput:
        return BadInput(
            f"工作日历只有 {self.first_year} 年至 {self.last_year} 年，查不到 {zh}；"
            "请用 duban calendar load 导入该年的放假安排。",
            f"The calendar covers {self.first_year} to {self.last_year} and cannot answer for {en}; "
            "load the arrangement of that year with: duban calendar load FILE.",
        )


@dataclass(frozen=True, slots=True)
class Calendars:
    """The national calendar, and by number that of every unit with days of its own or below one that has such days."""

    national: WorkCalendar
    local: Mapping[int, WorkCalendar] = field(default_factory=dict, hash=False)

    def of(self, unit_id: int | None) -> WorkCalendar:
        """Give the calendar that a unit works by; for nobody the national one."""
        return self.local.get(unit_id, self.national) if unit_id else self.national
