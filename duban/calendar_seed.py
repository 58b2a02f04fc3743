"""The first rows of the working calendar: the published years, then the statutory days of the years to come.

Sources: the package chinesecalendar for the notices of 国务院办公厅 up to 2026; for the rest
国务院《全国年节及纪念日放假办法》 as amended in 2024 (13 days off from 2025 on).
"""

from collections.abc import Iterator
from datetime import date, timedelta

from models.calendar import CalendarDay, CalendarYear
from models.words import DayKind, YearStatus
from workflows.workdays import is_exception

PACKAGE = "chinesecalendar 1.11"
STATUTORY = "《全国年节及纪念日放假办法》法定日期，国务院办公厅的安排尚未公布"

# fmt: off
NAMES = {
    "New Year's Day":        "元旦",
    "Spring Festival":       "春节",
    "Tomb-sweeping Day":     "清明节",
    "Labour Day":            "劳动节",
    "Dragon Boat Festival":  "端午节",
    "Mid-autumn Festival":   "中秋节",
    "National Day":          "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}

# Festivals of the lunar calendar and the solar terms; all others stand on the same date every year.
#        春节 (初一)         清明节             端午节             中秋节
MOVING = {
    2027: (date(2027, 2, 6),  date(2027, 4, 5), date(2027, 6, 9),  date(2027, 9, 15)),
    2028: (date(2028, 1, 26), date(2028, 4, 4), date(2028, 5, 28), date(2028, 10, 3)),
    2029: (date(2029, 2, 13), date(2029, 4, 4), date(2029, 6, 16), date(2029, 9, 22)),
    2030: (date(2030, 2, 3),  date(2030, 4, 5), date(2030, 6, 5),  date(2030, 9, 12)),
}
# fmt: on


def seed_rows() -> list[CalendarYear | CalendarDay]:
    """Make the first rows: the published years 2004–2026, then the statutory days of 2027–2030 as provisional."""
    from chinese_calendar.constants import holidays, workdays

    off = {day: (DayKind.OFF, NAMES[name]) for day, name in holidays.items()}
    work = {day: (DayKind.WORK, NAMES[name]) for day, name in workdays.items()}
    statutory = {day: (DayKind.OFF, name) for year in MOVING for day, name in _statutory(year)}
    days = sorted((off | work | statutory).items())
    published = range(min(off).year, max(off).year + 1)
    return [
        *(CalendarYear(year=year, status=YearStatus.OFFICIAL, source=PACKAGE) for year in published),
        *(CalendarYear(year=year, status=YearStatus.PROVISIONAL, source=STATUTORY) for year in MOVING),
        *(CalendarDay(day=day, kind=kind, name=name) for day, (kind, name) in days if is_exception(day, kind)),
    ]


def _statutory(year: int) -> Iterator[tuple[date, str]]:
    """Give the statutory days off of a year, without swaps, as nobody can know those yet."""
    spring, tomb, dragon, moon = MOVING[year]
    yield date(year, 1, 1), "元旦"
    yield from ((spring + timedelta(days=n), "春节") for n in range(-1, 3))
    yield tomb, "清明节"
    yield from ((date(year, 5, n), "劳动节") for n in (1, 2))
    yield dragon, "端午节"
    yield moon, "中秋节"
    yield from ((date(year, 10, n), "国庆节") for n in (1, 2, 3))
