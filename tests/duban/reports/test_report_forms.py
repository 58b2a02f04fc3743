"""The forms of a report: escaped, harmless in a spreadsheet, every picture beside its table, in the official layout."""

import csv
import json
import shutil
import subprocess
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook

from duban.reports.covered import Covered
from duban.reports.dispatch import Dispatch
from duban.reports.forms import as_csv, as_docx, as_html, as_markdown, as_xlsx
from duban.reports.heat import HEAT
from duban.reports.kinds import KINDS, Kind
from duban.reports.pictures import svg
from duban.reports.report import Captioned, Drawing, Part, Report, Sub
from duban.reports.tables import Cell, Table
from models.words import Lamp

EVIL = '=HYPERLINK("http://x")<script>alert(1)</script>|`&'
OFFICE = shutil.which("soffice")


def a_table(*rows: tuple[Cell, ...], heads: tuple[str | Lamp, ...] = ("单位", "数量")) -> Table:
    return Table(heads=heads, widths=tuple(4 for _ in heads), rows=rows, empty="没有。")


def a_report(*parts: Part) -> Report:
    return Report(
        kind="monthly",
        name="月报",
        title=f"《方案{EVIL}》月报",
        number="试〔2026〕1号",
        issuer="某省科协",
        as_of=datetime(2026, 6, 30, 1, tzinfo=UTC),
        since=date(2026, 6, 1),
        opening=EVIL,
        parts=parts,
    )


@pytest.fixture
def evil() -> Report:
    shown = a_table((EVIL, 3), (Lamp.RED, 0), (date(2026, 3, 5), None))
    drawn = Captioned(caption=EVIL, table=shown, drawn=Drawing.BARS)
    return a_report(Part(heading=EVIL, said=(EVIL,), subs=(Sub(heading=EVIL, said=(EVIL,)),), tables=(drawn,)))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.outside += [f"{name}={value}" for name, value in attrs if name in ("src", "href", "onclick", "onload")]


def test_the_page_is_escaped_and_needs_nothing_from_outside(evil: Report) -> None:
    page, tags = as_html.render(evil), Tags()
    tags.feed(page)
    assert not {"script", "link", "img", "iframe"} & set(tags.seen)
    assert tags.outside == []
    assert "url(" not in page.replace("url(#", "")
    assert page.count("&lt;script&gt;") >= 7


def test_markdown_holds_no_markup_of_what_people_wrote(evil: Report) -> None:
    assert "<script>" not in as_markdown.render(evil)


def test_no_cell_of_csv_or_sheet_is_a_formula(evil: Report, tmp_path: Path) -> None:
    rows = list(csv.reader(StringIO(as_csv.render(evil).removeprefix("\ufeff"))))
    as_xlsx.write(evil, tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell for row in rows for cell in row if cell.startswith("=")] == []
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or str(cell.value).startswith("=")] == []
    assert rows[1][0].startswith("'=HYPERLINK")


def test_the_json_of_a_report_is_the_whole_of_it(evil: Report) -> None:
    said = json.loads(evil.model_dump_json())
    assert said["parts"][0]["tables"][0]["table"]["rows"] == [[EVIL, 3], ["red", 0], ["2026-03-05", None]]


@pytest.mark.parametrize("drawing", Drawing)
def test_a_picture_is_well_formed_and_holds_every_number_of_a_small_table(drawing: Drawing) -> None:
    shown = Captioned(caption=EVIL, table=a_table(("甲<", 7), ("乙", 13)), drawn=drawing)
    root = ElementTree.fromstring(svg(shown))
    words = "".join(root.itertext())
    assert root.get("aria-label") == EVIL
    assert "13" in words
    assert "甲<" in words


def test_lamps_in_a_picture_differ_in_more_than_colour() -> None:
    rows = (("甲", *(5 for _ in Lamp)),)
    drawn = svg(Captioned(caption="灯", table=a_table(*rows, heads=("单位", *Lamp)), drawn=Drawing.STACK))
    assert {f"url(#{name})" in drawn for name in ("slash", "dots")} == {True}
    assert drawn.count(">5<") == len(Lamp)


def test_a_table_without_rows_is_no_picture_and_says_so() -> None:
    nothing = Captioned(caption="无", table=a_table(), drawn=Drawing.LINES)
    assert svg(nothing) == ""
    assert "没有。" in as_html.render(a_report(Part(heading="一", tables=(nothing,))))


def test_every_drawn_table_of_every_report_is_a_chart_or_shaded_in_its_sheet(
    reports: dict[str, Report], tmp_path: Path
) -> None:
    for report in reports.values():
        as_xlsx.write(report, tmp_path / "r.xlsx")
        book = load_workbook(tmp_path / "r.xlsx")
        shown = dict(zip(book.sheetnames[1:], report.tables(), strict=True))
        for name, one in shown.items():
            sheet, heat = book[name], one.drawn is Drawing.HEAT
            assert bool(sheet._charts) == (bool(one.drawn and one.table.rows) and not heat), (report.kind, name)
            assert sheet.freeze_panes == "B4"
            assert sheet.auto_filter.ref.startswith("A3:")


def test_a_chart_has_a_series_for_each_column_over_the_rows_and_lamps_differ_in_more_than_colour(
    tmp_path: Path,
) -> None:
    rows = tuple((date(2026, 3, day), *(5 for _ in Lamp)) for day in (1, 2))
    lamps = Captioned(caption="灯", table=a_table(*rows, heads=("截至", *Lamp)), drawn=Drawing.STACK)
    as_xlsx.write(a_report(Part(heading="一", tables=(lamps,))), tmp_path / "r.xlsx")
    [chart] = load_workbook(tmp_path / "r.xlsx")["灯"]._charts
    inks = [one.graphicalProperties for one in chart.series]
    assert [(one.tx.strRef.f, one.val.numRef.f) for one in chart.series] == [
        (f"'灯'!{column}3", f"'灯'!${column}$4:${column}$5") for column in "BCDEF"
    ]
    assert [ink.pattFill.prst if ink.pattFill else "" for ink in inks] == ["", "wdUpDiag", "pct20", "", ""]
    light = [_lightness(ink.solidFill.srgbClr) for ink in inks if ink.solidFill is not None]
    assert all(abs(one - other) > 0.08 for n, one in enumerate(light) for other in light[:n])


def _lightness(colour: str) -> float:
    """As grey print shows it, 0 to 1."""
    channels = (int(colour[-6:][n : n + 2], 16) for n in (0, 2, 4))
    return sum(of * weight for of, weight in zip(channels, (0.299, 0.587, 0.114), strict=True)) / 255


def test_days_are_days_in_a_sheet_and_rows_are_as_high_as_their_words(tmp_path: Path) -> None:
    table = a_table((date(2026, 3, 5), "字" * 40), (None, "短"), heads=("时限", "说明"))
    as_xlsx.write(a_report(Part(heading="一", tables=(Captioned(caption="表", table=table),))), tmp_path / "r.xlsx")
    sheet = load_workbook(tmp_path / "r.xlsx")["表"]
    assert (sheet["A4"].number_format, sheet["A4"].alignment.wrap_text) == ("yyyy-mm-dd", True)
    assert sheet.row_dimensions[4].height == 15 * -(-80 // int(4 * 2.6 - 1))
    assert sheet.row_dimensions[5].height is None


def test_a_wide_table_is_printed_on_several_pages_with_its_first_column_on_each(tmp_path: Path) -> None:
    heads = ("单位", *(f"{n}" for n in range(1, 76)))
    wide = a_table(("甲", *("办理中" for _ in heads[1:])), heads=heads)
    as_xlsx.write(
        a_report(Part(heading="一", tables=(Captioned(caption="表", table=wide, wide=True),))), tmp_path / "r.xlsx"
    )
    sheet = load_workbook(tmp_path / "r.xlsx")["表"]
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols, sheet.print_title_rows) == (6, "$A:$A", "$3:$3")


def test_the_first_sheet_says_where_tables_are_and_an_empty_one_that_there_is_nothing(tmp_path: Path) -> None:
    shares, nothing = a_table(("甲", "54.2%"), heads=("单位", "办结率")), a_table(heads=("单位", "办结率"))
    tables = tuple(Captioned(caption=name, table=of) for name, of in (("完成", shares), ("空格", nothing)))
    as_xlsx.write(a_report(Part(heading="一", tables=tables)), tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")

    assert [cell.value for cell in book["说明"]["A"]][-1] == "见工作表：完成、空格。"
    assert book["完成"]["B4"].alignment.horizontal == "right"
    assert book["空格"]["A4"].value


def test_every_state_of_a_cell_has_a_mark_of_its_own() -> None:
    assert HEAT.keys() == {cell.zh for cell in Covered}
    assert len({mark for mark, _ in HEAT.values()}) == len(HEAT)


def test_days_and_shares_with_their_numbers_stay_on_one_line_of_the_page() -> None:
    shares = Table(
        heads=("完成", "说明"), widths=(1, 1), rows=(("55.6%（5/9）", "5/9 个小组"), (date(2026, 2, 28), 5)), empty=""
    )
    page = as_html.render(a_report(Part(heading="一", tables=(Captioned(caption="完成", table=shares),))))
    assert [page.count(f'class="{kind}"') for kind in ("share", "number", "day")] == [1, 1, 1]


def test_every_report_has_a_page_whose_pictures_stand_beside_their_tables(reports: dict[str, Report]) -> None:
    for report in reports.values():
        page = as_html.render(report)
        drawn = [one for one in report.tables() if one.drawn and one.table.rows]
        assert page.count("<svg ") == len(drawn)
        assert all(page.count(f"<caption>表：{one.caption}</caption>") == 1 for one in drawn)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_report_keeps_to_the_standard(reports: dict[str, Report], kind: Kind, tmp_path: Path) -> None:
    report, path = reports[kind.name], tmp_path / "r.docx"
    as_docx.write(report, path, sent=Dispatch(to="领导小组"))
    document = Document(str(path))
    section, styles = document.sections[0], [p.style.style_id for p in document.paragraphs]
    margins = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(m.mm) for m in margins] == [37, 28, 35, 26]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    first = styles.index("Title")
    assert styles[:first].count("IssuerMark") == 1
    assert document.paragraphs[first + 2].text == "领导小组："
    headings = [p.text for p in document.paragraphs if p.style.style_id == "Heading1"]
    assert headings == [f"{as_docx.numeral(n)}、{p.heading}" for n, p in enumerate(report.body(), start=1)]
    assert styles.count("AnnexMark") == len(report.annexes())
    follows = [styles[n + 1] if n + 1 < len(styles) else "" for n, style in enumerate(styles) if style == "Heading1"]
    assert "Heading1" not in follows, "a heading with nothing under it"
    with ZipFile(path) as packed:
        assert b'w:linePitch="579"' in packed.read("word/document.xml")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_signature_stays_on_the_page_of_the_last_words(
    reports: dict[str, Report], kind: Kind, tmp_path: Path
) -> None:
    as_docx.write(reports[kind.name], tmp_path / "r.docx")
    document = Document(str(tmp_path / "r.docx"))
    styles = [p.style.style_id for p in document.paragraphs]
    name, day = (n for n, style in enumerate(styles) if style == "SignedBy")
    blocks = [block for block in document.element.body if block.tag.endswith(("}p", "}tbl"))]
    at = blocks.index(document.paragraphs[name]._p)
    before = next(n for n in range(at - 1, -1, -1) if "".join(blocks[n].itertext()))
    last_row = blocks[before].xpath("./w:tr[last()]") or [blocks[before]]
    assert all(block.xpath(".//w:keepNext") for block in [last_row[0], *blocks[before + 1 : at + 1]])
    assert not document.paragraphs[day]._p.xpath(".//w:keepNext")


if OFFICE:

    def test_an_office_program_makes_pages_of_it(reports: dict[str, Report], tmp_path: Path) -> None:
        as_docx.write(reports["circular"], tmp_path / "r.docx", sent=Dispatch(to="领导小组"))
        at = f"-env:UserInstallation=file://{tmp_path}/profile"
        convert = [OFFICE or "", at, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
        subprocess.run([*convert, str(tmp_path / "r.docx")], check=True, capture_output=True, timeout=180)
        drawer = shutil.which("pdftoppm") or ""
        subprocess.run([drawer, "-r", "30", "-png", str(tmp_path / "r.pdf"), str(tmp_path / "page")], check=True)
        assert len(list(tmp_path.glob("page-*.png"))) > 5
