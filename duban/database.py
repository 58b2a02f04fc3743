"""The database: one engine per process, reading and writing, and the only commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlmodel import Session

from duban.revisions import refuse_newer
from duban.settings import settings

BUSY_S = 30
BEFORE_DISPOSING: list[Callable[[Engine], None]] = []
"""What keeps connections of an engine open, and has to give them back before it is closed."""


@cache
def engine() -> Engine:
    """Open the database of the settings, once per process.

    One that a newer program has migrated is refused by whatever connects to it.
    """
    made = open_engine(settings().database)
    event.listen(made, "connect", refuse_newer)
    return made


def open_engine(url: str) -> Engine:
    """Open a database. SQLite: WAL, every commit on disk, foreign keys on, transactions begun by us."""
    made = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)  # errors are logged
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _sqlite_connect)
        event.listen(made, "begin", _sqlite_begin)
    return made


@event.listens_for(Session, "before_flush")
def _know_all_tables(*_flush: object) -> None:
    # What is written is put in the order of its foreign keys, so every table has to be known; who reads needs few.
    from models import tables  # noqa: F401


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "wal_autocheckpoint=8000",  # pages; an act writes some twenty, mostly the same: copied back 32 MB at a time, not 4
    "cache_size=-16384",  # KiB; the usual 2 MB do not hold the upper pages of the indexes of a large ledger
)


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # otherwise the driver begins on its own, and too late
    cursor = connection.cursor()
    for pragma in (*_PRAGMAS, f"busy_timeout={BUSY_S * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Any) -> None:
    # A writer takes the lock at once: a read that is upgraded later would fail instead of waiting.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session that only reads; whatever it changed is thrown away. What was read stays readable afterwards."""
    with Session(engine(), expire_on_commit=False) as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """Open one transaction; commit when the block ends, roll back when it raises."""
    with (
        engine().connect().execution_options(writing=True) as connection,
        Session(connection, expire_on_commit=False, autoflush=True) as session,
    ):
        yield session
        session.commit()
        for follow_up in session.info.pop("after_commit", []):
            follow_up()


@contextmanager
def trying() -> Iterator[Session]:
    """Open one transaction that is rolled back in any case: to see what something would come to."""
    with (
        engine().connect().execution_options(writing=True) as connection,
        Session(connection, expire_on_commit=False, autoflush=True) as session,
    ):
        yield session
        session.rollback()


class Scratch:
    """A database that lives in memory, with all tables and none of the guards; gone when it is closed."""

    def __init__(self) -> None:
        from models.tables import metadata

        self._engine = open_engine("sqlite://")
        self._connection = self._engine.connect().execution_options(writing=True)
        metadata.create_all(self._connection)
        self._connection.commit()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open one transaction; commit when the block ends."""
        with Session(self._connection, expire_on_commit=False) as session:
            yield session
            session.commit()

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()


def after_commit(session: Session, follow_up: Callable[[], None]) -> None:
    """Do something once the transaction is on disk; never when it is rolled back."""
    session.info.setdefault("after_commit", []).append(follow_up)


def dispose() -> None:
    """Close the engine and forget it; the next use opens the database of the settings again."""
    if engine.cache_info().currsize:
        for follow_up in BEFORE_DISPOSING:
            follow_up(engine())
        engine().dispose()
    engine.cache_clear()
