"""What the processes write about themselves, on standard error: a line of text each, or of JSON, by setting.

A line says what happened to what, by its number. It never holds what somebody typed: words, passwords, addresses.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from duban.correlation import FIELD, request_id
from duban.settings import settings

OURS = ("duban", "flows")
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class _Request(logging.Filter):
    """Adds to every line the request it belongs to, unless the line names one itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, FIELD) and request_id():
            setattr(record, FIELD, request_id())
        return True


class Text(logging.Formatter):
    """Writes a line for people: when, how grave, what, and those fields of it that say something."""

    def format(self, record: logging.LogRecord) -> str:
        fields = "".join(f" {name}={value}" for name, value in fields_of(record).items() if value != "")
        said = f"{_moment(record)} {record.levelname} {record.name}: {record.getMessage()}{fields}"
        return said + (f"\n{self.formatException(record.exc_info)}" if record.exc_info else "")


class Json(logging.Formatter):
    """Writes a line for programs: one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.getMessage(),
            **fields_of(record),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """Give what a line says in fields of its own."""
    return {name: value for name, value in vars(record).items() if name not in _PLAIN}


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def write_logs() -> None:
    """Let this process write its logs as the settings say. Safe to repeat."""
    handler = logging.StreamHandler()
    handler.setFormatter(Json() if settings().log_format == "json" else Text())
    handler.addFilter(_Request())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    speak_up()


def speak_up() -> None:
    """Let our own lines through, wherever somebody else writes them; of others only warnings are."""
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
