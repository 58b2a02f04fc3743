"""Reads the things that Moves are about, each with what its Moves changed, as a stream."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from duban.exporting.kinds import CHANGED, KINDS, Kind
from duban.exporting.steps import Step, Wanted, steps, streamed
from duban.ledger.stored import moment_text
from models.words import Life

Attribute = tuple[str, str, Any]
"""Name, since when (UTC), value."""
Tie = tuple[str, str]
"""The id of another thing, and what it is to this one."""
EPOCH = "1970-01-01T00:00:00.000000Z"
"""From the beginning, as OCEL 2.0 writes it."""
REGISTER = ("person", "unit")
BEGUN = (
    "EXISTS (SELECT 1 FROM move WHERE life = '{0}' AND move.subject_id = {0}.id AND move.version = 1 AND at < :ends)"
)


class Thing(NamedTuple):
    """One thing as it is written out; `attributes` of one name in the order of time."""

    id: str
    kind: str
    attributes: list[Attribute]
    ties: list[Tie]


@dataclass
class Mentioned:
    """People and units that something written out speaks of; only these are written out themselves."""

    ids: set[str] = field(default_factory=set)

    def note(self, ties: list[Tie]) -> None:
        """Remember the people and units among some ties."""
        self.ids.update(other for other, _ in ties if other.startswith(REGISTER))


def things(connection: Connection, wanted: Wanted, mentioned: Mentioned) -> Iterator[Thing]:
    """Read every thing that the wanted Moves can speak of: kind by kind, people and units last and only if mentioned.

    Subjects begun after the wanted days are left out; those begun before them are not.
    """
    for kind in KINDS:
        if kind.name not in REGISTER:
            for thing, _ in lived(connection, wanted, kind):
                mentioned.note(thing.ties)
                yield thing
    for kind in KINDS:
        if kind.name in REGISTER:
            yield from _of_register(connection, wanted, kind, mentioned)


def lived(connection: Connection, wanted: Wanted, kind: Kind) -> Iterator[tuple[Thing, list[Step]]]:
    """Read the things of a kind in the order of their ids, each with all its Moves until the last wanted day."""
    rows = _rows(connection, wanted, kind)
    if kind.life is None:
        yield from ((_thing(kind, row, [], wanted), []) for row in rows)
        return
    whole = wanted.model_copy(update={"life": kind.life, "since": None})
    histories = groupby(steps(connection, whole, order="subject"), key=lambda step: step.subject_id)
    subject, history = next(histories, (None, iter(())))
    for row in rows:
        while subject is not None and subject < row[0]:
            subject, history = next(histories, (None, iter(())))
        taken = list(history) if subject == row[0] else []
        yield _thing(kind, row, taken, wanted), taken


def kind_of(life: Life) -> Kind:
    """Give the kind that has a life."""
    return next(kind for kind in KINDS if kind.life is life)


def _rows(connection: Connection, wanted: Wanted, kind: Kind) -> Iterator[Row[Any]]:
    columns = ["id", *(sql for _, _, sql in kind.told(names=wanted.names)), *(sql for sql, _ in kind.ties)]
    conditions: list[str] = []
    given: dict[str, object] = {}
    if kind.of_plan and wanted.plan_id is not None:
        conditions.append(f"{kind.of_plan} = :plan_id")
        given["plan_id"] = wanted.plan_id
    if kind.life is not None and wanted.ends is not None:
        conditions.append(BEGUN.format(kind.name))
        given["ends"] = wanted.ends
    where = " AND ".join(conditions) or "1 = 1"
    yield from streamed(connection, f"SELECT {', '.join(columns)} FROM {kind.name} WHERE {where} ORDER BY id", given)  # noqa: S608


def _thing(kind: Kind, row: Row[Any], taken: list[Step], wanted: Wanted) -> Thing:
    told = kind.told(names=wanted.names)
    stored = zip(told, row[1 : 1 + len(told)], strict=True)
    first = [(name, EPOCH, _value(type_, value)) for (name, type_, _), value in stored if value not in (None, "")]
    others = zip(row[1 + len(told) :], kind.ties, strict=True)
    ties = [(other, what) for other, (_, what) in others if other is not None and _in_scope(other, wanted)]
    return Thing(f"{kind.name}:{row[0]}", kind.name, [*first, *(one for step in taken for one in changes(step))], ties)


def _in_scope(other: str, wanted: Wanted) -> bool:
    """A plan that is not written out is not pointed at."""
    return wanted.plan_id is None or not other.startswith("plan:") or other == f"plan:{wanted.plan_id}"


def changes(step: Step) -> Iterator[Attribute]:
    """Tell what a Move has changed about its subject, as far as the Move itself says so."""
    if step.became != step.came_from:
        yield "state", step.at, step.became
    if step.life == Life.TASK:
        for act, name, new in CHANGED:
            value = new(step.detail) if step.act == act else None
            if value is not None:
                yield name, step.at, value


def _value(type_: str, value: Any) -> Any:
    if type_ == "time":
        return moment_text(value)
    if type_ == "day":
        return value.isoformat() if isinstance(value, date) else str(value)[:10]
    return bool(value) if type_ == "boolean" else value


def _of_register(connection: Connection, wanted: Wanted, kind: Kind, mentioned: Mentioned) -> Iterator[Thing]:
    """Read the people, or the units with every unit above them, that are mentioned."""
    read = {thing.id: thing for thing, _ in lived(connection, wanted, kind)}
    waiting = [one for one in mentioned.ids if one in read]
    while waiting:
        above = {other for other, _ in read[waiting.pop()].ties} - mentioned.ids
        mentioned.ids |= above
        waiting.extend(above & read.keys())
    yield from (thing for thing in read.values() if thing.id in mentioned.ids)
