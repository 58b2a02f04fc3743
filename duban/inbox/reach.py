"""Lets an act come only to a subject that its visitor may see; an attempt on another is recorded."""

from datetime import datetime
from typing import Any, Protocol

from duban.database import reading, writing
from duban.doing import record_refusal
from duban.sight import Sight, check_seen
from duban.subjects import load
from models.errors import NotYours
from models.values import Actor, Attempt


class Seer(Protocol):
    """Whoever comes: through a page or with a token."""

    @property
    def actor(self) -> Actor: ...
    @property
    def sight(self) -> Sight: ...
    @property
    def now(self) -> datetime: ...


def reached(visitor: Seer, attempt: Attempt) -> Any:
    """Give the subject of an attempt. Out of sight, the refusal is recorded and committed, then raised.

    Raises:
        NotFound: there is no such subject.
        NotYours: the visitor may not see it.
    """
    try:
        with reading() as session:
            subject = load(session, attempt.life, attempt.subject_id)
            check_seen(session, visitor.sight, attempt.life, subject)
    except NotYours as refused:
        with writing() as session:
            record_refusal(session, attempt, refused, by=visitor.actor, now=visitor.now)
        raise
    return subject
