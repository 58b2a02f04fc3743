"""What two runs of the door on subjects that are alike have in common: what it looked at, what it wrote.

The door is watched: which columns of a subject and of its neighbours were looked at, which rows were added and changed.
When two runs looked at equal values and differ in nothing but numbers of rows, a pattern is made of them.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.actions.clusters import Cluster
from duban.desk.shapes import Row, Shape
from duban.desk.statements import compared_in
from duban.desk.watched import LOOKED_AT
from duban.subjects import TABLES
from models.question import Review, Supervision
from models.task import Contribution, Task

LEAD = "lead_unit_id"
LED = (Task, Supervision)
"""Lives of which who leads the task only says by whose days they are counted, and whose work they are."""

Source = tuple[bool, int]
"""Where a number comes from: a row added by the same act, or one that was there; and its place among those."""


class Differ(Exception):
    """Two runs differ in more than the numbers of rows."""


@dataclass(frozen=True, slots=True)
class Written:
    """A row as a pattern writes it: values by name, and where those come from that are numbers of rows."""

    shape: Shape
    values: dict[str, Any]
    numbers: dict[str, Source]

    def values_with(self, new: Sequence[int], there: Sequence[int]) -> dict[str, Any]:
        """Give the values by name, with the numbers of rows put in."""
        return self.values | {name: new[of] if is_new else there[of] for name, (is_new, of) in self.numbers.items()}


@dataclass(frozen=True, slots=True)
class Guard:
    """What the columns of the row at a place have to hold, as the driver gives it."""

    place: int
    held: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A unit's number is there only to be compared: with those that make a difference, it must be of the same kind."""

    place: int
    column: str
    kind: Hashable


@dataclass(slots=True, eq=False)
class Run:
    """What the door looked at and wrote for one subject."""

    cluster: Cluster
    rows: list[Row]
    added: list[Row]
    changed: dict[int, tuple[str, ...]]
    answer: Any

    def looked_at(self, place: int) -> set[str]:
        found: set[str] = self.rows[place].__dict__[LOOKED_AT]
        return found


class Pattern:
    """What two runs of one kind have in common.

    `guards` and `one_of`: what the door would have to find the same. `added`, `changed`: what it writes; of changes,
    at which place.

    Raises:
        Differ: they differ in more than the numbers of rows.
    """

    def __init__(self, first: Run, second: Run, units: Mapping[int, Hashable]) -> None:
        self.pair, self.units = (first, second), units
        if _shapes(first) != _shapes(second):
            raise Differ
        self.cluster, self.answer = first.cluster, first.answer
        self.one_of = self._compared_only()
        self.guards = [guard for place in range(len(first.rows)) if (guard := self._guard(place)) is not None]
        if not self._holds_for(second.cluster):
            raise Differ
        self.added = [
            self._written(one.shape.names, one, other) for one, other in zip(first.added, second.added, strict=True)
        ]
        self.changed = [
            (place, self._written(names, first.rows[place], second.rows[place]))
            for place, names in first.changed.items()
        ]

    def _compared_only(self) -> list[OneOf]:
        """Find who leads the task, where that was only compared with the units that make a difference.

        Both runs did the same for different units; a panel or a supporting unit might be compared with it as well.
        """
        first, second = (run.cluster.rows for run in self.pair)
        there = [shape.model for shape, _ in first]
        models = {*there, *(row.shape.model for row in self.pair[0].added)}
        if there[0] not in LED or models & {Contribution, Review}:
            return []
        place = there.index(Task)
        column = first[place][0].names.index(LEAD)
        if first[place][1][column] == second[place][1][column]:
            return []
        return [OneOf(place, LEAD, kind_of_unit(first[place][1][column], self.units))]

    def _guard(self, place: int) -> Guard | None:
        """Give all that either run looked at in a row and that does not only say which row it is."""
        first, second = self.pair
        shape, values = first.cluster.rows[place]
        looked_at = (first.looked_at(place) | second.looked_at(place)) - first.cluster.owned()[place]
        looked_at |= {*compared_in(shape)} if place in first.changed else set()
        looked_at -= {one.column for one in self.one_of if one.place == place}
        held = {name: value for name, value in zip(shape.names, values, strict=True) if name in looked_at}
        return Guard(place, held) if held else None

    def _holds_for(self, cluster: Cluster) -> bool:
        """Say whether the door would see the same in the second run's subject."""
        held = [dict(zip(shape.names, values, strict=True)) for shape, values in cluster.rows]
        return (
            cluster.kinds == self.cluster.kinds
            and all(held[guard.place] == held[guard.place] | guard.held for guard in self.guards)
            and all(kind_of_unit(held[one.place][one.column], self.units) == one.kind for one in self.one_of)
        )

    def _written(self, names: Iterable[str], one: Row, other: Row) -> Written:
        held, beside = one.__dict__, other.__dict__
        values = {name: held[name] for name in names}
        numbers = {name: self._source(name, one, other) for name in values if held[name] != beside[name]}
        return Written(one.shape, values, numbers)

    def _source(self, name: str, one: Row, other: Row) -> Source:
        """Find the row whose number both runs have put into a column."""
        table, (first, second) = _table_behind(name, one), self.pair
        wanted = (one.__dict__[name], other.__dict__[name])
        for place, pair in enumerate(zip(first.added, second.added, strict=True)):
            if pair[0].shape.table.name == table and wanted == (pair[0].id, pair[1].id):
                return True, place
        for place, (there, also) in enumerate(zip(first.cluster.rows, second.cluster.rows, strict=True)):
            if there[0].table.name == table and wanted == (there[1][0], also[1][0]):
                return False, place
        raise Differ

    def like(self, row: Row, new: Sequence[int], there: Sequence[int]) -> Row:
        """Give the row added for another subject that stands where a row of the first run stands."""
        place = next(place for place, one in enumerate(self.pair[0].added) if one is row)
        shape = self.added[place].shape
        made = shape.kind.__new__(shape.kind)
        made.__dict__.update(self.added[place].values_with(new, there))
        return made


def kind_of_unit(unit_id: int | None, units: Mapping[int, Hashable]) -> Hashable:
    """Tell a unit that makes no difference (0) from none (None), and from those that make one."""
    return None if unit_id is None else units.get(unit_id, 0)


def _shapes(run: Run) -> tuple[Any, ...]:
    return run.cluster.kinds, [row.shape for row in run.added], run.changed


def _table_behind(name: str, row: Any) -> str | None:
    """Name the table whose numbers a column holds."""
    if name == "id":
        return str(row.shape.table.name)
    if name == "subject_id":
        return str(TABLES[row.life].__tablename__)
    return next((key.column.table.name for key in row.shape.table.c[name].foreign_keys), None)
