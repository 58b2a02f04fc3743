"""Requests with a key: answered once, and again the same however often they are sent, also after a restart.

A key is taken before the work begins and gets its answer when it is done; a request that fails leaves no trace, so it
can be sent again. A process that dies in between leaves a key without an answer: after a while it may be taken again,
and the door, which knows the keys of its Moves, does nothing twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from duban.database import writing
from models.access import Answered
from models.errors import KeyUsedOtherwise, StillAtIt

KEPT = timedelta(hours=24)
WORKED_ON = timedelta(minutes=2)
"""After that, whoever took the key is taken to have died."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was sent: who, under which key (or none), and the hash of everything that was asked."""

    person_id: int
    key: str | None
    request_sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: HTTP status and body; `again` when it was answered before."""

    status: int
    body: str
    again: bool = False


def answered_once(asked: Asked, work: Callable[[], Answer], *, now: datetime) -> Answer:
    """Do the work of a request, or give the answer that its key got before. Commits.

    Raises:
        KeyUsedOtherwise: the key came before with another request.
        StillAtIt: the same request is being worked on.
    """
    if asked.key is None:
        return work()
    earlier = _take(asked, now)
    if earlier is not None:
        return earlier
    try:
        answer = work()
    except BaseException:
        _settle(asked, None)
        raise
    _settle(asked, answer)
    return answer


def _take(asked: Asked, now: datetime) -> Answer | None:
    try:
        with writing() as session:
            session.exec(delete(Answered).where(col(Answered.at) < now - KEPT))
            return _taken(session, asked, now)
    except IntegrityError as raced:  # on PostgreSQL two can take a key at once
        raise _at_it() from raced


def _taken(session: Session, asked: Asked, now: datetime) -> Answer | None:
    row = session.exec(_row_of(asked)).first()
    if row is None:
        session.add(
            Answered(person_id=asked.person_id, key=asked.key or "", request_sha256=asked.request_sha256, at=now)
        )
        session.flush()
        return None
    if row.request_sha256 != asked.request_sha256:
        raise KeyUsedOtherwise(
            "这个 Idempotency-Key 用过了，上次请求的内容不同；新的请求请用新的键。",
            "This Idempotency-Key came before with another request; give a new request a new key.",
        )
    if row.status is not None and sha256(row.body.encode()).hexdigest() == row.body_sha256:
        return Answer(row.status, row.body, again=True)
    if row.status is None and now - row.at < WORKED_ON:
        raise _at_it()
    row.at, row.status = now, None
    session.add(row)
    return None


def _at_it() -> StillAtIt:
    return StillAtIt("同一个请求正在办理，请稍后再取结果。", "The same request is being worked on; ask again soon.")


def _settle(asked: Asked, answer: Answer | None) -> None:
    with writing() as session:
        row = session.exec(_row_of(asked)).first()
        if row is None:
            return
        if answer is None:
            session.delete(row)
            return
        row.status, row.body = answer.status, answer.body
        row.body_sha256 = sha256(answer.body.encode()).hexdigest()
        session.add(row)


def _row_of(asked: Asked) -> Any:
    return select(Answered).where(Answered.person_id == asked.person_id, Answered.key == asked.key)
