"""A desk on the connection of a session, for whoever reads or writes with both."""

from sqlmodel import Session

from duban.desk.desk import Desk
from duban.desk.known import Known, known_of

CHANGED = "calendar_changed"
"""Set on a session that has changed the calendar: until it commits, its calendar is its own."""


def desk_of(session: Session) -> Desk:
    """Lay a desk on a session's connection; what the session has not written yet is written first."""
    session.flush()
    connection = session.connection()
    raw = connection.connection.driver_connection
    known = Known() if session.info.get(CHANGED) else known_of(connection.engine)
    writes = bool(connection.get_execution_options().get("writing", False))
    return Desk(raw, connection.dialect.name, known, writes=writes)


def read_again(session: Session, desk: Desk) -> None:
    """Bring what a session has read up to date with what a desk has written."""
    for model, id_ in desk.touched() if session.identity_map else ():
        found = session.identity_map.get(session.identity_key(model, id_))
        if found is not None:
            session.refresh(found)
