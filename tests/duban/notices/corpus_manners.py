"""Writes texts of the corpus as files that people send: edited and merged Word files, sheets, saved pages, a gazette.

Beside the marks of `corpus_notices`: `<` is a cell merged with the one left of it, `¶` parts the paragraphs of a cell,
`@0` numbers a paragraph by a second list that begins again under every heading, `{+…+}` and `{-…-}` are tracked
changes, `[[…]]` is a text box on the paragraph above, `=== name` begins a sheet, `%d` and `%m` a day in Excel.
"""

import datetime as dt
import re
from html import escape
from pathlib import Path

import docx
import openpyxl
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from notice_files import element, list_of, numbered, pdf_file
from openpyxl.cell.cell import Cell, MergedCell

ABOVE, LEFT = "^", "<"
CHANGE = re.compile(r"\{([+-])(.*?)[+-]\}")
HEADINGS = (("chineseCounting", "%1、"), ("japaneseCounting", "（%2）"))
POINTS = (("decimal", "%1．"), ("decimal", "（%2）"))
LINE, PAGE = 30, 20
SHOWN = {"%d": "yyyy/m/d", "%m": 'yyyy"年"m"月"'}


def edited_word_file(path: Path, text: str) -> None:
    """A Word file with two automatic lists, tracked changes, text boxes and cells merged both ways."""
    document = docx.Document()
    lists = _Lists(document)
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            _table(document, lists, rows)
            rows = []
        if line.startswith("[["):
            _box(document.paragraphs[-1], line.strip("[]"))
        elif line:
            lists.paragraph(document.add_paragraph(), line)
    document.save(str(path))


class _Lists:
    """Headings and points; the points begin again after each heading."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.headings = list_of(document, HEADINGS, number="90")
        self.points = list_of(document, POINTS, number="91")
        self.made = 91

    def paragraph(self, paragraph: Paragraph, line: str) -> None:
        level = int(line[1]) if line[:1] in "#@" and line[1:2].isdigit() else None
        if level is not None:
            numbered(paragraph, self.headings if line[0] == "#" else self.points, level)
        if line[0] == "#":
            self.again()
        _changed(paragraph, line if level is None else line[3:])

    def again(self) -> None:
        """Another list of the same points, which begins at 1."""
        self.made += 1
        number = element("w:num", {"w:numId": str(self.made)})
        number.append(element("w:abstractNumId", {"w:val": "91"}))
        override = element("w:lvlOverride", {"w:ilvl": "0"})
        override.append(element("w:startOverride", {"w:val": "1"}))
        number.append(override)
        self.document.part.numbering_part.element.append(number)
        self.points = str(self.made)


def _changed(paragraph: Paragraph, line: str) -> None:
    place = 0
    for change in CHANGE.finditer(line):
        paragraph.add_run(line[place : change.start()])
        _track(paragraph, "w:ins" if change[1] == "+" else "w:del", change[2])
        place = change.end()
    paragraph.add_run(line[place:])


def _track(paragraph: Paragraph, kind: str, text: str) -> None:
    holder, run = element(kind, {"w:author": "某"}), element("w:r", {})
    piece = element("w:t" if kind == "w:ins" else "w:delText", {})
    piece.text = text
    run.append(piece)
    holder.append(run)
    paragraph._p.append(holder)


def _box(paragraph: Paragraph, text: str) -> None:
    box, inner, run, piece = (element(name, {}) for name in ("w:txbxContent", "w:p", "w:r", "w:t"))
    piece.text = text
    run.append(piece)
    inner.append(run)
    box.append(inner)
    picture = element("w:pict", {})
    picture.append(box)
    holder = element("w:r", {})
    holder.append(picture)
    paragraph._p.append(holder)


def _table(document: Document, lists: _Lists, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in (ABOVE, LEFT):
                table.cell(r - 1, c).merge(table.cell(r, c)) if text == ABOVE else table.cell(r, c - 1).merge(
                    table.cell(r, c)
                )
                continue
            first, *others = text.split("¶")
            lists.paragraph(table.cell(r, c).paragraphs[0], first) if first else None
            for other in others:
                lists.paragraph(table.cell(r, c).add_paragraph(), other)
    for paragraph in [p for p in table._tbl.iter(qn("w:p")) if not "".join(p.itertext())]:
        if sum(1 for _ in paragraph.getparent().iterchildren(qn("w:p"))) > 1:
            paragraph.getparent().remove(paragraph)


def sheets_file(path: Path, text: str) -> None:
    """An Excel file of one or more sheets with cells merged both ways."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in text.split("\n"):
        if line.startswith("=== "):
            sheet = sheet if sheet.max_row == 1 and sheet["A1"].value is None else book.create_sheet()
            sheet.title = line[4:]
            continue
        sheet.append([cell.replace("¶", "\n") or None for cell in line.split("\t")])
        for cell in sheet[sheet.max_row]:
            _day(cell)
    for sheet in book.worksheets:
        for area in _areas([[cell.value for cell in row] for row in sheet.iter_rows()]):
            (top, left), (bottom, right) = area
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        sheet.cell(row + 1, column + 1).value = None
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    book.save(str(path))


def _day(cell: Cell | MergedCell) -> None:
    """Make `%d2026-09-20` a day, `%m2026-10-01` a day that the sheet shows as a month."""
    if isinstance(cell.value, str) and cell.value[:2] in SHOWN:
        cell.number_format = SHOWN[cell.value[:2]]
        cell.value = dt.date.fromisoformat(cell.value[2:])


def _areas(rows: list[list[object]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The areas that cells take which others are merged into: first and last place."""
    found = []
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value in (ABOVE, LEFT):
                continue
            right, bottom = c, r
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            while bottom + 1 < len(rows) and rows[bottom + 1][c] == ABOVE:
                bottom += 1
            if (right, bottom) != (c, r):
                found.append(((r, c), (bottom, right)))
    return found


def index_page(path: Path, text: str) -> None:
    """A page of a city's site: what the document is in a table above, its paragraphs parted by line breaks."""
    title, number, *lines = text.split("\n")
    about = (("索 引 号：", "11330000002482/2025-00036", "发文机关：", "海州市人民政府办公室"),)
    about += (("标　　题：", title, "发文字号：", number), ("主 题 词：", "消费 措施", "发布日期：", "2025年4月9日"))
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in about)
    body = "<br/>\n<br/>".join(f'&emsp;&emsp;<span style="font-family:仿宋">{escape(line)}</span>' for line in lines)
    path.write_text(
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-海州市人民政府门户网站</title>
<link rel="stylesheet" href="a.css"></head><body><div id="top"><a href="/">首页</a> <a href="/gk">政府信息公开</a></div>
<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/gk">政府信息公开</a> &gt; <a href="/wj">规范性文件</a></div>
<div class="xxgk"><table class="xxgk-table">{rows}</table></div>
<div class="wz"><p class="tit" style="text-align:center"><b>{title}</b></p><p style="text-align:center">{number}</p>
<div class="TRS_Editor"><style>.TRS_Editor P{{line-height:2}}</style><font face="仿宋">{body}</font></div></div>
<div class="fj">附件下载：<a href="a.pdf">任务分工.pdf</a></div><div class="ewm">扫一扫在手机打开当前页</div>
<div class="bottom">主办：海州市人民政府办公室　技术支持：海州市大数据中心　备案号：海ICP备05000001号</div></body></html>""",
        encoding="utf-8",
    )


def layout_page(path: Path, text: str) -> None:
    """A page laid out by tables in tables, in GB18030, with a list of other news beside the text."""
    title, *lines = text.split("\n")
    found, rows = [], list[list[str]]()
    for line in [*lines, ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            found.append(_grid(rows))
            rows = []
        found += [f'<p style="text-indent:2em">{escape(line)}</p>'] if line else []
    path.write_bytes(
        f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{title}</title></head>
<body><table width="1000" align="center"><tr><td colspan="2"><a href="/">南湾区人民政府</a> | <a href="/bm">部门</a></td></tr>
<tr><td colspan="2">您现在的位置：<a href="/">首页</a>&gt;&gt;<a href="/tz">通知公告</a>&gt;&gt;正文</td></tr>
<tr><td width="200" valign="top"><ul><li><a href="1.htm">区残联举办就业招聘会</a></li><li><a href="2.htm">我区召开残工委会议</a></li>
</ul></td><td><table width="100%"><tr><td align="center"><h2>{title}</h2></td></tr>
<tr><td align="center">发布时间：2025-03-07 09:12　来源：区残联　浏览次数：132次　【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</td></tr>
<tr><td id="zoom">{"".join(found)}</td></tr><tr><td>【<a href="#">打印本页</a>】【<a href="#">关闭窗口</a>】</td></tr></table></td></tr>
<tr><td colspan="2" align="center">版权所有：南湾区人民政府　地址：海州市南湾区海滨路1号</td></tr></table></body></html>""".encode(
            "gb18030"
        )
    )


def _grid(rows: list[list[str]]) -> str:
    spans = {place: (last[0] - place[0] + 1, last[1] - place[1] + 1) for place, last in _areas(list(map(list, rows)))}
    cells = []
    for r, row in enumerate(rows):
        shown = [(c, text) for c, text in enumerate(row) if text not in (ABOVE, LEFT)]
        cells.append("<tr>")
        for c, text in shown:
            down, across = spans.get((r, c), (1, 1))
            shown_text = escape(text).replace("¶", "<br/>")
            cells.append(f'<td rowspan="{down}" colspan="{across}"><p><span>{shown_text}</span></p></td>')
        cells.append("</tr>")
    return f'<table border="1">{"".join(cells)}</table>'


def gazette_file(path: Path, text: str) -> None:
    """A PDF whose pages carry the name of the gazette above and their number below."""
    lines: list[str] = []
    for line in text.split("\n"):
        whole = f"　　{line}" if line.endswith(("。", "）")) else line
        wide = len(whole) if "  " in whole else LINE  # a row of a table stays in its line
        lines += [whole[i : i + wide] for i in range(0, len(whole), wide)]
    parts = [lines[i : i + PAGE] for i in range(0, len(lines), PAGE)]
    pages = [
        ["海州市人民政府公报　　　　　　　　　　2025年第4期", *part, f"第 {n} 页 共 {len(parts)} 页"]
        for n, part in enumerate(parts, start=1)
    ]
    pdf_file(path, pages)


def styled_file(path: Path, text: str) -> None:
    """A Word file whose numbers come from its styles, its paragraphs inside a content control."""
    document = docx.Document()
    numbering = list_of(document, HEADINGS)
    for level, name in enumerate(("Heading 1", "Heading 2")):
        numbered(document.styles[name], numbering, level)
    for line in text.split("\n"):
        styled = line.startswith("§")
        document.add_paragraph(line[3:] if styled else line, style=f"Heading {int(line[1]) + 1}" if styled else None)
    control, content = element("w:sdt", {}), element("w:sdtContent", {})
    control.append(content)
    body = document.element.body
    for paragraph in body.findall(qn("w:p")):
        content.append(paragraph)
    body.insert(0, control)
    document.save(str(path))


def listed_page(path: Path, text: str) -> None:
    """A page of sections in sections whose numbers are those of its lists, words cut by tags."""
    title, *lines = text.split("\n")
    found: list[str] = []
    inside = False
    for line in lines:
        item = escape(line.removeprefix("-0 ").removeprefix("-1 "))
        item = f"<span>{item[:7]}</span><span style='font-size:16px'>{item[7:]}</span>"
        if inside and not line.startswith("-1"):
            found.append("</ol></li>")
        if line.startswith("-0"):
            found.append("" if any("cjk" in one for one in found) else '<ol style="list-style-type:cjk-ideographic">')
            found.append(f"<li><p>{item}</p><ol>")
        elif line.startswith("-1"):
            found.append(f"<li><section><p>{item}</p></section></li>")
        else:
            found += ["</ol>"] if inside else []
            found.append(f"<section><p>{item}</p></section>")
        inside = line.startswith("-")
    path.write_text(
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="{title}"></head>
<body><div id="js_article"><div class="rich_media_inner"><h1 class="rich_media_title">{title}</h1>
<div class="rich_media_meta_list"><em>岭海护理</em> <em>2025年3月19日 10:02</em> <em>岭海</em></div>
<div class="rich_media_content"><section>{"".join(found)}</section></div></div>
<div class="rich_media_tool">阅读 1023　赞 16　在看 8</div></div></body></html>""",
        encoding="utf-8",
    )
