"""Homes for tests: pointed at, copied; each with a database of its own, a file of SQLite's or one on PostgreSQL.

DUBAN_TEST_POSTGRESQL names the folder of the server to use; `conftest.py` starts it when `--postgresql` is given.
"""

import os
import shutil
from hashlib import sha256
from pathlib import Path

from postgres import Server

from duban import database
from duban.settings import settings

ON_SERVER = "DUBAN_TEST_POSTGRESQL"
_made: dict[Path, str] = {}
"""The homes of this process that have a database on the server, by name."""


def use(home: Path) -> None:
    """Point this process, and those it starts, at a home."""
    database.dispose()
    os.environ["DUBAN_HOME"] = str(home)
    at = server()
    if at is not None:
        if home not in _made:
            _make(at, home, "template1")
        os.environ["DUBAN_DATABASE_URL"] = at.url(_made[home])
    settings.cache_clear()


def copy_home(source: Path, target: Path) -> Path:
    """Copy a home that nobody uses just now, with its database."""
    shutil.copytree(source, target)
    at = server()
    if at is not None:
        _drop_left_over(at)
        _make(at, target, _made[source])
    return target


def database_of(home: Path) -> str:
    """Name a home's database on the server."""
    return _made[home]


def server() -> Server | None:
    """Give the server of these tests; None on SQLite."""
    folder = os.environ.get(ON_SERVER)
    return Server(Path(folder)) if folder else None


def _make(at: Server, home: Path, like: str) -> None:
    name = "h" + sha256(str(home).encode()).hexdigest()[:20]
    at.copy(like, name)
    _made[home] = name


def _drop_left_over(at: Server) -> None:
    """Drop the databases of homes whose folder is gone: those of tests that have passed."""
    for home in [home for home in _made if not home.exists()]:
        at.said("postgres", f'drop database "{_made.pop(home)}" with (force)')
