"""Acts on subjects that are alike: the door does some of them, and what it wrote for those is written for the others.

When two runs of the door make a pattern, the database finds who else holds the same where the door would look; those
are written at a stroke, with their own numbers, in their turn. A run that read more than its own subject's rows makes
no pattern; whoever fits none is done by the door itself.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from duban.actions import strokes
from duban.actions.clusters import Cluster, read_clusters
from duban.actions.patterns import Differ, Pattern, Run
from duban.actions.strokes import There
from duban.desk.desk import Desk
from duban.desk.looks import COLUMNS_READ, children_of
from duban.desk.shapes import Row, Shape
from duban.desk.watched import LOOKED_AT, watched
from models.errors import Refused
from models.words import Life

T = TypeVar("T")
R = TypeVar("R")
FEWEST = 8
"""Fewer than these are done one after another at once: two runs make a pattern, and only a third gains by it."""
PATIENCE = 12
"""So many runs that made no pattern, and the door is no longer watched."""
PATTERNS = 6
"""How many patterns a subject is held against at most."""


@dataclass(frozen=True, slots=True)
class Follower:
    """A subject that was written by a pattern: the numbers of its rows, and of those added for it."""

    pattern: Pattern
    there: There
    new: There

    def like(self, row: Row) -> Row:
        """Give the row added for this subject that stands where a row added by the pattern's first run stands."""
        return self.pattern.like(row, self.new, self.there)


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
    """Does many of one kind, some by the door and the others by patterns, in their order.

    `fitting`: by place among those wanted, who is to be written by which pattern. `owners`: whose each row is that was
    read for a subject; who shares one with somebody else is left to the door. As soon as the door wrote what is not its
    subject's own, all is `astray`, and so is the rest. `before`: what lay on the desk at first; what belongs to the
    subjects is read again.
    """

    desk: Desk
    work: Work[T, R]
    wanted: Sequence[T]
    subjects: list[tuple[Life, int]]
    clusters: dict[int, Cluster] = field(default_factory=dict)
    fitting: dict[int, tuple[Pattern, There]] = field(default_factory=dict)
    owners: dict[tuple[Shape, int], int] = field(default_factory=dict)
    before: set[tuple[type, int]] = field(default_factory=set)
    patterns: dict[Hashable, int] = field(default_factory=dict)
    runs: dict[Hashable, list[Run]] = field(default_factory=dict)
    tried: dict[Hashable, int] = field(default_factory=dict)
    astray: bool = False
    ahead: int = FEWEST

    def do_all(self) -> list[R | Refused]:
        """Do them; a refusal before anything is on the desk is an answer.

        Raises: what the door raises otherwise.
        """
        self.desk.clear(())
        self.before |= self.desk.lying()
        answers: dict[int, R | Refused] = {}
        turn: list[tuple[int, There]] = []
        pattern: Pattern | None = None
        for place in range(len(self.wanted)):
            fits, there = self._fitting(place)
            if turn and fits is not pattern:
                answers.update(self._struck(pattern, turn))
                turn = []
            if fits is None:
                answers[place] = self._by_door(place)
            else:
                pattern = fits
                turn.append((place, there))
        answers.update(self._struck(pattern, turn))
        return [answers[place] for place in range(len(self.wanted))]

    def laid(self) -> list[tuple[type, int]]:
        """Name the rows of the subjects."""
        return [(shape.model, id_) for shape, id_ in self.owners]

    def _struck(self, pattern: Pattern | None, turn: list[tuple[int, There]]) -> dict[int, R]:
        if pattern is None or not turn:
            return {}
        found = strokes.write(self.desk, pattern, [there for _, there in turn])
        return {
            place: self.work.retell(pattern.answer, Follower(pattern, there, new))
            for (place, there), new in zip(turn, found, strict=True)
        }

    def _fitting(self, place: int) -> tuple[Pattern | None, There]:
        """Give the pattern of a subject; none when an act on somebody else has looked here: then the desk counts."""
        pattern, there = self.fitting.pop(place, (None, ()))
        kinds = pattern.cluster.rows if pattern else ()
        looked = any(self.desk.has(shape.model, id_) for (shape, _), id_ in zip(kinds, there, strict=True))
        return (None, ()) if looked else (pattern, there)

    def _by_door(self, place: int) -> R | Refused:
        one, cluster = self.wanted[place], None if self.astray else self._cluster(place)
        if cluster is None:
            return cleanly(self.desk, one, self.work.do)
        return cleanly(self.desk, one, lambda one: self._watched(place, one, cluster))

    def _cluster(self, place: int) -> Cluster | None:
        """Give what was read for a subject; more and more are read ahead, for the door is likely to do those, too."""
        if place not in self.clusters:
            some = [n for n in range(place, len(self.wanted)) if n not in self.fitting and n not in self.clusters]
            some, self.ahead = some[: self.ahead], self.ahead * 2
            found = _read(self.desk, [self.subjects[n] for n in some])
            self.clusters.update((n, found.get(self.subjects[n], Cluster())) for n in some)
            for n in some:
                if not self._owns(n, [*self.clusters[n].places]):
                    self.clusters[n] = Cluster()
        cluster = self.clusters[place]
        return cluster if cluster.rows else None

    def _owns(self, place: int, rows: Sequence[tuple[Shape, int]]) -> bool:
        """Take rows for a subject; say whether they are nobody else's."""
        if self.before:
            stale = self.before.intersection((shape.model, id_) for shape, id_ in rows)
            self.desk.clear(stale)
            self.before -= stale
        return all(self.owners.setdefault(row, place) == place for row in rows)

    def _watched(self, place: int, one: T, cluster: Cluster) -> R:
        """Let the door do it, and see what it looks at and writes."""
        kind = self.work.kind(one)
        watches = self.tried.setdefault(kind, 0) < PATIENCE
        self.tried[kind] += 1
        if any(self.desk.has(shape.model, id_) for shape, id_ in cluster.places):
            return self.work.do(one)
        rows = [(watched if watches else Shape.row)(shape, values) for shape, values in cluster.rows]
        lists = [
            (shape.model, column, cluster.rows[owner][1][0], [rows[n] for n in places])
            for shape, column, owner, places in cluster.lists
        ]
        by_itself = self.desk.lay(rows, lists)
        if not watches:
            return self.work.do(one)
        before, begun, asked = len(self.desk.written()), set(self.desk.begun), self.desk.asked
        answer, seen = self._seeing(one)
        written = _each(self.desk.written(before))
        added = [row for row in written if row not in rows and (row.shape.model, row.id) not in begun]
        if any(row not in rows and row not in added for row in written):
            self.astray = True
            self.fitting.clear()
        if by_itself and asked == self.desk.asked and not self.astray and _within(seen, rows, lists, added):
            changed = {n: _changed(self.desk, row) for n, row in enumerate(rows) if row in written}
            self._learn(kind, place, Run(cluster, rows, added, changed, answer))
        return answer

    def _seeing(self, one: T) -> tuple[R, set[tuple[type, str, int]]]:
        seen = self.desk.looks = set[tuple[type, str, int]]()
        try:
            return self.work.do(one), seen
        finally:
            self.desk.looks = None

    def _learn(self, kind: Hashable, place: int, run: Run) -> None:
        known = self.runs.setdefault(kind, [])
        for earlier in known if self.patterns.get(kind, 0) < PATTERNS else ():
            try:
                pattern = Pattern(earlier, run, self.work.units)
            except Differ:
                continue
            self.patterns[kind] = self.patterns.get(kind, 0) + 1
            self.tried[kind] = 0
            known.remove(earlier)
            self._find(kind, place, pattern)
            return
        known.append(run)

    def _find(self, kind: Hashable, place: int, pattern: Pattern) -> None:
        """Find who comes later and fits a pattern that was just made."""
        life = self.subjects[place][0]
        later = {
            self.subjects[n][1]: n
            for n in range(place + 1, len(self.wanted))
            if n not in self.fitting and self.subjects[n][0] is life and self.work.kind(self.wanted[n]) == kind
        }
        self.desk.flush()
        for there in strokes.find(self.desk, pattern, list(later)) if later else ():
            n = later[there[0]]
            if self._owns(n, [(shape, id_) for (shape, _), id_ in zip(pattern.cluster.rows, there, strict=True)]):
                self.fitting[n] = (pattern, there)


def cleanly(desk: Desk, one: T, do: Callable[[T], R]) -> R | Refused:
    """Do one; a refusal before anything is on the desk is its answer."""
    before = desk.steps
    try:
        return do(one)
    except Refused as refused:
        if desk.steps != before:
            raise
        return refused


def _each(rows: Iterable[Row]) -> list[Row]:
    return list({id(row): row for row in rows}.values())


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


def _read(desk: Desk, subjects: Iterable[tuple[Life, int]]) -> dict[tuple[Life, int], Cluster]:
    by_life: dict[Life, list[int]] = {}
    for life, id_ in subjects:
        by_life.setdefault(life, []).append(id_)
    return {
        (life, id_): cluster for life, ids in by_life.items() for id_, cluster in read_clusters(desk, life, ids).items()
    }


def laid_out(desk: Desk, work: Work[T, R], wanted: Sequence[T]) -> Alike[T, R] | None:
    """Prepare many acts to be done together; None when they are too few, or not apart from one another."""
    subjects = [work.subject(one) for one in wanted]
    apart = [subject for subject in subjects if subject is not None]
    unlike = len(apart) < len(wanted) or any(work.kind(one) is None for one in wanted)
    if unlike or len(wanted) < FEWEST or len(set(apart)) < len(apart):
        return None
    return Alike(desk, work, wanted, apart)
