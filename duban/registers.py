"""Puts a register of units, people, posts and holdings into the database; the codes tell what is the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import Session, select

from duban.erasing import erased_again
from duban.local_days import calendars_now, has_own_days
from duban.memberships import Change, brought
from duban.recomputing import recount
from duban.register_reading import read_register
from duban.register_tables import HoldingRow, Register, UnitRow
from models.errors import BadInput
from models.plan import Plan, Requirement
from models.register import Holding, Person, Post, Unit, UnitClass
from models.values import FanOut, Value
from models.words import Holds, PlanState, SubjectKind
from workflows.moments import day_of

__all__ = ["ImportCounts", "Register", "Tally", "import_register", "read_register"]

Coded = TypeVar("Coded", Unit, Person, Post)
Fields = Mapping[str, Any]


class Tally(Value):
    """What an import did to one table."""

    added: int = 0
    changed: int = 0
    same: int = 0
    ended: int = 0


class ImportCounts(Value):
    """What an import did."""

    units: Tally
    people: Tally
    posts: Tally
    holdings: Tally


@dataclass
class _Brought:
    """The rows of one table after the import: ids by code, and which codes are new or differ."""

    ids: dict[str, int] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)

    def tally(self) -> Tally:
        changed = self.changed - self.added
        return Tally(added=len(self.added), changed=len(changed), same=len(self.ids.keys() - self.added - self.changed))


def import_register(session: Session, register: Register, *, now: datetime) -> ImportCounts:
    """Put a register into the database: add what is new, correct what differs; a second time changes nothing.

    1. Units, their tree and classes. 2. People and posts. 3. Who holds what; a holding that the register no longer
    lists for one of its posts ends the day before `now`. Units, people and posts that it does not list stay.
    4. A class that a unit has joined or left: the next sweep opens, ends or hands on what running plans ask of it.
    5. A unit that now has the local days of another one above it: its open deadlines are counted anew.
    Does not commit.

    Raises:
        BadInput: it lists somebody who was erased.
    """
    _check_erased(session, register)
    turned, calendars = set[str](), calendars_now(session) if has_own_days(session) else None
    units = _bring_units(session, register.units, turned, today=day_of(now))
    people = _bring(
        session,
        Person,
        {p.code: {"name": p.name, "unit_id": units.ids[p.unit], "email": p.email} for p in register.people},
    )
    posts = _bring(
        session,
        Post,
        {p.code: {"name": p.name, "unit_id": units.ids[p.unit], "roles": list(p.roles)} for p in register.posts},
    )
    wanted = {_key(row, posts=posts.ids, people=people.ids): row.until for row in register.holdings}
    holdings = _bring_holdings(session, wanted, posts=posts.ids, last_day=day_of(now) - timedelta(days=1))
    _look_again(session, turned, now=now)
    if calendars is not None and calendars_now(session) != calendars:
        recount(session, calendars, source="单位上下级调整，本地休息日随之改变", now=now)
    return ImportCounts(units=units.tally(), people=people.tally(), posts=posts.tally(), holdings=holdings)


def _check_erased(session: Session, register: Register) -> None:
    found = erased_again(session, (person.code for person in register.people))
    if found:
        raise BadInput(
            f"名册里的这些人员已经抹去：{'、'.join(found)}。请从名册中删去这几行；重新录用的，另编一个人员编码。",
            f"These people of the register were erased: {', '.join(found)}. Delete their rows; "
            "whoever comes back gets a new code.",
        )


def _bring(session: Session, table: type[Coded], wanted: Mapping[str, Fields]) -> _Brought:
    """Add or correct the rows of one table by their code."""
    stored = {row.code: row for row in session.exec(select(table)).all()}
    brought, rows = _Brought(), {}
    for code, fields in wanted.items():
        row = rows[code] = stored.get(code) or table(code=code, **fields)
        if code not in stored:
            session.add(row)
            brought.added.add(code)
        elif _correct(row, fields):
            brought.changed.add(code)
    session.flush()
    brought.ids = {code: row.id for code, row in rows.items() if row.id is not None}
    return brought


def _correct(row: Unit | Person | Post | Holding, fields: Fields) -> bool:
    """Set the fields that differ; says whether there were any."""
    differing = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _bring_units(session: Session, rows: Iterable[UnitRow], turned: set[str], *, today: date) -> _Brought:
    """Add or correct units; parents and classes need the ids, so they come second. `turned`: classes that changed."""
    by_code = {row.code: row for row in rows}
    units = _bring(
        session,
        Unit,
        {r.code: {"name": r.name, "short_name": r.short_name, "aliases": list(r.aliases)} for r in by_code.values()},
    )
    classes: dict[int, tuple[UnitClass, ...]] = {}
    for stored in session.exec(select(UnitClass)).all():
        classes[stored.unit_id] = (*classes.get(stored.unit_id, ()), stored)
    stored_units = {unit.code: unit for unit in session.exec(select(Unit)).all()}
    for code, row in by_code.items():
        corrected = _correct(stored_units[code], {"parent_id": units.ids.get(row.parent)})
        change = Change(classes.get(units.ids[code], ()), row.classes, code in units.added, today)
        found = brought(session, units.ids[code], change)
        turned |= found
        if corrected or found:
            units.changed.add(code)
    session.flush()
    return units


def _look_again(session: Session, classes: set[str], *, now: datetime) -> None:
    """Let the clock look at what running plans ask of these classes."""
    running = select(Requirement).join(Plan).where(Plan.state == PlanState.ISSUED, Requirement.dropped_why == "")
    for requirement in session.exec(running).all() if classes else ():
        fan_out = FanOut.model_validate(requirement.fan_out or {})
        if fan_out.kind is SubjectKind.UNIT and fan_out.unit_class in classes:
            requirement.next_at = now
    session.flush()


_Key = tuple[int, int, Holds, date]


def _key(row: HoldingRow, *, posts: Mapping[str, int], people: Mapping[str, int]) -> _Key:
    return posts[row.post], people[row.person], row.kind, row.since


def _bring_holdings(
    session: Session, wanted: Mapping[_Key, date | None], *, posts: Mapping[str, int], last_day: date
) -> Tally:
    """Add or correct holdings; those of listed posts that are no longer wanted end on `last_day`."""
    stored = {(h.post_id, h.person_id, h.kind, h.since): h for h in session.exec(select(Holding)).all()}
    new = [key for key in wanted if key not in stored]
    for post_id, person_id, kind, since in new:
        until = wanted[post_id, person_id, kind, since]
        session.add(Holding(post_id=post_id, person_id=person_id, kind=kind, since=since, until=until))
    changed = [key for key in wanted.keys() & stored.keys() if _correct(stored[key], {"until": wanted[key]})]
    listed = set(posts.values())
    dropped = [h for key, h in stored.items() if key not in wanted and h.post_id in listed]
    ended = [holding for holding in dropped if holding.until is None or holding.until > last_day]
    for holding in ended:
        _end(session, holding, last_day=last_day)
    session.flush()
    same = len(wanted) - len(new) - len(changed)
    return Tally(added=len(new), changed=len(changed), same=same, ended=len(ended))


def _end(session: Session, holding: Holding, *, last_day: date) -> None:
    """End a holding; one that would only have begun later is taken out, as nobody ever acted under it."""
    if holding.since > last_day:
        session.delete(holding)
    else:
        holding.until = last_day
