"""Which units belong to a class on a day, when that changes next, and how a register's dates become stored spans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, bindparam, or_
from sqlmodel import Session, col, select

from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, pick
from duban.register_tables import ClassRow
from models.register import BEGINNING, Unit, UnitClass

DAY = timedelta(days=1)

_HOLDS = (
    UnitClass.name == bindparam("name"),
    UnitClass.since <= bindparam("day"),
    or_(col(UnitClass.until).is_(None), col(UnitClass.until) >= bindparam("day")),
)
# fmt: off
_MEMBERS = Prepared(
    pick(Unit.id, Unit.name).join(UnitClass, col(UnitClass.unit_id) == Unit.id).where(*_HOLDS).order_by(col(Unit.id)))
_SPANS = Prepared(
    pick(UnitClass.unit_id, UnitClass.since, UnitClass.until).where(UnitClass.name == bindparam("name"))
    .order_by(col(UnitClass.unit_id), col(UnitClass.since)))
# fmt: on


def members(desk: Desk, name: str, day: date) -> list[tuple[int, str]]:
    """List the units of a class on a day with their names, in the order of the register."""
    return [(unit_id, called) for unit_id, called in desk.read(_MEMBERS, name=name, day=day)]


def members_on(session: Session, name: str, day: date) -> list[Unit]:
    """List the units of a class on a day, in the order of the register."""
    found = select(Unit).join(UnitClass, col(UnitClass.unit_id) == Unit.id).where(*held_on(day), UnitClass.name == name)
    return list(session.exec(found.order_by(col(Unit.id))).all())


def held_on(day: date) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions under which a membership holds on a day."""
    return col(UnitClass.since) <= day, or_(col(UnitClass.until).is_(None), col(UnitClass.until) >= day)


def left(desk: Desk, name: str, day: date) -> dict[int, date]:
    """Find the units that belong to a class no more on a day, with the last day each did."""
    there = {unit_id for unit_id, _ in members(desk, name, day)}
    ended = {unit_id: until for unit_id, _, until in desk.read(_SPANS, name=name) if until is not None and until < day}
    return {unit_id: until for unit_id, until in ended.items() if unit_id not in there}


def next_change(desk: Desk, name: str, day: date) -> date | None:
    """Find the first day after `day` on which a unit joins a class or has left it."""
    turns = []
    for _, since, until in desk.read(_SPANS, name=name):
        turns += [since, until + DAY] if until is not None else [since]
    return min((turn for turn in turns if turn > day), default=None)


@dataclass(frozen=True, slots=True)
class Change:
    """What an import does to one unit's membership of one class."""

    before: tuple[UnitClass, ...]
    wanted: Sequence[ClassRow]
    new_unit: bool
    today: date


def brought(session: Session, unit_id: int, change: Change) -> set[str]:
    """Bring what is stored of a unit in line with a register; give the classes in which something has changed.

    1. A class without dates goes on as it is; a unit that is new has always belonged to it, one that was there joins
    today. 2. Dates that are written are taken as they are. 3. What the register lists no more ended yesterday; what has
    ended before stays. Does not commit.
    """
    found: set[str] = set()
    for name in {row.name for row in change.wanted} | {row.name for row in change.before}:
        stored = [row for row in change.before if row.name == name]
        spans = _spans(change, [row for row in change.wanted if row.name == name], stored)
        if spans != {(row.since, row.until) for row in stored}:
            found.add(name)
            for row in stored:
                session.delete(row)
            session.flush()
            session.add_all(UnitClass(unit_id=unit_id, name=name, since=a, until=b) for a, b in sorted(spans, key=str))
    return found


def _spans(change: Change, wanted: Iterable[ClassRow], stored: Sequence[UnitClass]) -> set[tuple[date, date | None]]:
    present = [row for row in stored if row.until is None or row.until >= change.today]
    spans = {(row.since, row.until) for row in stored if row not in present}
    rows = list(wanted)
    for row in rows:
        since = row.since or (present[0].since if present else BEGINNING if change.new_unit else change.today)
        spans = {span for span in spans if span[0] != since} | {(since, row.until)}
    if not rows:
        spans |= {(row.since, change.today - DAY) for row in present if row.since < change.today}
    return spans
