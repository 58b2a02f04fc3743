"""One name for whatever a request brings about: from the inbox through its acts to the runs that carry promises out."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-ID"
FIELD = "request"
"""Under this name a Move, and each promise it makes, keeps the request it comes from."""
_GOOD = re.compile(r"[0-9A-Za-z-]{8,64}")
_request: ContextVar[str] = ContextVar("request", default="")


def request_id() -> str:
    """Name the request that is being answered; empty when there is none."""
    return _request.get()


def named(asked: str) -> str:
    """Take the name that a proxy gave, when it is one, or make one."""
    return asked if _GOOD.fullmatch(asked) else secrets.token_hex(8)


@contextmanager
def within(request: str) -> Iterator[None]:
    """Let everything that happens in the block belong to a request."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def of_request() -> dict[str, str]:
    """Give what a Move written now keeps of its request: nothing when there is none."""
    return {FIELD: request_id()} if request_id() else {}
