"""The same statements without the door: what one act sends to the database, recorded, then sent again by hand.

A real act needs more than the floor's three statements: it reads the task, its ladders, reviews and contributions, who
sits where, the plan's policy and the calendar's revision, and writes the ladder's next moment too; the tables have
foreign keys and indexes. This tells what of the time is the statements', and what the door's own.
"""

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from bench import world
from bench.acts import ACTS, Ours
from bench.measure import Contestant, Line, side_by_side
from bench.world import crowd, use
from duban.desk.desk import Desk

Said = tuple[str, tuple[Any, ...]]


class Recorder:
    """Notes every statement of the desks, while it listens."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self._run = Desk.run

    def __enter__(self) -> "Recorder":
        run, said = self._run, self.said

        def noted(desk: Desk, sql: str, given: tuple[Any, ...] = ()) -> Any:
            said.append((sql, given))
            return run(desk, sql, given)

        Desk.run = noted  # type: ignore[method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        Desk.run = self._run  # type: ignore[method-assign]


def acts_against_their_own_statements() -> list[Line]:
    """Record rounds of acts on one copy of a database, send them again on another; compare the times."""
    with tempfile.TemporaryDirectory() as folder:
        home, twin = Path(folder) / "home", Path(folder) / "twin.db"
        use(home)
        there = crowd(ACTS)
        ours = Ours(there)
        world.database.dispose()
        shutil.copy(home / "duban.db", twin)
        raw = _opened(twin)
        rounds: list[list[Said]] = []

        def through_the_door() -> None:
            with Recorder() as heard:
                ours.one_caller()
            rounds.append(heard.said)

        def by_hand() -> None:
            _send(raw, rounds.pop(0))

        through_the_door()  # one round ahead: what is sent by hand has to be recorded before
        found = side_by_side(
            [
                Contestant("the same statements by hand, a commit each", by_hand, ACTS),
                Contestant("act, one caller", through_the_door, ACTS),
            ]
        )
        world.database.dispose()
        return found


def _opened(file: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def _send(raw: sqlite3.Connection, said: list[Said]) -> None:
    """Send what was recorded; an act begins with the reading of its subject."""
    under_way = False
    for sql, given in said:
        if sql.startswith("SELECT task.id") and "WHERE task.id = ?" in sql:
            if under_way:
                raw.execute("COMMIT")
            raw.execute("BEGIN IMMEDIATE")
            under_way = True
        cursor = raw.execute(sql, given)
        if sql.startswith("SELECT"):
            cursor.fetchall()
    raw.execute("COMMIT")
