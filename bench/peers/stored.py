"""Plain rows of a task and its log, for peers that bring no tables: SQLite with every commit on disk, or a server."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

import psycopg


class Rows:
    """A connection for each thread; `url`: SQLAlchemy's name of a database on PostgreSQL, or nothing for SQLite."""

    def __init__(self, file: Path, url: str) -> None:
        self._file, self._url = file, url.replace("postgresql+psycopg", "postgresql")
        self._local = threading.local()
        self.id = "BIGSERIAL PRIMARY KEY" if url else "INTEGER PRIMARY KEY"
        self.lock = " FOR UPDATE" if url else ""
        self.begin = "BEGIN" if url else "BEGIN IMMEDIATE"

    def execute(self, sql: str, parameters: tuple[object, ...] = ()) -> Any:
        if not hasattr(self._local, "raw"):
            self._local.raw = self._connected()
        return self._local.raw.execute(sql.replace("?", "%s") if self._url else sql, parameters)

    def close(self) -> None:
        """A thread's connection to a server is its own, and goes with it."""
        if self._url and hasattr(self._local, "raw"):
            self._local.raw.close()
            del self._local.raw

    def _connected(self) -> Any:
        if self._url:
            return psycopg.connect(self._url, autocommit=True)
        raw = sqlite3.connect(self._file, isolation_level=None, timeout=60)
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        return raw
