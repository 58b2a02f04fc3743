"""Writes a text of the corpus as a file: text, Word with automatic numbers and merged cells, Excel, web page, PDF."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import docx
import openpyxl
from corpus_manners import (
    edited_word_file,
    gazette_file,
    index_page,
    layout_page,
    listed_page,
    sheets_file,
    styled_file,
)
from notice_files import list_of, numbered, pdf_file

ABOVE = "^"
LINE = 28
PAGE = 22


def text_file(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def blocks(text: str) -> list[tuple[bool, list[str]]]:
    """Lines in their order, those with tabs apart from those without."""
    return [(tabled, list(lines)) for tabled, lines in groupby(text.split("\n"), key=lambda line: "\t" in line)]


def word_file(path: Path, text: str) -> None:
    document = docx.Document()
    numbering = list_of(document, (("chineseCounting", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3.")))
    for tabled, lines in blocks(text):
        if tabled:
            word_table(document, [line.split("\t") for line in lines])
            continue
        for line in lines:
            level = int(line[1]) if line.startswith("#") else None
            paragraph = document.add_paragraph(line if level is None else line[3:])
            if level is not None:
                numbered(paragraph, numbering, level)
    document.save(str(path))


def word_table(document: docx.document.Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == ABOVE:
                table.cell(r - 1, c).merge(table.cell(r, c))
            else:
                table.cell(r, c).text = text


def sheet_file(path: Path, text: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in text.split("\n"):
        sheet.append(line.split("\t"))
    if "\t" not in text.split("\n")[0]:
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=sheet.max_column)
    for column in range(1, sheet.max_column + 1):
        start = 1
        for row in range(2, sheet.max_row + 2):
            if sheet.cell(row, column).value == ABOVE:
                continue
            if row - start > 1:
                sheet.merge_cells(start_row=start, end_row=row - 1, start_column=column, end_column=column)
            start = row
    book.save(str(path))


PAGE_HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知_海州市人民政府</title>
<style>p {{ text-indent: 2em }}</style><script>var counts = "关于浏览次数的通知";</script></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li>
<li><a href="/hd">互动交流</a></li></ul></div>
<div class="article"><h1>{title}</h1><div class="info">发布时间：2023-05-08 来源：市政府办公室
<a href="javascript:window.print()">打印</a></div><div class="content">"""
PAGE_FOOT = """</div></div><div class="share">分享到：<a href="#">微信</a></div>
<div class="footer"><p>主办单位：海州市人民政府办公室</p><p>网站标识码：3300000001</p></div></body></html>"""


def web_file(path: Path, text: str) -> None:
    found = [PAGE_HEAD.format(title=text.split("\n")[0])]
    for tabled, lines in blocks(text):
        if tabled:
            cells = ["".join(f"<td>{cell}</td>" for cell in line.split("\t")) for line in lines]
            found.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
        else:
            found += [f"<p>&nbsp;&nbsp;{line}</p>" for line in lines[len(found) == 1 :]]
    path.write_text("\n".join([*found, PAGE_FOOT]), encoding="utf-8")


def paged_file(path: Path, text: str) -> None:
    lines = [line[i : i + LINE] for line in text.split("\n") for i in range(0, len(line), LINE)]
    pages = [[*lines[i : i + PAGE], f"— {i // PAGE + 1} —"] for i in range(0, len(lines), PAGE)]
    pdf_file(path, pages)


WRITERS: dict[str, Callable[[Path, str], None]] = {
    "txt": text_file,
    "docx": word_file,
    "xlsx": sheet_file,
    "html": web_file,
    "pdf": paged_file,
    "edited.docx": edited_word_file,
    "sheets.xlsx": sheets_file,
    "styled.docx": styled_file,
    "listed.html": listed_page,
    "index.html": index_page,
    "layout.html": layout_page,
    "headed.pdf": gazette_file,
}
