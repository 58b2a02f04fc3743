"""One act in one transaction of its own, for people and programs outside: the refusal is recorded, then raised."""

from datetime import datetime

from sqlmodel import Session

from duban.actions.act import act
from duban.database import writing
from models.errors import Refused, RuleRefused
from models.record import Move, Refusal
from models.values import Actor, Attempt


def do(attempt: Attempt, *, by: Actor, now: datetime) -> Move:
    """Do one act and commit it. A refusal is recorded, in a transaction of its own, and raised.

    Raises:
        Refused: see `act`.
    """
    try:
        with writing() as session:
            return act(session, attempt, by=by, now=now)
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
