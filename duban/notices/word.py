"""Reads a Word file (.docx): paragraphs and tables in their order, automatic numbers written out.

A table becomes one line a row with tabs between the cells; a cell merged down repeats its text, one merged across
counts once. Tracked changes are read as accepted, text boxes after the paragraph they hang on; both are said.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from duban.notices.cells import cell_text, table_lines
from duban.notices.notes import CHANGES_TAKEN, TEXT_BOXES
from duban.notices.packed import check_packed
from duban.notices.word_numbers import Numbers
from models.errors import BadInput

HOLDERS = (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag"))
NOT_TEXT = (qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), qn("w:pPr"), qn("w:rPr"))
PICTURES = (qn("w:drawing"), qn("w:pict"), qn("w:object"))
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(path: Path) -> tuple[str, list[str]]:
    """Return the text of a .docx file and what a person should know of it.

    Raises:
        BadInput: the file is locked with a password, or is no .docx in spite of its name.
    """
    check_packed(path)
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.LxmlError) as error:
        raise BadInput(
            f"{path.name} 不是完整的 Word 文件，请用 Word 或 WPS 打开并另存为 .docx 后再导入。",
            f"{path.name} is no whole Word file; open it in Word or WPS, save it as .docx and try again.",
        ) from error
    text = "\n".join(_lines(document))
    if not text.strip() and next(document.element.body.iter(*PICTURES), None) is not None:
        raise BadInput(
            f"{path.name} 里只有图片，没有文字，像是扫描件，请先做文字识别（OCR），或提供原来的 .docx。",
            f"{path.name} holds only pictures and seems to be a scan; recognise its text (OCR) first.",
        )
    return text, _notes(document)


def _lines(document: Document) -> Iterator[str]:
    numbers = Numbers(document)
    for element in _blocks(document.element.body):
        if element.tag == qn("w:tbl"):
            yield from table_lines(list(_rows(Table(element, document), numbers)))
            continue
        yield numbers.before(Paragraph(element, document)) + "".join(_texts(element))
        for box in _boxes(element):
            yield from ("".join(_texts(paragraph)) for paragraph in box.iter(qn("w:p")))


def _blocks(holder: Any) -> Iterator[Any]:
    """Yield paragraphs and tables in order, also those inside content controls."""
    for element in holder:
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag in HOLDERS:
            yield from _blocks(element)


def _texts(element: Any) -> Iterator[str]:
    """Yield the text of a paragraph with what was inserted and without what was deleted."""
    for child in element:
        if child.tag in NOT_TEXT or child.tag == FALLBACK:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t"
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        else:
            yield from _texts(child)


def _boxes(element: Any) -> list[Any]:
    """The text boxes that hang on a paragraph; Word writes each twice, for old programs again."""
    found = element.iter(qn("w:txbxContent"))
    return [box for box in found if not any(parent.tag == FALLBACK for parent in box.iterancestors())]


def _rows(table: Table, numbers: Numbers) -> Iterator[list[str]]:
    written: dict[Any, str] = {}  # a cell merged down comes again in each row, and its numbers are counted once
    for row in table.rows:
        seen: set[Any] = set()
        cells = []
        for cell in row.cells:
            if cell._tc not in written:
                written[cell._tc] = _cell(cell, numbers)
            cells.append("" if cell._tc in seen else written[cell._tc])
            seen.add(cell._tc)
        yield cells


def _cell(cell: _Cell, numbers: Numbers) -> str:
    """The paragraphs of a cell with their automatic numbers; a first column that only counts 1, 2, 3 is such, too."""
    paragraphs = [Paragraph(paragraph, cell) for paragraph in cell._tc.iter(qn("w:p"))]
    return cell_text("\n".join(numbers.before(p) + "".join(_texts(p._p)) for p in paragraphs))


def _notes(document: Document) -> list[str]:
    body = document.element.body
    notes = []
    if next(body.iter(qn("w:ins"), qn("w:del"), qn("w:moveFrom")), None) is not None:
        notes.append(CHANGES_TAKEN.zh)
    if next(body.iter(qn("w:txbxContent")), None) is not None:
        notes.append(TEXT_BOXES.zh)
    return notes
