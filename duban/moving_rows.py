"""Moves every row of one database into another one, in either direction between SQLite and PostgreSQL.

Both are at the newest schema; the values go through the types of the tables, so what is read afterwards is the same.
Foreign keys are put aside meanwhile, since a unit may stand before the unit it belongs to, and hold again at the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import command
from sqlalchemy import Connection, Table

from duban.database import open_engine
from duban.revisions import newest
from duban.schema import alembic_config
from models.errors import BadInput, Broken
from models.tables import metadata

AT_ONCE = 1000
VERSION = "alembic_version"

_FOREIGN_KEYS = """
    SELECT c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    WHERE c.contype = 'f' AND t.relnamespace = current_schema()::regnamespace ORDER BY 1, 2
"""


@contextmanager
def at_one_moment(url: str) -> Iterator[Connection]:
    """Open a database for reading, as it is at one moment, while others go on writing.

    Raises: BadInput when nobody answers.
    """
    with _opened(url) as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def filling(url: str) -> Iterator[Connection]:
    """Open an empty database, lay the tables, and give it to be filled; commit at the end, or leave it empty.

    Raises:
        BadInput: something is in it already, or nobody answers.
    """
    with _opened(url) as connection:
        if connection.dialect.name == "sqlite":  # before the transaction begins: inside one it does nothing
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        check_empty(connection)
        config = alembic_config()
        config.attributes["connection"] = connection  # in a transaction already, which alembic leaves open
        command.upgrade(config, "head")
        yield connection
        connection.commit()


@contextmanager
def _opened(url: str) -> Iterator[Connection]:
    engine = open_engine(url)
    try:
        connection = engine.connect().execution_options(writing=True)
    except sa.exc.OperationalError as problem:
        shown = engine.url.render_as_string()
        raise BadInput(
            f"连不上 {shown}：{problem.orig}。什么也没有改动。", f"Cannot connect to {shown}: {problem.orig}."
        ) from problem
    try:
        with connection:
            yield connection
    finally:
        engine.dispose()


def check_empty(connection: Connection) -> None:
    """Refuse a database that holds tables. Raises: BadInput."""
    if sa.inspect(connection).get_table_names():
        shown = connection.engine.url.render_as_string()
        raise BadInput(
            f"{shown} 里已经有表，没有动它；请新建一个空的数据库再恢复。",
            f"{shown} holds tables already; make an empty database first.",
        )


def check_newest(connection: Connection) -> None:
    """Refuse a database that is not at the newest schema. Raises: BadInput."""
    there = sa.inspect(connection).has_table(VERSION)
    found = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION}").scalar() if there else None  # noqa: S608
    if found != newest():
        raise BadInput(
            "数据库的结构不是这个程序的版本；请先运行 duban setup。",
            f"The database is at schema {found}, this program at {newest()}; run duban setup first.",
        )


def move_rows(source: Connection, target: Connection) -> dict[str, int]:
    """Put every row of the source in place of what the migrations put into the target; count them by table.

    Does not commit.

    Raises:
        Broken: the rows do not hold together.
    """
    with _without_foreign_keys(target):
        for table in reversed(metadata.sorted_tables):
            target.execute(table.delete())
        counts = {table.name: _move(source, target, table) for table in metadata.sorted_tables}
        _restamp(source, target)
    if target.dialect.name == "postgresql":
        _count_on(target)
    return counts


def _move(source: Connection, target: Connection, table: Table) -> int:
    count = 0
    by_number = list(table.primary_key.columns)
    found = source.execution_options(yield_per=AT_ONCE).execute(sa.select(table).order_by(*by_number))
    for some in found.mappings().partitions(AT_ONCE):
        target.execute(table.insert(), [dict(row) for row in some])
        count += len(some)
    return count


def _restamp(source: Connection, target: Connection) -> None:
    """Set the stamp of the register again: filling it has counted."""
    stamp = metadata.tables["register_stamp"]
    for row in source.execute(sa.select(stamp)).mappings():
        target.execute(stamp.update().where(stamp.c.id == row["id"]).values(dict(row)))


@contextmanager
def _without_foreign_keys(target: Connection) -> Iterator[None]:
    if target.dialect.name == "sqlite":
        yield
        wrong = target.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if wrong:
            raise Broken(f"表 {wrong[0][0]} 里有对不上的行。", f"Rows of {wrong[0][0]} point to none.")
        return
    keys = target.exec_driver_sql(_FOREIGN_KEYS).fetchall()
    for table, name, _ in keys:
        target.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in keys:
        try:
            target.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        except sa.exc.IntegrityError as problem:
            raise Broken(f"表 {table} 里有对不上的行。", f"Rows of {table} point to none.") from problem


def _count_on(target: Connection) -> None:
    """Let the numbers of new rows go on after those that are there."""
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            sequence: Any = target.execute(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name))).scalar()
            if sequence is not None:
                highest = sa.select(sa.func.max(column)).scalar_subquery()
                after = sa.func.coalesce(highest, 0) + 1
                target.execute(sa.select(sa.func.setval(sequence, after, False)))
