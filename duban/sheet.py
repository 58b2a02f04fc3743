"""The sheet of requirements as an Excel file: written to be filled in, and read back line by line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from duban.sheet_words import COLUMNS, HEADINGS, LIST
from models.errors import BadInput
from models.words import Origin, Timing, Word

TITLE, CHOICES = "任务分解表", "可选项"
HEAD = PatternFill("solid", fgColor="DDE6F0")
TO_FILL = PatternFill("solid", fgColor="FFF4CC")

NEEDED = {"seq", *(column.key for column in COLUMNS if column.fill and column.needed)}

NOTE_WIDTH, NOTE_LINE, NOTE_SIGNS = 420, 18, 28  # in points; so many signs stand in one line of a comment

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled line: its cells by column key, and the name of each cell, as in 任务分解表!G6."""

    cells: Mapping[str, object]
    names: Mapping[str, str]


def write_sheet(
    rows: Sequence[Row], path: Path, *, choices: Mapping[str, Sequence[str]] | None = None, plan: str = ""
) -> None:
    """Write the requirements as a sheet to be filled in; `choices` offers names for the columns of those keys.

    The sentence a requirement was read from is a comment on its text; `plan` is the number the sheet will go by.

    Raises:
        BadInput: the file cannot be written there.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.subject = plan
    sheet: Worksheet = book.create_sheet(TITLE)
    _head(sheet)
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(COLUMNS, start=1):
            _put(sheet.cell(number, place), row.get(column.key))
            if column.key == "text" and row.get("source"):
                sheet.cell(number, place).comment = _note(str(row["source"]))
    _offer(book, sheet, choices or {}, last=len(rows) + 1)
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{max(len(rows) + 1, 2)}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    with _writable(path):
        book.save(path)


def write_rows(rows: Sequence[Row], path: Path) -> None:
    """Write the same rows as JSON, for programs.

    Raises:
        BadInput: the file cannot be written there.
    """
    with _writable(path):
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def _head(sheet: Worksheet) -> None:
    for place, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(1, place, column.zh)
        cell.font, cell.fill = Font(bold=True), TO_FILL if column.fill else HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = column.width


def written(value: object) -> str | int | date | None:
    """Give what stands in a cell for a value: a word's phrase, a list joined, nothing for nothing."""
    if isinstance(value, Word):
        return value.zh
    if isinstance(value, list | tuple):
        return LIST.join(str(part) for part in value) or None
    if isinstance(value, int | date):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value)) if value else None


def _put(cell: Cell | MergedCell, value: object) -> None:
    """Put a value into a cell. Text stays text: what begins with = is never a formula, also not after an edit."""
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.value = written(value)
    if isinstance(cell.value, date):
        cell.number_format = "yyyy-mm-dd"
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.quotePrefix = True


def _note(source: str) -> Comment:
    text = "原文：" + ILLEGAL_CHARACTERS_RE.sub("", source)
    lines = sum(1 + len(line) // NOTE_SIGNS for line in text.split("\n"))
    return Comment(text, "duban", height=NOTE_LINE * (lines + 1), width=NOTE_WIDTH)


def _offer(book: Workbook, sheet: Worksheet, choices: Mapping[str, Sequence[str]], *, last: int) -> None:
    """Offer the words and names that fit; a cell still takes others, which are told when the sheet is read back."""
    fixed: dict[str, Sequence[str]] = {"timing": [t.zh for t in Timing], "origin": [o.zh for o in Origin]}
    offered = book.create_sheet(CHOICES)
    for place, (key, values) in enumerate((fixed | dict(choices)).items(), start=1):
        column = next(i for i, c in enumerate(COLUMNS, start=1) if c.key == key)
        _put(offered.cell(1, place), COLUMNS[column - 1].zh)
        for number, value in enumerate(values, start=2):
            _put(offered.cell(number, place), value)
        letter, filled = get_column_letter(place), get_column_letter(column)
        rule = DataValidation("list", formula1=f"'{CHOICES}'!${letter}$2:${letter}${max(len(values), 1) + 1}")
        rule.errorStyle, rule.error = "warning", "不在可选项里，仍要填写吗？"
        _add(sheet, rule, f"{filled}2:{filled}{max(last, 2)}")
    _only(sheet, "due", DataValidation("date", operator="greaterThan", formula1="36526"), last=last)
    _only(sheet, "rhythm_day", DataValidation("whole", formula1="1", formula2="31"), last=last)
    _only(sheet, "quantity", DataValidation("whole", operator="greaterThan", formula1="0"), last=last)


def _only(sheet: Worksheet, key: str, rule: DataValidation, *, last: int) -> None:
    letter = get_column_letter(next(i for i, c in enumerate(COLUMNS, start=1) if c.key == key))
    rule.error = "请填日期，例如 2026-03-31。" if key == "due" else "请填整数。"
    _add(sheet, rule, f"{letter}2:{letter}{max(last, 2)}")


def _add(sheet: Worksheet, rule: DataValidation, cells: str) -> None:
    rule.allow_blank, rule.showErrorMessage = True, True
    rule.add(cells)
    sheet.add_data_validation(rule)


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise BadInput(
            f"{path} 写不进去：文件夹不存在、没有权限，或者文件正开着。请换一个位置再试。",
            f"{path} cannot be written ({problem.strerror}); choose another place.",
        ) from problem


def plan_of(path: Path) -> str:
    """Give the number of the plan a sheet was exported from; empty when it does not say.

    Raises:
        BadInput: no such file, or no workbook.
    """
    return str(_book(path).properties.subject or "").strip()


def read_sheet(path: Path) -> list[Filled]:
    """Read the filled lines of a sheet; empty lines are passed over.

    Raises:
        BadInput: no such file, no workbook, a column is missing, or a cell holds a formula or an error.
    """
    book = _book(path)
    sheet: Worksheet = book[TITLE] if TITLE in book.sheetnames else book.worksheets[0]
    headings = {cell_key: place for place, cell_key in _headings(sheet)}
    missing = [column.zh for column in COLUMNS if column.key not in headings and column.key in NEEDED]
    if missing:
        raise BadInput(
            f"{path.name} 第 1 行缺少这些列：{'、'.join(missing)}。请用 duban plan export 导出的表填写，不要删列。",
            f"{path.name} lacks the columns {', '.join(missing)}; fill in a sheet made by duban plan export.",
        )
    lines: list[Filled] = []
    faults: list[str] = []
    for line in sheet.iter_rows(min_row=2):
        cells = {key: line[place] for key, place in headings.items() if place < len(line)}
        names = {key: f"{sheet.title}!{cell.coordinate}（{HEADINGS[key]}）" for key, cell in cells.items()}
        faults += [names[key] for key, cell in cells.items() if cell.data_type in ("f", "e")]
        if any(cell.value not in (None, "") for cell in cells.values()):
            lines.append(Filled({key: cell.value for key, cell in cells.items()}, names))
    if faults:
        raise BadInput(
            f"{path.name} 这些单元格里是公式或错误值，请改成文字、数字或日期：{'；'.join(faults)}。",
            f"{path.name} holds formulas or errors: {'; '.join(faults)}; replace them by values.",
        )
    return lines


def _book(path: Path) -> Workbook:
    if not path.is_file():
        raise BadInput(f"没有 {path} 这个文件；请核对文件名。", f"There is no file {path}; check the name.")
    try:
        return load_workbook(path)
    except Exception as problem:
        raise BadInput(
            f"{path.name} 打不开，不是 Excel 工作簿；请另存为 .xlsx 再试。",
            f"{path.name} cannot be opened as a workbook; save it as .xlsx and try again.",
        ) from problem


def _headings(sheet: Worksheet) -> list[tuple[int, str]]:
    keys = {column.zh: column.key for column in COLUMNS}
    first = next(sheet.iter_rows(min_row=1, max_row=1, values_only=True), ())
    return [(place, keys[str(head).strip()]) for place, head in enumerate(first) if str(head).strip() in keys]
