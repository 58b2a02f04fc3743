"""Statements written in Core, compiled once per kind of database, run on the driver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Dialect, Select, Table, and_, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import iterate

from duban.desk.shapes import Numbers, Turn, turns_of


def pick(*columns: Any) -> Any:
    """Select columns of our models: `select` for statements that are prepared, whose rows are plain tuples."""
    return select(*columns)


def none_of(column: Any, values: Iterable[Any]) -> Any:
    """The column holds none of some values that the statement itself names."""
    return and_(*(column != value for value in sorted(values)))


class among(ColumnElement[bool]):
    """`among(Task.id, "ids")`: the column is one of a list of numbers, however long; one parameter."""

    inherit_cache = True

    def __init__(self, column: Any, name: str) -> None:
        self.column = column.__clause_element__() if hasattr(column, "__clause_element__") else column
        self.listed = bindparam(name, type_=Numbers(), required=True)


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = compiler.process(element.column, **kw), compiler.process(element.listed, **kw)
    return f"{column} IN (SELECT value FROM json_each({listed}))"  # noqa: S608 - a column of ours


@compiles(among, "postgresql")
def _among_postgresql(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    return f"{compiler.process(element.column, **kw)} = ANY({compiler.process(element.listed, **kw)}::bigint[])"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement as the driver takes it.

    `places`: for each parameter its name and what turns its value, or None and the value that the statement fixes.
    `reads`: by place in the result, what turns a value into ours.
    """

    sql: str
    places: tuple[tuple[str | None, Any], ...]
    reads: tuple[tuple[int, Turn], ...]

    def bound(self, given: Mapping[str, Any]) -> tuple[Any, ...]:
        """Put parameters in their places."""
        return tuple(_bound(name, way, given) for name, way in self.places)


def turned(row: tuple[Any, ...], reads: tuple[tuple[int, Turn], ...]) -> tuple[Any, ...]:
    """Turn what the driver gives into values of ours."""
    values = list(row)
    for place, turn in reads:
        if values[place] is not None:
            values[place] = turn(values[place])
    return tuple(values)


def _bound(name: str | None, way: Any, given: Mapping[str, Any]) -> Any:
    if name is None:
        return way
    value = given[name]
    return value if way is None or value is None else way(value)


@dataclass(frozen=True, eq=False)
class Prepared:
    """A select with named parameters. `tables`: whose rows it reads, so that a desk writes its own down first."""

    statement: Select[Any]
    tables: frozenset[str] = field(init=False)
    known: dict[str, Compiled] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        tables = frozenset(one.name for one in iterate(self.statement) if isinstance(one, Table))
        object.__setattr__(self, "tables", tables)

    def on(self, dialect: str) -> Compiled:
        compiled = self.known.get(dialect)
        if compiled is None:
            compiled = self.known[dialect] = _compile(self.statement, dialect)
        return compiled


@cache
def dialect_called(name: str) -> Dialect:
    """Give the dialect whose compiled statements take parameters by place."""
    if name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.dialect(paramstyle="qmark")
    from sqlalchemy.dialects import postgresql

    return postgresql.dialect(paramstyle="format")  # type: ignore[no-untyped-call]


def _compile(statement: Select[Any], dialect: str) -> Compiled:
    compiled = statement.compile(dialect=dialect_called(dialect))
    places = tuple(_place(compiled.binds[name], dialect) for name in compiled.positiontup or ())
    turned = ((place, turns_of(c.type, dialect)[0]) for place, c in enumerate(statement.selected_columns))
    return Compiled(str(compiled), places, tuple((place, turn) for place, turn in turned if turn is not None))


def _place(bind: BindParameter[Any], dialect: str) -> tuple[str | None, Any]:
    turn = turns_of(bind.type, dialect)[1]
    if bind.required:
        return bind.key, turn
    fixed = bind.effective_value
    return None, fixed if turn is None or fixed is None else turn(fixed)
