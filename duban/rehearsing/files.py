"""A rehearsal as files beside the reports: the sheet, the heat map, the whole as JSON."""

from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from duban.file_troubles import why_zh
from duban.rehearsing.heat_map import heat_map
from duban.rehearsing.rehearsal import Rehearsed
from duban.rehearsing.tables import TABLES, said_of
from duban.reports.fixed_zip import write_fixed
from duban.reports.ledger_xlsx import harmless
from duban.reports.shelf import shelf, stem_of
from models.errors import BadInput
from workflows.workdays import WorkCalendar

HEAD_FILL = PatternFill("solid", start_color="DDEBF7")
WIDEST = 60


def write_rehearsal(found: Rehearsed, calendar: WorkCalendar, *, folder: Path | None = None) -> dict[str, Path]:
    """Write sheet, heat map and JSON; give their paths by form. One of the same day is written over.

    Raises: BadInput when the folder cannot be written to.
    """
    stem = (folder or shelf()) / f"{stem_of(found.number)}_推演_{found.begins}"
    paths = {form: stem.with_name(f"{stem.name}.{form}") for form in ("xlsx", "svg", "json")}
    counts = {one.day: one.letters for one in found.days}
    drawn = heat_map(
        counts, begins=found.begins, until=found.until, calendar=calendar, title=f"{found.number} 每天的通知件数"
    )
    try:
        stem.parent.mkdir(parents=True, exist_ok=True)
        _write_sheet(found, paths["xlsx"])
        paths["svg"].write_text(drawn, encoding="utf-8")
        paths["json"].write_text(found.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as problem:
        raise BadInput(
            f"写不进 {stem.parent}（{why_zh(problem)}）；请用 --out 换一个可写的文件夹。",
            f"{stem.parent} cannot be written to ({problem.strerror}); choose another folder with --out.",
        ) from problem
    return paths


def _write_sheet(found: Rehearsed, path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in TABLES:
        sheet = book.create_sheet(table.title)
        rows = [tuple(harmless(v) if isinstance(v, str) else v for v in row) for row in table.rows(found)]
        sheet.append(table.heads)
        for row in rows or [(table.none,)]:
            sheet.append(row)
        for place, head in enumerate(table.heads, start=1):
            cell = sheet.cell(1, place)
            cell.font, cell.fill = Font(bold=True), HEAD_FILL
            cell.alignment = Alignment(horizontal="center")
            longest = max([_width(head), *(_width(row[place - 1]) for row in rows or [(table.none, *table.heads)])])
            sheet.column_dimensions[get_column_letter(place)].width = min(longest + 3, WIDEST)
        sheet.freeze_panes = "A2"
    book.properties.title = said_of(found)[:250]
    packed = BytesIO()
    book.save(packed)
    write_fixed(packed.getvalue(), path)


def _width(value: object) -> int:
    """Count a Chinese character as two."""
    text = f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
