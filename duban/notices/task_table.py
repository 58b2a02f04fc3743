"""A table of tasks as it was found: where it stands, what its columns hold, its rows of cells."""

import re
from dataclasses import dataclass

from duban.notices.cutting import Row, Rows
from duban.notices.dates import Years
from models.reading import Span

HEAD_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
NOTHING = ("/", "／", "—", "——", "-", "－", "--", "无")


@dataclass(frozen=True)
class TaskTable:
    """A table of tasks: `columns` says what each holds, `heads` how it is called, `places` where that stands."""

    span: Span
    columns: tuple[str, ...]
    rows: Rows
    first_leads: bool = False
    asks: bool = True
    heads: tuple[str, ...] = ()
    places: tuple[Span, ...] = ()


def cells_in(table: TaskTable, row: Row, kind: str) -> list[Span]:
    """The filled cells of a row in the columns of one kind."""
    return [cell for cell, column in zip(row, table.columns, strict=False) if column == kind and cell[0] < cell[1]]


def years_in(table: TaskTable, row: Row, cell: Span, *, years: Years) -> Years:
    """Days in a column headed 2026年目标 are of that year."""
    said = HEAD_YEAR.search(table.heads[row.index(cell)]) if table.heads else None
    return years._replace(named=int(said[1])) if said else years
