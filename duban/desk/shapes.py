"""How one table's rows look on a desk: plain objects, read from and written to what the driver speaks.

No instrumentation and no tracking by attribute: a desk changes a row by saying so. `isinstance(row, Task)` holds for a
row of tasks, so that code which only reads need not know which kind it has in hand.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Boolean, Date, String, Table
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from models.columns import UtcDateTime, Worded
from models.words import Word

_EMPTY: dict[type, str] = {list: "[]", dict: "{}"}
Turn = Callable[[Any], Any]
Values = tuple[Any, ...]
"""A row as the driver gives and takes it."""


class Numbers(UserDefinedType[list[int]]):
    """A list of numbers as one parameter: JSON text on SQLite, the text of an array on PostgreSQL."""

    cache_ok = True


class Row:
    """A row of one table, an attribute for each of its columns."""

    shape: "Shape"
    id: Any

    @property  # type: ignore[misc]
    def __class__(self) -> type[Any]:
        """Count as what it is a row of: `isinstance` asks for this."""
        return self.shape.model

    def __repr__(self) -> str:
        return f"<row of {self.shape.table.name} {self.id}>"


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """One table for one kind of database. `reads` and `writes`: by column, what turns a value into ours and back."""

    model: type[Any]
    table: Table
    names: tuple[str, ...]
    reads: tuple[tuple[str, Turn], ...]
    writes: dict[str, Turn]
    empty: dict[str, Any]
    fresh: tuple[tuple[str, Callable[[], Any]], ...]
    kind: type[Row]
    numbered: bool

    def row(self, values: Sequence[Any]) -> Row:
        """Make a row of what the driver gives for all columns, in their order."""
        made = self.kind.__new__(self.kind)
        held = made.__dict__
        held.update(zip(self.names, values, strict=True))
        for name, turn in self.reads:
            value = held[name]
            if value is not None:
                held[name] = turn(value)
        return made

    def new(self, given: dict[str, Any]) -> Row:
        """Make a row that is not stored yet; what is not given is as the model says."""
        made = self.kind.__new__(self.kind)
        held = made.__dict__
        held.update(self.empty)
        for name, make in self.fresh:
            held[name] = make()
        held.update(given)
        return made

    def bound(self, name: str, value: Any) -> Any:
        """Turn one of our values into what the driver takes."""
        turn = self.writes.get(name)
        return value if turn is None or value is None else turn(value)

    def bound_row(self, row: Row) -> tuple[Any, ...]:
        """Turn a whole row into what the driver takes, in the order of the columns."""
        held, writes = row.__dict__, self.writes
        return tuple(
            held[name] if name not in writes or held[name] is None else writes[name](held[name]) for name in self.names
        )


@cache
def shape_of(model: type[Any], dialect: str) -> Shape:
    """Give the shape of a model's table, made once per kind of database."""
    table: Table = model.__table__
    names = tuple(column.name for column in table.columns)
    turns = [(column.name, turns_of(column.type, dialect)) for column in table.columns]
    empty, fresh = _defaults(model, names)
    kind: Any = type(f"{model.__name__}Row", (Row,), {})
    shape = Shape(
        model=model,
        table=table,
        names=names,
        reads=tuple((name, reads) for name, (reads, _) in turns if reads is not None),
        writes={name: writes for name, (_, writes) in turns if writes is not None},
        empty=empty,
        fresh=fresh,
        kind=kind,
        numbered="id" in names,
    )
    kind.shape = shape
    return shape


def _defaults(model: type[Any], names: Iterable[str]) -> tuple[dict[str, Any], tuple[tuple[str, Any], ...]]:
    """What a model sets when nothing is given: plain values, and values to be made anew for each row."""
    fields = model.model_fields
    made = tuple((name, fields[name].default_factory) for name in names if fields[name].default_factory is not None)
    plain = {name: None if fields[name].is_required() else fields[name].default for name in names}
    return plain, made


def turns_of(kind: TypeEngine[Any], dialect: str) -> tuple[Turn | None, Turn | None]:
    """Say what turns a column's values into ours, and ours into what the driver takes; None where both are alike."""
    lite = dialect == "sqlite"
    if isinstance(kind, Numbers):
        return None, (_listed if lite else as_array)
    if isinstance(kind, Worded):
        return _known_or_made(kind.words), _value
    if isinstance(kind, UtcDateTime):
        return (_moment, _moment_text) if lite else (_in_utc, _in_utc)
    if isinstance(kind, JSON):
        return (_from_json, _to_json) if lite else (None, _to_json)
    if isinstance(kind, Date):
        return (date.fromisoformat, date.isoformat) if lite else (None, None)
    if isinstance(kind, Boolean):
        return (bool, int) if lite else (None, None)
    if isinstance(kind, TypeDecorator) and not isinstance(kind.impl_instance, String):
        raise TypeError(f"no desk can read columns of {type(kind).__name__}")
    return None, None


def _from_json(text: str) -> Any:
    """Read JSON; most of it is an empty list, which needs no parser."""
    return [] if text == "[]" else json.loads(text)


def _to_json(value: Any) -> str:
    """Write JSON; most of it is empty, which needs no writer."""
    return json.dumps(value) if value else _EMPTY.get(type(value)) or json.dumps(value)


def _known_or_made(words: type[Word]) -> Turn:
    """Give what finds a word by its value; an unknown one fails as the words themselves say."""
    known: dict[Any, Any] = {word.value: word for word in words}
    return lambda value: known.get(value) or words(value)


def _listed(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))


def as_array(numbers: Iterable[int]) -> str:
    """Write an array as PostgreSQL reads it; the driver takes four times as long for a list."""
    return "{" + ",".join(map(str, numbers)) + "}"


def _value(word: Any) -> str:
    return str(word)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _moment_text(moment: datetime) -> str:
    """Write a moment as SQLAlchemy does, so that stored moments compare as text."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone cannot be stored: {moment!r}")
    return moment.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone cannot be stored: {moment!r}")
    return moment.astimezone(UTC)
