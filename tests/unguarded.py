"""Takes the guards of the database off, as whoever owns it can: to stand where an older program or an intruder left it."""

from sqlalchemy import text
from sqlmodel import Session


def unguard(session: Session, *lives: str) -> None:
    """Let the states of some lives be changed without a Move."""
    for life in lives:
        _drop(session, f"{life}_moves", life)


def unguard_moves(session: Session) -> None:
    """Let Moves be changed."""
    _drop(session, "move_no_update", "move")


def _drop(session: Session, name: str, table: str) -> None:
    connection = session.connection()
    on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
    connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))
