"""Puts rows of a table together again whose cells a text broke over lines, each piece under its column."""

import re
import unicodedata
from dataclasses import dataclass, field

from duban.notices.cells import cell_text
from duban.notices.columns import kinds_of
from duban.notices.page import fold

APART = re.compile(r" {2}|\u3000")
CELL = re.compile(r"\S+(?: \S+)*")
"""What stands between wider blanks than one; a blank of full width is as wide as two."""
FEWEST_CELLS = 3
FEWEST_COLUMNS = 4
MOST_BETWEEN = 3
ASIDE = 2
"""How many places a piece may stand beside its column."""


@dataclass
class _Table:
    """The lines of a table, where its columns begin, the pieces of each cell row by row.

    A line between rows, such as 二、城乡建设, stays a line; `held` waits to see whether a row comes after it.
    """

    starts: list[int]
    lines: list[str]
    rows: list[list[list[str]] | str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    last: list[list[str]] | None = None
    wrapped: bool = False


def whole_rows(lines: list[str]) -> list[str]:
    """Return the lines with tabs between the cells of tables that had such rows; what is no such table stays."""
    written: list[str] = []
    table: _Table | None = None
    for line in lines:
        cells = [(_width(line[: cell.start()]), cell[0]) for cell in CELL.finditer(line)] if APART.search(line) else []
        if table is not None and _takes(table, line, cells):
            continue
        written += _written(table) if table is not None else []
        table = _headed(line, cells)
        written += [] if table is not None else [line]
    return [*written, *(_written(table) if table is not None else [])]


def _headed(line: str, cells: list[tuple[int, str]]) -> _Table | None:
    """Begin a table where a line of cells set apart by blanks names columns of tasks."""
    if len(cells) < FEWEST_COLUMNS or "\t" in line or not kinds_of([fold(text) for _, text in cells]):
        return None
    return _Table([place for place, _ in cells], [line], [[[text] for _, text in cells]])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _takes(table: _Table, line: str, cells: list[tuple[int, str]]) -> bool:
    """Take a line that begins a row of the table, goes on with the last one, or may stand between two."""
    if not cells and len(table.held) < MOST_BETWEEN:
        table.held.append(line)
        return True
    if not cells:
        return False
    if cells[0][0] <= table.starts[0] + ASIDE:
        return _begins(table, line, cells)
    if table.last is None or table.held:
        return False
    columns = [_column(table, place, text) for place, text in cells]
    if None in columns:
        return False
    for column, (_, text) in zip(columns, cells, strict=True):
        table.last[column or 0].append(text)
    table.lines.append(line)
    table.wrapped = True
    return True


def _begins(table: _Table, line: str, cells: list[tuple[int, str]]) -> bool:
    if not FEWEST_CELLS <= len(cells) <= len(table.starts):
        return False
    whole = len(cells) == len(table.starts)
    table.places = [place for place, _ in cells] if whole else table.places or table.starts
    columns = list(range(len(cells))) if whole else [_nearest(table, place) for place, _ in cells]
    table.last = [[] for _ in table.starts]
    for column, (_, text) in zip(columns, cells, strict=True):
        table.last[column].append(text)
    table.rows += [*table.held, table.last]
    table.lines += [*table.held, line]
    table.held = []
    return True


def _nearest(table: _Table, place: int) -> int:
    return min(range(len(table.places)), key=lambda column: abs(table.places[column] - place))


def _column(table: _Table, place: int, text: str) -> int | None:
    """Return the column that a piece stands under and has room in, if any but the first has."""
    column = _nearest(table, place)
    room = table.places[column + 1] - place if column + 1 < len(table.places) else _width(text)
    return column if column and abs(table.places[column] - place) <= ASIDE and _width(text) <= room else None


def _written(table: _Table) -> list[str]:
    if not table.wrapped:
        return [*table.lines, *table.held]
    rows = [row if isinstance(row, str) else "\t".join(cell_text("\n".join(one)) for one in row) for row in table.rows]
    return [*rows, *table.held]
