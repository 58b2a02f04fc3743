"""Rows that remember which of their columns were looked at: by them one subject is known to be like another."""

from functools import cache
from typing import Any

from duban.desk.shapes import Row, Shape

LOOKED_AT = " looked at"
"""Where a watched row keeps the names; no column is called so."""


@cache
def watched_kind(shape: Shape) -> type[Row]:
    """Give the kind of a table's rows that are watched."""
    names = frozenset(shape.names)

    def looked_at(row: Any, name: str) -> Any:
        if name in names:
            object.__getattribute__(row, "__dict__")[LOOKED_AT].add(name)
        return object.__getattribute__(row, name)

    kind: Any = shape.kind
    return type(f"Watched{kind.__name__}", (kind,), {"__getattribute__": looked_at})


def watched(shape: Shape, values: tuple[Any, ...]) -> Row:
    """Make a watched row of what the driver gives for all columns."""
    plain = shape.row(values)
    made = Row.__new__(watched_kind(shape))
    held = object.__getattribute__(made, "__dict__")
    held.update(plain.__dict__)
    held[LOOKED_AT] = set()
    return made
