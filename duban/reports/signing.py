"""The signature of an official document, with a seal or without. Source: GB/T 9704—2012, 7.3.5."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from duban.reports.official_xml import paragraph, run, text
from duban.reports.wording import long_day

AFTER_THE_TEXT = tuple(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>' for style in ("Blank", "AnnexList", "AnnexNext"))
STYLED = re.compile(r"(<w:pStyle [^>]*/>)")
BLANK = text("", "Blank")
SEALED_IN = 4.0


def closing(*, upward: bool) -> str:
    """The last words of a paper. They go with the signature, so a table that ends the text never leaves it alone."""
    return text("特此报告。" if upward else "特此通报。")


def signed(body: Iterable[str], name: str, day: date, *, note: str = "", sealed: bool = False) -> Iterator[str]:
    """The body, then the signature on the page of the body's last words: no page holds a signature alone, or with no
    more than the list of annexes.

    `note`: what stands in brackets one line below it, two characters in (附注).
    """
    blocks = list(body)
    end = next((n for n in range(len(blocks) - 1, -1, -1) if not blocks[n].startswith(AFTER_THE_TEXT)), 0)
    yield from blocks[:end]
    yield from map(kept_with_next, blocks[end:])
    *first, last = signature(name, day, sealed=sealed) or [""]
    yield from map(kept_with_next, first)
    yield last
    if note:
        yield text(f"（{note}）")


def signature(name: str, day: date, *, sealed: bool = False) -> list[str]:
    """The name above the date.

    Without a seal the name stands two characters in from the right, and the date begins two characters after it; under
    a seal the date stands four characters in, and the name in the middle above it.
    """
    if not name:
        return []
    said = long_day(day)
    wide = len(said) - sum(sign.isdecimal() for sign in said) / 2
    if sealed:
        of_date, of_name = SEALED_IN, max(0.0, SEALED_IN + (wide - len(name)) / 2)
    else:
        of_date = max(len(name) - wide, 2.0)
        of_name = max(2.0, of_date + wide + 2 - len(name))
    lines = (
        paragraph([run(words)], style="SignedBy", right=right) for words, right in ((name, of_name), (said, of_date))
    )
    return [BLANK, BLANK, *lines]


def kept_with_next(block: str) -> str:
    """Keep a paragraph, or the last row of a table, on the page of what follows."""
    before, row, last = block.rpartition("<w:tr>")
    return before + row + STYLED.sub(r"\1<w:keepNext/>", last)
