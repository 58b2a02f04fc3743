"""Fixtures for the inbox: a world with cases at every stage, and browsers signed in as its people."""

import copy
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import world as worlds
from inbox_browser import As, Browser
from world import World

from duban import database
from duban.settings import settings


def _use(home: Path) -> None:
    database.dispose()
    os.environ["DUBAN_HOME"] = str(home)
    settings.cache_clear()


@pytest.fixture(scope="session")
def built(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A home with the world in it; copied, never used itself."""
    home = tmp_path_factory.mktemp("world") / "home"
    shutil.copytree(registered, home)
    _use(home)
    world = worlds.build()
    database.dispose()
    return home, world


@pytest.fixture
def world(built: tuple[Path, World], tmp_path: Path) -> Iterator[World]:
    source, made = built
    shutil.copytree(source, tmp_path / "home")
    _use(tmp_path / "home")
    yield copy.deepcopy(made)
    database.dispose()


@pytest.fixture
def as_(world: World) -> Iterator[As]:
    """Sign somebody of the world in."""
    opened: list[Browser] = []

    def signed(who: str) -> Browser:
        browser = Browser(world)
        assert browser.sign_in(worlds.PEOPLE[who]).status_code == 303
        opened.append(browser)
        return browser

    yield signed
    for browser in opened:
        browser.client.close()


@pytest.fixture
def stranger(world: World) -> Iterator[Browser]:
    """A browser that nobody has signed in with."""
    browser = Browser(world)
    yield browser
    browser.client.close()
