"""Fixtures: an empty database of its own for each test, and one with the sample register and plan."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from homes import ON_SERVER, copy_home, use
from postgres import Server, roomy_memory, temporary_folder

from duban import accounts, database

SERVER = pytest.StashKey[Server]()
HOMES = {"migrated", "tmp_path", "tmp_path_factory"}
NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
"""Tuesday 6 January 2026, 09:00 in Asia/Shanghai: the day after the sample notice is dated."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rounds", type=int, default=20, help="how often the torture kills at random")
    parser.addoption("--gone", type=float, default=10, help="for how many seconds the cluster loses its database")
    parser.addoption("--postgresql", action="store_true", help="run on a PostgreSQL of the tests' own, not on SQLite")


def pytest_configure(config: pytest.Config) -> None:
    """Start a server for whoever runs tests: a transaction of one worker would hold up what another seals.

    What tests write is kept in memory where there is room: thousands of homes are made, and each waits for its disk.
    """
    if memory := roomy_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))
    leads_workers = bool(getattr(config.option, "numprocesses", 0)) and not hasattr(config, "workerinput")
    if config.getoption("--postgresql") and not leads_workers:
        config.stash[SERVER] = server = Server(temporary_folder()).make().start()
        os.environ[ON_SERVER] = str(server.folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(SERVER, None)
    if server is not None:
        database.dispose()
        server.stop()
        shutil.rmtree(server.folder)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long by itself; leave out, on PostgreSQL, what is about the file that SQLite keeps, and what
    reads no database at all."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if config.getoption("--postgresql"):
        asked = [item for item in items if _asks_a_database(item)]
        config.hook.pytest_deselected(items=sorted(set(items) - set(asked), key=lambda item: item.nodeid))
        items[:] = asked


def _asks_a_database(item: pytest.Item) -> bool:
    """Say so of a test that has, by whatever way, a home or a folder to make one in.

    Not of one about SQLite's file, nor of the matrices of who may what: Python decides that, whichever database answers.
    """
    elsewhere = any(item.get_closest_marker(name) for name in ("sqlite", "access"))
    return not elsewhere and bool(HOMES & set(getattr(item, "fixturenames", ())))


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of every later sweep of the memory."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash passwords with next to no work: each costs an eighth of a second otherwise, and a test makes many."""
    shipped = accounts._hasher
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    accounts._hasher = lambda: quick
    yield
    accounts._hasher = shipped


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a migrated, empty database; copied, never used itself."""
    from duban.schema import migrate

    folder = tmp_path_factory.mktemp("migrated")
    use(folder)
    migrate()
    database.dispose()
    return folder


@pytest.fixture(scope="session")
def registered(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder whose database holds the sample register; copied, never used itself."""
    from duban.database import writing
    from duban.registers import import_register, read_register
    from duban.samples import REGISTER

    folder = copy_home(migrated, tmp_path_factory.mktemp("registered") / "home")
    use(folder)
    with writing() as session:
        import_register(session, read_register(REGISTER), now=NOW)
    database.dispose()
    return folder


@pytest.fixture
def home(migrated: Path, tmp_path: Path) -> Iterator[Path]:
    """A fresh home folder with an empty, migrated database."""
    yield from _fresh(migrated, tmp_path)


@pytest.fixture
def office(registered: Path, tmp_path: Path) -> Iterator[Path]:
    """A fresh home folder with the sample register in its database."""
    yield from _fresh(registered, tmp_path)


def _fresh(source: Path, tmp_path: Path) -> Iterator[Path]:
    folder = copy_home(source, tmp_path / "home")
    use(folder)
    yield folder
    database.dispose()
