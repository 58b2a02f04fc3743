"""Fixtures for a real browser: the inbox served on a free port of this machine, and Chromium to look at it."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from world import World
from world_fixtures import built, world

from duban.inbox.app import create_app

__all__ = ["built", "world"]

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium of this machine; where there is none, the tests fail in CI and are skipped elsewhere.

    One for each file: the event loop of its driver would stand in the way of whatever runs one of its own later.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium on this machine; CI has to have one")
        pytest.skip("no chromium on this machine; install it, for example with apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


SIZES = {"desk": {"width": 1280, "height": 850}, "phone": {"width": 360, "height": 740}}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console complained about."""
    return []


@pytest.fixture
def opened(chromium: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Open a browser of a size and a language: `opened("phone", "en")`."""
    contexts = []

    def open_one(size: str = "desk", language: str = "zh", **more: Any) -> Page:
        contexts.append(chromium.new_context(viewport=SIZES[size], locale=LOCALES[language], **more))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()


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
