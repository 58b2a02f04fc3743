"""Decodes a text file: UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030."""

import codecs
from pathlib import Path

from models.errors import BadInput


def read_plain(path: Path) -> str:
    """Return the text of a file, every character kept; only a BOM is dropped.

    Raises:
        BadInput: the bytes are no text in any of the known encodings.
    """
    return decode(path, path.read_bytes(), None)


def decode(path: Path, raw: bytes, declared: str | None) -> str:
    """Return the text of some bytes; an encoding that the file declares is tried after UTF-8.

    Raises:
        BadInput: the bytes are no text in any of the known encodings.
    """
    encodings = ["utf-16"] if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ["utf-8-sig"]
    encodings += [declared] if declared else []
    for encoding in [*encodings, "gb18030"]:
        try:
            text = raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text
    raise BadInput(
        f"{path.name} 不是文本文件，或编码无法识别，请另存为 UTF-8 编码的文本后再导入。",
        f"{path.name} is not text in UTF-8 or GB18030; save it as UTF-8 text and try again.",
    )
