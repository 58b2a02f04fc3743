"""The official form, by its XML: page, grid, type, numbers of pages, annexes; GB/T 9704—2012."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx_parts import W, part, style_of, values, words
from facts_of_reports import a_task, due_on, facts
from lxml import etree

from duban.reports.dispatch import Dispatch
from duban.reports.docx_writer import write
from duban.reports.facts import ExemplarFact
from duban.reports.official_xml import LINE_TWIPS, column_sizes
from duban.reports.summary import summary_of
from duban.reports.values import Summary
from models.words import ExemplarKind, ExemplarState


@pytest.fixture
def written(summary: Summary, tmp_path: Path) -> Path:
    path = tmp_path / "报告.docx"
    write(summary, path)
    return path


def test_page_margins_and_grid_are_those_of_the_standard(written: Path) -> None:
    section = part(written, "word/document.xml").find(f".//{W}sectPr")
    assert values(section.find(W + "pgSz"), "w", "h") == ("11906", "16838")
    assert values(section.find(W + "pgMar"), "top", "left", "bottom", "right") == ("2098", "1588", "1984", "1474")
    grids = section.findall(W + "docGrid")
    assert [values(grid, "type", "linePitch", "charSpace") for grid in grids] == [("linesAndChars", "579", "-849")]


# fmt: off
@pytest.mark.parametrize(("style", "font", "half_points", "line", "align"), [
    ("Normal",    "仿宋_GB2312",    "32", "579", "both"),
    ("Title",     "方正小标宋简体",  "44", "640", "center"),
    ("Heading1",  "黑体",           "32", "579", "both"),
    ("TableText", "仿宋_GB2312",    "24", "360", "left"),
    ("TableHead", "黑体",           "24", "360", "center"),
    ("AnnexMark", "黑体",           "32", "579", "left"),
])
def test_type_and_lines_are_those_of_the_standard(written: Path, style: str, font: str, half_points: str, line: str, align: str) -> None:
    # fmt: on
    found = part(written, "word/styles.xml").find(f"{W}style[@{W}styleId='{style}']")
    assert found.find(f"{W}rPr/{W}rFonts").get(W + "eastAsia") == font
    assert found.find(f"{W}rPr/{W}sz").get(W + "val") == half_points
    assert values(found.find(f"{W}pPr/{W}spacing"), "line", "lineRule") == (line, "exact")
    assert found.find(f"{W}pPr/{W}jc").get(W + "val") == align


def test_text_begins_two_characters_in_and_a_run_in_heading_is_in_kaiti(written: Path) -> None:
    styles = part(written, "word/styles.xml")
    indent = styles.find(f"{W}style[@{W}styleId='Normal']/{W}pPr/{W}ind")
    run_in = styles.find(f"{W}style[@{W}styleId='RunIn']/{W}rPr/{W}rFonts")
    assert (indent.get(W + "firstLineChars"), run_in.get(W + "eastAsia")) == ("200", "楷体_GB2312")
    marked = part(written, "word/document.xml").findall(f".//{W}r/{W}rPr/{W}rStyle[@{W}val='RunIn']/../..")
    assert [words(run) for run in marked][1:4] == ["（一）逾期任务。", "（二）退回重办。", "（三）配合情况。"]


def test_every_style_a_paragraph_names_is_there(written: Path) -> None:
    known = {style.get(W + "styleId") for style in part(written, "word/styles.xml").findall(W + "style")}
    body = part(written, "word/document.xml")
    named = {found.get(W + "val") for kind in ("pStyle", "rStyle", "tblStyle") for found in body.iter(W + kind)}
    assert named <= known


def test_pages_are_numbered_on_the_right_when_odd_and_on_the_left_when_even(written: Path) -> None:
    assert part(written, "word/settings.xml").find(W + "evenAndOddHeaders") is not None
    section = Document(str(written)).sections[0]
    sides = {}
    for name, footer in (("odd", section.footer), ("even", section.even_page_footer)):
        (paragraph,) = footer._element.findall(qn("w:p"))
        field = paragraph.find(qn("w:fldSimple")).get(qn("w:instr")).strip()
        sides[name] = (paragraph.find(f"{W}pPr/{W}jc").get(W + "val"), words(paragraph), field)
    assert sides == {"odd": ("right", "— 1 —", "PAGE"), "even": ("left", "— 1 —", "PAGE")}


def test_sections_are_numbered_and_named(written: Path) -> None:
    headings = [words(p) for p in part(written, "word/document.xml").iter(W + "p") if style_of(p) == "Heading1"]
    assert headings == ["一、总体情况", "二、存在的问题", "三、督办情况", "四、典型经验", "五、下一步安排"]


def test_each_annex_begins_a_page_and_is_announced(written: Path) -> None:
    paragraphs = list(part(written, "word/document.xml").iter(W + "p"))
    marks = [p for p in paragraphs if style_of(p) == "AnnexMark"]
    assert [words(mark) for mark in marks] == ["附件1", "附件2", "附件3"]
    assert all(mark.find(f"{W}pPr/{W}pageBreakBefore") is not None for mark in marks)
    announced = [words(p) for p in paragraphs if style_of(p) in ("AnnexList", "AnnexNext")]
    titles = ["逾期未办结任务清单", "各牵头单位办理情况统计表", "各牵头单位任务清单"]
    assert announced == [f"附件：1. {titles[0]}", f"2. {titles[1]}", f"3. {titles[2]}"]
    assert [words(p) for p in paragraphs if style_of(p) == "Title"][1:] == titles


def test_tables_repeat_their_head_split_no_row_and_fill_the_line(written: Path) -> None:
    tables = part(written, "word/document.xml").findall(f"{W}body/{W}tbl")
    assert len(tables) == 5
    for table in tables:
        rows = table.findall(W + "tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert sum(int(column.get(W + "w")) for column in table.iter(W + "gridCol")) == LINE_TWIPS


def test_every_task_stands_in_the_last_annex_and_every_late_one_in_the_first(written: Path, summary: Summary) -> None:
    late, _, every = part(written, "word/document.xml").findall(f"{W}body/{W}tbl")[-3:]
    assert _first_cells(late) == [str(task.id) for task in summary.overdue]
    assert sorted(_first_cells(every), key=int) == [str(task.id) for task in summary.tasks]


def _first_cells(table: etree._Element) -> list[str]:
    rows = table.findall(W + "tr")[1:]
    return [words(row.find(W + "tc")) for row in rows if row.find(f".//{W}gridSpan") is None]


def test_signed_two_characters_in_and_dated_two_after_the_name_begins(written: Path) -> None:
    signed = [p for p in part(written, "word/document.xml").iter(W + "p") if style_of(p) == "SignedBy"]
    assert [words(p) for p in signed] == ["岭海省科学技术协会", "2026年6月30日"]
    assert [p.find(f"{W}pPr/{W}ind").get(W + "rightChars") for p in signed] == ["200", "250"]


def test_equal_summaries_give_equal_bytes_at_any_time(summary: Summary, written: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.docx"
    write(summary, again)
    assert again.read_bytes() == written.read_bytes()
    with ZipFile(again) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = packed.read("docProps/core.xml").decode()
    assert set(re.findall(r"<dcterms:\w+[^>]*>([^<]*)<", told)) == {"2000-01-01T00:00:00Z"}


def test_contact_data_is_not_in_the_file(written: Path) -> None:
    with ZipFile(written) as packed:
        content = b"".join(packed.read(name) for name in packed.namelist()).decode(errors="replace")
    assert not re.search("纪晓舟|00001818", content)


def test_whom_it_is_addressed_to_stands_flush_left(summary: Summary, tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    write(summary, path, sent=Dispatch(to="提升年工作领导小组"))
    said = [(style_of(p), words(p)) for p in part(path, "word/document.xml").iter(W + "p")]
    title = [style for style, _ in said].index("Title")
    assert said[title + 1 : title + 3] == [("Blank", ""), ("Addressee", "提升年工作领导小组：")]


def test_a_plan_without_tasks_has_no_annex_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    write(summary_of(facts()), path)
    body = part(path, "word/document.xml")
    assert body.find(f"{W}body/{W}tbl") is None
    assert "附件" not in words(body)
    assert "方案尚未分解出任务。" in words(body)


def test_what_no_document_can_hold_is_left_out_and_marks_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    named = ExemplarFact(ExemplarKind.DEED, ExemplarState.ACCEPTED, 1, "A<b>&\x0bB", "话\x00\ud800", "")
    write(summary_of(facts(a_task(1, title="<script>", due=due_on(5, 1)), exemplars=(named,))), path)
    told = words(part(path, "word/document.xml"))
    assert ("1. A<b>&B。" in told, "话。" in told, "<script>" in told) == (True, True, True)


@pytest.mark.parametrize("widths", [(1, 1, 1), (10, 3, 3, 4, 3, 2, 2, 2, 2, 2), (7,)])
def test_columns_share_the_whole_line(widths: tuple[int, ...]) -> None:
    assert sum(column_sizes(widths)) == LINE_TWIPS
