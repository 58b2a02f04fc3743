"""Reads very many rows as the driver has them, a few thousand at a time; moments stay as they are stored."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, type_coerce
from sqlmodel import Session

from workflows.moments import end_of

FETCHED = 10_000
KEPT = 50_000
"""After so many kinds of tasks what is known of them is forgotten, so that memory stays flat."""
BY_HASH = ("SET LOCAL enable_sort = off", "SET LOCAL work_mem = '64MB'", "SET LOCAL jit = off")
AS_EVER = ("SET LOCAL enable_sort TO DEFAULT", "SET LOCAL work_mem TO DEFAULT", "SET LOCAL jit TO DEFAULT")
"""A server takes kinds of tasks for nearly as many as tasks: it would sort all of them on disk, and compile for longer
than it counts."""
END = end_of(date(2026, 1, 1)).time()
"""When a day ends, by the clock of what is stored."""
TO_THE_NEXT = timedelta(days=1) - timedelta(hours=END.hour, minutes=END.minute, seconds=END.second, microseconds=1)
Row = tuple[Any, ...]


def on_server(session: Session) -> bool:
    """Say whether the database is a server.

    It puts together what is alike in memory and with several workers, which is cheaper than sending every row. SQLite
    would have to sort for that, and sends nothing.
    """
    return bool(session.connection().dialect.name == "postgresql")


def streamed(session: Session, wanted: Select[Any]) -> Iterator[list[Row]]:
    """Give rows of a query without parameters of its own, some at a time."""
    connection = session.connection()
    cursor: Any = connection.connection.cursor()
    server = on_server(session)
    try:
        for said in BY_HASH if server else ():
            cursor.execute(said)
        cursor.execute(str(wanted.compile(connection, compile_kwargs={"literal_binds": True})))
        while some := cursor.fetchmany(FETCHED):
            yield some
        for said in AS_EVER if server else ():
            cursor.execute(said)
    finally:
        cursor.close()


def counted(session: Session, wanted: Select[Any]) -> Iterator[tuple[Row, int]]:
    """Give rows whose last column says how many tasks they are, less that column, with how many tasks they are in all.

    A row comes again once so many others came between that it was forgotten: memory stays flat.
    """
    alike = Counter[Row]()
    for rows in chain(streamed(session, wanted), [()]):
        alike.update(rows)
        if len(alike) > KEPT or not rows:
            yield from ((row[:-1], times * row[-1]) for row, times in alike.items())
            alike.clear()


def raw(moment: Any) -> Any:
    """Ask for a moment as it is stored; `moment_of` reads it."""
    return type_coerce(moment, String)


@lru_cache(maxsize=10_000)
def moment_of(stored: Any) -> datetime | None:
    """Read a moment as the database gives it: text on SQLite or where text was asked for, else a moment."""
    if stored is None or isinstance(stored, datetime):
        return stored
    found = datetime.fromisoformat(stored)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def day_in_time(session: Session, moment: Any) -> ColumnElement[str]:
    """The first day in Asia/Shanghai whose end is not before a stored moment: a deadline then, or later, is kept."""
    if on_server(session):
        return cast(func.date(func.timezone("UTC", moment) + TO_THE_NEXT), String)
    day, clock = func.substr(raw(moment), 1, 10), func.substr(raw(moment), 12)
    return case((clock > f"{END:%H:%M:%S.%f}", func.date(day, "+1 day")), else_=day)
