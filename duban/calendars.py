"""The stored working calendar: loading it for the rules, and storing a year's arrangement."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from sqlmodel import Session, col, func, select

from duban.desk.desk import Desk
from duban.desk.opened import CHANGED
from duban.desk.prepared import Prepared, pick
from models.calendar import CalendarDay, CalendarYear, UnitCalendar
from models.errors import BadInput, NotFound
from models.words import DayKind, YearStatus
from workflows.workdays import WorkCalendar, is_exception

if TYPE_CHECKING:
    from duban.arrangements import Arrangement

LOADED = "calendar_loaded"
REVISION = "calendar_revision"
"""Note of what the calendar, and the days that units have of their own, have come to."""


@dataclass(frozen=True)
class DayChange:
    """A day whose kind a new arrangement changes; None stands for what its weekday says."""

    day: date
    was: DayKind | None
    becomes: DayKind | None
    name: str


_OF_UNITS = pick(func.coalesce(func.sum(UnitCalendar.revision), 0)).scalar_subquery()
_REVISION = Prepared(pick(func.count(), func.sum(CalendarYear.revision), _OF_UNITS))
_DAYS = Prepared(pick(col(CalendarDay.day), col(CalendarDay.kind)))
_YEARS = Prepared(pick(col(CalendarYear.year), col(CalendarYear.status)))


def load_calendar(desk: Desk) -> WorkCalendar:
    """Give the stored calendar: asked for once in a transaction, built again only when a revision has changed.

    Raises: BadInput when no year is stored.
    """
    if LOADED not in desk.notes:
        revision = desk.read(_REVISION)[0]
        if not revision[0]:
            raise BadInput(
                "工作日历是空的；请先运行 duban setup。", "The working calendar is empty; run duban setup first."
            )
        known: dict[tuple[int, int, int], WorkCalendar] = desk.known.calendars
        if revision not in known:
            known.clear()  # revisions only ever grow
            known[revision] = _build(desk)
        desk.notes[LOADED], desk.notes[REVISION] = known[revision], revision
    return cast(WorkCalendar, desk.notes[LOADED])


def _build(desk: Desk) -> WorkCalendar:
    years = dict(desk.read(_YEARS))
    official = frozenset(year for year, status in years.items() if status == YearStatus.OFFICIAL)
    return _of_days(tuple(desk.read(_DAYS)), official, min(years), max(years))


@lru_cache(maxsize=4)
def _of_days(
    days: tuple[tuple[date, DayKind], ...], official: frozenset[int], first_year: int, last_year: int
) -> WorkCalendar:
    """Lay a calendar out, once for the same days in whichever database: it takes as long as ten acts."""
    return WorkCalendar(dict(days), official, first_year=first_year, last_year=last_year)


def calendar_year(session: Session, year: int) -> tuple[CalendarYear, list[CalendarDay]]:
    """Give a year with its exceptional days, earliest first. Raises: NotFound."""
    found = session.get(CalendarYear, year)
    if found is None:
        raise NotFound(
            f"工作日历里没有 {year} 年；请用 duban calendar load 导入该年的放假安排。",
            f"The calendar has no year {year}; load its arrangement with: duban calendar load FILE.",
        )
    return found, _stored(session, date(year, 1, 1), date(year, 12, 31))


def _stored(session: Session, first: date, last: date) -> list[CalendarDay]:
    within = col(CalendarDay.day).between(first, last)
    return list(session.exec(select(CalendarDay).where(within).order_by(col(CalendarDay.day))).all())


def changes(session: Session, arrangement: "Arrangement") -> tuple[DayChange, ...]:
    """Say what storing the arrangement would change, earliest first. Writes nothing."""
    wanted = {a.day: a for a in arrangement.days if is_exception(a.day, a.kind)}
    stored = {row.day: row for row in _stored(session, arrangement.first, arrangement.last)}
    replaced = {day for day, row in stored.items() if arrangement.complete or _concerns(arrangement, row)}
    return tuple(
        DayChange(
            day,
            was=stored[day].kind if day in stored else None,
            becomes=wanted[day].kind if day in wanted else None,
            name=wanted[day].name if day in wanted else stored[day].name,
        )
        for day in sorted(wanted.keys() | replaced)
        if day not in wanted or day not in stored or wanted[day].kind != stored[day].kind
    )


def _concerns(arrangement: "Arrangement", row: CalendarDay) -> bool:
    return bool(arrangement.festivals & set(row.name.split("、")))


def store(session: Session, arrangement: "Arrangement") -> tuple[DayChange, ...]:
    """Store an arrangement and say what it changed; a second time changes nothing.

    1. Refuse a year that would leave a gap, and an amendment of a year that is not published yet.
    2. Replace the days from December of the year before to November; an amendment replaces its festivals only.
    3. Note the source, and raise the revision of each year that changed.

    Does not commit. Raises: BadInput.
    """
    changed = changes(session, arrangement)
    year = _year_to_fill(session, arrangement)
    for change in changed:
        _apply(session, change)
    touched = {change.day.year for change in changed} - {arrangement.year}
    for before in (session.get(CalendarYear, number) for number in touched):
        if before:
            before.revision += 1
    source = _source(year, arrangement)
    if changed or (year.status, year.source) != (YearStatus.OFFICIAL, source):
        year.status, year.source = YearStatus.OFFICIAL, source
        year.revision += 1
    session.flush()
    session.info[CHANGED] = True
    return changed


def _year_to_fill(session: Session, arrangement: "Arrangement") -> CalendarYear:
    year = session.get(CalendarYear, arrangement.year)
    if not arrangement.complete and (year is None or year.status != YearStatus.OFFICIAL):
        raise BadInput(
            f"这份通知只调整 {arrangement.year} 年的{'、'.join(sorted(arrangement.festivals))}，"
            "而该年的放假安排还没有导入；请先导入全年安排。",
            f"This notice only amends {arrangement.year}, which is not loaded yet; load the whole year first.",
        )
    if year is None:
        known = session.exec(select(CalendarYear.year).order_by(col(CalendarYear.year))).all()
        if arrangement.year not in (known[0] - 1, known[-1] + 1):
            raise BadInput(
                f"工作日历只有 {known[0]} 年至 {known[-1]} 年，不能跳到 {arrangement.year} 年；请逐年导入。",
                f"The calendar covers {known[0]} to {known[-1]}; load the years up to {arrangement.year} one by one.",
            )
        year = CalendarYear(year=arrangement.year, status=YearStatus.OFFICIAL, source=arrangement.source, revision=0)
        session.add(year)
        session.flush()
    return year


def _source(year: CalendarYear, arrangement: "Arrangement") -> str:
    if arrangement.complete:
        return arrangement.source
    return year.source if arrangement.source in year.source else f"{year.source}；{arrangement.source}"


def _apply(session: Session, change: DayChange) -> None:
    row = session.get(CalendarDay, change.day)
    if change.becomes is None:
        session.delete(row)
    elif row is None:
        session.add(CalendarDay(day=change.day, kind=change.becomes, name=change.name))
    else:
        row.kind, row.name = change.becomes, change.name
