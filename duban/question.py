"""Who asks about what, with what, when; and the look-ups that the facts of several lives share."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, func

from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, none_of, pick
from duban.posts import Standing
from models.question import Review
from models.task import Task
from models.values import Given
from models.words import Life, ReviewState, TaskState, Verdict

ENDED_TASK = (TaskState.CLOSED, TaskState.CANCELLED)
SAID = {ReviewState.APPROVED: Verdict.YES, ReviewState.RETURNED: Verdict.NO}
_UNENDED = Prepared(
    pick(func.count(col(Task.id))).where(Task.plan_id == bindparam("plan_id"), none_of(col(Task.state), ENDED_TASK))
)


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks about what, with what, when."""

    desk: Desk
    standing: Standing
    given: Given
    now: datetime


def reviews_of(desk: Desk, life: Life, subject_id: int | None) -> list[Review]:
    """List the reviews of a subject, the oldest first."""
    return [review for review in desk.of(Review, "subject_id", subject_id) if review.life is life]


def latest_review(desk: Desk, life: Life, subject_id: int | None) -> Review | None:
    """Find the newest review of a subject that is a step of its life, not a gate before one."""
    return next((review for review in reversed(reviews_of(desk, life, subject_id)) if not review.gated), None)


def gates_open(desk: Desk, life: Life, subject_id: int | None) -> list[Review]:
    """List the open reviews that stand before an act on a subject."""
    return [r for r in reviews_of(desk, life, subject_id) if r.gated and r.state is ReviewState.OPEN]


def unended(desk: Desk, plan_id: int | None) -> int:
    """Count the open tasks of a plan."""
    return int(desk.first(_UNENDED, plan_id=plan_id))
