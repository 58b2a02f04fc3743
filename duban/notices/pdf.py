"""Reads a PDF that holds text: page numbers dropped, broken lines joined to paragraphs again."""

import logging
import re
from collections import Counter
from pathlib import Path

import pypdf
from pypdf.errors import PyPdfError

from duban.notices.broken_lines import COLUMNS, join_lines
from duban.notices.page import fold
from models.errors import BadInput

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is told in a sentence of ours
PAGE_NUMBER = re.compile(r"^\s*(?:[—–\-－ ]*\d{1,3}[—–\-－ ]*|第 ?\d{1,3} ?页(?:[，,/ ]*共 ?\d{1,3} ?页)?)\s*$")


def read_pdf(path: Path) -> str:
    """Return the text of a .pdf file.

    Raises:
        BadInput: locked with a password, damaged, or a scan without text.
    """
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadInput(
                f"{path.name} 设有打开密码，请去掉密码后再导入。", f"{path.name} is locked; remove the password."
            )
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise BadInput(
            f"{path.name} 不是完整的 PDF 文件，请重新导出后再导入。", f"{path.name} is no whole PDF; export it again."
        ) from error
    if sum(len(page.strip()) for page in pages) < 20:
        raise BadInput(
            f"{path.name} 里没有文字，像是扫描件，请先做文字识别（OCR），或提供 .docx。",
            f"{path.name} holds no text and seems to be a scan; recognise its text (OCR) first, or give the .docx.",
        )
    return join_lines([line for page in _without_running_heads([_lines(page) for page in pages]) for line in page])


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Drop the line that stands over or under most pages, its numbers aside; the head of a table that goes on stays."""
    for edge in (0, -1):
        said = Counter(_apart_from_numbers(page[edge]) for page in pages if page)
        running = {line for line, times in said.items() if line and times >= 2 and 2 * times > len(pages)}
        for page in pages:
            if page and _apart_from_numbers(page[edge]) in running and not COLUMNS.match(fold(page[edge]).strip()):
                del page[edge]
    return pages


def _apart_from_numbers(line: str) -> str:
    return re.sub(r"[\d\s]", "", line)


def _lines(page: str) -> list[str]:
    """The lines of a page without the page number at its foot or head and without blank lines around them."""
    lines = page.rstrip("\n ").lstrip("\n").split("\n")
    if PAGE_NUMBER.match(lines[-1]):
        lines.pop()
    if lines and PAGE_NUMBER.match(lines[0]):
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines
