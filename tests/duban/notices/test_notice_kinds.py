"""Files that are not what they are called, in any encoding, or without text: read by what is in them, or told apart."""

import codecs
import time
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from notice_files import element, pdf_file

from duban.notices import read_notice
from duban.notices.opening import open_text
from models.errors import BadInput, Sentence

TEXT = "关于开展检查的通知\n各局：\n一、各单位要开展检查，9月底前完成。（市教育局牵头）\n海州市教育局\n2022年6月30日"
TRADITIONAL = (
    "關於做好防汛工作的通知\n各區政府：\n一、各單位要落實值班制度，6月底前完成檢查。（市水務局牽頭）\n2022年5月30日"
)
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def refused(path: Path) -> Sentence:
    with pytest.raises(BadInput) as caught:
        open_text(path)
    assert caught.value.sentence.zh.startswith(path.name)
    assert caught.value.sentence.en.startswith(path.name)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (TEXT.encode(), TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT),
        (TEXT.encode("gb18030"), TEXT),
        (TEXT.encode("utf-16"), TEXT),  # with a mark
        (TEXT.encode("utf-16-le"), TEXT),
        (TEXT.encode("utf-16-be"), TEXT),
        (TRADITIONAL.encode("big5"), TRADITIONAL),
        ("各局开会".encode("gb18030"), "各局开会"),  # too little to tell: as most files here are
    ],
)
def test_a_text_is_read_in_its_encoding(tmp_path: Path, content: bytes, text: str) -> None:
    (tmp_path / "notice.txt").write_bytes(content)
    assert open_text(tmp_path / "notice.txt").text == text


def test_a_traditional_notice_in_big5_gives_its_demand(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_bytes(TRADITIONAL.encode("big5"))
    (demand,) = read_notice(tmp_path / "notice.txt").requirements
    assert [(owner.name, owner.role) for owner in demand.owners] == [("市水務局", "lead")]


def word_file(path: Path) -> None:
    document = docx.Document()
    for line in TEXT.split("\n"):
        document.add_paragraph(line)
    with path.open("wb") as file:
        document.save(file)


def sheet_file(path: Path, sheets: int = 1) -> None:
    book = openpyxl.Workbook()
    for number in range(sheets):
        sheet: Any = book.create_sheet(f"表{number}") if number else book.active
        sheet.append(["序号", "工作任务", "牵头单位", "完成时限"])
        sheet.append([1, f"开展第{number}类检查", "市教育局", "6月底前"])
    with path.open("wb") as file:
        book.save(file)


def web_page(path: Path) -> None:
    path.write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in TEXT.split("\n")) + "</body></html>", "utf-8")


@pytest.mark.parametrize(
    ("name", "write", "said"),
    [
        ("notice.doc", web_page, "notice.doc 的内容是网页，已按内容读取。"),
        ("notice.wps", word_file, "notice.wps 的内容是 Word 文件，已按内容读取。"),
        ("notice.pdf", word_file, "notice.pdf 的内容是 Word 文件，已按内容读取。"),
        ("notice.docx", sheet_file, "notice.docx 的内容是 Excel 文件，已按内容读取。"),
        ("notice.txt", lambda path: pdf_file(path, [TEXT.split("\n")]), "notice.txt 的内容是 PDF 文件，已按内容读取。"),
    ],
)
def test_a_file_is_read_by_what_is_in_it_and_that_is_said(tmp_path: Path, name: str, write: Any, said: str) -> None:
    write(tmp_path / name)
    reading = read_notice(tmp_path / name)
    assert reading.warnings[0] == said
    assert [owner.name for r in reading.requirements for owner in r.owners] == ["市教育局"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notice.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 90, "图片不能直接读取"),
        ("notice.txt", b"Rar!\x1a\x07\x00" + b"0" * 90, "压缩包不能直接读取"),
        ("notice.doc", b"{\\rtf1 text}", "RTF 文件不能直接读取"),
        ("notice.docx", OLD, "请去掉密码并另存为 .docx"),
        ("notice.xlsx", OLD, "请去掉密码并另存为 .xlsx"),
        ("notice.doc", OLD, "旧版 Word 文件"),
        ("~$notice.docx", b"\x05" + b"\x00" * 160, "不带 ~$ 的那一个"),
    ],
)
def test_what_cannot_be_read_is_told_by_what_is_in_it(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in refused(tmp_path / name).zh


def test_a_word_file_that_holds_only_a_picture_is_a_scan(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run()
    run._r.append(element("w:drawing", {}))
    document.save(str(tmp_path / "notice.docx"))
    assert refused(tmp_path / "notice.docx") == Sentence(
        "notice.docx 里只有图片，没有文字，像是扫描件，请先做文字识别（OCR），或提供原来的 .docx。",
        "notice.docx holds only pictures and seems to be a scan; recognise its text (OCR) first.",
    )


def test_a_folder_is_told_from_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="是文件夹"):
        open_text(tmp_path)


def test_every_sheet_of_a_hundred_is_read(tmp_path: Path) -> None:
    sheet_file(tmp_path / "tasks.xlsx", sheets=100)
    begun = time.process_time()
    assert len(read_notice(tmp_path / "tasks.xlsx").requirements) == 100
    assert time.process_time() - begun < 2
