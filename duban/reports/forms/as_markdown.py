"""Writes a report as markdown; a wide table is left to the sheet, a long one is cut and says so."""

from collections.abc import Iterator

from duban.reports.cells import head_of, plain
from duban.reports.markdown import MARKS, ROWS_SHOWN, safe
from duban.reports.report import Captioned, Part, Report
from duban.reports.tables import Cell
from models.words import Lamp
from workflows.moments import shown


def render(report: Report) -> str:
    """Write the report."""
    head = f"{safe(report.number)}　{safe(report.issuer)}　{report.name}　数据截至 {shown(report.as_of)}"
    parts = [f"# {safe(report.title)}", head, safe(report.opening)]
    for part in report.parts:
        parts += _part(part)
    return "\n\n".join(parts) + "\n"


def _part(part: Part) -> Iterator[str]:
    yield f"## {safe(part.heading)}"
    yield from map(safe, part.said)
    for sub in part.subs:
        yield f"### {safe(sub.heading)}"
        yield from map(safe, sub.said)
    for one in (one for one in part.tables if not one.echo):
        yield from _table(one)


def _table(one: Captioned) -> Iterator[str]:
    if not one.table.rows:
        yield from [one.table.empty] if one.table.empty else []
        return
    yield f"**{safe(one.caption)}**"
    if one.wide:
        yield f"共 {len(one.table.rows)} 行 {len(one.table.heads)} 列，见表格文件。"
    else:
        rows = [_row(safe(head_of(head)) for head in one.table.heads), _row("---" for _ in one.table.heads)]
        rows += [_row(_cell(cell) for cell in row) for row in one.table.rows[:ROWS_SHOWN]]
        more = len(one.table.rows) - ROWS_SHOWN
        yield "\n".join(rows) + (f"\n\n另有 {more} 行，见表格文件。" if more > 0 else "")


def _row(cells: Iterator[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(cell: Cell) -> str:
    return f"{MARKS[cell]} {cell.zh}" if isinstance(cell, Lamp) else safe(plain(cell))
