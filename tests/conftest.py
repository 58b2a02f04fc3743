"""Fixtures: an empty database of its own for each test, and one with the sample register and plan."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from duban import database
from duban.settings import settings

NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
"""Tuesday 6 January 2026, 09:00 in Asia/Shanghai: the day after the sample notice is dated."""


def use_home(home: Path) -> None:
    """Point this process at a home folder."""
    database.dispose()
    os.environ["DUBAN_HOME"] = str(home)
    settings.cache_clear()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a migrated, empty database; copied, never used itself."""
    from duban.schema import migrate

    folder = tmp_path_factory.mktemp("migrated")
    use_home(folder)
    migrate()
    database.dispose()
    return folder


@pytest.fixture(scope="session")
def registered(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder whose database holds the sample register; copied, never used itself."""
    from duban.database import writing
    from duban.registers import import_register, read_register
    from duban.samples import REGISTER

    folder = _copy(migrated, tmp_path_factory.mktemp("registered") / "home")
    use_home(folder)
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
    folder = _copy(source, tmp_path / "home")
    use_home(folder)
    yield folder
    database.dispose()


def _copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target
