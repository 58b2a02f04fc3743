"""The signature of an official document without a seal. Source: GB/T 9704—2012, 7.3.5."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from duban.reports.official_xml import paragraph, run, text
from duban.reports.wording import long_day

STYLED = re.compile(r"(<w:pStyle [^>]*/>)")
BLANK = text("", "Blank")


def signed(body: Iterable[str], name: str, day: date) -> Iterator[str]:
    """The body, then the signature on the page of the body's last words: no page holds a signature alone."""
    blocks = list(body)
    end = next((place for place in range(len(blocks) - 1, -1, -1) if blocks[place] != BLANK), 0)
    yield from blocks[:end]
    yield from map(kept_with_next, blocks[end:])
    *first, last = signature(name, day) or [""]
    yield from map(kept_with_next, first)
    yield last


def signature(name: str, day: date) -> list[str]:
    """The name two characters in from the right, the date below it beginning two characters after the name."""
    if not name:
        return []
    said = long_day(day)
    wide = len(said) - sum(sign.isdecimal() for sign in said) / 2
    from_right = max(len(name) - wide, 2.0)
    name_line = paragraph([run(name)], style="SignedBy", right=max(2.0, from_right + wide + 2 - len(name)))
    return [BLANK, BLANK, name_line, paragraph([run(said)], style="SignedBy", right=from_right)]


def kept_with_next(block: str) -> str:
    """Keep a paragraph, or the last row of a table, on the page of what follows."""
    before, row, last = block.rpartition("<w:tr>")
    return before + row + STYLED.sub(r"\1<w:keepNext/>", last)
