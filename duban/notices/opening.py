"""Opens a file and returns its text; what cannot be read is refused with what to do instead."""

# ruff: noqa: E501  one pattern a line, its example beside it

from collections.abc import Callable
from pathlib import Path

from models.errors import BadInput

LIMIT_BYTES = 20 * 1024 * 1024
# fmt: off
ASK_FOR_ANOTHER = {
    # ending     why not, what to do (Chinese)                                            (English)
    ".doc":  ("旧版 Word 文件（.doc）不能直接读取，请在 Word 或 WPS 中另存为 .docx 后再导入", "is an old Word file; save it as .docx and try again"),
    ".wps":  ("WPS 文件（.wps）不能直接读取，请在 WPS 中另存为 .docx 后再导入",               "is a WPS file; save it as .docx and try again"),
    ".ofd":  ("OFD 文件不能直接读取，请导出为 .docx 或带文字的 .pdf 后再导入",                "is an OFD file; export it as .docx or a PDF with text"),
    ".rtf":  ("RTF 文件不能直接读取，请另存为 .docx 后再导入",                                "is an RTF file; save it as .docx and try again"),
    ".jpg":  ("图片不能直接读取，请提供 .docx、带文字的 .pdf 或 .txt",                         "is a picture; give a .docx, a PDF with text or a .txt"),
    ".png":  ("图片不能直接读取，请提供 .docx、带文字的 .pdf 或 .txt",                         "is a picture; give a .docx, a PDF with text or a .txt"),
}
# fmt: on


def open_text(path: Path) -> str:
    """Return the text of a .txt, .docx or .pdf file.

    Raises:
        BadInput: no such file, too large, empty, encrypted, scanned, or of another kind.
    """
    _check(path)
    text = _reader(path.suffix.lower(), path)(path)
    if not text.strip():
        raise BadInput(f"{path.name} 里没有文字，请检查文件是否完整。", f"{path.name} holds no text; check the file.")
    return text


def _check(path: Path) -> None:
    if not path.is_file():
        raise BadInput(f"找不到文件 {path}，请检查路径。", f"There is no file {path}; check the path.")
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise BadInput(f"{path.name} 是空文件，请重新导出后再导入。", f"{path.name} is empty; export it again.")
    if size_bytes > LIMIT_BYTES:
        raise BadInput(
            f"{path.name} 超过 20 MB，请去掉图片或只保留正文后再导入。",
            f"{path.name} is larger than 20 MB; remove pictures or keep only the text.",
        )


def _reader(suffix: str, path: Path) -> Callable[[Path], str]:
    """Return the reader for an ending; each is imported only when it is needed."""
    if suffix in ("", ".txt", ".text", ".md"):
        from duban.notices.plain_text import read_plain

        return read_plain
    if suffix == ".docx":
        from duban.notices.word import read_word

        return read_word
    if suffix == ".pdf":
        from duban.notices.pdf import read_pdf

        return read_pdf
    zh, en = ASK_FOR_ANOTHER.get(
        suffix,
        (
            f"不认识 {suffix} 文件，请提供 .docx、带文字的 .pdf 或 .txt",
            "is of a kind not known; give .docx, .pdf or .txt",
        ),
    )
    raise BadInput(f"{path.name}：{zh}。", f"{path.name} {en}.")
