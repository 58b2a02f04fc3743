"""Acts on subjects that are alike: the door does some of them, and what it wrote for those is written for the others.

The door is watched: which columns of a subject and of its neighbours were looked at, which rows were added and changed.
When two runs looked at equal values and differ in nothing but numbers of rows, a pattern is made of them. Every other
subject that holds the same values where the door would look is written by the pattern, with its own numbers. A run
that read more than its own subject's rows makes no pattern; whoever fits none is done by the door itself.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Generic, TypeVar

from duban.actions.clusters import Cluster, read_clusters
from duban.desk.desk import Desk
from duban.desk.looks import COLUMNS_READ, children_of
from duban.desk.shapes import Row, Shape
from duban.desk.statements import compared_in
from duban.desk.watched import LOOKED_AT, watched
from duban.subjects import TABLES
from models.question import Review, Supervision
from models.task import Contribution, Task
from models.words import Life

T = TypeVar("T")
R = TypeVar("R")
FEWEST = 8
"""Fewer than these are done one after another at once: two runs make a pattern, and only a third gains by it."""
PATIENCE = 12
"""So many runs that made no pattern, and the door is no longer watched."""
PATTERNS = 6
"""How many patterns a subject is held against at most."""

LEAD = "lead_unit_id"
LED = (Task, Supervision)
"""Lives of which who leads the task only says by whose days they are counted, and whose work they are."""

Source = tuple[bool, int]
"""Where a number comes from: a row added by the same act, or one that was there; and its place among those."""


class _Differ(Exception):
    """Two runs differ in more than the numbers of rows."""


@dataclass(frozen=True, slots=True)
class Written:
    """A row as a pattern writes it: fixed values, and numbers to be put in, by place and by name."""

    shape: Shape
    names: tuple[str, ...]
    values: dict[str, Any]
    bound: tuple[Any, ...]
    numbers: tuple[tuple[int, str, Source], ...]

    def bound_with(self, new: Sequence[int], there: Sequence[int]) -> list[Any]:
        """Give the parameters, with the numbers of rows put in."""
        values = list(self.bound)
        for place, _, (is_new, of) in self.numbers:
            values[place] = new[of] if is_new else there[of]
        return values

    def values_with(self, new: Sequence[int], there: Sequence[int]) -> dict[str, Any]:
        """Give the values by name, with the numbers of rows put in."""
        return self.values | {name: new[of] if is_new else there[of] for _, name, (is_new, of) in self.numbers}


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

    Raises:
        _Differ: they differ in more than the numbers of rows.
    """

    def __init__(self, first: Run, second: Run, units: Mapping[int, Hashable]) -> None:
        self.pair, self.units = (first, second), units
        if _shapes(first) != _shapes(second):
            raise _Differ
        self.compared_only = self._compared_only()
        self.guards = [guard for place in range(len(first.rows)) if (guard := self._guard(place)) is not None]
        self.kinds, self.answer = first.cluster.kinds, first.answer
        if not self.fits(second.cluster):
            raise _Differ
        self.added = [
            self._written(one.shape, one.shape.names, one, other)
            for one, other in zip(first.added, second.added, strict=True)
        ]
        self.changed = [
            (place, self._written(first.rows[place].shape, names, first.rows[place], second.rows[place]))
            for place, names in first.changed.items()
        ]
        self.compared = [
            [first.rows[place].shape.names.index(name) for name in compared_in(written.shape)]
            for place, written in self.changed
        ]

    def _compared_only(self) -> list[tuple[int, int, Any]]:
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
        return [(place, column, _known(first[place][1][column], self.units))]

    def _guard(self, place: int) -> tuple[int, Callable[[Any], Any], Any] | None:
        """Give what takes from a row all that either run looked at and that does not only say which row it is."""
        first, second = self.pair
        shape, values = first.cluster.rows[place]
        looked_at = (first.looked_at(place) | second.looked_at(place)) - first.cluster.owned()[place]
        looser = {column for where, column, _ in self.compared_only if where == place}
        columns = [n for n, name in enumerate(shape.names) if name in looked_at and n not in looser]
        if not columns:
            return None
        take = itemgetter(*columns)
        return place, take, take(values)

    def _written(self, shape: Shape, names: Iterable[str], one: Row, other: Row) -> Written:
        held, beside = one.__dict__, other.__dict__
        columns = tuple(names)
        numbers = tuple(
            (place, name, self._source(shape, name, one, other))
            for place, name in enumerate(columns)
            if held[name] != beside[name]
        )
        values = {name: held[name] for name in columns}
        return Written(shape, columns, values, tuple(shape.bound(name, held[name]) for name in columns), numbers)

    def _source(self, shape: Shape, name: str, one: Row, other: Row) -> Source:
        """Find the row whose number both runs have put into a column."""
        table, (first, second) = _table_behind(shape, name, one), self.pair
        wanted = (one.__dict__[name], other.__dict__[name])
        for place, pair in enumerate(zip(first.added, second.added, strict=True)):
            if pair[0].shape.table.name == table and wanted == (pair[0].id, pair[1].id):
                return True, place
        for place, (there, also) in enumerate(zip(first.cluster.rows, second.cluster.rows, strict=True)):
            if there[0].table.name == table and wanted == (there[1][0], also[1][0]):
                return False, place
        raise _Differ

    def fits(self, cluster: Cluster) -> bool:
        """Say whether the door would see the same in a subject and do the same to it."""
        rows = cluster.rows
        return (
            cluster.kinds == self.kinds
            and all(take(rows[place][1]) == same for place, take, same in self.guards)
            and all(_known(rows[place][1][column], self.units) == same for place, column, same in self.compared_only)
        )

    def write(self, desk: Desk, cluster: Cluster) -> "Follower":
        """Write for a subject what the door would write."""
        there = [values[0] for _, values in cluster.rows]
        new = [desk.next_number(one.shape) for one in self.added]
        for one in self.added:
            desk.further.adds(one.shape)(tuple(one.bound_with(new, there)))
        for (place, one), compared in zip(self.changed, self.compared, strict=True):
            values = cluster.rows[place][1]
            was = [values[column] for column in compared]
            desk.further.changes(one.shape, one.names)((*one.bound_with(new, there), there[place], *was))
        return Follower(self, cluster, new, there)


@dataclass(frozen=True, slots=True)
class Follower:
    """A subject that was written by a pattern."""

    pattern: Pattern
    cluster: Cluster
    new: list[int]
    there: list[int]

    def like(self, row: Row) -> Row:
        """Give the row of this subject that stands where a row of the pattern's first run stands."""
        first = self.pattern.pair[0]
        for place, one in enumerate(first.added):
            if one is row:
                made = one.shape.kind.__new__(one.shape.kind)
                made.__dict__.update(self.pattern.added[place].values_with(self.new, self.there))
                return made
        place = next(place for place, one in enumerate(first.rows) if one is row)
        shape, values = self.cluster.rows[place]
        made = shape.row(values)
        for of, written in self.pattern.changed:
            if of == place:
                made.__dict__.update(written.values_with(self.new, self.there))
        return made


@dataclass(frozen=True)
class Work(Generic[T, R]):
    """Something to be done to many subjects.

    `subject`: whose life it is about; None when it is about none. `kind`: what is done, whoever the subject is; None
    when it may move other subjects along. `retell`: from what came of the first subject of a pattern, what came of a
    follower. `units`: those that make a difference, each with what is the same for all that make the same one.
    """

    do: Callable[[T], R]
    subject: Callable[[T], tuple[Life, int] | None]
    kind: Callable[[T], Hashable]
    retell: Callable[[R, Follower], R]
    units: Mapping[int, Hashable] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Alike(Generic[T, R]):
    """Does many of one kind, some by the door and the others by patterns, in their order."""

    desk: Desk
    work: Work[T, R]
    clusters: dict[tuple[Life, int], Cluster]
    read: list[tuple[type, int]]
    patterns: dict[Hashable, list[Pattern]] = field(default_factory=dict)
    runs: dict[Hashable, list[Run]] = field(default_factory=dict)
    tried: dict[Hashable, int] = field(default_factory=dict)
    astray: bool = False

    def do(self, one: T) -> R:
        """Do one, by a pattern if one fits.

        Raises: what the door raises.
        """
        subject = self.work.subject(one)
        cluster = self.clusters.get(subject) if subject else None
        if cluster is None or self.astray or self._on_desk(cluster):
            return self.work.do(one)
        kind = self.work.kind(one)
        for pattern in self.patterns.get(kind, ()):
            if pattern.fits(cluster):
                return self.work.retell(pattern.answer, pattern.write(self.desk, cluster))
        return self._watched(kind, one, cluster)

    def _on_desk(self, cluster: Cluster) -> bool:
        """An act on somebody else has looked here; then what lies on the desk counts."""
        return any(self.desk.has(shape.model, values[0]) for shape, values in cluster.rows)

    def _watched(self, kind: Hashable, one: T, cluster: Cluster) -> R:
        """Let the door do it, and see what it looks at and writes."""
        watches = self.tried.setdefault(kind, 0) < PATIENCE
        self.tried[kind] += 1
        rows = [(watched if watches else Shape.row)(shape, values) for shape, values in cluster.rows]
        lists = [
            (shape.model, column, cluster.rows[owner][1][0], [rows[place] for place in places])
            for shape, column, owner, places in cluster.lists
        ]
        by_itself = self.desk.lay(rows, lists)
        if not watches:
            return self.work.do(one)
        before, begun, asked = len(self.desk.written()), set(self.desk.begun), self.desk.asked
        answer, seen = self._seeing(one)
        written = _each(self.desk.written(before))
        added = [row for row in written if row not in rows and (row.shape.model, row.id) not in begun]
        self.astray = any(row not in rows and row not in added for row in written)
        if by_itself and asked == self.desk.asked and not self.astray and _within(seen, rows, lists, added):
            changed = {place: _changed(self.desk, row) for place, row in enumerate(rows) if row in written}
            self._learn(kind, Run(cluster, rows, added, changed, answer))
        return answer

    def _seeing(self, one: T) -> tuple[R, set[tuple[type, str, int]]]:
        seen = self.desk.looks = set[tuple[type, str, int]]()
        try:
            return self.work.do(one), seen
        finally:
            self.desk.looks = None

    def _learn(self, kind: Hashable, run: Run) -> None:
        known, patterns = self.runs.setdefault(kind, []), self.patterns.setdefault(kind, [])
        for earlier in known if len(patterns) < PATTERNS else ():
            try:
                patterns.append(Pattern(earlier, run, self.work.units))
            except _Differ:
                continue
            self.tried[kind] = 0
            known.remove(earlier)
            return
        known.append(run)


def _known(unit_id: int | None, units: Mapping[int, Hashable]) -> Hashable:
    """Tell a unit that makes no difference from none, and from those that make one."""
    return None if unit_id is None else units.get(unit_id, 0)


def _each(rows: Iterable[Row]) -> list[Row]:
    return list({id(row): row for row in rows}.values())


def _shapes(run: Run) -> tuple[Any, ...]:
    return run.cluster.kinds, [row.shape for row in run.added], run.changed


def _changed(desk: Desk, row: Row) -> tuple[str, ...]:
    """Name the columns that hold something else now; what was set to something else and back counts as looked at."""
    before, held = desk.before(row), row.__dict__
    held[LOOKED_AT].update(name for name in before if before[name] == held[name])
    return tuple(name for name in row.shape.names if name in before and before[name] != held[name])


def _within(
    seen: set[tuple[Any, str, int]], rows: list[Row], lists: list[tuple[type, str, int, list[Row]]], added: list[Row]
) -> bool:
    """Say whether a run looked at no lives but its own subject's, and at what it added itself."""
    own = {(row.shape.model, "id", row.id) for row in (*rows, *added)} | {look[:3] for look in lists}
    own |= {(model, column, row.id) for row in added for model, column in children_of(row.shape.table.name)}
    return all(look in own for look in seen if look[0].__tablename__ in COLUMNS_READ)


def _table_behind(shape: Shape, name: str, row: Any) -> str | None:
    """Name the table whose numbers a column holds."""
    if name == "id":
        return str(shape.table.name)
    if name == "subject_id":
        return str(TABLES[row.life].__tablename__)
    return next((key.column.table.name for key in shape.table.c[name].foreign_keys), None)


def laid_out(desk: Desk, work: Work[T, R], wanted: Sequence[T]) -> Alike[T, R] | None:
    """Read all subjects of many acts; None when they are too few, or not apart from one another."""
    subjects = [work.subject(one) for one in wanted]
    unlike = any(subject is None or work.kind(one) is None for subject, one in zip(subjects, wanted, strict=True))
    if unlike or len(wanted) < FEWEST or len(set(subjects)) < len(subjects):
        return None
    by_life: dict[Life, list[int]] = {}
    for life, id_ in filter(None, subjects):
        by_life.setdefault(life, []).append(id_)
    found = {
        (life, id_): cluster for life, ids in by_life.items() for id_, cluster in read_clusters(desk, life, ids).items()
    }
    rows = [key for cluster in found.values() for key in cluster.places]
    if len(set(rows)) < len(rows):
        return None
    read = [(shape.model, id_) for shape, id_ in rows]
    desk.clear(read)
    return Alike(desk, work, found, read)
