"""A subject and what an act on it looks at, read for many subjects with a fixed number of statements."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel

from duban.desk.desk import Desk
from duban.desk.shapes import Shape, Values, shape_of
from duban.subjects import TABLES
from models.question import Advice, Decision, Extension, Review, Signer, Supervision
from models.task import Contribution, Evidence, Task
from models.words import Life

# fmt: off
NEIGHBOURS: dict[Life, tuple[tuple[type[Any], str], ...]] = {
    # life         what the rules and what follows look at beside the row itself, and by which column
    Life.TASK:    ((Contribution, "task_id"), (Evidence, "task_id"), (Extension, "task_id"), (Supervision, "task_id")),
    Life.REVIEW:  ((Signer, "review_id"), (Decision, "review_id"), (Advice, "review_id")),
}
ABOUT = {Life.REVIEW: "subject_id", Life.EXTENSION: "task_id", Life.SUPERVISION: "task_id"}
# fmt: on
"""By which column a life is about another; of a ladder's task only the row itself is looked at."""
MOVED_ALONG: tuple[type[Any], ...] = (Extension, Supervision)
"""What a task's move moves along: they may be asked for their own reviews."""


@dataclass(slots=True, eq=False)
class Cluster:
    """The subject's own row first, then what is looked at beside it, each row once, as the driver gives it.

    `lists`: for each look into a table by a column and the number of a row here (by its place), the places of what
    was found. `links`: a row, its column that numbers another row here, and that row.
    """

    rows: list[tuple[Shape, Values]] = field(default_factory=list)
    lists: list[tuple[Shape, str, int, tuple[int, ...]]] = field(default_factory=list)
    links: list[tuple[int, str, int]] = field(default_factory=list)
    places: dict[tuple[Shape, int], int] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[Any, ...]:
        """What two clusters have in common when the same looks find the same number of rows of the same tables."""
        return [shape for shape, _ in self.rows], self.lists, self.links

    def put(self, shape: Shape, values: Values) -> int:
        """Keep a row once; give its place. Every table with lives has its number in the first column."""
        place = self.places.setdefault((shape, values[0]), len(self.rows))
        if place == len(self.rows):
            self.rows.append((shape, values))
        return place

    def find(self, shape: Shape, column: str, owner: int, found: Iterable[Values]) -> None:
        """Keep what a look found."""
        self.lists.append((shape, column, owner, tuple([self.put(shape, values) for values in found])))

    def owned(self) -> list[set[str]]:
        """By place, name the columns that only say which row it is, or whose."""
        own = [{"id"} for _ in self.rows]
        for _, column, _, places in self.lists:
            for place in places:
                own[place].add(column)
        for place, column, _ in self.links:
            own[place].add(column)
        return own


def read_clusters(desk: Desk, life: Life, ids: Iterable[int]) -> dict[int, Cluster]:
    """Read many subjects of one life with what an act on them looks at; those that are not there are left out."""
    found = {id_: Cluster() for id_ in ids}
    _grow(desk, life, [(cluster, id_) for id_, cluster in found.items()])
    return {id_: cluster for id_, cluster in found.items() if cluster.rows}


def _grow(desk: Desk, life: Life, wanted: list[tuple[Cluster, int]]) -> None:
    there = _put(desk, life, wanted)
    for model, column in NEIGHBOURS.get(life, ()):
        _look(desk, _shape(desk, model), column, there)
    _look(desk, _shape(desk, Review), "subject_id", there + list(_moved_along(desk, life, there)))
    _grow_about(desk, life, there)


def _shape(desk: Desk, model: type[SQLModel]) -> Shape:
    return shape_of(model, desk.dialect)


def _read(desk: Desk, shape: Shape, column: str, keys: Iterable[int]) -> dict[int, list[Values]]:
    found: dict[int, list[Values]] = {}
    wanted = sorted(keys)
    if wanted:
        place = shape.names.index(column)
        for values in desk.stored(shape, column, wanted):
            found.setdefault(values[place], []).append(values)
    return found


def _look(desk: Desk, shape: Shape, column: str, there: list[tuple[Cluster, int, int]]) -> None:
    found = _read(desk, shape, column, {id_ for _, _, id_ in there})
    for cluster, owner, id_ in there:
        cluster.find(shape, column, owner, found.get(id_, ()))


def _moved_along(desk: Desk, life: Life, there: list[tuple[Cluster, int, int]]) -> Iterator[tuple[Cluster, int, int]]:
    if life is not Life.TASK:
        return
    kinds = [_shape(desk, model) for model in MOVED_ALONG]
    for cluster, owner, _ in there:
        for shape, column, of, places in cluster.lists:
            if shape in kinds and column == "task_id" and of == owner:
                yield from ((cluster, place, cluster.rows[place][1][0]) for place in places)


def _grow_about(desk: Desk, life: Life, there: list[tuple[Cluster, int, int]]) -> None:
    """Read on with what acts on these also look at or move: the subject of a review, the task of a request for time."""
    if life not in ABOUT:
        return
    column = ABOUT[life]
    about: dict[Life, list[tuple[Cluster, int, int]]] = {}
    for cluster, place, _ in there:
        shape, values = cluster.rows[place]
        of = Life(values[shape.names.index("life")]) if life is Life.REVIEW else Life.TASK
        about.setdefault(of, []).append((cluster, place, values[shape.names.index(column)]))
    for of, wanted in about.items():
        if life is Life.SUPERVISION:
            _put(desk, of, [(cluster, id_) for cluster, _, id_ in wanted])
        else:
            _grow(desk, of, [(cluster, id_) for cluster, _, id_ in wanted])
        shape = _shape(desk, TABLES[of])
        for cluster, place, id_ in wanted:
            if (shape, id_) in cluster.places:
                cluster.links.append((place, column, cluster.places[shape, id_]))


def _put(desk: Desk, life: Life, wanted: list[tuple[Cluster, int]]) -> list[tuple[Cluster, int, int]]:
    """Read the rows themselves; give their places."""
    shape = _shape(desk, TABLES[life])
    found = _read(desk, shape, "id", {id_ for _, id_ in wanted})
    return [(cluster, cluster.put(shape, found[id_][0]), id_) for cluster, id_ in wanted if id_ in found]


def read_together(desk: Desk, subjects: Iterable[tuple[Life, int]]) -> None:
    """Read many subjects, and what an act on them looks at, with a fixed number of statements."""
    wanted: dict[Life, list[int]] = {}
    for life, id_ in subjects:
        wanted.setdefault(life, []).append(id_)
    for life, ids in wanted.items():
        desk.fetch(TABLES[life], "id", ids)
        for model, column in NEIGHBOURS.get(life, ()):
            desk.fetch(model, column, ids)
        desk.fetch(Review, "subject_id", [*ids, *_moving_along(desk, life, ids)])
        read_together(desk, _about(desk, life, ids))


def _moving_along(desk: Desk, life: Life, ids: list[int]) -> list[int]:
    """Number what a task's move moves along: its ladders and requests for time."""
    if life is not Life.TASK:
        return []
    ladders = [row.id or 0 for id_ in ids for row in desk.of(Supervision, "task_id", id_)]
    return ladders + [row.id or 0 for id_ in ids for row in desk.of(Extension, "task_id", id_)]


def _about(desk: Desk, life: Life, ids: list[int]) -> set[tuple[Life, int]]:
    """Name the subjects that acts on these also look at or move: what a review is about, an extension's task."""
    rows: list[Any] = [row for row in (desk.get(TABLES[life], id_) for id_ in ids) if row is not None]
    if life is Life.REVIEW:
        return {(row.life, row.subject_id) for row in rows}
    if life is Life.EXTENSION:
        return {(Life.TASK, row.task_id) for row in rows}
    if life is Life.SUPERVISION:
        desk.fetch(Task, "id", (row.task_id for row in rows))
    return set()
