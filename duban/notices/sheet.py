"""Reads a table of tasks from Excel (.xlsx): sheet after sheet, merged cells repeated down and written once across."""

import datetime as dt
import re
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from duban.notices.cells import cell_text, table_lines
from duban.notices.notes import HIDDEN_SHEET
from duban.notices.packed import check_packed
from models.errors import BadInput

ROWS_LIMIT = 20_000
COLUMNS_LIMIT = 100
DECIMALS = re.compile(r"[#,]*0\.(0+)_? ?")
"""0.00 shows 2025.1 as 2025.10, October."""
NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
"""What a format of Excel says beside the day, the month and the year: "年", [$-804], a sign after a stroke."""


def read_sheet(path: Path) -> tuple[str, list[str]]:
    """Return the text of an .xlsx file and what a person should know of it.

    Raises:
        BadInput: locked, damaged, or far too many rows for a table of tasks.
    """
    check_packed(path)
    try:
        with path.open("rb") as file:  # given a name, it would refuse a sheet that is called otherwise
            book = openpyxl.load_workbook(file, data_only=True)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        raise BadInput(
            f"{path.name} 不是完整的 Excel 文件，请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入。",
            f"{path.name} is no whole Excel file; open it, save it as .xlsx and try again.",
        ) from error
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    notes = [HIDDEN_SHEET.of(title=title) for title in hidden]
    return "\n\n".join("\n".join(table_lines(_rows(path, sheet))) for sheet in seen), notes


def _rows(path: Path, sheet: Worksheet) -> list[list[str]]:
    if sheet.max_row > ROWS_LIMIT:
        raise BadInput(
            f"{path.name} 的工作表“{sheet.title}”有 {sheet.max_row} 行，不像任务分解表；请只保留任务部分后再导入。",
            f"Sheet {sheet.title} of {path.name} has {sheet.max_row} rows; keep only the tasks and try again.",
        )
    above, across = _merged(sheet)
    rows = []
    for row in sheet.iter_rows(max_col=min(sheet.max_column, COLUMNS_LIMIT)):
        places = [(cell.row or 1, cell.column or 1) for cell in row]
        cells = [sheet.cell(*above.get(place, place)) for place in places]
        rows.append(["" if place in across else _shown(cell) for place, cell in zip(places, cells, strict=True)])
    used = [column for column in range(len(rows[0]) if rows else 0) if any(row[column] for row in rows)]
    return [[row[column] for column in used] for row in rows]


def _merged(sheet: Worksheet) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Return (place → the cell it repeats, places that a cell to the left of them covers)."""
    above, across = {}, set()
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, min(area.max_row, ROWS_LIMIT) + 1):
            above[row, area.min_col] = (area.min_row, area.min_col)
            across |= {(row, column) for column in range(area.min_col + 1, min(area.max_col, COLUMNS_LIMIT) + 1)}
    return above, across


def _shown(cell: Cell | MergedCell) -> str:
    """Write a value as the sheet shows it: 2024年9月30日, 2024年9月 or 9月30日 for a day, 90% for a share."""
    value = cell.value
    if isinstance(value, dt.datetime | dt.date):
        return _day(value, NOT_SHOWN.sub("", str(cell.number_format)).lower())
    if isinstance(value, float):
        if "%" in str(cell.number_format):
            return f"{value * 100:.10g}%"
        decimals = DECIMALS.fullmatch(str(cell.number_format))
        return f"{value:.{len(decimals[1])}f}" if decimals else f"{value:.10g}"
    return cell_text(str(value)) if value is not None else ""


def _day(value: dt.date, shown: str) -> str:
    """Write no more than is shown: 9月30日 holds the year it was typed in, 2026年9月 a first day that nobody set."""
    year, day = f"{value.year}年" if "y" in shown else "", f"{value.day}日" if "d" in shown else ""
    return f"{year}{value.month}月{day}" if year or day else f"{value.year}年{value.month}月{value.day}日"
