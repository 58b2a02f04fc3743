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
    server = _server()
    if server is not None:
        if home not in _made:
            _make(server, home, "template1")
        os.environ["DUBAN_DATABASE_URL"] = server.url(_made[home])
    settings.cache_clear()


def copy_home(source: Path, target: Path) -> Path:
    """Copy a home that nobody uses just now, with its database."""
    shutil.copytree(source, target)
    server = _server()
    if server is not None:
        _drop_left_over(server)
        _make(server, target, _made[source])
    return target


def on_postgresql() -> bool:
    return ON_SERVER in os.environ


def _server() -> Server | None:
    folder = os.environ.get(ON_SERVER)
    return Server(Path(folder)) if folder else None


def _make(server: Server, home: Path, like: str) -> None:
    name = "h" + sha256(str(home).encode()).hexdigest()[:20]
    server.said("postgres", f'create database "{name}" template "{like}" strategy file_copy')
    _made[home] = name


def _drop_left_over(server: Server) -> None:
    """Drop the databases of homes whose folder is gone: those of tests that have passed."""
    for home in [home for home in _made if not home.exists()]:
        server.said("postgres", f'drop database "{_made.pop(home)}" with (force)')
