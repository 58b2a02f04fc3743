"""Opens a file and returns its text; what cannot be read is refused with what to do instead."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from duban.file_kinds import OFFICE, told_by_signs
from duban.notices.notes import BY_CONTENT
from models.errors import BadInput

Reader = Callable[[Path], str | tuple[str, list[str]]]

LIMIT_BYTES = 20 * 1024 * 1024
PAGE_START = re.compile(rb"<(?:!doctype html|html|head)", re.I)
# fmt: off
ASK_FOR_ANOTHER = {
    # ending     why not, what to do (Chinese)                                            (English)
    ".doc":  ("旧版 Word 文件（.doc）不能直接读取，请在 Word 或 WPS 中另存为 .docx 后再导入", "is an old Word file; save it as .docx and try again"),
    ".wps":  ("WPS 文件（.wps）不能直接读取，请在 WPS 中另存为 .docx 后再导入",               "is a WPS file; save it as .docx and try again"),
    ".ofd":  ("OFD 文件不能直接读取，请导出为 .docx 或带文字的 .pdf 后再导入",                "is an OFD file; export it as .docx or a PDF with text"),
    ".xls":  ("旧版 Excel 文件（.xls）不能直接读取，请在 Excel 或 WPS 中另存为 .xlsx 后再导入", "is an old Excel file; save it as .xlsx and try again"),
    ".et":   ("WPS 表格（.et）不能直接读取，请在 WPS 中另存为 .xlsx 后再导入",                "is a WPS sheet; save it as .xlsx and try again"),
    ".mht":  ("网页存档（.mht）不能直接读取，请在浏览器中另存为 .html 后再导入",              "is a web archive; save it as .html and try again"),
    ".mhtml": ("网页存档（.mhtml）不能直接读取，请在浏览器中另存为 .html 后再导入",           "is a web archive; save it as .html and try again"),
    ".eml":  ("邮件（.eml）不能直接读取，请把附件或正文另存出来后再导入",                     "is a mail; save its text or attachment and import that"),
    ".msg":  ("邮件（.msg）不能直接读取，请把附件或正文另存出来后再导入",                     "is a mail; save its text or attachment and import that"),
    ".csv":  ("CSV 表格（.csv）不能直接读取，请用 Excel 或 WPS 打开并另存为 .xlsx 后再导入",  "is a CSV table; open it, save it as .xlsx and try again"),
    ".ppt":  ("演示文稿不能直接读取，请把文字存成 .docx 后再导入",                            "is a presentation; put its text into a .docx and try again"),
    ".pptx": ("演示文稿不能直接读取，请把文字存成 .docx 后再导入",                            "is a presentation; put its text into a .docx and try again"),
    ".odt":  ("OpenDocument 文件不能直接读取，请另存为 .docx 或 .xlsx 后再导入",              "is an OpenDocument file; save it as .docx or .xlsx and try again"),
    ".ods":  ("OpenDocument 文件不能直接读取，请另存为 .docx 或 .xlsx 后再导入",              "is an OpenDocument file; save it as .docx or .xlsx and try again"),
    ".ceb":  ("CEB 文件不能直接读取，请导出为带文字的 .pdf 后再导入",                         "is a CEB file; export it as a PDF with text and try again"),
    ".rar":  ("压缩包不能直接读取，请解压后逐个导入其中的文件",                               "is an archive; unpack it and import the files one by one"),
    ".7z":   ("压缩包不能直接读取，请解压后逐个导入其中的文件",                               "is an archive; unpack it and import the files one by one"),
    ".zip":  ("压缩包不能直接读取，请解压后逐个导入其中的文件",                               "is an archive; unpack it and import the files one by one"),
    ".rtf":  ("RTF 文件不能直接读取，请另存为 .docx 后再导入",                                "is an RTF file; save it as .docx and try again"),
    ".jpeg": ("图片不能直接读取，请提供 .docx、带文字的 .pdf 或 .txt",                         "is a picture; give a .docx, a PDF with text or a .txt"),
    ".tif":  ("图片不能直接读取，请提供 .docx、带文字的 .pdf 或 .txt",                         "is a picture; give a .docx, a PDF with text or a .txt"),
    ".bmp":  ("图片不能直接读取，请提供 .docx、带文字的 .pdf 或 .txt",                         "is a picture; give a .docx, a PDF with text or a .txt"),
    ".jpg":  ("图片不能直接读取，请提供 .docx、带文字的 .pdf 或 .txt",                         "is a picture; give a .docx, a PDF with text or a .txt"),
    ".png":  ("图片不能直接读取，请提供 .docx、带文字的 .pdf 或 .txt",                         "is a picture; give a .docx, a PDF with text or a .txt"),
}
ENDINGS = {
    # ending   module that reads it
    "":        "plain_text",
    ".txt":    "plain_text",
    ".text":   "plain_text",
    ".md":     "plain_text",
    ".docx":   "word",
    ".xlsx":   "sheet",
    ".html":   "web",
    ".htm":    "web",
    ".pdf":    "pdf",
}
CALLED = {
    # what it is by its content                     the ending it should have
    "application/pdf":                              ".pdf",
    f"{OFFICE}wordprocessingml.document":           ".docx",
    f"{OFFICE}spreadsheetml.sheet":                 ".xlsx",
    f"{OFFICE}presentationml.presentation":         ".pptx",
    "application/ofd":                              ".ofd",
    "application/vnd.oasis.opendocument":           ".odt",
    "application/rtf":                              ".rtf",
    "application/vnd.rar":                          ".rar",
    "application/x-7z-compressed":                  ".7z",
    "image/png":                                    ".png",
    "image/jpeg":                                   ".jpg",
    "image/tiff":                                   ".tif",
}
READERS = {"plain_text": "read_plain", "word": "read_word", "sheet": "read_sheet", "web": "read_web", "pdf": "read_pdf"}
# fmt: on


@dataclass(frozen=True)
class Opened:
    """The text of a file, and what a person should know of how it was opened."""

    text: str
    notes: tuple[str, ...] = ()


def open_text(path: Path) -> Opened:
    """Return the text of a .txt, .docx, .xlsx, .html or .pdf file.

    Raises:
        BadInput: no such file, too large, empty, encrypted, scanned, or of another kind.
    """
    _check(path)
    ending = _true_ending(path)
    opened = _reader(path, ending)(path)
    text, notes = opened if isinstance(opened, tuple) else (opened, [])
    if ending != path.suffix.lower() and ending in BY_CONTENT:
        notes = [BY_CONTENT[ending].of(name=path.name), *notes]
    if not text.strip():
        raise BadInput(f"{path.name} 里没有文字，请检查文件是否完整。", f"{path.name} holds no text; check the file.")
    return Opened(text, tuple(notes))


def _check(path: Path) -> None:
    if path.is_dir():
        raise BadInput(f"{path} 是文件夹，请指定其中的一个文件。", f"{path} is a folder; name one of the files in it.")
    if not path.is_file():
        raise BadInput(f"找不到文件 {path}，请检查路径。", f"There is no file {path}; check the path.")
    if path.name.startswith("~$"):
        raise BadInput(
            f"{path.name} 是打开文件时的临时文件，请选择不带 ~$ 的那一个。",
            f"{path.name} is there only while a file is open; choose the one without ~$.",
        )
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise BadInput(f"{path.name} 是空文件，请重新导出后再导入。", f"{path.name} is empty; export it again.")
    if size_bytes > LIMIT_BYTES:
        raise BadInput(
            f"{path.name} 超过 20 MB，请去掉图片或只保留正文后再导入。",
            f"{path.name} is larger than 20 MB; remove pictures or keep only the text.",
        )


def _true_ending(path: Path) -> str:
    """Return the ending that a file should have by what is in it; its own where that cannot be told."""
    own = path.suffix.lower()
    with path.open("rb") as opened:
        told = CALLED.get(told_by_signs(opened) or "")
        opened.seek(0)
        page = PAGE_START.match(opened.read(512).lstrip(b"\xef\xbb\xbf \r\n\t"))
    return told or (".html" if page and own not in (".htm", ".mht", ".mhtml") else own)


def _reader(path: Path, ending: str) -> Reader:
    """Return the reader for an ending, imported only when it is needed."""
    kind = ENDINGS.get(ending)
    if kind is None:
        zh, en = ASK_FOR_ANOTHER.get(
            ending,
            (
                f"不认识 {ending} 文件，请提供 .docx、.xlsx、.html、带文字的 .pdf 或 .txt",
                "is of a kind not known; give .docx, .xlsx, .html, .pdf or .txt",
            ),
        )
        raise BadInput(f"{path.name}：{zh}。", f"{path.name} {en}.")
    module = import_module(f"duban.notices.{kind}")
    return cast("Reader", getattr(module, READERS[kind]))
