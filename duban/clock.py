"""The only place that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

from duban.settings import settings


def now() -> datetime:
    """Give the present moment, aware UTC; a demonstration goes on where its story stopped."""
    return datetime.now(UTC) - timedelta(seconds=settings().clock_behind_s)


def stopwatch() -> Callable[[], timedelta]:
    """Start counting; the answer says how much time has passed, whatever anybody does to the clock."""
    began = monotonic()
    return lambda: timedelta(seconds=monotonic() - began)
