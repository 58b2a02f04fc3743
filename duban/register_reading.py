"""Reads a register from a folder of CSV files or from one workbook, and tells all that is wrong with it at once."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from io import StringIO
from itertools import zip_longest
from pathlib import Path

from openpyxl import load_workbook

from duban.register_checks import CHECKS, Faults, Placed
from duban.register_tables import TABLES, Register, Table, Unreadable
from models.errors import BadInput

Cells = Sequence[str]
Sheet = tuple[str, list[Cells]]
FILES = "、".join(f"{table.name}.csv" for table in TABLES)


def read_register(path: Path) -> Register:
    """Read a register: a folder with units, people, posts and holdings as .csv, or one .xlsx with the four sheets.

    1. Read every table and every cell. 2. Only when all can be read: check that they fit together.
    Raises: RegisterProblems (a BadInput) with every fault of the step; BadInput when there is no such file.
    """
    faults = Faults()
    sheets = dict(_sheets(path, faults=faults))
    placed = {
        table.name: list(_rows(table, sheets[table.name], faults=faults)) for table in TABLES if table.name in sheets
    }
    faults.stop_if_any()
    for check in CHECKS:
        check(placed, faults)
    faults.stop_if_any()
    return Register(**{name: tuple(p.row for p in rows) for name, rows in placed.items()})


def _sheets(path: Path, *, faults: Faults) -> Iterator[tuple[str, Sheet]]:
    """Give each table's name, with the file it was found in and its lines."""
    if path.is_dir():
        found = {table.name: (f"{table.name}.csv", _csv(path / f"{table.name}.csv")) for table in TABLES}
    elif path.suffix.lower() == ".xlsx" and path.is_file():
        found = _workbook(path)
    else:
        raise BadInput(
            f"{path} 不能作为名册读取；请给出含 {FILES} 的文件夹，或一个 .xlsx 文件。",
            f"{path} is no register; give a folder with {FILES}, or one .xlsx file.",
        )
    for table in TABLES:
        file, lines = found.get(table.name, (f"{path.name}[{table.zh}]", None))
        if lines:
            yield table.name, (file, lines)
        else:
            faults.add((file, 0, ""), "没有这张表，或表是空的", "the table is missing or empty")


def _csv(path: Path) -> list[Cells] | None:
    if not path.is_file():
        return None
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError, csv.Error):
            return list(csv.reader(StringIO(raw.decode(encoding), newline=""), strict=True))
    raise BadInput(
        f"{path.name} 不是能读取的 CSV 文件；请另存为 UTF-8 编码的 CSV 后再导入。",
        f"{path.name} cannot be read as CSV; save it as CSV in UTF-8 and try again.",
    )


def _workbook(path: Path) -> dict[str, tuple[str, list[Cells] | None]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as problem:
        raise BadInput(
            f"{path.name} 打不开，不是 Excel 工作簿（.xlsx）；请另存为 .xlsx 后再导入。",
            f"{path.name} cannot be opened as a workbook; save it as .xlsx and try again.",
        ) from problem
    try:
        return {
            table.name: (f"{path.name}[{name}]", [[_text(cell) for cell in line] for line in book[name].values])
            for table in TABLES
            for name in (table.name, table.zh)
            if name in book.sheetnames
        }
    finally:
        book.close()


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _rows(table: Table, sheet: Sheet, *, faults: Faults) -> Iterator[Placed]:
    """Read the lines below the header; empty lines are passed over."""
    file, lines = sheet
    headers = [cell.strip() for cell in lines[0]]
    known = table.headers()
    _check_headers(table, headers, file=file, faults=faults)
    for number, line in enumerate(lines[1:], start=2):
        filled = zip_longest(headers, line[: len(headers)], fillvalue="")
        cells = {known[header].field: cell.strip() for header, cell in filled if header in known}
        if any(cells.values()):
            row = _row(table, cells, where=(file, number), faults=faults)
            if row is not None:
                yield Placed(file, number, row)


def _check_headers(table: Table, headers: list[str], *, file: str, faults: Faults) -> None:
    known = table.headers()
    for header in headers:
        if header and header not in known:
            allowed = "、".join(f"{c.field}（{c.zh}）" for c in table.columns)
            faults.add((file, 1, header), f"不认识这一列，可用的列是 {allowed}", f"unknown column; known are {allowed}")
    named = {known[header].field for header in headers if header in known}
    for column in table.columns:
        if column.required and column.field not in named:
            faults.add((file, 1, column.field), "缺少这一列", "the column is missing")


def _row(table: Table, cells: dict[str, str], *, where: tuple[str, int], faults: Faults) -> object | None:
    """Read one row; None when a cell of it cannot be read."""
    before, values = len(faults.found), {}
    for column in table.columns:
        text = cells.get(column.field, "")
        if column.required and not text:
            if column.field in cells:  # else the header has been told already
                faults.add((*where, column.field), "不能为空", "must not be empty")
            continue
        try:
            values[column.field] = column.read(text)
        except Unreadable as problem:
            faults.add((*where, column.field), problem.zh, problem.en)
    complete = all(column.field in values for column in table.columns)
    return table.row(**values) if complete and len(faults.found) == before else None
