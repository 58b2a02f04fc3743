"""Fixtures for the inbox: a world with cases at every stage, and browsers signed in as its people."""

from collections.abc import Iterator

import pytest
from inbox_browser import As, Browser
from world import PEOPLE, World
from world_fixtures import built, world

__all__ = ["built", "world"]


@pytest.fixture
def as_(world: World) -> Iterator[As]:
    """Sign somebody of the world in."""
    opened: list[Browser] = []

    def signed(who: str) -> Browser:
        browser = Browser(world)
        browser.comes_in(PEOPLE[who])
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
