"""From days to moments and back: deadlines end with their day in Asia/Shanghai; storage is UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAST_SECOND = time(23, 59, 59)


def end_of(day: date) -> datetime:
    """Give the last second of a day in Asia/Shanghai, in UTC. “X日前” includes the day (民法典 1259)."""
    return datetime.combine(day, LAST_SECOND, SHANGHAI).astimezone(UTC)


def at_hour(day: date, hour: str) -> datetime:
    """Give `hour` ("08:30") of a day in Asia/Shanghai, in UTC."""
    return datetime.combine(day, time.fromisoformat(hour), SHANGHAI).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """Give the day in Asia/Shanghai on which a moment lies."""
    return moment.astimezone(SHANGHAI).date()


def shown(moment: datetime) -> str:
    """Write a moment for people: 2026-03-05 08:30."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
