"""Whoever fits a pattern is found by one statement of the database, and written by one for each row of the pattern.

    find:    select the numbers of the rows of all subjects wanted that hold what the pattern looked at
    write:   insert … select for each row added; one update for each row changed, compared with what was looked at

What comes between the two is kept where the database can join it: in a table of the connection's own on SQLite, in
arrays on PostgreSQL. All names in the statements are of our own tables and columns.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from sqlalchemy import JSON

from duban.actions.clusters import Cluster
from duban.actions.patterns import OneOf, Pattern, Written
from duban.desk.desk import Desk
from duban.desk.looks import order
from duban.desk.prepared import dialect_called
from duban.desk.shapes import Shape, as_array
from duban.desk.statements import compared_in
from duban.fault_points import reach
from models.question import Review

There = tuple[int, ...]
"""The numbers of one subject's rows, in the order of the pattern's."""
MOST_ROWS = 16
"""A subject with more rows beside it is not looked for; SQLite joins no more than 64 tables."""


@dataclass(slots=True)
class _Sql:
    """Parts of a statement, and its parameters in their order."""

    desk: Desk
    parts: list[str] = field(default_factory=list)
    given: list[Any] = field(default_factory=list)

    def add(self, part: str, *given: Any) -> None:
        """Add a part that has `?` where its parameters go."""
        self.parts.append(part if self.desk.dialect == "sqlite" else part.replace("?", "%s"))
        self.given += given

    def run(self) -> Any:
        return self.desk.run(" ".join(self.parts), tuple(self.given))


def find(desk: Desk, pattern: Pattern, ids: Sequence[int]) -> list[There]:
    """Find among subjects, in the order given, those that hold what the pattern looked at."""
    cluster = pattern.cluster
    joins = _joins(cluster)
    if joins is None or not all(written.shape.numbered for written in pattern.added):
        return []
    sql = _Sql(desk)
    wanted = ", ".join(f"p{place}.id" for place in range(len(cluster.rows)))
    listed = json.dumps(ids) if desk.dialect == "sqlite" else as_array(ids)
    sql.add(f"SELECT {wanted} FROM {_listed(desk)}", listed)  # noqa: S608
    join = "CROSS JOIN" if desk.dialect == "sqlite" else "JOIN"  # SQLite keeps to the order of a CROSS JOIN
    for place, on in [(0, "p0.id = k.value"), *joins]:
        sql.add(f"{join} {_named(cluster.rows[place][0], desk)} p{place} ON {on}")
    sql.add("WHERE 1 = 1")
    for condition in _same_rows(cluster, desk):
        sql.add(f"AND {condition}")
    for guard in pattern.guards:
        shape = cluster.rows[guard.place][0]
        for name, value in guard.held.items():
            _holds(sql, f"p{guard.place}.{_quoted(name, desk)}", shape.table.c[name].type, value)
    _same_lives(sql, cluster)
    for one in pattern.one_of:
        _is_one_of(sql, one, pattern)
    sql.add("ORDER BY k.key")
    desk.asked += 1
    found: list[There] = sql.run().fetchall()
    return found


def _listed(desk: Desk) -> str:
    return "json_each(?) k" if desk.dialect == "sqlite" else "unnest(?::bigint[]) WITH ORDINALITY k(value, key)"


def _joins(cluster: Cluster) -> list[tuple[int, str]] | None:
    """Say in which order the rows beside the subject's own are joined, and on what; None when there are too many."""
    if len(cluster.rows) > MOST_ROWS:
        return None
    reached, joins = {0}, list[tuple[int, str]]()
    ways = [(place, to, f"p{to}.id = p{place}.{column}") for place, column, to in cluster.links]
    for _, column, owner, places in cluster.lists:
        ways += [(owner, to, f"p{to}.{column} = p{owner}.id") for to in places]
    while len(reached) < len(cluster.rows):
        way = next(((to, on) for place, to, on in ways if place in reached and to not in reached), None)
        if way is None:
            return None
        reached.add(way[0])
        joins.append(way)
    return joins


def _same_rows(cluster: Cluster, desk: Desk) -> Iterable[str]:
    """Every look has to find the same rows of the pattern, in the same order, and no others."""
    for place, column, to in cluster.links:
        yield f"p{to}.id = p{place}.{column}"
    for shape, column, owner, places in cluster.lists:
        yield from (f"p{to}.{column} = p{owner}.id" for to in places)
        yield from (f"p{one}.id < p{other}.id" for one, other in pairwise(places))
        others = f" AND x.id NOT IN ({', '.join(f'p{to}.id' for to in places)})" if places else ""
        yield f"NOT EXISTS (SELECT 1 FROM {_named(shape, desk)} x WHERE x.{column} = p{owner}.id{others})"  # noqa: S608


def _same_lives(sql: _Sql, cluster: Cluster) -> None:
    """What a review is about has a number among those of its own life only."""
    for place, column, _ in cluster.links:
        shape, values = cluster.rows[place]
        if shape.model is Review and column == "subject_id":
            sql.add(f"AND p{place}.life = ?", values[shape.names.index("life")])


def _holds(sql: _Sql, column: str, kind: Any, value: Any) -> None:
    if value is None:
        sql.add(f"AND {column} IS NULL")
    elif isinstance(kind, JSON) and sql.desk.dialect != "sqlite":
        sql.add(f"AND {column}::jsonb = ?::jsonb", json.dumps(value))
    else:
        sql.add(f"AND {column} = ?", value)


def _is_one_of(sql: _Sql, one: OneOf, pattern: Pattern) -> None:
    column = f"p{one.place}.{one.column}"
    if one.kind is None:
        sql.add(f"AND {column} IS NULL")
        return
    other_kind = one.kind == 0
    units = [unit_id for unit_id, kind in pattern.units.items() if other_kind or kind == one.kind]
    if sql.desk.dialect == "sqlite":
        among = f"{column} {'NOT IN' if other_kind else 'IN'} (SELECT value FROM json_each(?))"  # noqa: S608
        sql.add(f"AND {column} IS NOT NULL AND {among}", json.dumps(units))
    else:
        sql.add(f"AND {column} {'<> ALL' if other_kind else '= ANY'} (?::bigint[])", as_array(units))


def write(desk: Desk, pattern: Pattern, found: Sequence[There]) -> list[There]:
    """Write for subjects what the door would write; give for each the numbers of the rows added.

    Raises:
        SomeoneWasFirst: a row has been changed by somebody else since it was looked for.
    """
    desk.flush()
    new = _new_numbers(desk, pattern, len(found))
    kept = _Kept(desk, [(*there, *numbers) for there, numbers in zip(found, new, strict=True)], len(found[0]))
    kept.put()
    for written in sorted(pattern.added, key=lambda one: order()[one.shape.table.name]):
        sql = kept.inserting(written)
        desk.insert_some(written.shape, kept.column(*written.numbers["id"]), sql.run)
    reach("act_many.compared")
    for place, written in sorted(pattern.changed, key=lambda one: order()[one[1].shape.table.name]):
        done = kept.updating(place, written, pattern).run().rowcount
        desk.update_some(written.shape, kept.column(False, place), done)
    kept.leave()
    desk.clear(())
    return new


def _new_numbers(desk: Desk, pattern: Pattern, count: int) -> list[There]:
    """Give every subject its numbers for the rows added, as if one was written after the other."""
    shapes = [written.shape for written in pattern.added]
    numbers = {shape: iter(desk.next_numbers(shape, shapes.count(shape) * count)) for shape in shapes}
    return [tuple(next(numbers[shape]) for shape in shapes) for _ in range(count)]


@dataclass(slots=True)
class _Kept:
    """The numbers of the rows of many subjects, where the database can join them: those there, then the new ones."""

    desk: Desk
    rows: list[There]
    width: int

    def put(self) -> None:
        if self.desk.dialect == "sqlite":
            others = "".join(f", c{place}" for place in range(1, len(self.rows[0])))
            self.desk.run(f"CREATE TEMP TABLE IF NOT EXISTS {self._table()} (c0 INTEGER PRIMARY KEY{others})")
            marks = ", ".join("?" * len(self.rows[0]))
            self.desk.run_some(f"INSERT INTO {self._table()} VALUES ({marks})", self.rows)  # noqa: S608

    def leave(self) -> None:
        if self.desk.dialect == "sqlite":
            self.desk.run(f"DELETE FROM {self._table()}")  # noqa: S608

    def column(self, is_new: bool, of: int) -> list[int]:
        place = self._place((is_new, of))
        return [row[place] for row in self.rows]

    def inserting(self, written: Written) -> _Sql:
        sql, names = _Sql(self.desk), [_quoted(name, self.desk) for name in written.values]
        sql.add(f"INSERT INTO {_named(written.shape, self.desk)} ({', '.join(names)}) SELECT")
        for n, name in enumerate(written.values):
            self._put_value(sql, written, name, "" if n == 0 else ", ")
        self._put_source(sql, written)
        return sql

    def updating(self, place: int, written: Written, pattern: Pattern) -> _Sql:
        sql, shape = _Sql(self.desk), written.shape
        sql.add(f"UPDATE {_named(shape, self.desk)} AS t SET")
        for n, name in enumerate(written.values):
            self._put_value(sql, written, name, f"{', ' if n else ''}{_quoted(name, self.desk)} = ", of=place)
        if self.desk.dialect == "sqlite":  # with FROM it would look at every row of the table
            sql.add(f"WHERE t.id IN (SELECT c{place} FROM {self._table()})")  # noqa: S608
        else:
            self._put_source(sql, written, place)
            sql.add(f"WHERE t.id = c.c{place}")
        held = next(guard.held for guard in pattern.guards if guard.place == place)
        for name in compared_in(shape):
            sql.add(f"AND t.{name} = ?", held[name])
        return sql

    def _put_value(self, sql: _Sql, written: Written, name: str, before: str, of: int | None = None) -> None:
        """Add a value; `of`: at which place the row stands that is changed, where there is one."""
        shape, source = written.shape, written.numbers.get(name)
        value = shape.bound(name, written.values[name])
        if source is not None and of is not None and self.desk.dialect == "sqlite":
            sql.add(f"{before}(SELECT c{self._place(source)} FROM {self._table()} WHERE c{of} = t.id)")  # noqa: S608
        elif source is not None:
            sql.add(f"{before}c.c{self._place(source)}")
        elif value is None:
            sql.add(f"{before}NULL")
        elif self.desk.dialect == "sqlite":
            sql.add(f"{before}?", value)
        else:
            kind = shape.table.c[name].type.compile(dialect_called(self.desk.dialect))
            sql.add(f"{before}CAST(? AS {kind})", value)

    def _put_source(self, sql: _Sql, written: Written, *places: int) -> None:
        """Add where the numbers come from that a row is written with, and those at other places that are asked for."""
        if self.desk.dialect == "sqlite":
            sql.add(f"FROM {self._table()} c")
        else:
            asked = sorted({*places, *map(self._place, written.numbers.values())})
            arrays = [as_array(row[place] for row in self.rows) for place in asked]
            sql.add(f"FROM unnest({', '.join(['?::bigint[]'] * len(asked))})", *arrays)
            sql.add(f"AS c({', '.join(f'c{place}' for place in asked)})")

    def _place(self, source: tuple[bool, int]) -> int:
        is_new, of = source
        return self.width + of if is_new else of

    def _table(self) -> str:
        return f"temp.kept_{len(self.rows[0])}"


@cache
def _named_on(shape: Shape, dialect: str) -> str:
    return str(dialect_called(dialect).identifier_preparer.format_table(shape.table))


def _named(shape: Shape, desk: Desk) -> str:
    return _named_on(shape, desk.dialect)


@cache
def _quoted_on(name: str, dialect: str) -> str:
    return str(dialect_called(dialect).identifier_preparer.quote(name))


def _quoted(name: str, desk: Desk) -> str:
    return _quoted_on(name, desk.dialect)
