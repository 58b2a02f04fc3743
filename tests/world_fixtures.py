"""Fixtures that give each test a copy of the world, built once."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import world as worlds
from homes import copy_home, use
from world import World

from duban import database


@pytest.fixture(scope="session")
def built(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A home with the world in it; copied, never used itself."""
    home = tmp_path_factory.mktemp("world") / "home"
    copy_home(registered, home)
    use(home)
    world = worlds.build()
    database.dispose()
    return home, world


@pytest.fixture
def world(built: tuple[Path, World], tmp_path: Path) -> Iterator[World]:
    """The world, in a home of this test's own."""
    source, made = built
    copy_home(source, tmp_path / "home")
    use(tmp_path / "home")
    yield replace(copy.deepcopy(made), source=source)
    database.dispose()
