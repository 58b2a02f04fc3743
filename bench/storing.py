"""Lays many tasks in bulk beside those that are due, and puts back what a sweep did.

Every copy of a task has its ladder, its Moves and its Duties. Half of the copies are closed, half are in progress and
due later, one copy of all tasks a day; all belong to the same plan, which is harder than many plans.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from os import sysconf
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    create_engine,
    event,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlmodel import SQLModel

from bench.sweeping import REMINDERS
from models.question import Supervision
from models.record import Duty, Move
from models.task import Task
from models.words import Life, SupervisionState, TaskState

OPENED = REMINDERS + timedelta(days=7)
MORNING = REMINDERS - timedelta(minutes=30)
"""When the ladders of `crowd` are due: at the hour at which work starts."""
COPIES_PER_COMMIT, DAYS = 10, 730


@dataclass(frozen=True)
class Laid:
    """What there is before anything is copied: tasks, all of them due, and the largest numbers of Moves and Duties."""

    due: int
    first_moves: int
    first_duties: int


@dataclass(frozen=True)
class Mark:
    """Where the ledger and the outbox end."""

    move: int
    duty: int


@contextmanager
def unguarded(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that no trigger and no foreign key looks at: what it lays is copied from what was checked."""
    with engine.begin() as connection:
        if engine.dialect.name != "sqlite":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield connection
            return
        wanted = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = connection.execute(wanted).all()
        for name, _ in guards:
            connection.execute(text(f"DROP TRIGGER {name}"))
        yield connection
        for _, sql in guards:
            connection.exec_driver_sql(sql)


def opened(url: str) -> Engine:
    """Open a database for laying: SQLite without foreign keys, and without waiting for the disk."""
    made = create_engine(url)
    if made.dialect.name == "sqlite":

        @event.listens_for(made, "connect")
        def _(raw: Any, _record: Any) -> None:
            raw.isolation_level = None
            raw.execute("PRAGMA synchronous=OFF")

        @event.listens_for(made, "begin")
        def _(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


def laid(engine: Engine) -> Laid:
    """Look at a database in which everything is due."""
    with engine.connect() as connection:
        due = connection.execute(text("SELECT count(*) FROM task")).scalar_one()
        end = mark(connection)
    return Laid(due, end.move, end.duty)


def mark(connection: Connection) -> Mark:
    """Say where the ledger and the outbox end."""
    move, duty = connection.execute(text("SELECT (SELECT max(id) FROM move), (SELECT max(id) FROM duty)")).one()
    return Mark(move, duty)


def store(engine: Engine, there: Laid, *, copies: range) -> None:
    """Add copies of everything, by their numbers from 1 on; the statistics of PostgreSQL are brought up to date."""
    for start in copies[::COPIES_PER_COMMIT]:
        with unguarded(engine) as connection:
            for number in range(start, min(start + COPIES_PER_COMMIT, copies.stop)):
                _copy(connection, there, number)
            if engine.dialect.name != "sqlite":
                _count_on(connection)
    tidy(engine)


def tidy(engine: Engine) -> None:
    """Do what the autovacuum of PostgreSQL does in time, at once; write SQLite's log back into the file."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.exec_driver_sql("VACUUM ANALYZE task, supervision, move, duty")


def put_back(engine: Engine, to: Mark, there: Laid) -> None:
    """Take back what a sweep wrote: its Moves and Duties go, the ladders stand as they stood."""
    with unguarded(engine) as connection:
        connection.execute(text("DELETE FROM duty WHERE id > :duty"), {"duty": to.duty})
        connection.execute(text("DELETE FROM move WHERE id > :move"), {"move": to.move})
        ladder = table_of(Supervision)
        calm = {"state": SupervisionState.CALM, "version": 1, "rung_at": None, "next_at": MORNING}
        connection.execute(update(ladder).where(ladder.c.id <= there.due).values(calm))
    tidy(engine)


def size_bytes(engine: Engine) -> int:
    """Say how much room the database takes."""
    ways = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    with engine.connect() as connection:
        return int(connection.execute(text(ways[engine.dialect.name])).scalar_one())


def server_processor_s(engine: Engine) -> float:
    """Say how many seconds of processors PostgreSQL has used, with all its children; 0 for SQLite, which has none."""
    if engine.dialect.name == "sqlite":
        return 0.0
    with engine.connect() as connection:
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    server = int(_stat(backend)[1])
    children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    ticks = sum(int(tick) for tick in _stat(server)[11:15])
    ticks += sum(int(tick) for child in children for tick in _stat(int(child))[11:13])
    return ticks / sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()


def _copy(connection: Connection, there: Laid, number: int) -> None:
    ended, later = number % 2 == 1, OPENED + timedelta(days=number % DAYS)
    tasks, moves, duties = number * there.due, number * there.first_moves, number * there.first_duties
    ladder, move, duty, task = (table_of(model) for model in (Supervision, Move, Duty, Task))
    first_moves = (move.c.id <= there.first_moves) & move.c.life.in_([Life.TASK, Life.SUPERVISION])
    due = {"due": later, "original_due": later, "closed_at": OPENED if ended else None}
    state = TaskState.CLOSED if ended else TaskState.IN_PROGRESS
    rung = SupervisionState.SETTLED if ended else SupervisionState.CALM
    tasks_too = {"id": task.c.id + tasks, "period": str(number), "state": state, **due}
    ladders_too = {"id": ladder.c.id + tasks, "task_id": ladder.c.task_id + tasks}
    ladders_too |= {"state": rung, "next_at": None if ended else later}
    moves_too = {"id": move.c.id + moves, "subject_id": move.c.subject_id + tasks}
    duties_too = {"id": duty.c.id + duties, "move_id": duty.c.move_id + moves}
    first_duties = (duty.c.id <= there.first_duties) & duty.c.move_id.in_(select(move.c.id).where(first_moves))
    insert_like(connection, Task, tasks_too, task.c.id <= there.due)
    insert_like(connection, Supervision, ladders_too, ladder.c.id <= there.due)
    insert_like(connection, Move, moves_too, first_moves)
    insert_like(connection, Duty, duties_too, first_duties)


def table_of(model: type[SQLModel]) -> Table:
    return model.__table__  # type: ignore[attr-defined, no-any-return]


def insert_like(
    connection: Connection,
    model: type[SQLModel],
    changed: Mapping[str, Any],
    which: Any,
    *,
    without: Collection[str] = (),
) -> None:
    """Insert a row for each one of `which`: its columns as they are, but for those that are changed or left out."""
    table = table_of(model)
    given = [(column, changed.get(column.name, column)) for column in table.columns if column.name not in without]
    values = [value if isinstance(value, ColumnElement) else literal(value, column.type) for column, value in given]
    names = [column.name for column, _ in given]
    connection.execute(insert(table).from_select(names, select(*values).where(which)))


def _count_on(connection: Connection) -> None:
    """Let the numbers that PostgreSQL gives go on after those that were given by us."""
    for name in ("task", "supervision", "move", "duty"):
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))
