"""What one duty is about: the move it follows from, the subject, the task and the plan; and who sits where."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from duban.posts import Seat
from duban.subjects import load
from models.plan import Plan
from models.question import Extension, Review, Supervision
from models.record import Duty, Move
from models.task import Task
from models.words import Life


@dataclass(frozen=True, slots=True)
class Topic:
    """A duty with everything its audience and its words depend on.

    `task` is None when it is about a plan. `seats` says who sits where at the moment of delivery.
    """

    session: Session
    duty: Duty
    move: Move
    subject: Any
    task: Task | None
    plan: Plan | None
    seats: tuple[Seat, ...]


def topic_of(session: Session, duty: Duty, seats: tuple[Seat, ...]) -> Topic:
    """Read what a duty is about, as it is now."""
    move = session.get_one(Move, duty.move_id)
    subject = load(session, move.life, move.subject_id)
    plan = session.get(Plan, move.plan_id) if move.plan_id else None
    return Topic(session, duty, move, subject, _task(session, subject), plan, seats)


def _task(session: Session, subject: Any) -> Task | None:
    if isinstance(subject, Task):
        return subject
    if isinstance(subject, Supervision | Extension):
        return session.get_one(Task, subject.task_id)
    if isinstance(subject, Review) and subject.life is Life.TASK:
        return session.get_one(Task, subject.subject_id)
    task_id = getattr(subject, "task_id", None)
    return session.get_one(Task, task_id) if task_id else None
