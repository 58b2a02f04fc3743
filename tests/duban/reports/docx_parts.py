"""What tests read out of a .docx: its parts as XML, the words and measures in them."""

from pathlib import Path
from typing import IO
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Element = etree._Element


def part(packed: Path | IO[bytes], name: str) -> Element:
    with ZipFile(packed) as opened:
        return etree.fromstring(opened.read(name))


def values(element: Element, *names: str) -> tuple[str | None, ...]:
    return tuple(element.get(W + name) for name in names)


def style_of(paragraph: Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(found.get(W + "val"))


def words(element: Element) -> str:
    return "".join(element.itertext(W + "t"))


def said(element: Element) -> list[tuple[str, str]]:
    """The paragraphs with their style, in order."""
    return [(style_of(p), words(p)) for p in element.iter(W + "p")]
