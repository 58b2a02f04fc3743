"""Fixtures for webhooks: a receiver on this machine, and the world whose Moves are posted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from world import World
from world_fixtures import built, world

from duban.database import reading
from duban.desk.opened import desk_of
from duban.posts import actor_of, people_as
from duban.settings import settings
from models.values import Actor
from models.words import Role

__all__ = ["built", "world"]


@dataclass
class Receiver:
    """Somebody who listens: what came, and what to answer."""

    url: str = ""
    status: int = 204
    location: str = ""
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    heard = Receiver()

    class Listening(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(heard.status)
            if heard.location:
                self.send_header("Location", heard.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listening)
    Thread(target=server.serve_forever, daemon=True).start()
    heard.url = f"http://127.0.0.1:{server.server_port}/events"
    monkeypatch.setenv("DUBAN_WEBHOOK_PRIVATE", "true")
    settings.cache_clear()
    yield heard
    server.shutdown()
    server.server_close()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def operator(world: World) -> Actor:
    with reading() as session:
        return actor_of(session, people_as(desk_of(session), Role.OPERATOR, now=world.now)[0])
