"""Steps half taken at the door: what a browser began there and has to come back with, once and within some minutes."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, delete

from duban.database import writing
from models.door import DoorStep

LASTS = timedelta(minutes=10)


def begin_step(account_id: int | None, detail: dict[str, Any], *, now: datetime) -> str:
    """Keep a step; gives the token for the browser. Steps of long ago are forgotten. Commits."""
    token = secrets.token_urlsafe(32)
    with writing() as session:
        session.exec(delete(DoorStep).where(col(DoorStep.begun_at) <= now - LASTS))
        session.add(DoorStep(token_sha256=_digest(token), account_id=account_id, begun_at=now, detail=detail))
    return token


def step_of(session: Session, token: str, *, now: datetime) -> DoorStep | None:
    """Find a step; None when there is none, or not any more."""
    row = session.get(DoorStep, _digest(token)) if token else None
    return row if row is not None and now < row.begun_at + LASTS else None


def end_step(token: str) -> bool:
    """Forget a step; says whether it was still there. Commits."""
    with writing() as session:
        gone = session.exec(delete(DoorStep).where(col(DoorStep.token_sha256) == _digest(token)))
    return bool(gone.rowcount == 1)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
