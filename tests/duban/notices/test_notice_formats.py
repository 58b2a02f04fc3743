"""Each format gives the same text; what cannot be read is refused with what to do."""

import codecs
from pathlib import Path

import docx
import pypdf
import pytest
from notice_files import pdf_file, word_file
from notice_texts import SAMPLE, SCHOOL_SAFETY

from duban.notices import read_notice, read_text
from duban.notices.broken_lines import is_broken, join_lines
from duban.notices.notes import LINES_JOINED
from duban.notices.numerals import chinese
from duban.notices.opening import ASK_FOR_ANOTHER, LIMIT_BYTES, open_text
from duban.notices.word_numbers import FORMATS
from models.errors import BadInput


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "notice.txt"
    file.write_bytes(SCHOOL_SAFETY.encode(encoding))
    assert read_notice(file) == read_text(SCHOOL_SAFETY)


def test_line_ends_and_odd_spaces_are_kept_in_the_text(tmp_path: Path) -> None:
    text = "关于甲的通知\r\n各局：\r\n\u3000\u00a0一、开展排查。\r\n"
    file = tmp_path / "notice.txt"
    file.write_bytes(codecs.BOM_UTF8 + text.encode())
    assert read_notice(file).text == text


def test_word_numbers_and_tables_are_read_in_order(tmp_path: Path) -> None:
    file = tmp_path / "notice.docx"
    word_file(file)
    reading = read_notice(file)
    assert [(m.id, m.number, m.title) for m in reading.measures] == [
        ("1", "一、", "提高认识"),
        ("1.1", "（一）", "抓好学习"),
        ("1.2", "（二）", "抓好宣讲"),
        ("1.2.1", "1.", "编制计划"),
        ("2", "二、", "明确分工"),
    ]
    assert [(r.measure, r.text, [(o.name, o.role) for o in r.owners]) for r in reading.requirements] == [
        ("1.1", "各单位要开展集中学习", [("各单位", "responsible")]),
        ("1.2", "各单位要开展宣讲活动", [("各单位", "responsible")]),
        ("1.2.1", "3月底前编制《宣讲计划》", [("科普部", "lead"), ("学会部", "supporting")]),
        ("2", "建设科普平台", [("科普部", "lead")]),
        ("2", "举办科普论坛", [("科普部", "lead")]),
    ]
    assert (reading.number, str(reading.date), reading.issuer) == ("岭科协〔2026〕2号", "2026-01-05", "岭海省科协")


def test_a_word_file_of_the_sample_reads_like_its_text(tmp_path: Path) -> None:
    document = docx.Document()
    text = SAMPLE.read_text(encoding="utf-8")
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "notice.docx"))
    assert read_notice(tmp_path / "notice.docx") == read_text(text)


def test_a_pdf_of_the_sample_gives_the_same_demands(tmp_path: Path) -> None:
    width = 28
    text = SAMPLE.read_text(encoding="utf-8")
    lines = [piece for line in text.split("\n") for piece in cut(line, width)]
    pages = [[*lines[i : i + 22], f"— {i // 22 + 1} —"] for i in range(0, len(lines), 22)]
    pdf_file(tmp_path / "notice.pdf", pages)
    found, expected = read_notice(tmp_path / "notice.pdf"), read_text(text)
    assert [r.text for r in found.requirements] == [r.text for r in expected.requirements]
    assert [r.owners == () for r in found.requirements] == [r.owners == () for r in expected.requirements]
    assert (found.number, found.title, found.date, found.addressees) == (
        expected.number,
        expected.title,
        expected.date,
        expected.addressees,
    )


def cut(line: str, width: int) -> list[str]:
    return [line[i : i + width] for i in range(0, len(line), width)] or [" "]


def test_lines_of_a_paragraph_are_joined_and_headings_are_not() -> None:
    lines = ["一、总体要求", "各单位要认真组织开展专项排查工作并将排", "查情况及时报送。", "二、保障措施", "加强领导。"]
    assert join_lines(lines).split("\n") == [
        "一、总体要求",
        "各单位要认真组织开展专项排查工作并将排查情况及时报送。",
        "二、保障措施",
        "加强领导。",
    ]


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        open_text(path)
    assert path.name in caught.value.sentence.zh
    assert path.name in caught.value.sentence.en
    return caught.value.sentence.zh


@pytest.mark.parametrize("ending", [*ASK_FOR_ANOTHER, ".xyz"])
def test_other_kinds_of_files_are_refused_with_what_to_do(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"notice{ending}"
    file.write_bytes(b"something")
    assert "后再导入" in refused(file) or "请提供" in refused(file) or "逐个导入" in refused(file)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.touch()
    assert "空文件" in refused(file)


def test_a_file_of_blanks_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(" \n\t\n", encoding="utf-8")
    assert "没有文字" in refused(file)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    with file.open("wb") as opened:
        opened.truncate(LIMIT_BYTES + 1)
    assert "20 MB" in refused(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "找不到文件" in refused(tmp_path / "notice.txt")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.write_bytes(b"\x00\x01\xff\xfe\x00" * 9)
    assert "UTF-8" in refused(file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "密码"),
        (b"PK\x03\x04broken", "不是完整的"),
        (b"plain", "不是完整的"),
    ],
)
def test_a_word_file_that_is_locked_or_damaged_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "notice.docx"
    file.write_bytes(content)
    assert said in refused(file)


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "notice.pdf")
    assert "密码" in refused(tmp_path / "notice.pdf")


def test_a_scanned_pdf_is_refused(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "notice.pdf")
    assert "扫描件" in refused(tmp_path / "notice.pdf")


def test_a_damaged_pdf_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notice.pdf"
    file.write_bytes(b"%PDF-1.4 nothing more")
    assert "不是完整的" in refused(file)


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (53, "五十三"), (100, "100")]
)
def test_chinese_counting(number: int, written: str) -> None:
    assert chinese(number) == written


@pytest.mark.parametrize(
    ("form", "written"),
    [("decimal", "3"), ("decimalZero", "03"), ("decimalFullWidth", "３"), ("decimalEnclosedCircle", "③"), ("upperLetter", "C"), ("lowerLetter", "c")],
)  # fmt: skip
def test_each_format_of_numbers(form: str, written: str) -> None:
    assert FORMATS[form](3) == written


def test_text_copied_from_a_page_is_read_as_if_its_lines_were_whole(tmp_path: Path) -> None:
    whole = (Path(__file__).parent / "corpus" / "05-province-work-points.txt").read_text(encoding="utf-8")
    wrapped = "\n".join(line[at : at + 30] for line in whole.split("\n") for at in range(0, len(line), 30))
    file = tmp_path / "copied.txt"
    file.write_text(wrapped, encoding="utf-8")
    found = read_notice(file)
    assert [r.text for r in found.requirements] == [r.text for r in read_text(whole).requirements]
    assert LINES_JOINED.zh in found.warnings


def test_lines_that_end_their_sentences_are_not_joined() -> None:
    assert not is_broken(["各单位要高度重视，认真组织实施各项任务。"] * 9)
