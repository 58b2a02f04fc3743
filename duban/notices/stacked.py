"""Finds tables that were copied with one cell a line: a header that begins with 序号, rows that begin with 1, 2, 3 …"""

import re
from collections.abc import Callable

from duban.notices.page import Page
from models.reading import Span

FIRST_COLUMN = re.compile(r"序 ?号|编 ?号|项次")
PART = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")
WIDEST = 12
GOES_ON = ("，", "、", "；")

Rows = tuple[tuple[Span, ...], ...]


def stacked_cells(
    page: Page, lines: list[Span], at: int, *, task_of: Callable[[list[str]], int | None]
) -> tuple[list[Span], list[Rows], int] | None:
    """Return (heads of the columns, rows of each part, lines taken) of a table whose header begins at a line, or None.

    `task_of` tells from the heads which column holds the tasks: there a cell may be broken over lines.
    A line such as 二、城乡建设 parts the table; the numbers may begin anywhere.
    """
    if not FIRST_COLUMN.fullmatch(_plain(page, lines[at])):
        return None
    place = _first_row(page, lines, at)
    heads = [page.tight(one, also="|") for one in lines[at:place] if not PART.match(page.plain, *one)] if place else []
    named = [page.plain[slice(*head)] for head in heads]
    task = task_of(named) if place and len(heads) > len(("序号", "任务")) else None
    if place is None or task is None:
        return None
    parts: list[Rows] = []
    while place < len(lines) and _is_number(page, lines[place]):
        rows: list[tuple[Span, ...]] = []
        number = _number(page, lines[place]) or 0
        while place < len(lines) and _number(page, lines[place]) == number:
            end = _row_end(page, lines, place, number=number, width=len(heads))
            rows.append(_fitted([page.tight(line, also="|") for line in lines[place:end]], len(heads), task=task))
            place, number = end, number + 1
        parts.append(tuple(rows))
        if not (
            place + 1 < len(lines) and PART.match(page.plain, *lines[place]) and _is_number(page, lines[place + 1])
        ):
            break
        place += 1
    return heads, parts, place - at


def _plain(page: Page, line: Span) -> str:
    return page.plain[slice(*page.tight(line, also="|"))]


def _is_number(page: Page, line: Span) -> bool:
    return _number(page, line) is not None


def _number(page: Page, line: Span) -> int | None:
    """The number of a row; 007 is 7."""
    plain = _plain(page, line)
    return int(plain) if re.fullmatch(r"\d{1,3}", plain) else None


def _first_row(page: Page, lines: list[Span], at: int) -> int | None:
    return next((n for n in range(at + 1, min(at + WIDEST, len(lines))) if _is_number(page, lines[n])), None)


def _row_end(page: Page, lines: list[Span], place: int, *, number: int, width: int) -> int:
    """A row ends before the next number or part; the last one has a line a column, and those broken at a comma."""
    for end in range(place + 2, min(place + 3 * width, len(lines))):
        part = PART.match(page.plain, *lines[end]) and end + 1 < len(lines) and _is_number(page, lines[end + 1])
        if part or _number(page, lines[end]) == number + 1:
            return end
    broken = sum(_plain(page, line).endswith(GOES_ON) for line in lines[place : place + width])
    return min(place + width + broken, len(lines))


def _fitted(cells: list[Span], width: int, *, task: int) -> tuple[Span, ...]:
    """Surplus lines belong to the task; what is missing is taken to be missing at the end."""
    surplus = len(cells) - width
    if surplus > 0:
        cells = [*cells[:task], (cells[task][0], cells[task + surplus][1]), *cells[task + surplus + 1 :]]
    return tuple(cells)
