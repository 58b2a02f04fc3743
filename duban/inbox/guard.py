"""Stands around every request: headers that keep browsers careful, a limit on what is sent, a calm page for faults."""

import logging
import time
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from duban.correlation import HEADER, named, request_id, within
from duban.inbox.cookies import LANGUAGE, cookie_of
from duban.inbox.counted import count
from duban.inbox.pages import problem_page
from duban.settings import settings
from duban.tongue import LANGUAGES, liked, speaking
from models.errors import BadInput, Broken, Refused

log = logging.getLogger("duban.inbox")
MB = 1024 * 1024
CALENDARS = "/feeds/"
QUIET = ("/healthz", "/metrics", "/static/")
"""Asked so often that a line of the log for each would say nothing."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

# fmt: off
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
                               "frame-ancestors 'none'; img-src 'self' data:",
    "X-Content-Type-Options":  "nosniff",
    "X-Frame-Options":         "DENY",
    "Referrer-Policy":         "same-origin",
    "Permissions-Policy":      "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# fmt: on


class Guard:
    """An ASGI middleware; the outermost of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, started = 0, time.perf_counter()

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _guard_headers(scope, message)
                _log(scope, status, time.perf_counter() - started)
            await send(message)

        with speaking(_language(scope)), within(named(Headers(scope=scope).get(HEADER, ""))):
            try:
                _check_lengths(scope)
                await self.app(scope, _limited(receive), send_guarded)
            except Exception as fault:
                if status:
                    raise
                await _calm(scope, fault)(scope, receive, send_guarded)


def _language(scope: Scope) -> str:
    """Choose the language of an answer: what was chosen in this browser, else what the browser asks for.

    Once it is known who is signed in, what that person chose counts. The API tells everything in Chinese but problems.
    """
    if scope["path"].startswith("/api/"):
        return "zh"
    request = Request(scope)
    chosen = cookie_of(request, LANGUAGE)
    if chosen in LANGUAGES:
        return chosen
    return liked(request.headers.get("accept-language", "")) or settings().language


def _guard_headers(scope: Scope, message: Message) -> None:
    headers = MutableHeaders(scope=message)
    headers[HEADER] = request_id()
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if not scope["path"].startswith("/static/"):
        headers.setdefault("Cache-Control", "no-store")
    if settings().over_tls:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def _log(scope: Scope, status: int, took_s: float) -> None:
    count(scope["method"], status, took_s)
    if not scope["path"].startswith(QUIET):
        told = {"status": status, "took_ms": round(took_s * 1000)}
        log.info("%s %s", scope["method"], _loggable(scope["path"]), extra=told)


def _most() -> int:
    return (settings().max_upload_mb + 1) * MB


def _too_much() -> BadInput:
    most = settings().max_upload_mb
    return BadInput(f"发送的内容超过上限 {most} MB，请压缩或拆分后再传。", f"More than {most} MB was sent.")


def _check_lengths(scope: Scope) -> None:
    """Refuse what is too long, and what names two ends: a proxy might take the other one (RFC 9112, 6.1)."""
    headers = Headers(scope=scope)
    if "transfer-encoding" in headers and "content-length" in headers:
        raise Refused(
            "请求同时用 Content-Length 和 Transfer-Encoding 说明长度，无法处理；请只用其中一种。",
            "The request tells its length by Content-Length and by Transfer-Encoding; use one of them.",
        )
    said = headers.get("content-length", "0")
    if scope["method"] not in SAFE and said.isdecimal() and int(said) > _most():
        raise _too_much()


def _limited(receive: Receive) -> Receive:
    """Count what comes: a length need not be said, or be true."""
    got = 0

    async def receive_limited() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > _most():
            raise _too_much()
        return message

    return receive_limited


def _loggable(path: str) -> str:
    """Leave out the secret of a calendar, what would begin a line of its own, and whatever is asked behind a `?`."""
    return f"{CALENDARS}…" if path.startswith(CALENDARS) else quote(path)


def _calm(scope: Scope, fault: Exception) -> ASGIApp:
    request = Request(scope)
    if isinstance(fault, BadInput):
        return problem_page(request, fault, status=413)
    if isinstance(fault, Refused):
        return problem_page(request, fault, status=400)
    number = request_id()
    log.error("fault at %s %s", scope["method"], _loggable(scope["path"]), exc_info=fault)
    return problem_page(
        request,
        Broken(
            f"系统出了问题，刚才的操作没有保存。请稍后再试；如仍不行，请把编号 {number} 告诉系统操作员。",
            f"Something broke; nothing was saved. Try again later, or tell the operator the number {number}.",
        ),
    )
