"""Writes a report as an official document after GB/T 9704—2012: text, signature, annexes. Pictures stay with the page
and the sheet; a wide table is named and left to the sheet."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from duban.reports.cells import head_of
from duban.reports.dispatch import AS_IT_IS, Dispatch
from duban.reports.docx_tables import cell_said, middle_columns
from duban.reports.fixed_zip import write_fixed
from duban.reports.letterhead import colophon, letterhead
from duban.reports.official_page import blank_document, fill
from duban.reports.official_xml import Cells, lines, paragraph, run, table, text
from duban.reports.report import Captioned, Part, Report
from duban.reports.signing import BLANK, closing, signed
from duban.reports.titles import title_lines
from models.words import Lamp
from workflows.moments import day_of

NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    """Write 1 to 19 as headings do: 一, 十, 十一."""
    return NUMERALS[number - 1] if number <= 10 else f"十{NUMERALS[number - 11]}"


def write(report: Report, path: Path, *, sent: Dispatch = AS_IT_IS) -> None:
    """Write the document; `sent`: how it goes out. Equal reports give equal bytes."""
    document = blank_document(title=report.title, issuer=report.issuer)
    fill(document, _parts(report, sent))
    packed = BytesIO()
    document.save(packed)
    write_fixed(packed.getvalue(), path)


def _parts(report: Report, sent: Dispatch) -> Iterator[str]:
    day = day_of(report.as_of)
    yield from letterhead(sent, report.issuer, of=report.number, day=day)
    yield from signed(_body(report, sent), report.issuer, day, note=sent.note)
    annexes = report.annexes()
    for number, part in enumerate(annexes, start=1):
        yield text(f"附件{number}" if len(annexes) > 1 else "附件", "AnnexMark", new_page=True)
        yield BLANK
        yield text(part.heading, "Title")
        yield BLANK
        yield from _inside(report, part, None)
    yield from colophon(sent, report.issuer, day=day)


def _body(report: Report, sent: Dispatch) -> Iterator[str]:
    yield lines(title_lines(report.title), style="Title")
    yield BLANK
    if sent.to:
        yield text(f"{sent.to}：", "Addressee")
    yield text(report.opening)
    tables = iter(range(1, 1000))
    for number, part in enumerate(report.body(), start=1):
        yield text(f"{numeral(number)}、{part.heading}", "Heading1")
        yield from _inside(report, part, tables)
    yield closing(upward=sent.upward)
    yield from _list_of_annexes(report)


def _inside(report: Report, part: Part, tables: Iterator[int] | None) -> Iterator[str]:
    yield from (text(words) for words in part.said)
    for number, sub in enumerate(part.subs, start=1):
        yield from _under(f"（{numeral(number)}）{sub.heading}", sub.said)
    for one in (one for one in part.tables if not one.echo):
        yield from _table(report, one, tables)


def _under(heading: str, said: tuple[str, ...]) -> Iterator[str]:
    """The first sentences run on after their heading; one that stands alone has no stop."""
    runs = [run(f"{heading}。", "RunIn"), run(said[0])] if said else [run(heading, "RunIn")]
    yield paragraph(runs, style="Normal")
    yield from (text(words) for words in said[1:])


def _table(report: Report, one: Captioned, tables: Iterator[int] | None) -> Iterator[str]:
    if one.wide:
        yield text(f"{one.caption}共{len(one.table.rows)}行{len(one.table.heads) - 1}列，见表格文件。")
    elif one.table.rows:
        if tables is not None:
            yield text(f"表{next(tables)}　{one.caption}", "Caption")
        middle, year = middle_columns(one.table.rows), day_of(report.as_of).year
        rows = (Cells(tuple(cell_said(cell, year) for cell in row), middle) for row in one.table.rows)
        yield table(_heads(one), rows, widths=one.table.widths)
        yield BLANK
    elif one.table.empty:
        yield text(one.table.empty)


def _heads(one: Captioned) -> tuple[str, ...]:
    """A lamp's column is narrow: 绿."""
    return tuple(head.zh[0] if isinstance(head, Lamp) else head_of(head) for head in one.table.heads)


def _list_of_annexes(report: Report) -> Iterator[str]:
    """附件：1. … 2. …, one line below the text, without a mark at the end; a single one without a number."""
    annexes = report.annexes()
    if annexes:
        yield BLANK
    for number, part in enumerate(annexes, start=1):
        lead = "附件：" if number == 1 else ""
        name = part.heading if len(annexes) == 1 else f"{number}. {part.heading}"
        yield text(f"{lead}{name}", "AnnexList" if lead else "AnnexNext")
