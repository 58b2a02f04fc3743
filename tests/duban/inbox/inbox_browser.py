"""A browser for the inbox's tests, without a screen."""

import re
import warnings
from collections.abc import Callable
from functools import cache
from html import unescape
from typing import Any

from fastapi import FastAPI
from httpx import Response
from sqlmodel import select
from starlette.exceptions import StarletteDeprecationWarning
from world import PASSWORD, World

from duban.accounts import Came, let_in
from duban.database import reading
from duban.inbox.app import create_app
from duban.inbox.cookies import SIGNED, called
from models.door import DoorRecord
from models.door_words import DoorEvent
from models.register import Account

with warnings.catch_warnings():
    warnings.simplefilter("ignore", StarletteDeprecationWarning)  # it asks for a successor of httpx; Prefect has httpx
    from fastapi.testclient import TestClient

CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@cache
def _app() -> FastAPI:
    return create_app()


def app_of(world: World) -> FastAPI:
    """Give the application, at the time of a world: it keeps nothing itself, and to make one anew takes a while."""
    app = _app()
    app.state.now = lambda: world.now
    return app


class Browser:
    """A browser that follows nothing by itself, keeps cookies, and can fill in the forms of our pages."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = TestClient(app_of(world), follow_redirects=False, base_url="http://testserver")
        self.csrf = ""

    def get(self, url: str, **given: Any) -> Response:
        return self.client.get(url, **given)

    def text(self, url: str) -> str:
        answer = self.get(url)
        assert answer.status_code == 200, answer.text
        return answer.text

    def sign_in(self, login: str, password: str = PASSWORD, **extra: str) -> Response:
        token = _csrf(self.get("/sign-in").text)
        answer = self.client.post("/sign-in", data={"csrf": token, "login": login, "password": password, **extra})
        if answer.status_code == 303 and (found := CSRF.search(self.get("/password").text)):
            self.csrf = found.group(1)
        return answer

    def comes_in(self, login: str) -> None:
        """Be signed in, as `sign_in` would have left it, without the pages and the password."""
        with reading() as session:
            account = session.exec(select(Account).where(Account.login == login)).one()
        token, row = let_in(account, Came("testclient", "testclient"), now=self.world.now)
        self.client.cookies.set(called(SIGNED), token, domain="testserver.local")
        self.csrf = row.csrf

    def post(self, url: str, csrf: str | None = None, files: Any = None, **fields: Any) -> Response:
        data = {"csrf": self.csrf if csrf is None else csrf, **fields}
        return self.client.post(url, data=data, files=files)

    def act(self, url: str, act: str, **fields: Any) -> Response:
        return self.post(f"{url}/acts/{act}", **fields)


def _csrf(text: str) -> str:
    found = CSRF.search(text)
    assert found is not None, text
    return unescape(found.group(1))


As = Callable[[str], Browser]


def at_the_door(world: World) -> list[DoorRecord]:
    """List what the record of the door holds but those who simply came in."""
    return [row for row in world.all_of(DoorRecord) if row.event is not DoorEvent.SIGNED_IN]
