"""Fixtures for a real browser: the inbox served on a free port of this machine, and Chromium to look at it."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from world import World
from world_fixtures import built, world

from duban.inbox.app import create_app

__all__ = ["built", "world"]

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium of this machine; where there is none, the tests fail in CI and are skipped elsewhere."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium on this machine; CI has to have one")
        pytest.skip("no chromium on this machine; install it, for example with apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """The address at which the inbox of the world is served."""
    listening = socket.create_server(("127.0.0.1", 0))  # from here on a browser may come; it waits for the server
    server = uvicorn.Server(uvicorn.Config(create_app(now=lambda: world.now), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
