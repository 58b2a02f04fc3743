"""Fixtures that give each test a copy of the world, built once."""

import copy
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import world as worlds
from world import World

from duban import database
from duban.settings import settings


def use(home: Path) -> None:
    """Point this process at a home."""
    database.dispose()
    os.environ["DUBAN_HOME"] = str(home)
    settings.cache_clear()


@pytest.fixture(scope="session")
def built(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A home with the world in it; copied, never used itself."""
    home = tmp_path_factory.mktemp("world") / "home"
    shutil.copytree(registered, home)
    use(home)
    world = worlds.build()
    database.dispose()
    return home, world


@pytest.fixture
def world(built: tuple[Path, World], tmp_path: Path) -> Iterator[World]:
    """The world, in a home of this test's own."""
    source, made = built
    shutil.copytree(source, tmp_path / "home")
    use(tmp_path / "home")
    yield copy.deepcopy(made)
    database.dispose()
