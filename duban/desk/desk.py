"""One transaction's desk: rows that were read, rows that are to be written, and the statements between them.

What the door decides is kept on the desk and written down together, shortly before the commit or before a statement
that would read it: Moves first, then the states that they explain, each compared with what was read.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlmodel import SQLModel

from duban.desk.called import MOVES, called
from duban.desk.known import Known
from duban.desk.looks import COLUMNS_READ, children_of, order
from duban.desk.prepared import Prepared, turned
from duban.desk.shapes import Row, Shape, Values, shape_of
from duban.desk.statements import (
    NextNumbers,
    compared_in,
    insert_of,
    is_taken,
    next_numbers,
    select_of,
    update_of,
    update_values,
)
from duban.desk.watched import LOOKED_AT
from duban.fault_points import reach
from models.errors import SomeoneWasFirst

M = TypeVar("M", bound=SQLModel)

UNDONE_TOO = ("numbers", "keys", "frames")
"""Notes that may tell of what was undone."""


@dataclass(slots=True, eq=False)
class Desk:
    """What one transaction reads and writes with. It neither begins nor commits it.

    `known`: what holds for longer than a transaction. `settled`: nothing uncommitted by others' means can be read here,
    so what is read may be kept in `known`.
    `writes`: what others must not change meanwhile is held. `count`: statements so far; `asked`: those of them that
    read rows. `steps`: rows put on the desk or changed so far.
    `looks`: where `get` and `of` were asked to look, while somebody wants to know.
    """

    raw: Any
    dialect: str
    known: Known
    settled: bool = False
    writes: bool = True
    count: int = 0
    asked: int = 0
    steps: int = 0
    looks: set[tuple[type, str, int]] | None = None
    notes: dict[Any, Any] = field(default_factory=dict)
    _rows: dict[tuple[type, int], Row] = field(default_factory=dict)
    _of: dict[tuple[type, str, int], list[Row]] = field(default_factory=dict)
    _new: dict[str, list[Row]] = field(default_factory=dict)
    _changed: dict[int, tuple[Row, dict[str, Any]]] = field(default_factory=dict)
    _fresh: set[int] = field(default_factory=set)
    _touched: set[tuple[type, int]] = field(default_factory=set)
    _log: list[Row] = field(default_factory=list)
    begun: set[tuple[type, int]] = field(default_factory=set)

    def get(self, model: type[M], id_: int | None) -> M | None:
        """Give one row by its number; None when there is none."""
        if id_ is None:
            return None
        if self.looks is not None:
            self.looks.add((model, "id", id_))
        found = self._rows.get((model, id_))
        if found is None:
            rows = self._select(model, "id", id_)
            found = rows[0] if rows else None
        return cast(M | None, found)

    def one(self, model: type[M], id_: int | None) -> M:
        """Give one row that has to be there."""
        found = self.get(model, id_)
        if found is None:
            raise LookupError(f"no {model.__name__} {id_}")
        return found

    def of(self, model: type[M], column: str, key: int | None) -> list[M]:
        """List the rows whose column holds a number, in the order of their own numbers."""
        if key is None:
            return []
        if self.looks is not None:
            self.looks.add((model, column, key))
        known = self._of.get((model, column, key))
        if known is None:
            if column not in COLUMNS_READ[str(model.__tablename__)]:
                raise LookupError(f"{model.__name__} is not read by {column}")
            known = self._of[model, column, key] = self._select(model, column, key)
            known += [row for row in self._waiting(model) if getattr(row, column) == key]
        return cast(list[M], list(known))

    def fetch(self, model: type[SQLModel], column: str, keys: Iterable[int]) -> None:
        """Read rows for many numbers at once, so that `get` and `of` find them here."""
        wanted = sorted({key for key in keys if key and not self._has(model, column, key)})
        if not wanted:
            return
        found = self._select(model, column, wanted)
        if column != "id":
            for key in wanted:
                self._of[model, column, key] = []
            waiting = [row for row in self._waiting(model) if getattr(row, column) in set(wanted)]
            for row in [*found, *waiting]:
                self._of[model, column, getattr(row, column)].append(row)

    def read(self, prepared: Prepared, /, **given: Any) -> list[tuple[Any, ...]]:
        """Run a select; give its rows, in its order, as plain tuples of our values."""
        if self._new or self._changed:
            self._write_before(prepared.tables)
        self.asked += 1
        compiled = prepared.on(self.dialect)
        rows: list[tuple[Any, ...]] = self.run(compiled.sql, compiled.bound(given)).fetchall()
        if not compiled.reads:
            return rows
        return [turned(row, compiled.reads) for row in rows]

    def first(self, prepared: Prepared, /, **given: Any) -> Any:
        """Give the first column of the first row of a select; None when there is none."""
        rows = self.read(prepared, **given)
        return rows[0][0] if rows else None

    def first_stored(self, prepared: Prepared, /, **given: Any) -> Any:
        """Give the first column of the first row as stored, whatever waits on the desk to be written."""
        self.asked += 1
        compiled = prepared.on(self.dialect)
        found = self.run(compiled.sql, compiled.bound(given)).fetchone()
        return turned(found, compiled.reads)[0] if found else None

    def draft(self, model: type[M], /, **given: Any) -> M:
        """Make a row that is only thought of."""
        return cast(M, shape_of(model, self.dialect).new(given))

    def place(self, row: Any, /, **values: Any) -> None:
        """Put a row that was thought of on the desk; it has its number at once, and is written down with the rest."""
        self.steps += 1
        shape: Shape = row.shape
        row.__dict__.update(values)
        if row.id is None:
            row.id = self._numbers(shape).next()
        self._rows[shape.model, row.id] = row
        self._new.setdefault(shape.table.name, []).append(row)
        self._fresh.add(id(row))
        self.begun.add((shape.model, row.id))
        self._log.append(row)
        for child, column in children_of(shape.table.name):
            self._of[child, column, row.id] = []
        for column in COLUMNS_READ.get(shape.table.name, ()):
            known = self._of.get((shape.model, column, getattr(row, column)))
            if known is not None:
                known.append(row)

    def add(self, model: type[M], /, **given: Any) -> M:
        """Put a new row on the desk."""
        row = self.draft(model, **given)
        self.place(row)
        return row

    def change(self, row: Any, /, **values: Any) -> None:
        """Change columns of a row; written down with the rest."""
        held = row.__dict__
        new = {name: value for name, value in values.items() if held[name] != value}
        if LOOKED_AT in held:
            held[LOOKED_AT].update(values.keys() - new.keys())
        if not new:
            return
        self.steps += 1
        self._log.append(row)
        if id(row) not in self._fresh:
            _, before = self._changed.setdefault(id(row), (row, {}))
            for name in new:
                before.setdefault(name, held[name])
        held.update(new)

    def flush(self) -> None:
        """Write down what is on the desk: new rows first, then changes, each compared with what was read.

        Raises:
            SomeoneWasFirst: a row has been changed by somebody else since it was read.
        """
        if self._new:
            new, self._new, self._fresh = self._new, {}, set()
            for rows in sorted(new.values(), key=lambda rows: order()[rows[0].shape.table.name]):
                self._insert(rows[0].shape, rows)
            reach("act.compared")
        if self._changed:
            changed, self._changed = list(self._changed.values()), {}
            self._update(changed)

    def forget(self, model: type[SQLModel], ids: Iterable[int] | None = None) -> None:
        """Forget rows that were written past the desk, so that they are read again; all of a table, when not named."""
        wanted = set(ids) if ids is not None else None
        for key in [key for key in self._rows if key[0] is model and (wanted is None or key[1] in wanted)]:
            del self._rows[key]
        for key_of in [key_of for key_of in self._of if key_of[0] is model]:
            del self._of[key_of]
        self._touched.update((model, id_) for id_ in wanted or ())

    def lay(self, rows: list[Row], lists: Iterable[tuple[type, str, int, list[Row]]]) -> bool:
        """Put stored rows on the desk, with what looks by a column find; say whether none of it was there already."""
        new = not any((row.shape.model, row.id) in self._rows for row in rows)
        for row in rows:
            self._rows.setdefault((row.shape.model, row.id), row)
        for model, column, key, found in lists:
            new = self._of.setdefault((model, column, key), found) == found and new
        return new

    def clear(self, rows: Iterable[tuple[type, int]]) -> None:
        """Forget rows, and all that looks by a column found, so that they are read again."""
        for key in rows:
            self._rows.pop(key, None)
        self._of.clear()

    def lying(self) -> set[tuple[type, int]]:
        """Name the rows that lie on the desk."""
        return set(self._rows)

    def has(self, model: type, id_: int) -> bool:
        """Say whether a row lies on the desk."""
        return (model, id_) in self._rows

    def written(self, since: int = 0) -> list[Row]:
        """List the rows that were put on the desk or changed, in their order, after so many of them."""
        return self._log[since:]

    def before(self, row: Row) -> dict[str, Any]:
        """Say what the columns of a stored row that were changed, and are not written down yet, held before."""
        return self._changed[id(row)][1]

    def next_numbers(self, shape: Shape, count: int) -> list[int]:
        """Give the numbers of new rows that are written past the desk."""
        return self._numbers(shape).some(count)

    def numbers_ahead(self, model: type[SQLModel], count: int) -> list[int]:
        """Give the numbers that the next new rows of a table will have, without using them."""
        return self._numbers(shape_of(model, self.dialect)).ahead(count)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Do something that may be refused half-way: what it wrote is undone, what was there before stays.

        What it changed is read again; when somebody else was first, everything is.
        """
        self.flush()
        self.run("SAVEPOINT half_way")
        before, self._log = self._log, []
        try:
            yield
            self.flush()
        except BaseException as problem:
            self._new, self._changed, self._fresh = {}, {}, set()
            self.run("ROLLBACK TO SAVEPOINT half_way")
            self._read_again(None if isinstance(problem, SomeoneWasFirst) else self._log)
            raise
        finally:
            self._log = before + self._log
            self.run("RELEASE SAVEPOINT half_way")

    def run(self, sql: str, given: tuple[Any, ...] = ()) -> Any:
        """Run one statement on the driver; give its cursor."""
        self.count += 1
        return self.raw.execute(sql, given)

    def touched(self) -> set[tuple[type, int]]:
        """Name the rows that were written, by model and number."""
        return self._touched

    def _select(self, model: type[SQLModel], column: str, key: int | list[int]) -> list[Row]:
        rows, shape = [], shape_of(model, self.dialect)
        for values in self.stored(shape, column, key):
            row = shape.row(values)
            rows.append(self._rows.setdefault((model, row.id), row))
        return rows

    def stored(self, shape: Shape, column: str, key: int | list[int]) -> list[Values]:
        """Read rows as the driver gives them, where a column holds a number or one of many, in their own order."""
        self.asked += 1
        sql, turn = select_of(shape, column, isinstance(key, list), self.dialect)
        found: list[Values] = self.run(sql, (turn(key),)).fetchall()
        return found

    def _has(self, model: type[SQLModel], column: str, key: int) -> bool:
        return (model, key) in self._rows if column == "id" else (model, column, key) in self._of

    def _waiting(self, model: type[SQLModel]) -> list[Row]:
        return self._new.get(str(model.__tablename__), []) if self._new else []

    def _write_before(self, tables: frozenset[str]) -> None:
        waiting = set(self._new) | {row.shape.table.name for row, _ in self._changed.values()}
        if waiting & tables:
            self.flush()

    def _numbers(self, shape: Shape) -> NextNumbers:
        numbers: dict[str, NextNumbers] = self.notes.setdefault("numbers", {})
        name = shape.table.name
        if name not in numbers:
            numbers[name] = next_numbers(self, shape)
        return numbers[name]

    def _insert(self, shape: Shape, rows: list[Row]) -> None:
        sql, given = insert_of(shape, self.dialect), [shape.bound_row(row) for row in rows]
        ids = [row.id for row in rows] if shape.numbered else []
        self.insert_some(shape, ids, lambda: self.run_some(sql, given), rows=rows)

    def insert_some(
        self, shape: Shape, ids: Iterable[int], run: Callable[[], Any], *, rows: Sequence[Row] = ()
    ) -> None:
        """Add rows of a table by a statement.

        Raises:
            SomeoneWasFirst: one of the Moves has been made by somebody else.
        """
        try:
            run()
        except Exception as problem:
            if shape.table.name == MOVES and is_taken(problem):
                raise SomeoneWasFirst(called(rows)) from problem
            raise
        self._touched.update((shape.model, id_) for id_ in ids)

    def run_some(self, sql: str, given: Sequence[tuple[Any, ...]]) -> int:
        """Run one statement for one or many sets of parameters; say how many rows it changed."""
        if len(given) == 1:
            return int(self.run(sql, given[0]).rowcount)
        self.count += 1
        cursor = self.raw.cursor()
        cursor.executemany(sql, given)
        return int(cursor.rowcount)

    def _update(self, changed: list[tuple[Row, dict[str, Any]]]) -> None:
        alike: dict[tuple[Shape, tuple[str, ...]], list[tuple[Row, dict[str, Any]]]] = {}
        for row, before in changed:
            names = tuple(name for name in row.shape.names if name in before and before[name] != row.__dict__[name])
            if names:
                alike.setdefault((row.shape, names), []).append((row, before))
        for (shape, names), rows in sorted(alike.items(), key=lambda one: order()[one[0][0].table.name]):
            compared = compared_in(shape)
            sql = update_of(shape, names, compared, self.dialect)
            given = [update_values(shape, names, compared, one) for one in rows]
            self.update_some(
                shape, [row.id for row, _ in rows], self.run_some(sql, given), rows=[row for row, _ in rows]
            )

    def update_some(self, shape: Shape, ids: Sequence[int], done: int, *, rows: Sequence[Row] = ()) -> None:
        """Take note that rows of a table were changed by a statement.

        Raises:
            SomeoneWasFirst: it found fewer of them as they were read.
        """
        if done != len(ids):
            raise SomeoneWasFirst(called(rows))
        self._touched.update((shape.model, id_) for id_ in ids)

    def _read_again(self, undone: list[Row] | None) -> None:
        """Read the rows again in place that something undone had changed, or all of them; forget those it had added."""
        for note in UNDONE_TOO:
            self.notes.pop(note, None)
        if undone is None:
            self._of.clear()
        wanted: dict[type[SQLModel], dict[int, Row]] = {}
        for row in list(self._rows.values()) if undone is None else undone:
            wanted.setdefault(row.shape.model, {})[row.id] = row
        for model, rows in wanted.items():
            shape = shape_of(model, self.dialect)
            sql, turn = select_of(shape, "id", True, self.dialect)
            there = {row.id: row for row in map(shape.row, self.run(sql, (turn(list(rows)),)).fetchall())}
            for id_, row in rows.items():
                if id_ in there:
                    row.__dict__.update(there[id_].__dict__)
                else:
                    self._drop(row)

    def _drop(self, row: Row) -> None:
        """Forget a row that was never stored."""
        model = row.shape.model
        if self._rows.get((model, row.id)) is row:
            del self._rows[model, row.id]
        self.begun.discard((model, row.id))
        for column in COLUMNS_READ.get(row.shape.table.name, ()):
            known = self._of.get((model, column, getattr(row, column)))
            if known is not None:
                known[:] = [one for one in known if one is not row]
        for child, column in children_of(row.shape.table.name):
            self._of.pop((child, column, row.id), None)
