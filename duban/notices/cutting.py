"""Cuts the lines of a table into cells: at tabs, at |, or where a text sets its columns apart by blanks.

Where a row set apart by blanks has fewer cells than the header, each cell belongs to the column it stands under.
"""

import itertools
import re
import unicodedata

from duban.notices.page import Page
from models.reading import Span

CELL_ENDS = (re.compile(r"\t"), re.compile(r"\|"), re.compile(r" {2,}"))
ONE_BLANK = re.compile(r" +")
RULE_LINE = re.compile(r"[|\-:：—+= ]+")
FEWEST = 3
CUT_SHORT = re.compile(r" *\d{1,3} *\t|[合小总共]计\t")
"""A row whose last cells are empty and were not written, as its number tells, or that sums up."""
NEXT_ROW = re.compile(
    r"[\w-]{0,8}\d{1,4}[ ]*\t|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|[合小总共]计"
    r"|\t|注：|备注|说明"
)
"""A line that does not go on with a cell of the row above."""
MOST_LINES = 8
Row = tuple[Span, ...]
Rows = tuple[Row, ...]


def cells_of(page: Page, line: Span, ends: re.Pattern[str], *, open_edges: bool = False) -> list[Span]:
    """Cut one line into its cells; one that is empty is a span of no length.

    A | at an edge only draws the table, or with `open_edges` parts an empty cell from the next.
    """
    start = page.plain.rfind("\n", 0, line[0]) + 1
    end = page.plain.find("\n", line[0])
    end = len(page.plain) if end < 0 else end
    if ends is not CELL_ENDS[0]:
        start, end = page.tight((start, end))
    if ends is CELL_ENDS[1] and not open_edges:
        start, end = page.tight((start, end), also="|")
    cuts = [m.span() for m in ends.finditer(page.plain, start, end)]
    edges = [start, *itertools.chain.from_iterable(cuts), end]
    return [page.tight((a, b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def texts_of(page: Page, line: Span, ends: re.Pattern[str]) -> list[str]:
    """Return what the cells of a line say."""
    return [page.plain[slice(*cell)] for cell in cells_of(page, line, ends)]


def rows_under(page: Page, lines: list[Span], head: Span, *, ends: re.Pattern[str]) -> list[Row]:
    """Take the lines that have cells, up to the first that has none; lines that only draw the table are left out.

    There is a row for each line; that of a line which only goes on with the row above is empty.
    """
    columns = cells_of(page, head, ends)
    rows: list[Row] = []
    for at, line in enumerate(lines):
        if at < len(rows):
            continue
        broken = _broken(page, lines[at : at + MOST_LINES], len(columns)) if ends is CELL_ENDS[0] else None
        if broken:
            rows += [broken[0], *[()] * (broken[1] - 1)]
            continue
        cells = cells_of(page, line, ends)
        if ends is CELL_ENDS[1] and len(cells) < len(columns):
            whole = cells_of(page, line, ends, open_edges=True)
            drawn = len(whole) == len(columns) + 2
            cells = whole[1:-1] if drawn else whole if len(whole) == len(columns) else cells
        short = len(cells) < min(len(columns), FEWEST)
        if short and not (ends is CELL_ENDS[0] and CUT_SHORT.match(page.plain, *line)):
            break
        if ends is CELL_ENDS[2] and len(cells) < len(columns):
            cells = _under(page, cells, columns)
        rows.append(() if RULE_LINE.fullmatch(page.plain, *line) else tuple(cells))
    return rows


def _broken(page: Page, lines: list[Span], width: int) -> tuple[Row, int] | None:
    """Return a row of which some cells hold several lines, and how many lines it takes: their ends fill the row."""
    cells = cells_of(page, lines[0], CELL_ENDS[0])
    if not FEWEST <= len(cells) < width:
        return None
    for taken, line in enumerate(lines[1:], start=2):
        if NEXT_ROW.match(page.plain, *line):
            return None
        first, *others = cells_of(page, line, CELL_ENDS[0])
        cells = [*cells[:-1], (cells[-1][0], first[1]), *others]
        if len(cells) >= width:
            return (tuple(cells), taken) if len(cells) == width else None
    return None


def _under(page: Page, cells: list[Span], columns: list[Span]) -> list[Span]:
    """Set each cell under the column that begins nearest to it, in their order; the others are empty."""
    starts = [_place(page, column) for column in columns]
    found: list[Span] = []
    for at, cell in enumerate(cells):
        last = len(columns) - (len(cells) - at)
        nearest = min(range(len(found), last + 1), key=lambda column: abs(starts[column] - _place(page, cell)))
        found += [(cell[0], cell[0])] * (nearest - len(found))
        found.append(cell)
    return found + [(cells[-1][1], cells[-1][1])] * (len(columns) - len(found))


def _place(page: Page, cell: Span) -> int:
    """How far from the left a cell begins; a Chinese character is two wide."""
    line = page.text[page.plain.rfind("\n", 0, cell[0]) + 1 : cell[0]]
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
