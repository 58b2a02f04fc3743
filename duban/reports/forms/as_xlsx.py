"""Writes a report as a workbook: a sheet for each table, with filters, lamp colours and, where it is drawn, a chart.

Charts are the spreadsheet's own, in shades and dashes that print in grey.
"""

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from duban.reports.cells import head_of, is_share, plain
from duban.reports.fixed_zip import write_fixed
from duban.reports.heat import DARK, HEAT, INK, grey
from duban.reports.ledger_xlsx import BOX, HEAD_FILL, TYPE, harmless, height_of, styles
from duban.reports.report import Captioned, Drawing, Report
from duban.reports.tables import Cell
from models.words import Lamp
from workflows.moments import shown

UNFIT = str.maketrans(dict.fromkeys("[]:*?/\\", "·"))
LONGEST_NAME = 31
TOP_ROW = 3
LINES = (("7F7F7F", "dash"), ("1F4E79", "solid"))
PATTERNS = {"slash": "wdUpDiag", "dots": "pct20"}
COVER_WIDTH = 100
PAGE_WIDTH = 150
"""Of a sheet in landscape, in characters, as small as can be read."""
RIGHT = Alignment(horizontal="right", vertical="top", wrap_text=True)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write(report: Report, path: Path) -> None:
    """Write the workbook; equal reports give equal bytes."""
    book = Workbook()
    for style in styles():
        book.add_named_style(style)
    taken = {"说明"}
    names = [_name(one.caption, taken) for one in report.tables()]
    _cover(book.worksheets[0], report, iter(names))
    for name, one in zip(names, report.tables(), strict=True):
        _sheet(book.create_sheet(name), one)
    book.properties.title, book.properties.creator = f"{report.number} {report.name}", report.issuer
    packed = BytesIO()
    book.save(packed)
    write_fixed(packed.getvalue(), path)


def _name(caption: str, taken: set[str]) -> str:
    wanted = caption.translate(UNFIT)[: LONGEST_NAME - 3]
    name = next(n for n in (wanted, *(f"{wanted} {k}" for k in range(2, 100))) if n not in taken)
    taken.add(name)
    return name


def _cover(sheet: Worksheet, report: Report, names: Iterator[str]) -> None:
    """The first sheet holds the sentences, and says of each part on which sheets its tables are."""
    sheet.title = "说明"
    sheet.column_dimensions["A"].width = COVER_WIDTH
    _fit(sheet)
    lines: list[tuple[str, bool]] = [(report.title, True), (f"{report.number}　数据截至 {shown(report.as_of)}", False)]
    lines.append((report.opening, False))
    for part in report.parts:
        lines += [(part.heading, True), *((words, False) for words in part.said)]
        for sub in part.subs:
            lines += [(sub.heading, True), *((words, False) for words in sub.said)]
        sheets = [next(names) for _ in part.tables]
        lines += [(f"见工作表：{'、'.join(sheets)}。", False)] if sheets else []
    for number, (words, bold) in enumerate(lines, start=1):
        cell = sheet.cell(number, 1, harmless(words))
        cell.style = "text"
        cell.font = Font(name=TYPE, bold=bold)
        sheet.row_dimensions[number].height = height_of([(words, COVER_WIDTH)])


def _sheet(sheet: Worksheet, one: Captioned) -> None:
    heads, rows = one.table.heads, one.table.rows
    sheet.cell(1, 1, harmless(one.caption)).font = Font(name=TYPE, bold=True)
    widths = [max(8.0, width * 2.6) for width in one.table.widths]
    for place, head in enumerate(heads, start=1):
        cell = sheet.cell(TOP_ROW, place, harmless(head_of(head)))
        cell.font, cell.fill, cell.border, cell.alignment = Font(name=TYPE, bold=True), HEAD_FILL, BOX, MIDDLE
        sheet.column_dimensions[get_column_letter(place)].width = widths[place - 1]
    sheet.row_dimensions[TOP_ROW].height = height_of(zip(map(head_of, heads), widths, strict=True))
    for line, row in enumerate(rows, start=TOP_ROW + 1):
        for place, value in enumerate(row, start=1):
            _put(sheet, line, place, value)
        sheet.row_dimensions[line].height = height_of(zip(row, widths, strict=True))
    if not rows:
        _put(sheet, TOP_ROW + 1, 1, one.table.empty or "没有。")
    last = f"{get_column_letter(len(heads))}{TOP_ROW + len(rows)}"
    sheet.freeze_panes = f"B{TOP_ROW + 1}"
    sheet.auto_filter.ref = f"A{TOP_ROW}:{last}"
    sheet.print_title_rows = f"{TOP_ROW}:{TOP_ROW}"
    sheet.print_title_cols = "A:A"
    _fit(sheet, across=ceil(sum(widths) / PAGE_WIDTH))
    if one.drawn and rows:
        DRAWN[one.drawn](sheet, one)


def _fit(sheet: Worksheet, *, across: int = 1) -> None:
    """Print on as many pages of A4 as it takes, so many of them side by side."""
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 9, across, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(sheet: Worksheet, line: int, place: int, value: Cell) -> None:
    cell = sheet.cell(line, place)
    if isinstance(value, Lamp):
        cell.value, cell.style = value.zh, value.zh
    elif isinstance(value, str):
        cell.value, cell.style = harmless(value), "text"
        if is_share(value):
            cell.alignment = RIGHT
    else:
        cell.value, cell.style = value, "day" if isinstance(value, date) else "text"


def _chart(sheet: Worksheet, one: Captioned, chart: Any) -> None:
    """Every column but the first is a series, every row a category; the chart stands to the right of the table."""
    last = TOP_ROW + len(one.table.rows)
    counted = Reference(sheet, min_col=2, max_col=len(one.table.heads), min_row=TOP_ROW, max_row=last)
    chart.add_data(counted, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=TOP_ROW + 1, max_row=last))
    chart.title, chart.width = one.caption, 22
    chart.x_axis.delete = chart.y_axis.delete = False
    sheet.add_chart(chart, f"{get_column_letter(len(one.table.heads) + 2)}{TOP_ROW}")


def _lines(sheet: Worksheet, one: Captioned) -> None:
    chart = LineChart()
    _chart(sheet, one, chart)
    chart.x_axis.number_format = "m-d"
    for series, (colour, dash) in zip(chart.series, LINES, strict=False):
        series.graphicalProperties.line.solidFill, series.graphicalProperties.line.dashStyle = colour, dash
        series.smooth = False


def _bar(sheet: Worksheet, one: Captioned, *, stacked: bool) -> None:
    chart = BarChart()
    chart.type = "bar"
    if stacked:
        chart.grouping, chart.overlap = "stacked", 100
    _chart(sheet, one, chart)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.height, chart.gapWidth = max(7.5, 0.55 * len(one.table.rows) + 3), 40
    if not stacked:
        chart.legend = None
    for series, head in zip(chart.series, one.table.heads[1:], strict=False):
        _ink(series, head)
        series.graphicalProperties.line.solidFill = "595959"


def _ink(series: Any, head: str | Lamp) -> None:
    fill, pattern, over = INK[head] if isinstance(head, Lamp) else ("4A6785", "", "")
    if not pattern:
        series.graphicalProperties.solidFill = fill
        return
    said: Any = {"prst": PATTERNS[pattern], "fgClr": _colour(over), "bgClr": _colour(fill)}
    series.graphicalProperties.pattFill = PatternFillProperties(**said)


def _colour(rgb: Any) -> ColorChoice:
    return ColorChoice(srgbClr=rgb)


def _heat(sheet: Worksheet, one: Captioned) -> None:
    """The cells themselves are shaded: words by what they say, numbers by how many, a nought darkest."""
    heads, rows = one.table.heads, one.table.rows
    area = f"B{TOP_ROW + 1}:{get_column_letter(len(heads))}{TOP_ROW + len(rows)}"
    if all(isinstance(cell, int) for row in rows for cell in row[1:]):
        nought = PatternFill("solid", start_color="7F7F7F", end_color="7F7F7F", bgColor="7F7F7F")
        none = CellIsRule("equal", ["0"], stopIfTrue=True, fill=nought, font=Font(color="FFFFFF"))  # type: ignore[no-untyped-call]
        ends = {"start_color": "FFFFFF", "end_color": "BDD7EE"}
        scale = ColorScaleRule(start_type="min", end_type="max", **ends)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(area, none)
        sheet.conditional_formatting.add(area, scale)
        return
    for line, row in enumerate(rows, start=TOP_ROW + 1):
        for place, value in enumerate(row[1:], start=2):
            if plain(value) in HEAT:
                cell, dark = sheet.cell(line, place), HEAT[plain(value)][1]
                cell.fill = PatternFill("solid", start_color=f"{grey(dark):02X}" * 3)
                cell.font = Font(name=TYPE, color="FFFFFF" if dark > DARK else "000000")


# fmt: off
DRAWN: dict[Drawing, Callable[[Worksheet, Captioned], None]] = {
    Drawing.LINES: _lines,
    Drawing.STACK: lambda sheet, one: _bar(sheet, one, stacked=True),
    Drawing.BARS:  lambda sheet, one: _bar(sheet, one, stacked=False),
    Drawing.HEAT:  _heat,
}
# fmt: on
