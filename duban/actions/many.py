"""Many acts of one actor at one moment, a thousand at a time: read together, asked once, written together.

The ledger afterwards is row for row what doing them one after another would have left. What the rules refuse before
anything is written costs the others nothing; whatever goes wrong later (a refusal half-way, a race lost to another
process) sends the thousand back, and they are done one by one, each in a savepoint of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from duban.actions import door
from duban.actions.rulings import asked_once
from duban.desk.desk import Desk
from duban.desk.trouble import TROUBLE
from duban.fault_points import reach
from duban.subjects import TABLES
from models.errors import Refused, SomeoneWasFirst
from models.question import Advice, Decision, Extension, Review, Signer, Supervision
from models.record import Move
from models.task import Contribution, Evidence, Task
from models.values import Actor, Attempt
from models.words import Life

T = TypeVar("T")
R = TypeVar("R")
TOGETHER = 1000

# fmt: off
NEIGHBOURS: dict[Life, tuple[tuple[type[Any], str], ...]] = {
    # life         what the rules and what follows look at beside the row itself, and by which column
    Life.TASK:    ((Contribution, "task_id"), (Evidence, "task_id"), (Extension, "task_id"), (Supervision, "task_id")),
    Life.REVIEW:  ((Signer, "review_id"), (Decision, "review_id"), (Advice, "review_id")),
}
# fmt: on


@dataclass(slots=True)
class Many:
    """What came of many attempts, each by its place among them: moved, refused (why), or lost to somebody else."""

    moved: dict[int, Move] = field(default_factory=dict)
    refused: dict[int, Refused] = field(default_factory=dict)
    first: list[int] = field(default_factory=list)


def act_many(desk: Desk, attempts: Sequence[Attempt], *, by: Actor, now: datetime) -> Many:
    """Do many acts, each as `door.act` does one; one that fails leaves nothing and fails nobody else.

    Writes Moves, Duties and what follows. Does not commit.

    Raises: whatever is no refusal; then nothing of its thousand is written.
    """
    reach("act_many.begun")
    found = Many()
    for start in range(0, len(attempts), TOGETHER):
        some = attempts[start : start + TOGETHER]
        subjects = [(attempt.life, attempt.subject_id) for attempt in some]
        do = partial(_do, desk, by, now)
        outcomes = at_once_or_one_by_one(desk, some, do, subjects=subjects)
        for place, outcome in enumerate(outcomes, start=start):
            _sort(found, place, outcome)
        reach("act_many.written")
    return found


def _do(desk: Desk, by: Actor, now: datetime, attempt: Attempt) -> Move:
    return door.act(desk, attempt, by=by, now=now)


def _sort(found: Many, place: int, outcome: Move | Exception) -> None:
    if isinstance(outcome, SomeoneWasFirst):
        found.first.append(place)
    elif isinstance(outcome, Refused):
        found.refused[place] = outcome
    elif isinstance(outcome, Exception):
        raise outcome
    else:
        found.moved[place] = outcome


def at_once_or_one_by_one(
    desk: Desk, wanted: Sequence[T], do: Callable[[T], R], *, subjects: Iterable[tuple[Life, int]]
) -> list[R | Exception]:
    """Do something for each of many subjects, read and written together; give for each what it gave or raised.

    Raises: what says that the database itself is in trouble.
    """
    try:
        with asked_once(desk), desk.nested():
            read_together(desk, subjects)
            return [_cleanly(desk, one, do) for one in wanted]
    except TROUBLE:
        raise
    except Exception:
        return [_alone(desk, one, do) for one in wanted]


def _cleanly(desk: Desk, one: T, do: Callable[[T], R]) -> R | Refused:
    """Do one; a refusal before anything is on the desk is its answer."""
    before = desk.steps
    try:
        return do(one)
    except Refused as refused:
        if desk.steps != before:
            raise
        return refused


def _alone(desk: Desk, one: T, do: Callable[[T], R]) -> R | Exception:
    try:
        with desk.nested():
            return do(one)
    except TROUBLE:
        raise
    except Exception as problem:
        return problem


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
