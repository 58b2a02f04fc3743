"""The annexes of the official report: what is late, the units' counts, every task by unit; each on a new page."""

from collections.abc import Iterator
from dataclasses import dataclass

from duban.reports import official_xml as xml
from duban.reports.docx_tables import middle_columns, word_heads, word_row, word_table
from duban.reports.official_xml import Band, Row, text
from duban.reports.tables import overdue_table, tables_by_unit, unit_table
from duban.reports.values import Summary, UnitLine


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex; `key` says which, `number` where it stands."""

    number: int
    key: str
    title: str
    table: str


def annexes(summary: Summary) -> tuple[Annex, ...]:
    """Make the annexes that have something in them, numbered from 1."""
    made = (
        ("overdue", "逾期未办结任务清单", word_table(overdue_table(summary.overdue), summary)),
        ("units", "各牵头单位办理情况统计表", word_table(unit_table(summary), summary)),
        ("tasks", "各牵头单位任务清单", _tasks(summary)),
    )
    filled = [(key, title, table) for key, title, table in made if table]
    return tuple(Annex(number, *each) for number, each in enumerate(filled, start=1))


def annex_pages(found: tuple[Annex, ...]) -> Iterator[str]:
    """Print each annex: mark on the first line, title on the third, then its table."""
    for annex in found:
        mark = f"附件{annex.number}" if len(found) > 1 else "附件"
        yield text(mark, "AnnexMark", new_page=True)
        yield text("", "Blank")
        yield text(annex.title, "Title")
        yield text("", "Blank")
        yield annex.table


def _tasks(summary: Summary) -> str:
    """One table of every task, with a heading row for each unit."""
    units = tables_by_unit(summary)
    if not units:
        return ""
    middle = middle_columns([row for _, table in units for row in table.rows])
    rows: list[Row] = []
    for line, (_, table) in zip(summary.by_unit, units, strict=True):
        rows += [Band(_heading(line)), *(word_row(row, middle, summary) for row in table.rows)]
    first = units[0][1]
    return xml.table(word_heads(first), rows, widths=first.widths)


def _heading(line: UnitLine) -> str:
    counts = line.tally
    late = f"，逾期{counts.overdue}项" if counts.overdue else ""
    return f"{line.unit}（{counts.tasks}项，办结{counts.closed}项{late}）"
