"""One act in one transaction of its own, for people and programs outside: the refusal is recorded, then raised."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from duban.actions.extensions import request_extension
from duban.database import engine, writing
from duban.desk.opened import desk_of
from duban.desk.trouble import broken, trouble
from duban.fault_points import reach
from duban.writer import put_on_record, writer_of
from models.errors import Refused
from models.question import Extension
from models.record import Move
from models.values import Actor, Attempt, Given
from models.words import Act, Life


def do(attempt: Attempt, *, by: Actor, now: datetime) -> Move:
    """Do one act and commit it, together with those of others who act just now. A refusal is recorded, and raised.

    Raises:
        Refused: see `act`.
    """
    return writer_of(engine()).do(attempt, by=by, now=now)


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
    """Open a transaction for one attempt; when it is refused, roll back, record the refusal and raise it.

    Raises:
        Broken: the database cannot be written now.
    """
    try:
        with _refusals_on_record(attempt, by=by, now=now), writing() as session:
            yield session
            reach("session.before_commit")
        reach("session.committed")
    except trouble() as problem:
        raise broken(problem) from problem


@contextmanager
def _refusals_on_record(attempt: Attempt, *, by: Actor, now: datetime) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        with writing() as session:
            record_refusal(session, attempt, refused, by=by, now=now)
        raise


def record_refusal(session: Session, attempt: Attempt, refused: Refused, *, by: Actor, now: datetime) -> None:
    """Record who tried what and why it was refused. Does not commit."""
    desk = desk_of(session)
    put_on_record(desk, attempt, refused, by=by, now=now)
    desk.flush()
