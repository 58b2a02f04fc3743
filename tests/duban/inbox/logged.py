"""The log as a process of ours writes it, for tests that read it."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from duban.logs import write_logs


class Logged:
    """What was written so far."""

    def __init__(self) -> None:
        self._file = StringIO()

    @property
    def text(self) -> str:
        return self._file.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Read every line as JSON."""
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, logger: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == logger]

    @contextmanager
    def written(self) -> Iterator["Logged"]:
        """Write logs here until the block ends."""
        root = logging.getLogger()
        before, level = root.handlers, root.level
        levels = {name: logging.getLogger(name).level for name in ("duban", "flows")}
        write_logs()
        for handler in root.handlers:
            assert isinstance(handler, logging.StreamHandler)
            handler.setStream(self._file)
        try:
            yield self
        finally:
            root.handlers = before
            root.setLevel(level)
            for name, was in levels.items():
                logging.getLogger(name).setLevel(was)
