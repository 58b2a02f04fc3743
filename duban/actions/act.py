"""The door as whoever works with a session takes it: the desk is laid on the session's connection for one act."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session

from duban.actions import door
from duban.actions.case import New
from duban.desk.desk import Desk
from duban.desk.opened import desk_of, read_again
from models.record import Move
from models.values import NOTHING, Actor, Attempt, Given
from models.words import Act


@contextmanager
def desk_on(session: Session) -> Iterator[Desk]:
    """Lay a desk for something that writes; at the end it is written down, and what the session knows is read again."""
    desk = desk_of(session)
    yield desk
    desk.flush()
    read_again(session, desk)


def act(session: Session, attempt: Attempt, *, by: Actor, now: datetime) -> Move:
    """Do one act to one subject; see `door.act`. Writes, does not commit.

    Raises:
        Refused: see `door.act`.
        SomeoneWasFirst: the subject changed in between.
    """
    with desk_on(session) as desk:
        return door.act(desk, attempt, by=by, now=now)


def begin(
    session: Session,
    subject: Any,
    what: Act,
    *,
    by: Actor,
    now: datetime,
    given: Given = NOTHING,
    key: str | None = None,
) -> Move:
    """Begin the life of a subject that is not stored yet; see `door.begin`. Writes, does not commit.

    Afterwards the subject is one of the session's, with its number; when the key was seen before, it stays as it was.

    Raises:
        Refused: see `door.begin`.
    """
    model = type(subject)
    values = {name: getattr(subject, name) for name in model.__table__.columns.keys() if name != "id"}  # noqa: SIM118
    with desk_on(session) as desk:
        move = door.begin(desk, New(model, values, key), what, by=by, now=now, given=given)
        desk.flush()
    if (model, move.subject_id) in desk.begun:
        subject.id = move.subject_id
        make_transient_to_detached(subject)
        session.add(subject)
        session.refresh(subject)
    return move
