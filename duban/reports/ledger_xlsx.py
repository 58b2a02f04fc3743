"""Writes the ledger (台账): every task in one sheet, with filters and lamp colours."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from datetime import date
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from duban.reports.fixed_zip import write_fixed
from duban.reports.tables import Cell
from duban.reports.values import Summary, TaskLine
from models.words import Lamp, SubjectKind
from workflows.periods import period_called

Column = tuple[str, int, Callable[[TaskLine], Cell]]
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r")

# fmt: off
COLUMNS: tuple[Column, ...] = (
    # head           width  cell
    ("任务编号",         8, lambda t: t.id),
    ("要求序号",         8, lambda t: t.seq),
    ("举措",             9, lambda t: t.heading),
    ("任务",            46, lambda t: t.title),
    ("对象",            16, lambda t: "" if t.subject_kind is SubjectKind.WHOLE else t.subject),
    ("周期",            15, lambda t: period_called(t.period).zh),
    ("牵头单位",        18, lambda t: t.unit),
    ("配合单位",        22, lambda t: "、".join(t.supporting)),
    ("阶段",             7, lambda t: t.stage.zh),
    ("状态",             9, lambda t: t.state.zh),
    ("灯",               7, lambda t: t.lamp),
    ("灯的由来",        24, lambda t: t.why),
    ("时限方式",        10, lambda t: t.timing.zh if t.timing else ""),
    ("时限",            12, lambda t: t.due),
    ("原定时限",        12, lambda t: t.original_due),
    ("逾期工作日",      10, lambda t: t.days_late),
    ("督办层级",         9, lambda t: t.rung.zh),
    ("完成率%",          8, lambda t: t.percent),
    ("应完成数量",      10, lambda t: t.quantity_wanted),
    ("已完成数量",      10, lambda t: t.quantity_done),
    ("成果",            24, lambda t: "；".join(t.deliverables)),
    ("退回次数",         8, lambda t: t.returns),
    ("延期次数",         8, lambda t: t.extensions),
    ("交办日期",        12, lambda t: t.assigned_on),
    ("最近填报",        12, lambda t: t.heard_on),
    ("报告日期",        12, lambda t: t.reported_on),
    ("办结日期",        12, lambda t: t.closed_on),
)
FILLS = {
    Lamp.GREEN:  "C6EFCE",
    Lamp.BLUE:   "BDD7EE",
    Lamp.YELLOW: "FFEB9C",
    Lamp.RED:    "FFC7CE",
    Lamp.GREY:   "D9D9D9",
}
# fmt: on
HEAD_FILL = PatternFill("solid", start_color="DDEBF7")
TOLD_EVERY = 1_000
THIN = Side(style="thin", color="BFBFBF")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)

TOP = Alignment(vertical="top", wrap_text=True)
TYPE = "宋体"
LINE_POINTS = 15


def styles() -> tuple[NamedStyle, ...]:
    """Make the styles of a book: named, and few, since one given to each cell apart makes ten thousand tasks slow.

    They are made for each book: a copy of a style has lost how its numbers are written.
    """
    look: dict[str, Any] = {"border": BOX, "alignment": TOP, "font": Font(name=TYPE, size=11)}
    lamps = ((lamp.zh, PatternFill("solid", start_color=colour)) for lamp, colour in FILLS.items())
    return (
        NamedStyle("text", **look),
        NamedStyle("day", number_format="yyyy-mm-dd", **look),
        *(NamedStyle(name, fill=fill, **look) for name, fill in lamps),
    )


def height_of(cells: Iterable[tuple[Cell, float]]) -> float | None:
    """How high a row has to be for its texts in columns of such widths, in points; None when one line holds them.

    Said in the sheet: not every office program counts it for itself. A character of Chinese is as wide as two others.
    """
    most = max((_lines(cell, width) for cell, width in cells if isinstance(cell, str)), default=1)
    return most * LINE_POINTS if most > 1 else None


def _lines(words: str, width: float) -> int:
    return sum(max(1, ceil(len(line.encode("gb18030", "replace")) / max(1, width - 1))) for line in words.split("\n"))


def write(summary: Summary, path: Path, *, told: Callable[[int], None] | None = None) -> None:
    """Write every task of the plan into one sheet; equal summaries give equal bytes.

    `told` hears, every thousand rows, how many are written.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for style in styles():
        book.add_named_style(style)
    _view(sheet, len(summary.tasks) + 1)
    sheet.append(list(_heads(sheet)))
    looks = {name: _look(sheet, name) for name in book.named_styles}
    row = [WriteOnlyCell(sheet) for _ in COLUMNS]
    for number, task in enumerate(summary.tasks, start=2):
        height = _fill(row, task, looks)
        if height:
            sheet.row_dimensions[number].height = height
        sheet.append(row)
        sheet.row_dimensions.pop(number, None)
        if told is not None and number % TOLD_EVERY == 0:
            told(number)
    book.properties.title = f"{summary.head.number} 台账"
    book.properties.creator = summary.head.issuer
    packed = BytesIO()
    book.save(packed)
    write_fixed(packed.getvalue(), path)


def _heads(sheet: Any) -> Iterator[Any]:
    for head, _, _ in COLUMNS:
        cell = WriteOnlyCell(sheet, head)
        cell.font, cell.fill, cell.border = Font(name=TYPE, bold=True), HEAD_FILL, BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        yield cell


def _look(sheet: Any, style: str) -> Any:
    """Look a style up once: by name it would be looked up for every cell."""
    cell: Any = WriteOnlyCell(sheet)
    cell.style = style
    return cell._style


def _fill(row: list[Any], task: TaskLine, looks: Mapping[str, Any]) -> float | None:
    """Put a task into the cells of a row, and say how high it is; the sheet writes them at once, so rows share them."""
    cells = [(value(task), width) for _, width, value in COLUMNS]
    for cell, (said, _) in zip(row, cells, strict=True):
        if isinstance(said, Lamp):
            cell.value, cell._style = said.zh, looks[said.zh]
        elif isinstance(said, str):
            cell.value, cell._style = harmless(said), looks["text"]
        elif isinstance(said, date):
            cell._style = copy(looks["day"])  # to be given a date changes the style a cell has, and others have it too
            cell.value, cell._style = said, looks["day"]
        else:
            cell.value, cell._style = said, looks["text"]
    return height_of(cells)


def harmless(text: str) -> str:
    """Keep a text from being taken for a formula by whoever opens the sheet, or a program it is exported to."""
    shown = "".join(sign for sign in text if sign >= " " or sign == "\n")
    return "'" + shown if text.startswith(FORMULA_STARTS) else shown


def _view(sheet: Any, last_row: int) -> None:
    """Set the sheet up; how wide a column is has to be said before the first row."""
    for place, (_, width, _) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    last = get_column_letter(len(COLUMNS))
    sheet.freeze_panes = "E2"
    sheet.auto_filter.ref = f"A1:{last}{last_row}"
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:D"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 2, 0  # on one page of A3 it cannot be read
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
