"""Text laid out for a terminal, where a Chinese character takes two cells: lines so wide, and tables."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from unicodedata import combining, east_asian_width

CLOSING = "，。；：、！？）”》】…"
"""What no line begins with."""
OPENING = "（“《【"
"""What no line ends with."""
PIECE = re.compile(rf"[{OPENING}]*(?:[!-~]+|.)[{CLOSING}]*")
SMALLEST = re.compile(rf"[{OPENING}]*.[{CLOSING}]*")
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0]+")
SHORT = 22
SHORTEST = 10
"""How wide a column is at most that stays on one line, where there is room and where there is not: a day takes ten."""
LEAST = 4

Column = tuple[str, list[str]]
"""A heading and what stands below it."""


def cells(text: str) -> int:
    """Count the cells that text takes."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def folded(text: str, width: int) -> list[str]:
    """Break text into lines so wide: between Chinese characters, not within a word of letters that fits a line."""
    return [line for part in text.split("\n") for line in _lines(UNSEEN.sub(" ", part), width)]


def _lines(text: str, width: int) -> list[str]:
    lines = [""]
    for whole in PIECE.findall(text):
        for piece in [whole] if cells(whole) <= width else SMALLEST.findall(whole):
            if lines[-1] and cells(lines[-1] + piece) > width:
                lines.append("")
            lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def table(lines: Sequence[Sequence[str]], headings: Sequence[str], width: int) -> Iterator[str]:
    """Lay out a table. One that is too wide leaves out columns that hold nothing, and breaks all but the shortest."""
    columns = [(heading, [line[n] for line in lines]) for n, heading in enumerate(headings)]
    wide = sum(min(_longest(column), SHORT) for column in columns) + 3 * (len(columns) - 1) <= width
    shown = columns if wide else [column for column in columns if any(column[1])]
    apart = " " * (3 if wide else 2)
    widths = _widths(shown, width - len(apart) * (len(shown) - 1), whole=SHORT if wide else SHORTEST)
    yield _line([heading for heading, _ in shown], widths, apart)
    yield "─" * (sum(widths) + len(apart) * (len(shown) - 1))
    for row in zip(*(told for _, told in shown), strict=True):
        broken = [folded(cell, at) for cell, at in zip(row, widths, strict=True)]
        yield from (_line(parts, widths, apart) for parts in zip_longest(*broken, fillvalue=""))


def _line(parts: Sequence[str], widths: Sequence[int], apart: str) -> str:
    return apart.join(part + " " * (at - cells(part)) for part, at in zip(parts, widths, strict=True)).rstrip()


def _widths(columns: Sequence[Column], room: int, *, whole: int) -> list[int]:
    """Give each column what it needs while it is short; the others share what is left, the shorter ones first.

    Where that is not enough, short ones that can be broken are.
    """
    widths = {n: _longest(column) for n, column in enumerate(columns) if _longest(column) <= whole}
    waiting = sorted((_longest(column), n) for n, column in enumerate(columns) if n not in widths)
    left = room - sum(widths.values())
    least = [_least(column) for column in columns]
    for count, (longest, n) in zip(range(len(waiting), 0, -1), waiting, strict=True):
        widths[n] = max(min(longest, left // count), least[n])
        left -= widths[n]
    while sum(widths.values()) > room and (broken := [n for n in widths if widths[n] > least[n]]):
        widths[max(broken, key=lambda n: widths[n])] -= 1
    return [widths[n] for n in range(len(columns))]


def _least(column: Column) -> int:
    """Count what a column cannot do without: its heading, a word or a day in one piece."""
    heading, told = column
    longest = max((cells(piece) for text in told for piece in PIECE.findall(text)), default=0)
    return max(cells(heading), min(longest, SHORTEST), LEAST)


def _longest(column: Column) -> int:
    heading, told = column
    return max(cells(line) for text in (heading, *told) for line in text.split("\n"))
