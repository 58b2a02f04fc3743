"""Many acts of one actor at one moment, a thousand at a time: read together, asked once, written together.

The ledger afterwards is row for row what doing them one after another would have left. What the rules refuse before
anything is written costs the others nothing; whatever goes wrong later (a refusal half-way, a race lost to another
process) sends the thousand back, and they are done one by one, each in a savepoint of its own.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from duban.actions import door
from duban.actions.alike import Follower, Work, cleanly, laid_out
from duban.actions.clusters import read_together
from duban.actions.rulings import asked_once
from duban.desk.desk import Desk
from duban.desk.trouble import trouble
from duban.fault_points import reach
from duban.garbage import seldom_collecting
from duban.local_days import calendars_of, units_by_days
from duban.posts import standing
from models.errors import Refused, SomeoneWasFirst
from models.record import Move
from models.values import Actor, Attempt
from models.words import Life

T = TypeVar("T")
R = TypeVar("R")
TOGETHER = 1000


@dataclass(slots=True)
class Many:
    """What came of many attempts, each by its place among them: moved, refused (why), or lost to somebody else."""

    moved: dict[int, Move] = field(default_factory=dict)
    refused: dict[int, Refused] = field(default_factory=dict)
    first: list[int] = field(default_factory=list)


@seldom_collecting()
def act_many(desk: Desk, attempts: Sequence[Attempt], *, by: Actor, now: datetime) -> Many:
    """Do many acts, each as `door.act` does one; one that fails leaves nothing and fails nobody else.

    Writes Moves, Duties and what follows. Does not commit.

    Raises: whatever is no refusal; then nothing of its thousand is written.
    """
    reach("act_many.begun")
    ours = {seat.unit_id for seat in standing(desk, by, now=now).seats}
    ours |= {attempt.given.unit_id for attempt in attempts if attempt.given.unit_id is not None}
    units = units_by_days(calendars_of(desk)) | {unit_id: ("ours", unit_id) for unit_id in ours}
    found, work = Many(), Work(partial(_do, desk, by, now), _subject_of, _kind_of, _move_of, units)
    for start in range(0, len(attempts), TOGETHER):
        some = attempts[start : start + TOGETHER]
        outcomes = at_once_or_one_by_one(desk, some, work)
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


def _subject_of(attempt: Attempt) -> tuple[Life, int]:
    return attempt.life, attempt.subject_id


def _kind_of(attempt: Attempt) -> Hashable:
    """What is asked, but of whom; a plan's acts move its tasks along, and a key or a version is for one act alone."""
    if attempt.life is Life.PLAN or (attempt.key, attempt.passed, attempt.version) != (None, None, None):
        return None
    return attempt.life, attempt.act, attempt.given


def _move_of(move: Any, follower: Follower) -> Any:
    return follower.like(move)


def at_once_or_one_by_one(desk: Desk, wanted: Sequence[T], work: Work[T, R]) -> list[R | Exception]:
    """Do something for each of many subjects, read and written together; give for each what it gave or raised.

    Raises: what says that the database itself is in trouble.
    """
    alike = None
    try:
        with asked_once(desk), desk.nested():
            alike = laid_out(desk, work, wanted)
            if alike is not None:
                return [*alike.do_all()]
            read_together(desk, filter(None, map(work.subject, wanted)))
            return [cleanly(desk, one, work.do) for one in wanted]
    except trouble():
        raise
    except Exception:
        return [_alone(desk, one, work.do) for one in wanted]
    finally:
        if alike is not None:
            desk.clear(alike.laid())


def _alone(desk: Desk, one: T, do: Callable[[T], R]) -> R | Exception:
    try:
        with desk.nested():
            return do(one)
    except trouble():
        raise
    except Exception as problem:
        return problem
