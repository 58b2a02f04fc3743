"""Somebody who has the database file, and perhaps the key, and knows how all of this works."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from small_plan import at

from duban import database
from duban.ledger.sealing import seal
from duban.settings import settings

FIRST, SECOND = at("2026-01-06 09:10"), at("2026-01-07 09:10")
"""When the Moves were sealed that are attacked here."""


class Attacker:
    """Edits the database with plain sqlite3, without its triggers, and leaves them as they were."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.for_good: set[str] = set()

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        database.dispose()
        with closing(sqlite3.connect(self.home / "duban.db")) as raw:
            guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in guards:
                raw.execute(f"DROP TRIGGER {name}")
            yield raw
            for name, sql in guards:
                if name not in self.for_good:
                    raw.execute(sql)
            raw.commit()

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
        with closing(sqlite3.connect(self.home / "duban.db")) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(shutil.copy(self.home / "duban.db", target))

    def puts_back(self, copy: Path) -> None:
        """Replace the database by an older copy."""
        database.dispose()
        for file in self.home.glob("duban.db*"):
            file.unlink()
        shutil.copy(copy, self.home / "duban.db")
