"""A program that calls the API with a token."""

from collections.abc import Callable, Collection
from typing import Any

from httpx import Response
from inbox_browser import TestClient, app_of
from sqlmodel import select
from world import PASSWORD, World

from duban.accounts import make_account
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.posts import actor_of, people_as
from duban.tokens import TokenWanted, add_token
from models.register import Account
from models.words import Role, Scope


class Program:
    """Calls the API for somebody of the world; for nobody when none is named."""

    def __init__(self, world: World, who: str, scopes: Collection[Scope]) -> None:
        self.client = TestClient(app_of(world), follow_redirects=False)
        self.headers: dict[str, str] = {}
        self.secret = ""
        if who:
            wanted = TokenWanted("测试程序", scopes)
            self.secret, self.token = add_token(wanted, by=world.people[who], now=world.now)
            self.headers = {"authorization": f"Bearer {self.secret}"}

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(f"/api/v1{path}", headers=self.headers | _named(headers))

    def told(self, path: str, **headers: str) -> Any:
        answer = self.get(path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, **headers: str) -> Response:
        return self.client.post(
            f"/api/v1{path}", json={} if body is None else body, headers=self.headers | _named(headers)
        )

    def send(self, path: str, content: bytes, **headers: str) -> Response:
        bytes_ = {"content-type": "application/octet-stream"}
        return self.client.post(f"/api/v1{path}", content=content, headers=self.headers | bytes_ | _named(headers))


def with_operator(world: World) -> str:
    """Take an operator into a world; give the name it goes by."""
    with reading() as session:
        first = people_as(desk_of(session), Role.OPERATOR, now=world.now)[0]
        world.people["operator"] = actor_of(session, first)
        missing = session.exec(select(Account).where(Account.person_id == first)).first() is None
    if missing:
        with writing() as session:
            make_account(session, first, "operator", PASSWORD)
    return "operator"


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


Programs = Callable[..., Program]
