"""Rows that a desk has to write beside those that lie on it: as the driver takes them, without an object for each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from duban.desk.shapes import Shape

Values = tuple[Any, ...]


@dataclass(slots=True, eq=False)
class Further:
    """New rows by table, and changes by table and columns: parameters of `insert_of` and of `update_of`.

    A change gives its new values, the row's number, and the version and state that it must still have.
    """

    new: dict[Shape, list[Values]] = field(default_factory=dict)
    changed: dict[tuple[Shape, tuple[str, ...]], list[Values]] = field(default_factory=dict)

    def adds(self, shape: Shape) -> Callable[[Values], None]:
        """Give what takes one more new row of a table."""
        return self.new.setdefault(shape, []).append

    def changes(self, shape: Shape, names: tuple[str, ...]) -> Callable[[Values], None]:
        """Give what takes one more change of some columns of a table."""
        return self.changed.setdefault((shape, names), []).append

    def __bool__(self) -> bool:
        return any(self.new.values()) or any(self.changed.values())
