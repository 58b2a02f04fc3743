"""Writes a table as text: one line a row, tabs between the cells, the same from every format."""

import re
from itertools import pairwise

from duban.notices.lexicon import UNIT_END

WHOLE_UNIT = re.compile(rf"[^，。；：、]{{1,16}}{UNIT_END}")
STARTS_A_POINT = re.compile(r"\d{1,2}[.．、)）]|[（(][\d一二三四五六七八九十]{1,2}[）)]|[①-⑳]")


def cell_text(written: str) -> str:
    """Join the lines of one cell: units that stand one a line get a 、, a broken sentence is put together again."""
    lines = [_without_blanks(line) for line in written.splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        return ""
    return lines[0] + "".join(_between(above, below) + below for above, below in pairwise(lines))


def _without_blanks(line: str) -> str:
    """县财政局 县审计局 are two units, 主 要 任 务 is one word."""
    parts = line.split()
    units = len(parts) > 1 and all(WHOLE_UNIT.fullmatch(part) for part in parts)
    return "、".join(parts) if units else "".join(parts)


def _between(above: str, below: str) -> str:
    if WHOLE_UNIT.fullmatch(above) and WHOLE_UNIT.fullmatch(below):
        return "、"
    return " " if STARTS_A_POINT.match(below) else ""


def table_lines(rows: list[list[str]]) -> list[str]:
    """Return one line a row; a header repeated over pages comes once, a row of one text is a line of its own."""
    lines: list[str] = []
    header: str | None = None
    for row in rows:
        filled = [cell for cell in row if cell]
        if not filled:
            continue
        line = filled[0] if len(filled) == 1 and len(row) > 1 else "\t".join(row)
        if line == header:
            continue
        lines.append(line)
        header = line if header is None and "\t" in line else header
    return lines
