"""Asks Prefect over its REST API, signed in as the house and with its token against forged requests.

Prefect itself is not imported: that takes a second and 80 MB, in processes that only ask a question.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from uuid import uuid4

import httpx

from duban.settings import settings
from models.errors import Broken

CREDENTIAL = "prefect/credential"
"""File of the home that holds what Prefect's server and its page ask for, as `user:password`."""
USER = "duban"
LOOK_EVERY_S = 0.5
BUSY = httpx.codes.SERVICE_UNAVAILABLE
ASKS_AT_MOST = 10


def credential(home: Path) -> str:
    """Give what Prefect asks for: of the settings, or of the home's file, which is made when it is not there."""
    if settings().prefect_auth:
        return settings().prefect_auth
    file = home / CREDENTIAL
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(number, "w") as made:
        made.write(f"{USER}:{token_urlsafe(18)}\n")
    return file.read_text().strip()


class PrefectApi:
    """A connection to Prefect."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._token: dict[str, str] | None = None

    def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """Ask Prefect, again while its SQLite is busy; a run asked for twice has one key and is one run.

        Raises:
            Broken: Prefect does not answer, or stays busy.
        """
        try:
            for _ in range(ASKS_AT_MOST):
                answer = self._client.request(method, path, json=body, headers=self._signed(method))
                if answer.status_code != BUSY:
                    return answer
                time.sleep(LOOK_EVERY_S)
        except httpx.TransportError as problem:
            raise Broken(
                f"Prefect 没有应答（{self._client.base_url}）；请确认 duban up 正在运行。",
                f"Prefect does not answer at {self._client.base_url}.",
            ) from problem
        raise Broken("Prefect 一直很忙，请稍后再试。", "Prefect stays busy; try again later.")

    def _signed(self, method: str) -> Mapping[str, str]:
        if method == "GET":
            return {}
        if self._token is None:
            client = str(uuid4())
            given = self._client.get("/csrf-token", params={"client": client})
            known = given.status_code == httpx.codes.OK  # a server that asks for none says so
            self._token = {"Prefect-Csrf-Token": given.json()["token"], "Prefect-Csrf-Client": client} if known else {}
        return self._token


@contextmanager
def prefect_api(api_url: str = "", *, home: Path | None = None, timeout_s: float = 60) -> Iterator[PrefectApi]:
    """Open a connection to the Prefect of the settings, or of another home."""
    user, _, password = credential(home or settings().home).partition(":")
    url = api_url or settings().prefect_api_url
    with httpx.Client(base_url=url, auth=(user, password), timeout=timeout_s, trust_env=False) as client:
        yield PrefectApi(client)
