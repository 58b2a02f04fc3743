"""Prints a table of the report in an official document."""

from datetime import date

from duban.reports import official_xml as xml
from duban.reports.official_xml import Cells
from duban.reports.tables import Cell, Table
from duban.reports.values import Summary
from models.words import Lamp
from workflows.moments import day_of


def word_table(table: Table, summary: Summary) -> str:
    """Print a table; nothing when it has no rows."""
    if not table.rows:
        return ""
    return xml.table(word_heads(table), (word_row(row, summary) for row in table.rows), widths=table.widths)


def word_heads(table: Table) -> tuple[str, ...]:
    return tuple(head.zh[0] if isinstance(head, Lamp) else head for head in table.heads)


def word_row(row: tuple[Cell, ...], summary: Summary) -> Cells:
    """Print one row: numbers, days and short words in the middle, text on the left."""
    year = day_of(summary.head.as_of).year
    texts = tuple(_said(cell, year) for cell in row)
    return Cells(texts, tuple(_centred(cell) for cell in row))


def _said(cell: Cell, year: int) -> str:
    if isinstance(cell, Lamp):
        return cell.zh[0]
    if isinstance(cell, date):
        day = f"{cell.month}月{cell.day}日"
        return day if cell.year == year else f"{cell.year}年{day}"
    return "" if cell is None else str(cell)


def _centred(cell: Cell) -> bool:
    return not isinstance(cell, str) or isinstance(cell, Lamp) or len(cell) <= 5
