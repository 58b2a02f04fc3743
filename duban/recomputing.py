"""What a changed calendar moves: every open deadline that is counted in working days, and when each ladder climbs next.

A deadline moves by an act of the system in its own life, with the arrangement as the reason; the times of the clock
are only worked out anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col

from duban.actions.act import desk_on
from duban.actions.many import act_many
from duban.actions.next_at import climb_at
from duban.counts import count_of
from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, none_of, pick
from duban.local_days import calendars_now
from models.errors import Refused
from models.question import Extension, Review, Supervision
from models.task import Task
from models.values import REASON_LENGTH, Actor, Attempt, Given
from models.words import Act, ExtensionState, Life, ReviewState, Role, SupervisionState
from workflows.counting import last_day, not_gone_by, same_distance
from workflows.moments import day_of
from workflows.task.lifecycle import TASK
from workflows.workdays import Calendars

AT_ONCE = 1000
SYSTEM = Actor(name="系统", speaks_as=Role.SYSTEM)

# fmt: off
_LADDERS    = Prepared(pick(Supervision.id).where(Supervision.state != bindparam("settled"))
                       .order_by(col(Supervision.id)))
_TASKS      = Prepared(pick(Task.id).where(none_of(col(Task.state), TASK.ended), col(Task.counted_from).is_not(None))
                       .order_by(col(Task.id)))
_REVIEWS    = Prepared(pick(Review.id).where(Review.state == bindparam("open"), col(Review.due).is_not(None))
                       .order_by(col(Review.id)))
_EXTENSIONS = Prepared(pick(Extension.id).where(Extension.state == bindparam("requested")).order_by(col(Extension.id)))
# fmt: on


@dataclass(frozen=True, slots=True)
class Recounted:
    """How many of each a calendar has moved; `left`: what could not be moved, each with the reason."""

    ladders: int = 0
    tasks: int = 0
    reviews: int = 0
    extensions: int = 0
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    """The calendars before and after, the day they changed, and by what document."""

    before: Calendars
    after: Calendars
    today: date
    why: str


def recount(session: Session, before: Calendars, *, source: str, now: datetime) -> Recounted:
    """Count every open deadline anew that was counted under the calendars `before`; say what has moved.

    1. Tasks, and with them the requests for time about them. 2. Reviews. 3. Requests that now ask for a day off.
    4. The times at which ladders climb. Writes a Move for each deadline. Does not commit.
    """
    after = calendars_now(session)
    why = f"放假安排变更（{source}），按工作日推算的时限重新推算。"[:REASON_LENGTH]
    change, moved, left = _Change(before, after, day_of(now), why), [], []
    for wanted in (_tasks, _reviews, _extensions):
        with desk_on(session) as desk:
            attempts = list(wanted(desk, change))
            many = act_many(desk, attempts, by=SYSTEM, now=now)
        moved.append(len(many.moved))
        left += [_left(attempts[place], refused) for place, refused in sorted(many.refused.items())]
    tasks, reviews, extensions = moved
    return Recounted(recompute_ladders(session), tasks, reviews, extensions, tuple(left))


def _left(attempt: Attempt, refused: Refused) -> str:
    return f"{attempt.life.zh} {attempt.subject_id}：{refused.sentence.zh}"


def _fetched(desk: Desk, model: type[Any], ids: list[tuple[Any, ...]]) -> Iterator[Any]:
    """Read many rows, a thousand at a time."""
    for start in range(0, len(ids), AT_ONCE):
        some = [row[0] for row in ids[start : start + AT_ONCE]]
        desk.fetch(model, "id", some)
        yield from (desk.one(model, id_) for id_ in some)


def _tasks(desk: Desk, change: _Change) -> Iterator[Attempt]:
    for task in _fetched(desk, Task, desk.read(_TASKS)):
        count = count_of(task)
        before, after = change.before.of(task.lead_unit_id), change.after.of(task.lead_unit_id)
        was, becomes = last_day(count, before), last_day(count, after)
        yield from _moved(change, Life.TASK, task, day_of(task.due) if was != becomes else None, becomes)


def _reviews(desk: Desk, change: _Change) -> Iterator[Attempt]:
    """Reviews that are not late yet; whoever is late already stays late."""
    for review in _fetched(desk, Review, desk.read(_REVIEWS, open=ReviewState.OPEN)):
        was = day_of(review.due)
        if was >= change.today:
            begun = day_of(review.opened_at)
            becomes = same_distance(begun, was, before=change.before.national, after=change.after.national)
            yield from _moved(change, Life.REVIEW, review, was, becomes)


def _extensions(desk: Desk, change: _Change) -> Iterator[Attempt]:
    """Requests for a day that is worked no more, by whoever leads the task, ask for the next one that is."""
    for extension in _fetched(desk, Extension, desk.read(_EXTENSIONS, requested=ExtensionState.REQUESTED)):
        wanted, calendar = extension.wanted, change.after.of(desk.one(Task, extension.task_id).lead_unit_id)
        yield from _moved(change, Life.EXTENSION, extension, wanted, calendar.on_or_after(wanted))


def _moved(change: _Change, life: Life, subject: Any, was: date | None, becomes: date) -> Iterator[Attempt]:
    due = not_gone_by(becomes, change.today)
    if was is not None and was != due:
        given = Given(due=due, reason=change.why)
        yield Attempt(life=life, subject_id=subject.id, act=Act.RECOUNT, given=given)


def recompute_ladders(session: Session) -> int:
    """Work out anew when each open ladder climbs next; say how many have moved. Does not commit."""
    moved = 0
    with desk_on(session) as desk:
        ids = [row[0] for row in desk.read(_LADDERS, settled=SupervisionState.SETTLED)]
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            desk.fetch(Supervision, "id", some)
            desk.fetch(Task, "id", (desk.one(Supervision, id_).task_id for id_ in some))
            for ladder in (desk.one(Supervision, id_) for id_ in some):
                at = climb_at(desk, ladder, desk.one(Task, ladder.task_id))
                moved += at != ladder.next_at
                desk.change(ladder, next_at=at)
    return moved
