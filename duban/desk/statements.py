"""The statements every table has: read by number or by one column, insert, change; each compiled once."""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable
from functools import cache
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from duban.desk.prepared import among, dialect_called
from duban.desk.shapes import Numbers, Row, Shape, turns_of

if TYPE_CHECKING:
    from duban.desk.desk import Desk

UNIQUE_VIOLATION = "23505"
AHEAD = 64
"""How many numbers of a sequence are asked for at once at most."""


@cache
def select_of(shape: Shape, column: str, many: bool, dialect: str) -> tuple[str, Callable[[Any], Any]]:
    """Select whole rows where a column holds one number, or one of many, in the order of their own numbers."""
    of = shape.table.c[column]
    where = among(of, "key") if many else of == bindparam("key")
    statement = select(*shape.table.c).where(where).order_by(shape.table.c.id)
    turn = turns_of(Numbers(), dialect)[1] if many else None
    return str(statement.compile(dialect=dialect_called(dialect))), turn or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


@cache
def insert_of(shape: Shape, dialect: str) -> str:
    """Insert one row with all its columns."""
    return str(insert(shape.table).compile(dialect=dialect_called(dialect), column_keys=list(shape.names)))


@cache
def update_of(shape: Shape, names: tuple[str, ...], compared: tuple[str, ...], dialect: str) -> str:
    """Change some columns of the row with a number, if others still hold what was read. Parameters in this order."""
    columns = shape.table.c
    same = [columns[name] == bindparam(f"was_{name}") for name in compared]
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    statement = update(shape.table).where(columns.id == bindparam("the_id"), *same).values(values)
    return str(statement.compile(dialect=dialect_called(dialect)))


def compared_in(shape: Shape) -> tuple[str, ...]:
    """Name the columns of a table that must hold what was read when a row is changed."""
    return tuple(name for name in ("version", "state") if name in shape.names)


def update_values(
    shape: Shape, names: tuple[str, ...], compared: tuple[str, ...], one: tuple[Row, dict[str, Any]]
) -> tuple[Any, ...]:
    """Give the parameters of `update_of` for a row and what its changed columns held before."""
    row, before = one
    held = row.__dict__
    new = [shape.bound(name, held[name]) for name in names]
    was = [shape.bound(name, before.get(name, held[name])) for name in compared]
    return (*new, row.id, *was)


class NextNumbers:
    """Numbers for new rows of a table, in their order, some fetched ahead.

    On SQLite whoever writes is alone, and counts on from the last number ever given; on PostgreSQL the sequence is
    asked for one, then two, then four …, so that few are left over: those are never used.
    """

    def __init__(self, fetch: Callable[[int], Iterable[int]]) -> None:
        self._fetch, self._there, self._some = fetch, deque[int](), 1

    def next(self) -> int:
        if not self._there:
            self._there.extend(self._fetch(self._some))
            self._some = min(self._some * 2, AHEAD)
        return self._there.popleft()

    def some(self, count: int) -> list[int]:
        """Give the numbers of the next so many rows."""
        self.ahead(count)
        return [self._there.popleft() for _ in range(count)]

    def ahead(self, count: int) -> list[int]:
        """Say which numbers the next so many rows will have."""
        if len(self._there) < count:
            self._there.extend(self._fetch(count - len(self._there)))
        return list(islice(self._there, count))


def next_numbers(desk: "Desk", shape: Shape) -> NextNumbers:
    """Give the numbers for new rows of a table, in one transaction."""
    table = shape.table.name
    if desk.dialect == "sqlite":
        last = _last_on_sqlite(desk, shape)
        counted = count(last + 1)
        return NextNumbers(lambda some: islice(counted, some))
    wanted = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, %s)"  # noqa: S608
    return NextNumbers(lambda some: [row[0] for row in desk.run(wanted, (some,)).fetchall()])


def _last_on_sqlite(desk: "Desk", shape: Shape) -> int:
    table = shape.table
    if table.dialect_options["sqlite"]["autoincrement"]:
        found = desk.run("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)).fetchone()
        return found[0] if found else 0
    return desk.run(f'SELECT max(id) FROM "{table.name}"').fetchone()[0] or 0  # noqa: S608 - a name of ours


def is_taken(problem: Exception) -> bool:
    """Say whether a row could not be added because its number, its version or its key is taken by now."""
    return (isinstance(problem, sqlite3.IntegrityError) and "UNIQUE" in str(problem)) or (
        getattr(problem, "sqlstate", "") == UNIQUE_VIOLATION
    )
