"""What the tests of the commands share: what a command answered, and a filled sheet."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
PLANNER = ("--as", "ji.xiaozhou")


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Duban = Callable[..., Said]


class Sheet:
    """A filled sheet: cells by heading and number of the requirement."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)
        self.sheet = self.book["任务分解表"]
        self.columns = {cell.value: cell.column for cell in self.sheet[1]}

    def get(self, seq: int, heading: str) -> Any:
        return self.sheet.cell(seq + 1, self.columns[heading]).value

    def put(self, seq: int, **cells: object) -> None:
        for heading, value in cells.items():
            self.sheet.cell(seq + 1, self.columns[heading]).value = value

    def save(self) -> str:
        self.book.save(self.path)
        return str(self.path)

    def complete(self) -> None:
        """Fill in, as an office would, what the notice leaves open."""
        for seq in range(1, self.sheet.max_row):
            if not self.get(seq, "牵头单位") and not self.get(seq, "分解到"):
                self.put(seq, 牵头单位="宣传调研部", 配合单位=None)
            if not self.get(seq, "方式"):
                self.put(seq, 方式="长期坚持")
