"""Fixtures for the feeds: the world with cases at every stage, a link of the liaison, and a program that fetches it."""

import warnings
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from feed_reading import Feeds, Subscriber
from world import World
from world_fixtures import built, world

from duban.inbox.app import create_app

__all__ = ["built", "world"]


@pytest.fixture
def feeds(world: World) -> Iterator[Feeds]:
    """Links of the world's people, and a program that is not signed in."""
    from starlette.exceptions import StarletteDeprecationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", StarletteDeprecationWarning)
        from fastapi.testclient import TestClient

    with TestClient(create_app(now=lambda: world.now), base_url="http://testserver") as client:
        yield Feeds(world, Subscriber(lambda address, **headers: client.get(_path(address), headers=headers)))


def _path(address: str) -> str:
    at = urlsplit(address)
    return f"{at.path}?{at.query}" if at.query else at.path
