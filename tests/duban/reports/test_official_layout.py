"""The numbers of GB/T 9704—2012 on the XML: type, 版头, signature, annexes, 版记, page numbers, fonts, letters."""

from datetime import UTC, date, datetime
from io import BytesIO
from itertools import takewhile
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx_parts import Element, W, part, said, style_of, values, words

from duban.reports.dispatch import Dispatch, dispatch_of, number_left_open
from duban.reports.forms import as_docx
from duban.reports.official_xml import LINE_TWIPS
from duban.reports.report import Captioned, Part, Report, Sub
from duban.reports.signing import signature
from duban.reports.supervision_paper import Paper, write_paper
from duban.reports.tables import Table
from models.errors import BadInput

ISSUER, LINE, CHARACTER = "岭海省科学技术协会", 579, 316
R, RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}", "word/_rels/document.xml.rels"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ELEMENTS = (
    "份号=12",
    "密级=机密★1年",
    "紧急程度=特急",
    "签发人=郑明远",
    "抄送=省教育厅，省科技厅",
    "附注=联系部门：科普部",
)


def mm(twips: int) -> float:
    return round(twips * 25.4 / 1440, 1)


def a_report() -> Report:
    table = Table(heads=("单位", "数量"), widths=(4, 4), rows=(("甲", 1),), empty="")
    body = Part(
        heading="总体情况",
        said=("良好。",),
        subs=(Sub(heading="进展", said=("顺利。", "再说。")), Sub(heading="空", said=())),
    )
    annexes = tuple(
        Part(heading=name, tables=(Captioned(caption=name, table=table),), annex=True) for name in ("清单", "统计表")
    )
    return Report(
        kind="monthly", name="月报", title="关于某事的报告", number="岭科协〔2025〕18号", issuer=ISSUER,
        as_of=datetime(2026, 6, 3, 1, tzinfo=UTC), since=None, opening="现报告如下。", parts=(body, *annexes),
    )  # fmt: skip


def written(folder: Path, sent: Dispatch, report: Report | None = None) -> Path:
    as_docx.write(report or a_report(), folder / "r.docx", sent=sent)
    return folder / "r.docx"


@pytest.fixture(scope="module")
def upward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper to those above, with every element."""
    return written(tmp_path_factory.mktemp("upward"), dispatch_of(ELEMENTS, to="省委"))


@pytest.fixture(scope="module")
def downward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper to those below, with no more than it has to have."""
    return written(tmp_path_factory.mktemp("downward"), Dispatch(upward=False))


@pytest.fixture(scope="module")
def letter() -> BytesIO:
    lines = (("督办事项", "更新展项"), ("签收栏", ""))
    return BytesIO(write_paper(Paper("督办通知单", "岭科协〔2026〕18号·任务5·1", ISSUER, date(2026, 4, 6), lines)))


def body(path: Path | BytesIO) -> Element:
    return part(path, "word/document.xml").find(W + "body")


def head(path: Path) -> list[Element]:
    """The paragraphs above the title."""
    return list(takewhile(lambda p: style_of(p) != "Title", body(path).findall(W + "p")))


def style(path: Path, name: str) -> Element:
    return part(path, "word/styles.xml").find(f"{W}style[@{W}styleId='{name}']")


def lines_of(paragraph: Element) -> int:
    """How high a paragraph of one line is: what it says itself, else its style's line."""
    spacing = paragraph.find(f"{W}pPr/{W}spacing")
    return int(spacing.get(W + "line")) if spacing is not None else LINE


def test_twenty_two_lines_and_twenty_eight_characters_fit_the_page(downward: Path) -> None:
    section = body(downward).find(W + "sectPr")
    size, margins, grid = (section.find(W + name) for name in ("pgSz", "pgMar", "docGrid"))
    high, wide = int(size.get(W + "h")), int(size.get(W + "w"))
    top, bottom, left, right = (int(margins.get(W + side)) for side in ("top", "bottom", "left", "right"))
    cell = 16 + int(grid.get(W + "charSpace")) / 4096
    assert (mm(wide), mm(high)) == (210, 297)
    assert (mm(wide - left - right), mm(high - top - bottom)) == (156, 225)
    assert (high - top - bottom) // int(grid.get(W + "linePitch")) == 22
    assert int((wide - left - right) / 20 / cell) == 28


# fmt: off
@pytest.mark.parametrize(("name", "font", "half_points", "indent"), [
    ("Normal",         "仿宋_GB2312",   "32", {"firstLineChars": "200"}),
    ("Title",          "方正小标宋简体", "44", {"firstLineChars": "0"}),
    ("Heading1",       "黑体",          "32", {"firstLineChars": "200"}),
    ("Addressee",      "仿宋_GB2312",   "32", {"firstLineChars": "0"}),
    ("Marking",        "黑体",          "32", {"firstLineChars": "0"}),
    ("IssuerMark",     "方正小标宋简体", "44", {"firstLineChars": "0"}),
    ("DocumentNumber", "仿宋_GB2312",   "32", {"firstLineChars": "0"}),
    ("SignedBy",       "仿宋_GB2312",   "32", {"firstLineChars": "0"}),
    ("AnnexList",      "仿宋_GB2312",   "32", {"leftChars": "600", "hangingChars": "400"}),  # begins two characters in
    ("AnnexMark",      "黑体",          "32", {"firstLineChars": "0"}),
    ("Colophon",       "仿宋_GB2312",   "28", {"leftChars": "100", "rightChars": "100"}),
    ("ColophonCopies", "仿宋_GB2312",   "28", {"leftChars": "400", "hangingChars": "300", "rightChars": "100"}),
    ("PageNumber",     "宋体",          "28", {"firstLineChars": "0"}),
])
def test_each_kind_of_words_has_its_font_its_size_and_its_place(downward: Path, name: str, font: str, half_points: str, indent: dict[str, str]) -> None:
    # fmt: on
    found = style(downward, name)
    fonts, size, ind = (found.find(f"{W}{place}") for place in (f"rPr/{W}rFonts", f"rPr/{W}sz", f"pPr/{W}ind"))
    assert values(fonts, "eastAsia", "ascii", "hAnsi") == (font, "Times New Roman", "Times New Roman")
    assert size.get(W + "val") == half_points
    assert {key: ind.get(W + key) for key in indent} == indent


def test_headings_are_heiti_then_kaiti_and_nothing_is_bold(upward: Path) -> None:
    assert [name for name in ("document", "styles") if list(part(upward, f"word/{name}.xml").iter(W + "b"))] == []
    assert [words(p) for p in body(upward).findall(W + "p") if style_of(p) == "Heading1"] == ["一、总体情况"]
    run_in = [words(r) for r in body(upward).iter(W + "r") if r.find(f"{W}rPr/{W}rStyle[@{W}val='RunIn']") is not None]
    assert run_in[1:] == ["（一）进展。", "（二）空"]  # the first is the name of who signs
    assert style(upward, "RunIn").find(f"{W}rPr/{W}rFonts").get(W + "eastAsia") == "楷体_GB2312"
    assert ("Normal", "（一）进展。顺利。") in said(body(upward))


def test_everything_is_black_but_the_mark_and_the_line_under_it(upward: Path) -> None:
    xml = part(upward, "word/document.xml")
    red = [p for p in xml.find(W + "body").findall(W + "p") if "FF0000" in colours(p)]
    assert colours(xml) == {"FF0000", "000000"}
    assert [words(p) for p in red] == [f"{ISSUER}文件", ""]
    assert part(upward, "word/styles.xml").find(f".//{W}rPr/{W}color") is None


def colours(element: Element) -> set[str]:
    of_words = {str(one.get(W + "val")) for one in element.iter(W + "color")}
    return of_words | {str(one.get(W + "color")) for one in element.iter() if one.get(W + "color")}


def test_copy_number_secrecy_and_urgency_stand_flush_left_from_the_first_line(upward: Path) -> None:
    first = [(style_of(p), words(p)) for p in head(upward)[:3]]
    assert first == [("Addressee", "000012"), ("Marking", "机密★1年"), ("Marking", "特急")]


@pytest.mark.parametrize("which", ["upward", "downward"])
def test_the_mark_begins_thirty_five_millimetres_below_the_top(which: str, request: pytest.FixtureRequest) -> None:
    above = head(request.getfixturevalue(which))
    at = next(n for n, p in enumerate(above) if style_of(p) == "IssuerMark")
    before = int(above[at].find(f"{W}pPr/{W}spacing").get(W + "before"))
    assert mm(sum(map(lines_of, above[:at])) + before) == 35


def test_the_mark_is_one_line_in_red(downward: Path) -> None:
    [mark] = [p for p in head(downward) if style_of(p) == "IssuerMark"]
    run = mark.find(f"{W}r/{W}rPr")
    assert words(mark) == f"{ISSUER}文件"
    assert run.find(W + "color").get(W + "val") == "FF0000"
    assert len(words(mark)) * int(run.find(W + "sz").get(W + "val")) * 10 <= LINE_TWIPS


def test_number_red_line_and_title_follow_two_lines_four_millimetres_and_two_lines_below(downward: Path) -> None:
    styles = [style_of(p) for p in head(downward)]
    at = styles.index("IssuerMark")
    assert styles[at:] == ["IssuerMark", "Blank", "Blank", "DocumentNumber", "Blank", "Blank", "Blank"]
    number, line = head(downward)[at + 3 : at + 5]
    border = line.find(f"{W}pPr/{W}pBdr/{W}bottom")
    assert values(border, "val", "space", "color") == ("single", "0", "FF0000")
    assert line.find(f"{W}pPr/{W}ind") is None  # as wide as the 版心
    under_the_words = (LINE - 16 * 20) / 2 * 2 / 3  # what an exact line leaves below its words
    assert mm(lines_of(line) + under_the_words) == pytest.approx(4, abs=0.1)
    assert style(downward, "DocumentNumber").find(f"{W}pPr/{W}jc").get(W + "val") == "center"
    assert words(number) == "岭科协〔2026〕　　号"


def test_a_paper_to_those_above_has_its_number_left_and_who_signs_it_right(upward: Path) -> None:
    [number] = [p for p in head(upward) if style_of(p) == "DocumentNumber"]
    props, runs = number.find(W + "pPr"), number.findall(W + "r")
    assert values(props.find(W + "ind"), "leftChars", "rightChars") == ("100", "100")
    assert values(props.find(f"{W}tabs/{W}tab"), "val", "pos") == ("right", str(LINE_TWIPS - CHARACTER))
    assert props.find(W + "jc").get(W + "val") == "left"
    assert [words(r) for r in runs] == ["岭科协〔2026〕　　号", "", "签发人：", "郑明远"]
    assert runs[-1].find(f"{W}rPr/{W}rStyle").get(W + "val") == "RunIn"  # 楷体


@pytest.mark.parametrize(("of", "year", "left_open"), [("岭科协〔2025〕18号", 2026, "岭科协〔2026〕　　号"), ("十八号文", 2026, "")])
def test_a_number_that_is_not_given_is_left_open(of: str, year: int, left_open: str) -> None:
    assert number_left_open(of, year) == left_open


@pytest.mark.parametrize("number", ["岭科协[2026]5号", "岭科协〔2026〕05号", "岭科协〔2026〕第5号", "岭科协〔26〕5号", "5号"])
def test_a_number_that_the_standard_would_not_have_is_refused(number: str) -> None:
    with pytest.raises(BadInput, match="六角括号"):
        dispatch_of([f"文号={number}"])


def test_an_element_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match="份号、密级、紧急程度、文号、签发人、抄送、印发机关、附注"):
        dispatch_of(["落款=某某"])
    assert dispatch_of(["文号=岭科协〔2026〕5号"]).number == "岭科协〔2026〕5号"


def test_the_annexes_are_announced_one_line_below_the_text_without_an_end_mark(upward: Path) -> None:
    paragraphs = said(body(upward))
    at = [style for style, _ in paragraphs].index("AnnexList")
    assert paragraphs[at - 1 : at + 2] == [("Blank", ""), ("AnnexList", "附件：1. 清单"), ("AnnexNext", "2. 统计表")]


def test_an_annex_begins_a_page_with_its_mark_on_line_one_and_its_title_on_line_three(upward: Path) -> None:
    paragraphs = body(upward).findall(W + "p")
    for mark in (n for n, p in enumerate(paragraphs) if style_of(p) == "AnnexMark"):
        assert paragraphs[mark].find(f"{W}pPr/{W}pageBreakBefore") is not None
        assert [style_of(p) for p in paragraphs[mark : mark + 3]] == ["AnnexMark", "Blank", "Title"]
    assert style(upward, "AnnexMark").find(f"{W}pPr/{W}jc").get(W + "val") == "left"


@pytest.mark.parametrize(("which", "words"), [("upward", "特此报告。"), ("downward", "特此通报。")])
def test_its_last_words_stand_on_the_page_of_the_signature_with_all_between(
    which: str, words: str, request: pytest.FixtureRequest
) -> None:
    paragraphs = body(request.getfixturevalue(which)).findall(W + "p")
    texts = ["".join(t.text or "" for t in p.iter(W + "t")) for p in paragraphs]
    last, day = texts.index(words), texts.index("2026年6月3日")

    alone = [
        text
        for p, text in zip(paragraphs[last:day], texts[last:day], strict=True)
        if p.find(f"{W}pPr/{W}keepNext") is None
    ]

    assert alone == []
    assert texts[last + 2] == "附件：1. 清单"


def rights(name: str, day: date, *, sealed: bool) -> list[tuple[str, float]]:
    """The words of a signature with how many characters they end from the right."""
    found = [part_of for part_of in signature(name, day, sealed=sealed) if "SignedBy" in part_of]
    return [(one.split('preserve">')[1].split("<")[0], int(one.split('rightChars="')[1].split('"')[0]) / 100) for one in found]


@pytest.mark.parametrize(
    ("name", "sealed", "name_in", "date_in"),
    [
        (ISSUER,     False, 2,   3),   # nine characters; the date, six wide, begins two after the name does
        ("省科协",   False, 7,   2),   # the date would come nearer than two: the name moves instead
        (ISSUER,     True,  2.5, 4),   # the date four in, the name in the middle above it
        ("省科协",   True,  5.5, 4),
    ],
    ids=["a long name", "a short name", "a long name under a seal", "a short name under a seal"],
)  # fmt: skip
def test_the_signature_stands_so_many_characters_from_the_right(name: str, sealed: bool, name_in: float, date_in: float) -> None:
    assert rights(name, date(2026, 6, 3), sealed=sealed) == [(name, name_in), ("2026年6月3日", date_in)]


def test_what_is_noted_stands_in_brackets_two_characters_in_below_the_date(upward: Path) -> None:
    paragraphs = said(body(upward))
    at = paragraphs.index(("SignedBy", "2026年6月3日"))
    assert paragraphs[at + 1] == ("Normal", "（联系部门：科普部）")


def colophon(path: Path) -> Element:
    [anchor] = body(path).iter(WP + "anchor")
    return anchor


def test_the_colophon_stands_on_the_bottom_of_the_last_page_as_wide_as_the_text(upward: Path) -> None:
    last = body(upward).findall(W + "p")[-1]
    [anchor] = last.iter(WP + "anchor")  # after the annexes
    vertical, horizontal = anchor.find(WP + "positionV"), anchor.find(WP + "positionH")
    assert (vertical.get("relativeFrom"), vertical.find(WP + "align").text) == ("margin", "bottom")
    assert (horizontal.get("relativeFrom"), horizontal.find(WP + "align").text) == ("margin", "left")
    assert int(anchor.find(WP + "extent").get("cx")) == LINE_TWIPS * 635
    assert [cell.get(W + "w") for cell in anchor.iter(W + "gridCol")] == [str(LINE_TWIPS)]


@pytest.mark.parametrize(
    ("which", "rows", "lines"),
    [
        ("upward", ["抄送：省教育厅，省科技厅。", f"{ISSUER}2026年6月3日印发"], [("8", "6"), ("6", "8")]),
        ("downward", [f"{ISSUER}2026年6月3日印发"], [("8", "8")]),
    ],
)
def test_its_first_and_last_lines_are_thicker_than_those_between(
    which: str, rows: list[str], lines: list[tuple[str, str]], request: pytest.FixtureRequest
) -> None:
    found = list(colophon(request.getfixturevalue(which)).iter(W + "tc"))
    borders = [cell.find(f"{W}tcPr/{W}tcBorders") for cell in found]
    assert list(map(words, found)) == rows
    assert [(b.find(W + "top").get(W + "sz"), b.find(W + "bottom").get(W + "sz")) for b in borders] == lines
    assert [round(int(eighths) / 8 / 72 * 25.4, 2) for eighths in ("8", "6")] == [0.35, 0.26]


def test_the_day_of_printing_ends_one_character_from_the_right(downward: Path) -> None:
    tabs = [t for t in colophon(downward).iter(W + "tab") if t.get(W + "pos")]
    assert [values(t, "val", "pos") for t in tabs] == [("right", str(LINE_TWIPS - 280))]


def test_page_numbers_stand_seven_millimetres_below_the_text(downward: Path) -> None:
    margins = body(downward).find(f"{W}sectPr/{W}pgMar")
    bottom, footer = (int(margins.get(W + name)) for name in ("bottom", "footer"))
    line = int(style(downward, "PageNumber").find(f"{W}pPr/{W}spacing").get(W + "line"))
    assert mm(footer) == pytest.approx(25, abs=0.6)
    assert mm(bottom - footer - line / 2) == 7  # the dash is in the middle of its line


def test_fonts_are_named_with_others_for_them_and_none_is_in_the_file(downward: Path) -> None:
    table = part(downward, "word/fontTable.xml")
    others = {font.get(W + "name"): font.find(W + "altName").get(W + "val") for font in table.iter(W + "font")}
    assert others == {
        "仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "方正小标宋简体": "华文中宋", "黑体": "SimHei", "宋体": "SimSun",
    }  # fmt: skip
    with ZipFile(downward) as packed:
        assert [name for name in packed.namelist() if "font" in name.lower()] == ["word/fontTable.xml"]


def test_a_letter_has_its_name_thirty_millimetres_from_the_top_and_double_lines(letter: BytesIO) -> None:
    section = body(letter).find(W + "sectPr")
    margins = section.find(W + "pgMar")
    assert (mm(int(margins.get(W + "header"))), mm(int(margins.get(W + "footer")))) == (30, 20)
    [header], [footer] = ([part(letter, f"word/{name}") for name in names(letter, kind)] for kind in ("header", "first footer"))
    mark, line = header.findall(W + "p")
    wide = [int(values(p.find(f"{W}pPr/{W}ind"), side)[0] or 0) for p in (line,) for side in ("left", "right")]
    assert words(mark) == ISSUER
    assert mm(LINE_TWIPS - sum(wide)) == 170
    assert mm(1588 + wide[0]) == mm(1474 + wide[1]) == 20  # in the middle of the page
    assert mm(lines_of(line)) == 4
    assert line.find(f"{W}pPr/{W}pBdr/{W}bottom").get(W + "val") == "thickThinSmallGap"
    assert footer.find(f"{W}p/{W}pPr/{W}pBdr/{W}bottom").get(W + "val") == "thinThickSmallGap"


def names(letter: BytesIO, kind: str) -> list[str]:
    """The parts that a letter's first page has for its head or its foot."""
    relations = part(letter, RELATIONS)
    tag = W + ("headerReference" if kind == "header" else "footerReference")
    ids = {e.get(f"{R}id") for e in body(letter).iter(tag) if e.get(W + "type") == "first"}
    return [relation.get("Target") for relation in relations if relation.get("Id") in ids]


def test_the_first_page_of_a_letter_has_no_number_and_its_reference_stands_right(letter: BytesIO) -> None:
    section = body(letter).find(W + "sectPr")
    assert section.find(W + "titlePg") is not None
    [first] = names(letter, "first footer")
    assert list(part(letter, f"word/{first}").iter(W + "fldSimple")) == []
    paragraphs = said(body(letter))
    assert paragraphs[:4] == [("SignedBy", "编号：岭科协〔2026〕18号·任务5·1"), ("Blank", ""), ("Blank", ""), ("Title", "督办通知单")]
    assert paragraphs[-2:] == [("SignedBy", ISSUER), ("SignedBy", "2026年4月6日")]


def test_the_number_of_a_second_page_of_a_letter_stands_where_numbers_stand(letter: BytesIO, downward: Path) -> None:
    usual, lowered = (int(body(one).find(f"{W}sectPr/{W}pgMar").get(W + "footer")) for one in (downward, letter))
    ids = {str(e.get(f"{R}id")) for e in body(letter).iter(W + "footerReference") if e.get(W + "type") != "first"}
    footers = [part(letter, f"word/{r.get('Target')}") for r in part(letter, RELATIONS) if r.get("Id") in ids]
    assert [int(f.find(f"{W}p/{W}pPr/{W}spacing").get(W + "after")) for f in footers] == [usual - lowered] * 2
