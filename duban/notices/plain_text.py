"""Decodes a text file: UTF-8 (with or without BOM), UTF-16, GB18030 or Big5."""

import codecs
from pathlib import Path

from duban.notices.broken_lines import is_broken, join_lines
from duban.notices.notes import LINES_JOINED, ROWS_JOINED
from duban.notices.wrapped_rows import whole_rows
from models.errors import BadInput

COMMON = frozenset("，。、：；（）的和各年月日一是在有工作要求部单门位門單為关關于於")
"""Signs that any notice has, in either script; read in a wrong encoding there are hardly any."""
MUCH_MORE = 3


def read_plain(path: Path) -> str | tuple[str, list[str]]:
    """Return the text of a file, every character kept; only a BOM is dropped.

    Broken lines are joined, and the rows of tables whose cells were broken over lines; both are said.

    Raises:
        BadInput: the bytes are no text in any of the known encodings.
    """
    text = decode(path, path.read_bytes(), None)
    lines = text.splitlines()
    rows = whole_rows(lines)
    notes = [ROWS_JOINED.zh] if rows != lines else []
    if is_broken(rows):
        return join_lines(rows), [*notes, LINES_JOINED.zh]
    return ("\n".join(rows), notes) if notes else text


def decode(path: Path, raw: bytes, declared: str | None) -> str:
    """Return the text of some bytes; an encoding that the file declares is tried after UTF-8.

    Raises:
        BadInput: the bytes are no text in any of the known encodings.
    """
    encodings = ["utf-16"] if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ["utf-8-sig"]
    encodings += [declared] if declared else []
    for encoding in encodings:
        text = _text(raw, encoding)
        if text is not None:
            return text
    found = _text(raw, "gb18030")
    others = ("utf-16-le", "utf-16-be") if b"\x00" in raw else ("big5",)
    likely = max((text for other in others if (text := _text(raw, other)) is not None), key=_common, default="")
    if _common(likely) > MUCH_MORE * _common(found or ""):
        return likely
    if found is not None:
        return found
    raise BadInput(
        f"{path.name} 不是文本文件，或编码无法识别，请另存为 UTF-8 编码的文本后再导入。",
        f"{path.name} is not text in UTF-8, UTF-16, GB18030 or Big5; save it as UTF-8 text and try again.",
    )


def _text(raw: bytes, encoding: str) -> str | None:
    try:
        text = raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if "\x00" in text else text


def _common(text: str) -> int:
    """Count the signs that any notice has."""
    return sum(sign in COMMON for sign in text)
