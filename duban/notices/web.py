"""Reads a saved web page (.html): finds the article, drops menus and footers, keeps tables."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
from lxml import etree

from duban.notices.cells import cell_text, table_lines
from duban.notices.frame_signs import NUMBER
from duban.notices.notes import FURNITURE_DROPPED
from duban.notices.numerals import chinese
from duban.notices.outline import SCHEMES
from duban.notices.page import fold
from duban.notices.plain_text import decode
from models.errors import BadInput

# fmt: off
NEVER_TEXT = ("script", "style", "noscript", "iframe", "svg", "object", "template")
DROPPED = ("form", "nav", "footer", "select", "button")
NOISE = (
    # a class or id that says: no part of the text             example
    (r"\b(?:nav|menu|bread-?crumbs?|crumbs?|location|position)", "breadcrumb"),
    (r"\b(?:share|bdshare|print|toolbar|qr-?code|fontsize)",     "share-bar"),
    (r"\b(?:foot|copyright|beian|friend-?link|side-?bar)",       "footer"),
    (r"\b(?:related|prev|next|pager|pagination|comment)",        "related-list"),
)
BLOCKS = {"p", "div", "br", "tr", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "td", "th", "dd", "dt", "hr", "body", "center", "blockquote"}
# fmt: on
NOISY = re.compile("|".join(f"(?:{pattern})" for pattern, _ in NOISE), re.I)
MOST_OF_IT = 0.7
CHARSET = re.compile(rb"charset=[\"']?\s*([\w-]+)", re.I)
SITE_NAME = re.compile(r"\s*[_|—\-].*$")
IN_CHINESE = re.compile(r"list-style(?:-type)?:[^;]*(?:cjk-ideographic|chinese|japanese)")
SPAN_LIMIT = 200


def read_web(path: Path) -> tuple[str, list[str]]:
    """Return the text of a saved page and what a person should know of it.

    Raises:
        BadInput: no page, or a page without text.
    """
    raw = path.read_bytes()
    declared = CHARSET.search(raw[:4096])
    text = decode(path, raw, declared[1].decode("ascii", "ignore") if declared else None)
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        root = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise BadInput(
            f"{path.name} 里没有网页正文，请在浏览器中另存为网页，或复制正文存成 .txt 后再导入。",
            f"{path.name} holds no page; save it from the browser again, or copy its text into a .txt.",
        ) from error
    title = _title(root)
    _drop_noise(root)
    lines = [line for line in _lines(_article(root)) if line.strip()]
    number = _number(root)
    if number and not any(NUMBER.search(fold(line)) for line in lines[:8]):
        lines.insert(0, number)
    if title and not any(_same(title, line) for line in lines[:8]) and not _opens_with(lines, title):
        lines.insert(0, title)
    return "\n".join(lines), [FURNITURE_DROPPED.zh]


def _opens_with(lines: list[str], title: str) -> bool:
    """Tell whether the title stands above the text, over some lines; 现将《…》印发给你们 only names it."""
    title = re.sub(r"\s", "", title)
    return title in re.sub(r"\s", "", "".join(lines[:8])).replace(f"《{title}》", "")


def _same(title: str, line: str) -> bool:
    return re.sub(r"\s", "", title) == re.sub(r"\s", "", line)


def _title(root: lxml.html.HtmlElement) -> str:
    for heading in root.iter("h1", "title"):
        text = " ".join(heading.text_content().split())
        text = SITE_NAME.sub("", text) if heading.tag == "title" else text
        if len(text) >= 6:
            return text
    return ""


def _number(root: lxml.html.HtmlElement) -> str:
    """The number of the document where it stands by itself outside the article: under the title, or in a table above."""
    texts = (text.strip() for text in root.itertext())
    return next((text for text in texts if 8 <= len(text) <= 40 and NUMBER.fullmatch(fold(text))), "")


def _drop_noise(root: lxml.html.HtmlElement) -> None:
    doomed = []
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "head"):
            continue
        names = f"{element.get('class', '')} {element.get('id', '')}"
        style = element.get("style", "").replace(" ", "")
        if element.tag in NEVER_TEXT:
            element.drop_tree()
        elif element.tag in DROPPED or NOISY.search(names) or "display:none" in style:
            doomed.append(element)
    limit = len(root.text_content()) * MOST_OF_IT
    for element in doomed:
        # A form or a box of odd name around the whole page is no noise.
        if element.getparent() is not None and len(element.text_content()) < limit:
            element.drop_tree()


def _article(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Go down from the body for as long as one child holds most of the text that is no link."""
    here = root.find("body") if root.find("body") is not None else root
    while True:
        whole = _weight(here)
        below = max(here, key=_weight, default=None)
        if below is None or below.tag in ("p", "span") or _weight(below) < whole * MOST_OF_IT:
            return here
        if below.tag == "table" and _grid(below):
            return here
        here = below


def _weight(element: lxml.html.HtmlElement) -> int:
    if not isinstance(element.tag, str):
        return 0
    links = sum(len(link.text_content().strip()) for link in element.iter("a"))
    return len(re.sub(r"\s", "", element.text_content())) - links


def _lines(element: lxml.html.HtmlElement) -> Iterator[str]:
    """Yield the lines of an element: each block begins one, a table of tasks gives one a row."""
    current: list[str] = []
    for piece in _pieces(element):
        if piece is None and current and all(isinstance(part, _Number) for part in current):
            continue  # what a list numbers is a block of its own
        if piece is None:
            yield _clean("".join(current))
            current = []
        elif isinstance(piece, list):
            yield _clean("".join(current))
            current = []
            yield from table_lines(piece)
        else:
            current.append(piece)
    yield _clean("".join(current))


class _Number(str):
    """The number that a list writes before an item."""


def _number_in_list(item: lxml.html.HtmlElement) -> str:
    """一、 or 2. before an item of a numbered list; "" where it shows none, or the text has its own."""
    above = item.getparent()
    style = f"{above.get('style', '')} {item.get('style', '')}".replace(" ", "") if above is not None else ""
    if above is None or above.tag != "ol" or "list-style:none" in style or "list-style-type:none" in style:
        return ""
    start = above.get("start", "1")
    place = sum(1 for other in item.itersiblings("li", preceding=True)) + (int(start) if start.isdecimal() else 1)
    if any(pattern.match(fold(item.text_content().strip())) for _, _, pattern, _ in SCHEMES):
        return ""
    return f"{chinese(place)}、" if IN_CHINESE.search(style) else f"{place}."


def _clean(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text.replace("\u00a0", " ")).strip(" ")


def _pieces(element: lxml.html.HtmlElement) -> Iterator[str | list[list[str]] | None]:
    """Yield texts, None where a line ends, and the rows of a table."""
    if not isinstance(element.tag, str):
        return
    if element.tag == "table" and (rows := _grid(element)):
        yield rows
        return
    block = element.tag in BLOCKS
    if block:
        yield None
    if element.tag == "li" and (number := _number_in_list(element)):
        yield _Number(number)
    if element.text and element.text.strip():
        yield element.text
    for child in element:
        yield from _pieces(child)
        if child.tail:
            yield child.tail
    if block:
        yield None


def _grid(table: lxml.html.HtmlElement) -> list[list[str]]:
    """Return the rows of a table of short cells with what spans rows repeated; [] for one that only lays out a page."""
    if any(inner is not table for inner in table.iter("table")):
        return []
    below: dict[int, tuple[int, str]] = {}
    rows = []
    for tr in table.iter("tr"):
        cells = [cell for cell in tr if cell.tag in ("td", "th")]
        rows.append(_row(cells, below))
    wide = [row for row in rows if len(row) >= 2]
    return rows if len(wide) >= 2 else []


def _row(cells: list[lxml.html.HtmlElement], below: dict[int, tuple[int, str]]) -> list[str]:
    row: list[str] = []
    waiting = list(cells)
    while waiting or below.get(len(row), (0, ""))[0] > 0:
        column = len(row)
        left, text = below.get(column, (0, ""))
        if left > 0:
            below[column] = (left - 1, text)
            row.append(text)
            continue
        cell = waiting.pop(0)
        text = cell_text("\n".join(_lines(cell)))
        for offset in range(_span(cell, "colspan")):
            shown = text if offset == 0 else ""
            below[column + offset] = (_span(cell, "rowspan") - 1, shown)
            row.append(shown)
    return row


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    written = cell.get(name, "1").strip()
    return min(max(int(written), 1), SPAN_LIMIT) if written.isdecimal() else 1
