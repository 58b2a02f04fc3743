"""How a cell is written where there is only text."""

import re
from datetime import date

from duban.reports.tables import Cell
from models.words import Lamp

SHARE = re.compile(r"[\d.]+%(（\d+/\d+）)?")


def is_share(cell: Cell) -> bool:
    """Say whether a cell holds a share, 55% or 55%（11/20）: it stands right, as numbers do."""
    return isinstance(cell, str) and SHARE.fullmatch(cell) is not None


def plain(cell: Cell) -> str:
    """Write a cell as text: a lamp by its name, a day as 2026-03-05."""
    if isinstance(cell, Lamp):
        return cell.zh
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def head_of(head: str | Lamp) -> str:
    return head.zh if isinstance(head, Lamp) else head
