"""The days that units have of their own, such as 壮族三月三 or 开斋节: read from a list, stored, put over the calendar.

A unit keeps the days of all units above it; where two speak of one day, the nearer one is right.
"""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from duban.calendars import REVISION, load_calendar
from duban.desk.desk import Desk
from duban.desk.opened import CHANGED, desk_of
from duban.desk.prepared import Prepared, pick
from models.calendar import CalendarYear, UnitCalendar, UnitDay
from models.errors import BadInput
from models.units import Unit
from models.words import DayKind
from workflows.workdays import Calendars, WorkCalendar

if TYPE_CHECKING:
    from models.task import Task

NOTED = "calendars_of_units"
LINE = re.compile(r"(\S+?)(?:[至~～](\S+))?[\s,，]+(放假|上班)[\s,，]+(\S.*)")
KINDS = {"放假": DayKind.OFF, "上班": DayKind.WORK}
LONGEST = 31

Chain = tuple[int, ...]
"""Units with days of their own, the farthest above first."""

_OWN = Prepared(pick(UnitCalendar.unit_id))
_TREE = Prepared(pick(Unit.id, Unit.parent_id))
_DAYS = Prepared(pick(col(UnitDay.day), col(UnitDay.kind)).where(col(UnitDay.unit_id) == bindparam("unit_id")))


@dataclass(frozen=True)
class OwnDay:
    """A day that a unit is to have of its own."""

    day: date
    kind: DayKind
    name: str


def calendars_of(desk: Desk) -> Calendars:
    """Give the national calendar and those of units, as this transaction sees them; built only when one has changed."""
    if NOTED not in desk.notes:
        national = load_calendar(desk)
        desk.notes[NOTED] = Calendars(national, _local(desk, national) if desk.notes[REVISION][2] else {})
    return cast(Calendars, desk.notes[NOTED])


def calendars_now(session: Session) -> Calendars:
    """Give the stored calendars, the national one and those of units, as this session sees them."""
    return calendars_of(desk_of(session))


def calendar_for(desk: Desk, task: "Task") -> WorkCalendar:
    """Give the calendar of whoever leads a task."""
    found = calendars_of(desk)
    return found.of(task.lead_unit_id) if found.local else found.national  # who leads is not looked at for nothing


def units_by_days(calendars: Calendars) -> dict[int, Hashable]:
    """Tell units with days of their own apart by those days: the same value for all that count by the same calendar."""
    return {unit_id: id(calendar) for unit_id, calendar in calendars.local.items()}


def _local(desk: Desk, national: WorkCalendar) -> dict[int, WorkCalendar]:
    known: dict[Any, WorkCalendar] = desk.known.calendars
    found = {}
    for unit_id, chain in _chains(desk).items():
        key = (desk.notes[REVISION], chain)
        if key not in known:
            known[key] = _over(desk, national, chain)
        found[unit_id] = known[key]
    return found


def _chains(desk: Desk) -> dict[int, Chain]:
    """Find above every unit those with days of their own; units that have none above them are left out."""
    own, above = {row[0] for row in desk.read(_OWN)}, dict(desk.read(_TREE))
    found: dict[int, Chain] = {}
    for unit_id in above:
        line: list[int] = []
        at: int | None = unit_id
        while at is not None and at not in line:
            line.append(at)
            at = above.get(at)
        chain = tuple(one for one in reversed(line) if one in own)
        if chain:
            found[unit_id] = chain
    return found


def _over(desk: Desk, national: WorkCalendar, chain: Chain) -> WorkCalendar:
    days = dict(national.exceptions)
    for unit_id in chain:
        days |= dict(desk.read(_DAYS, unit_id=unit_id))
    return WorkCalendar(days, national.official, first_year=national.first_year, last_year=national.last_year)


def read_own_days(text: str) -> tuple[OwnDay, ...]:
    """Read one day or span of days a line: “2026-04-18至2026-04-21 放假 壮族三月三”, “2026-04-25 上班 壮族三月三”.

    Empty lines and those that begin with # are passed over. Raises: BadInput with every line that cannot be read.
    """
    from duban.register_tables import Unreadable

    found: dict[date, OwnDay] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip().lstrip("\ufeff")
        if said and not said.startswith("#"):
            try:
                for one in _days(said):
                    if one.day in found:
                        raise Unreadable(f"{one.day} 写了两次", f"{one.day} stands there twice")
                    found[one.day] = one
            except Unreadable as problem:
                problems.append((number, problem))
    if problems:
        zh = "；".join(f"第 {number} 行：{problem.zh}" for number, problem in problems)
        en = "; ".join(f"line {number}: {problem.en}" for number, problem in problems)
        raise BadInput(f"本地休息日读不懂，没有存入：{zh}。", f"Nothing was stored; {en}.")
    return tuple(found[day] for day in sorted(found))


def _days(line: str) -> Iterator[OwnDay]:
    from duban.register_tables import Unreadable, read_date

    match = LINE.fullmatch(line)
    if match is None:
        raise Unreadable(
            f"“{line}”应写成“2026-04-18至2026-04-21 放假 壮族三月三”", f"{line!r} is not 'DATE至DATE 放假|上班 NAME'"
        )
    first = read_date(match[1])
    last = read_date(match[2]) if match[2] else first
    if not first <= last < first + timedelta(days=LONGEST):
        raise Unreadable(f"“{line}”的止日应在起日之后、{LONGEST} 天之内", f"{line!r} ends too early or too late")
    for n in range((last - first).days + 1):
        yield OwnDay(first + timedelta(days=n), KINDS[match[3]], match[4].strip())


def has_own_days(session: Session) -> bool:
    """Say whether any unit has, or ever had, days of its own."""
    return session.exec(select(UnitCalendar.unit_id).limit(1)).first() is not None


def own_days(session: Session, unit_id: int | None = None, *, year: int | None = None) -> list[UnitDay]:
    """List the days that a unit, or every unit, has of its own, in a year or ever, by unit and day."""
    wanted = select(UnitDay).order_by(col(UnitDay.unit_id), col(UnitDay.day))
    if year is not None:
        wanted = wanted.where(col(UnitDay.day).between(date(year, 1, 1), date(year, 12, 31)))
    return list(session.exec(wanted.where(UnitDay.unit_id == unit_id) if unit_id else wanted).all())


def years_of(days: tuple[OwnDay, ...]) -> tuple[int, ...]:
    """Name the years that a list speaks of; storing it replaces these years as a whole."""
    return tuple(year for year, _ in groupby(one.day.year for one in days))


def store_own_days(
    session: Session, unit_id: int, days: tuple[OwnDay, ...], *, years: tuple[int, ...], source: str
) -> bool:
    """Let a unit have these days in these years, and no others; say whether that changes anything. Does not commit.

    Raises: BadInput for a day outside the years of the national calendar.
    """
    _must_cover(session, years)
    before = {one.day: one for one in own_days(session, unit_id) if one.day.year in years}
    wanted = {one.day: one for one in days}
    same = {day for day, one in wanted.items() if day in before and before[day].kind is one.kind}
    if same == wanted.keys() == before.keys():
        return False
    for one in before.values():
        session.delete(one)
    session.flush()
    rows: Mapping[str, Any] = {"unit_id": unit_id, "source": source}
    session.add_all(UnitDay(**rows, day=one.day, kind=one.kind, name=one.name) for one in days)
    counted = session.get(UnitCalendar, unit_id) or UnitCalendar(unit_id=unit_id)
    counted.revision += 1
    session.add(counted)
    session.flush()
    session.info[CHANGED] = True
    return True


def _must_cover(session: Session, years: tuple[int, ...]) -> None:
    first, last = session.exec(select(func.min(CalendarYear.year), func.max(CalendarYear.year))).one()
    beyond = [str(year) for year in years if not first <= year <= last]
    if beyond:
        raise BadInput(
            f"工作日历只有 {first} 年至 {last} 年，存不下{'、'.join(beyond)} 年的本地休息日；请先导入该年的放假安排。",
            f"The calendar covers {first} to {last}; load {', '.join(beyond)} first.",
        )
