"""Prints a table of the report in an official document."""

from collections.abc import Sequence
from datetime import date

from duban.reports import official_xml as xml
from duban.reports.official_xml import Cells
from duban.reports.tables import Cell, Table
from duban.reports.values import Summary
from models.words import Lamp
from workflows.moments import day_of

SHORT = 6


def word_table(table: Table, summary: Summary) -> str:
    """Print a table; nothing when it has no rows."""
    if not table.rows:
        return ""
    middle = middle_columns(table.rows)
    rows = (word_row(row, middle, summary) for row in table.rows)
    return xml.table(word_heads(table), rows, widths=table.widths)


def word_heads(table: Table) -> tuple[str, ...]:
    return tuple(head.zh[0] if isinstance(head, Lamp) else head for head in table.heads)


def middle_columns(rows: Sequence[tuple[Cell, ...]]) -> tuple[bool, ...]:
    """Say of each column whether it stands in the middle: numbers, days, short words; longer text stands left."""
    return tuple(all(_is_short(cell) for cell in column) for column in zip(*rows, strict=True))


def word_row(row: tuple[Cell, ...], middle: tuple[bool, ...], summary: Summary) -> Cells:
    """Print one row. Days of the year of the report are written without it."""
    year = day_of(summary.head.as_of).year
    return Cells(tuple(cell_said(cell, year) for cell in row), middle)


def cell_said(cell: Cell, year: int) -> str:
    if isinstance(cell, Lamp):
        return cell.zh[0]
    if isinstance(cell, date):
        day = f"{cell.month}月{cell.day}日"
        return day if cell.year == year else f"{cell.year}年{day}"
    return "" if cell is None else str(cell)


def _is_short(cell: Cell) -> bool:
    return not isinstance(cell, str) or isinstance(cell, Lamp) or len(cell) <= SHORT
