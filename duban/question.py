"""Who asks about what, with what, when; and the look-ups that the facts of several lives share."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from duban.posts import Standing
from models.question import Review
from models.task import Task
from models.values import Given
from models.words import Life, ReviewState, TaskState, Verdict

ENDED_TASK = (TaskState.CLOSED, TaskState.CANCELLED)
SAID = {ReviewState.APPROVED: Verdict.YES, ReviewState.RETURNED: Verdict.NO}


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks about what, with what, when."""

    session: Session
    standing: Standing
    given: Given
    now: datetime


def latest_review(session: Session, life: Life, subject_id: int | None) -> Review | None:
    """Find the newest review of a subject that is a step of its life, not a gate before one."""
    found = select(Review).where(Review.life == life, Review.subject_id == subject_id, col(Review.gated).is_(False))
    return session.exec(found.order_by(col(Review.id).desc())).first()


def gates_open(session: Session, life: Life, subject_id: int | None) -> list[Review]:
    """List the open reviews that stand before an act on a subject."""
    found = select(Review).where(Review.life == life, Review.subject_id == subject_id, col(Review.gated).is_(True))
    return list(session.exec(found.where(Review.state == ReviewState.OPEN).order_by(col(Review.id))).all())


def unended(session: Session, plan_id: int | None) -> int:
    """Count the open tasks of a plan."""
    running = select(func.count(col(Task.id))).where(Task.plan_id == plan_id, col(Task.state).not_in(ENDED_TASK))
    return session.exec(running).one()
