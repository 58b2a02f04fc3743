"""Office files and web pages: what is hidden in them is said, what is harmful is refused before it is parsed."""

import datetime as dt
import time
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.shared import Pt
from notice_files import element, pdf_file

from duban.notices import packed, read_notice
from duban.notices.cells import cell_text
from duban.notices.opening import LIMIT_BYTES, open_text
from models.errors import BadInput


def refused(path: Path) -> str:
    begun = time.process_time()
    with pytest.raises(BadInput) as caught:
        open_text(path)
    assert time.process_time() - begun < 2
    return caught.value.sentence.zh


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"notice{ending}"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for number in range(3):
            written.writestr(f"word/media/{number}.xml", b"\x00" * (80 * 1024 * 1024))
    assert file.stat().st_size < LIMIT_BYTES
    assert "解压后过大" in refused(file)


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_too_many_parts_are_refused(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"notice{ending}"
    with zipfile.ZipFile(file, "w") as written:
        for number in range(packed.PARTS_LIMIT + 1):
            written.writestr(f"{number}.bin", b"")
    assert "解压后过大" in refused(file)


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_entities_are_refused(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"notice{ending}"
    with zipfile.ZipFile(file, "w") as written:
        written.writestr(
            "a.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
        )
    assert "外部实体" in refused(file)


def test_hundred_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "notice.xlsx"
    with file.open("wb") as opened:
        opened.truncate(100 * 1024 * 1024)
    assert "20 MB" in refused(file)


def test_tracked_changes_are_read_as_accepted_and_said(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("各单位要在")
    inserted, deleted = element("w:ins", {}), element("w:del", {})
    for holder, name, text in ((inserted, "w:t", "9月底前"), (deleted, "w:delText", "8月底前")):
        run, piece = element("w:r", {}), element(name, {})
        piece.text = text
        run.append(piece)
        holder.append(run)
        paragraph._p.append(holder)
    paragraph.add_run("报送总结。").font.size = Pt(16)
    document.save(str(tmp_path / "notice.docx"))
    opened = open_text(tmp_path / "notice.docx")
    assert opened.text == "各单位要在9月底前报送总结。"
    assert opened.notes == ("文件里有未接受的修订，已按全部接受读取，请核对。",)


def test_text_boxes_are_read_and_said(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("正文。")
    box, inner, run, text = (element(n, {}) for n in ("w:txbxContent", "w:p", "w:r", "w:t"))
    text.text = "框内文字。"
    run.append(text)
    inner.append(run)
    box.append(inner)
    paragraph._p.append(box)
    document.save(str(tmp_path / "notice.docx"))
    opened = open_text(tmp_path / "notice.docx")
    assert opened.text == "正文。\n框内文字。"
    assert "文本框" in opened.notes[0]


def test_a_sheet_writes_days_and_shares_as_they_are_shown_and_leaves_hidden_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "重点任务", "牵头单位", "完成时限", "进度"])
    sheet.append([1.0, "建设平台", "市教育局\n市财政局", dt.datetime(2024, 9, 30), 0.5])
    sheet["E2"].number_format = "0%"
    hidden = book.create_sheet("草稿")
    hidden.append(["不读"])
    hidden.sheet_state = "hidden"
    book.save(str(tmp_path / "tasks.xlsx"))
    reading = read_notice(tmp_path / "tasks.xlsx")
    assert reading.text.split("\n")[1] == "1\t建设平台\t市教育局、市财政局\t2024年9月30日\t50%"
    (requirement,) = reading.requirements
    assert [(o.name, o.role) for o in requirement.owners] == [("市教育局", "lead"), ("市财政局", "lead")]
    assert requirement.deadlines[0].date == dt.date(2024, 9, 30)
    assert reading.warnings[0] == "工作表“草稿”是隐藏的，没有读取。"


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("yyyy/m/d", "2026年9月1日"),
        ('yyyy"年"m"月"', "2026年9月"),
        ("mmm\\-yy", "2026年9月"),
        ('[$-804]m"月"d"日"', "9月1日"),
        ("h:mm", "2026年9月1日"),
    ],
)
def test_a_day_in_a_sheet_says_no_more_than_is_shown(tmp_path: Path, shown: str, written: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["建设平台", dt.date(2026, 9, 1)])
    sheet["B1"].number_format = shown
    book.save(str(tmp_path / "tasks.xlsx"))
    assert open_text(tmp_path / "tasks.xlsx").text == f"建设平台\t{written}"


@pytest.mark.parametrize(("ending", "encoding"), [(".html", "utf-8"), (".htm", "gb18030"), (".txt", "utf-8")])
def test_a_saved_page_gives_its_article_alone(tmp_path: Path, ending: str, encoding: str) -> None:
    page = f"""<!DOCTYPE html><html><head><meta charset="{encoding}"><title>关于甲的通知_海州市</title>
    <script>var a = "一、不读";</script></head><body><div class="nav"><a href="/">首页</a></div>
    <div class="main"><p>各局：</p><p>一、开展排查。9月底前完成。（甲局牵头）</p><p>甲局<br>2022年6月30日</p></div>
    <div class="footer">版权所有：海州市</div></body></html>"""
    file = tmp_path / f"notice{ending}"
    file.write_bytes(page.encode(encoding))
    assert open_text(file).text == "关于甲的通知\n各局：\n一、开展排查。9月底前完成。（甲局牵头）\n甲局\n2022年6月30日"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("市教育局\n市财政局", "市教育局、市财政局"),  # units one a line
        ("完成线路\n改造", "完成线路改造"),  # a broken line
        ("张某\n王志强", "张某、王志强"),  # people one a line
        ("市教育局\n李某某", "市教育局 李某某"),  # a unit and its person
        ("市教育局 李某某", "市教育局 李某某"),
        ("李某某 市教育局", "李某某 市教育局"),
        ("张建国 王志强", "张建国、王志强"),
        ("主 要 任 务", "主要任务"),
        ("牵头单位：市教育局\n配合单位：市财政局", "牵头单位：市教育局；配合单位：市财政局"),
        ("党委副书记\n程 立", "党委副书记程立"),  # a post and who holds it
        ("1.排查\n2.整改", "1.排查 2.整改"),  # points
        ("  \n", ""),
    ],
)
def test_lines_of_a_cell_are_joined(written: str, shown: str) -> None:
    assert cell_text(written) == shown


def test_a_line_over_most_pages_is_no_text_and_the_head_of_a_table_that_goes_on_is(tmp_path: Path) -> None:
    pages = [
        ["海州市人民政府公报 2025年第4期", "序号 工作任务 牵头单位", "1 建设共享平台。", "第 1 页"],
        ["海州市人民政府公报 2025年第4期", "序号 工作任务 牵头单位", "2 修缮校舍。", "第 2 页"],
    ]
    pdf_file(tmp_path / "notice.pdf", pages)
    assert open_text(tmp_path / "notice.pdf").text.split("\n") == [
        "序号 工作任务 牵头单位",
        "1 建设共享平台。",
        "序号 工作任务 牵头单位",
        "2 修缮校舍。",
    ]
