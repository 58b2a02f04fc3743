"""The pieces of an official document as WordprocessingML: paragraphs, runs, tables.

Lengths are twips (a twentieth of a point); one character is 316 twips, 28 to a line. Built as text, since adding
ten thousand rows through python-docx takes minutes.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

LINE_TWIPS = 8846
"""The width of the 版心: A4 less both margins."""
CHARACTER_TWIPS = 316
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LINE_BREAK = "<w:br/>"


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table: texts, and whether each stands in the middle."""

    texts: tuple[str, ...]
    centred: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A row that is one cell over the whole width: the heading of the rows below it."""

    text: str


Row = Cells | Band


def clean(text: str) -> str:
    """Make text fit for XML: what no document can hold is left out, marks are escaped."""
    return escape(FORBIDDEN.sub("", text))


def run(text: str, style: str = "") -> str:
    """A stretch of text, in a character style when named."""
    props = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{props}<w:t xml:space="preserve">{clean(text)}</w:t></w:r>'


def paragraph(runs: Iterable[str], *, style: str, right: float = 0, new_page: bool = False) -> str:
    """A paragraph in a style; `right` moves its end so many characters in from the right."""
    ind = f'<w:ind w:rightChars="{round(right * 100)}" w:right="{round(right * CHARACTER_TWIPS)}"/>' if right else ""
    page = "<w:pageBreakBefore/>" if new_page else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{page}{ind}</w:pPr>{"".join(runs)}</w:p>'


def text(words: str, style: str = "Normal", *, new_page: bool = False) -> str:
    """A paragraph of plain text."""
    return paragraph([run(words)] if words else [], style=style, new_page=new_page)


def lines(words: Sequence[str], *, style: str) -> str:
    """One paragraph over several lines, broken where given."""
    broken = f"<w:r>{LINE_BREAK}</w:r>"
    return paragraph([broken.join(run(line) for line in words)], style=style)


def table(heads: Sequence[str], rows: Iterable[Row], *, widths: Sequence[int]) -> str:
    """A table of the full width: thin lines, the head repeated on every page, no row split over two pages."""
    sizes = column_sizes(widths)
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    head = Cells(tuple(heads), tuple(True for _ in heads))
    body = "".join(_row(row, sizes) for row in rows)
    return f"<w:tbl>{_TABLE}<w:tblGrid>{grid}</w:tblGrid>{_row(head, sizes, is_head=True)}{body}</w:tbl>"


def column_sizes(widths: Sequence[int]) -> tuple[int, ...]:
    """Share the full width out; the sizes add up to it exactly."""
    edges = [LINE_TWIPS * sum(widths[:n]) // sum(widths) for n in range(len(widths) + 1)]
    return tuple(end - start for start, end in itertools.pairwise(edges))


_TABLE = (
    '<w:tblPr><w:tblStyle w:val="OfficialTable"/>'
    f'<w:tblW w:w="{LINE_TWIPS}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
)


def _row(row: Row, sizes: tuple[int, ...], *, is_head: bool = False) -> str:
    props = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if is_head else "") + '<w:jc w:val="center"/></w:trPr>'
    if isinstance(row, Band):
        cell = _cell(row.text, sum(sizes), style="TableBand", span=len(sizes))
        return f"<w:tr>{props}{cell}</w:tr>"
    styles = ("TableHead" if is_head else "TableNumber" if centred else "TableText" for centred in row.centred)
    cells = "".join(_cell(*each) for each in zip(row.texts, sizes, styles, strict=True))
    return f"<w:tr>{props}{cells}</w:tr>"


def _cell(words: str, size: int, style: str, *, span: int = 1) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    props = f'<w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{props}{text(words, style)}</w:tc>"
