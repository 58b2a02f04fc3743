"""Somebody who has the database file, and perhaps the key, and knows how all of this works."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from homes import database_of, server
from small_plan import at

from duban import database
from duban.ledger.sealing import seal
from duban.settings import settings

FIRST, SECOND = at("2026-01-06 09:10"), at("2026-01-07 09:10")
"""When the Moves were sealed that are attacked here."""


Raw = Any
"""A connection of sqlite3's or psycopg's."""


class Attacker:
    """Edits the database past the program, without its guards, and leaves them as they were."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.server = server()

    @contextmanager
    def opened(self) -> Iterator[Raw]:
        database.dispose()
        if self.server is None:
            with closing(sqlite3.connect(self.home / "duban.db")) as raw, unguarded_file(raw):
                yield raw
        else:
            with psycopg.connect(host=str(self.server.folder), user="postgres", dbname=database_of(self.home)) as raw:
                raw.execute(
                    "SET session_replication_role = replica"
                )  # no trigger fires, not even those of foreign keys
                yield raw

    def does(self, *statements: str) -> None:
        with self.opened() as raw:
            for statement in statements:
                raw.execute(statement)

    def seals_anew(self, *statements: str, now: datetime, key: Path | None = None) -> None:
        """Edit, forget every seal and leaf and head file, seal all over again: with our key, or with one of his own."""
        with self.opened() as raw:
            for statement in (*statements, "DELETE FROM leaf", "DELETE FROM seal"):
                raw.execute(statement)
        shutil.rmtree(self.home / "ledger")
        with self._signing_with(key):
            seal(now=now)

    @contextmanager
    def _signing_with(self, key: Path | None) -> Iterator[None]:
        if key is None:
            yield
            return
        os.environ["DUBAN_LEDGER_KEY"] = str(key)
        settings.cache_clear()
        try:
            yield
        finally:
            del os.environ["DUBAN_LEDGER_KEY"]
            settings.cache_clear()

    def copies(self, target: Path) -> Path:
        """Keep a copy of the database as it is now."""
        database.dispose()
        if self.server is not None:
            self.server.copy(database_of(self.home), target.name)
            return target
        with closing(sqlite3.connect(self.home / "duban.db")) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(shutil.copy(self.home / "duban.db", target))

    def puts_back(self, copy: Path) -> None:
        """Replace the database by an older copy."""
        database.dispose()
        if self.server is not None:
            self.server.copy(copy.name, database_of(self.home))
            return
        for file in self.home.glob("duban.db*"):
            file.unlink()
        shutil.copy(copy, self.home / "duban.db")


@contextmanager
def unguarded_file(raw: sqlite3.Connection) -> Iterator[None]:
    """Take the triggers away and put them back."""
    guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        raw.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in guards:
        raw.execute(sql)
    raw.commit()
