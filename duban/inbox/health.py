"""What machines ask of the inbox: is it well (`/healthz`), and its numbers in Prometheus' text form (`/metrics`).

Numbers name nobody and no matter. They are for this machine, or for whoever sends the token of the settings.
"""

import logging
import secrets
from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import Metric
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from duban.database import reading
from duban.gauges import gauges
from duban.inbox.counted import REGISTRY
from duban.inbox.doorway import address_of, now_of
from duban.settings import settings
from models.errors import NotYours, Refused

log = logging.getLogger("duban.inbox")
router = APIRouter()
LOOPBACK = frozenset({"127.0.0.1", "::1"})


@router.get("/healthz")
def healthy() -> Response:
    """Answer 200 when the database answers, else 503; says no more than that, since anybody may ask."""
    try:
        with reading() as session:
            session.exec(select(1)).one()
    except (SQLAlchemyError, OSError, Refused):
        log.exception("the database does not answer")
        return PlainTextResponse("the database does not answer", status_code=503)
    return PlainTextResponse("ok")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Give the numbers of the house and of this process."""
    _check_monitor(request)
    numbers = _Numbers(request)
    return Response(generate_latest(REGISTRY) + generate_latest(numbers), media_type=CONTENT_TYPE_LATEST)


class _Numbers(CollectorRegistry):
    """The numbers of the house, counted when they are asked for."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self._now = now_of(request)

    def collect(self) -> Iterator[Metric]:
        with reading() as session:
            yield from gauges(session, self._now)


def _check_monitor(request: Request) -> None:
    """Let a monitor with the token in; without a token in the settings, whoever asks from this machine.

    Raises: NotYours.
    """
    token = settings().monitor_token
    if token:
        sent = request.headers.get("authorization", "").removeprefix("Bearer ")
        allowed = secrets.compare_digest(sent.encode(), token.encode())
    else:
        allowed = address_of(request) in LOOPBACK
    if not allowed:
        raise NotYours(
            "这些数字只给本机或带监控令牌的程序看；令牌由系统操作员在 DUBAN_MONITOR_TOKEN 里设定。",
            "These numbers are for this machine or for a monitor with its token; see DUBAN_MONITOR_TOKEN.",
        )
