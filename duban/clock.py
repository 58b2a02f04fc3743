"""The only place that asks what time it is."""

from datetime import UTC, datetime, timedelta

from duban.settings import settings


def now() -> datetime:
    """Give the present moment, aware UTC; a demonstration goes on where its story stopped."""
    return datetime.now(UTC) - timedelta(seconds=settings().clock_behind_s)
