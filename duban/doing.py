"""One act in one transaction of its own, for people and programs outside: the refusal is recorded, then raised."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from duban.actions.act import act
from duban.actions.extensions import request_extension
from duban.database import writing
from duban.fault_points import reach
from models.errors import Refused, RuleRefused
from models.question import Extension
from models.record import Move, Refusal
from models.values import Actor, Attempt, Given
from models.words import Act, Life


def do(attempt: Attempt, *, by: Actor, now: datetime) -> Move:
    """Do one act and commit it. A refusal is recorded, in a transaction of its own, and raised.

    Raises:
        Refused: see `act`.
    """
    with doing(attempt, by=by, now=now) as session:
        return act(session, attempt, by=by, now=now)


def review_before(attempt: Attempt, move: Move) -> int | None:
    """Give the number of the review opened because a panel has to allow the act first; None when it happened."""
    return move.subject_id if move.life is Life.REVIEW and attempt.life is not Life.REVIEW else None


def ask_for_time(task_id: int, given: Given, *, by: Actor, now: datetime, key: str | None = None) -> Extension:
    """Ask for a later deadline and commit it; see `request_extension`.

    Raises:
        Refused: see `request_extension`.
    """
    attempt = Attempt(life=Life.TASK, subject_id=task_id, act=Act.REQUEST, given=given, key=key)
    with doing(attempt, by=by, now=now) as session:
        return request_extension(session, task_id, given=given, by=by, now=now, key=key)


@contextmanager
def doing(attempt: Attempt, *, by: Actor, now: datetime) -> Iterator[Session]:
    """Open a transaction for one attempt; when it is refused, roll back, record the refusal and raise it."""
    try:
        with writing() as session:
            yield session
            reach("act.before_commit")
        reach("act.committed")
    except Refused as refused:
        with writing() as session:
            record_refusal(session, attempt, refused, by=by, now=now)
        raise


def record_refusal(session: Session, attempt: Attempt, refused: Refused, *, by: Actor, now: datetime) -> None:
    """Record who tried what and why it was refused. Does not commit."""
    reasons = refused.reasons if isinstance(refused, RuleRefused) else (refused.sentence,)
    session.add(
        Refusal(
            life=attempt.life,
            subject_id=attempt.subject_id or None,
            at=now,
            act=attempt.act,
            person_id=by.person_id,
            why="；".join(reason.zh for reason in reasons),
        )
    )
