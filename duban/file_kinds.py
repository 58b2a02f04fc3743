"""What a file is, told by its content and never by its name; which kinds are taken; what people should know of it.

Archives are looked into, never unpacked: names and sizes stand in their directory.
"""

import zipfile
from codecs import getincrementaldecoder
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from models.errors import BadInput
from models.file_words import FileNote

HEAD = 8192
LARGEST_UNPACKED = 500 * 1024 * 1024
STEEPEST = 100
"""A zip that grows more than so many times, or beyond the size above, is noted: unpacking it could fill a disk."""
WORDS_READ = 1024 * 1024

# fmt: off
MAGIC: tuple[tuple[bytes, int, str], ...] = (
    # begins with                       at   is
    (b"%PDF-",                          0,   "application/pdf"),
    (b"\x89PNG\r\n\x1a\n",              0,   "image/png"),
    (b"\xff\xd8\xff",                   0,   "image/jpeg"),
    (b"GIF87a",                         0,   "image/gif"),
    (b"GIF89a",                         0,   "image/gif"),
    (b"WEBP",                           8,   "image/webp"),
    (b"BM",                             0,   "image/bmp"),
    (b"II*\x00",                        0,   "image/tiff"),
    (b"MM\x00*",                        0,   "image/tiff"),
    (b"ftyp",                           4,   "video/mp4"),
    (b"ID3",                            0,   "audio/mpeg"),
    (b"\xff\xfb",                       0,   "audio/mpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "application/x-ole-storage"),
    (b"Rar!\x1a\x07",                   0,   "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c",             0,   "application/x-7z-compressed"),
    (b"{\\rtf",                         0,   "application/rtf"),
)
OFFICE = "application/vnd.openxmlformats-officedocument."
WITHIN: tuple[tuple[str, str], ...] = (
    # a zip that holds          is
    ("word/document.xml",       f"{OFFICE}wordprocessingml.document"),
    ("xl/workbook.xml",         f"{OFFICE}spreadsheetml.sheet"),
    ("ppt/presentation.xml",    f"{OFFICE}presentationml.presentation"),
    ("OFD.xml",                 "application/ofd"),
    ("content.xml",             "application/vnd.oasis.opendocument"),
)
ENDINGS: dict[str, frozenset[str]] = {
    # is                            is called
    "application/pdf":              frozenset({"pdf"}),
    "image/png":                    frozenset({"png"}),
    "image/jpeg":                   frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    "image/gif":                    frozenset({"gif"}),
    "image/webp":                   frozenset({"webp"}),
    f"{OFFICE}wordprocessingml.document":   frozenset({"docx", "docm", "wps"}),
    f"{OFFICE}spreadsheetml.sheet":         frozenset({"xlsx", "xlsm", "et"}),
    f"{OFFICE}presentationml.presentation": frozenset({"pptx", "pptm", "dps"}),
    "application/ofd":              frozenset({"ofd"}),
}
# fmt: on
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"})
"""What a browser may show: it runs nothing of ours, and with `nosniff` is taken for nothing else."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is, and what people should know before they open it."""

    media_type: str
    notes: tuple[FileNote, ...] = ()


def kind_of(name: str, file: IO[bytes]) -> FileKind:
    """Tell what a file is. It is read from its beginning, and left anywhere.

    Raises:
        BadInput: it is none of the kinds that are taken: programs, scripts and whatever cannot be told.
    """
    media_type = told_by_signs(file) or _as_text(file)
    if media_type is None:
        raise BadInput(
            f"文件“{name}”不是能收的种类。能收文档（Word、Excel、PPT、WPS、PDF、OFD、文本）、图片、音视频和压缩包，"
            "程序和脚本不收；请另存为其中一种再交。",
            f"The file {name} is of a kind that is not taken; documents, pictures, sound, film and archives are.",
        )
    notes = tuple(note for note, holds in NOTES if holds(name, media_type, file))
    return FileKind(media_type, notes)


def told_by_signs(file: IO[bytes]) -> str | None:
    """Tell what a file is by the signs it begins with, or what it packs; None for text and what cannot be told."""
    file.seek(0)
    head = file.read(HEAD)
    return _by_magic(head) or _by_directory(head, file)


def _by_magic(head: bytes) -> str | None:
    return next((kind for sign, at, kind in MAGIC if head[at : at + len(sign)] == sign), None)


def _by_directory(head: bytes, file: IO[bytes]) -> str | None:
    if not head.startswith(b"PK"):
        return None
    names = {entry.filename for entry in _entries(file)}
    if not names:
        return None
    return next((kind for within, kind in WITHIN if within in names), "application/zip")


def _entries(file: IO[bytes]) -> list[zipfile.ZipInfo]:
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def _as_text(file: IO[bytes]) -> str | None:
    """Text is what reads as UTF-8 or GB 18030 without control signs; a script says so in its first line."""
    file.seek(0)
    head = file.read(HEAD)
    if not head or head.startswith((b"MZ", b"\x7fELF", b"#!")) or b"\x00" in head:
        return None
    return "text/plain" if text_in(file, HEAD) is not None else None


def text_in(file: IO[bytes], most: int) -> str | None:
    """Read the beginning of a text; None when it is none."""
    file.seek(0)
    head = file.read(most)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return None if any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text) else text
    return None


def _has_macros(_name: str, media_type: str, file: IO[bytes]) -> bool:
    if media_type == "application/x-ole-storage":
        file.seek(0)
        return "VBA".encode("utf-16-le") in file.read()
    return any(entry.filename.endswith(("vbaProject.bin", "macros.bin")) for entry in _zipped(media_type, file))


def _unpacks_too_far(_name: str, media_type: str, file: IO[bytes]) -> bool:
    entries = _zipped(media_type, file)
    packed, unpacked = sum(e.compress_size for e in entries), sum(e.file_size for e in entries)
    return unpacked > LARGEST_UNPACKED or (unpacked > WORDS_READ and unpacked > STEEPEST * max(packed, 1))


def _zipped(media_type: str, file: IO[bytes]) -> list[zipfile.ZipInfo]:
    zips = media_type == "application/zip" or media_type in {kind for _, kind in WITHIN}
    return _entries(file) if zips else []


def _is_called_otherwise(name: str, media_type: str, _file: IO[bytes]) -> bool:
    ending = name.rpartition(".")[2].lower()
    others = {one for kind, endings in ENDINGS.items() if kind != media_type for one in endings}
    return ending in others and ending not in ENDINGS.get(media_type, ())


def _is_locked(_name: str, media_type: str, file: IO[bytes]) -> bool:
    return any(entry.flag_bits & 1 for entry in _zipped(media_type, file))


Holds = Callable[[str, str, IO[bytes]], bool]
# fmt: off
NOTES: tuple[tuple[FileNote, Holds], ...] = (
    (FileNote.MACROS,    _has_macros),
    (FileNote.BOMB,      _unpacks_too_far),
    (FileNote.OTHERWISE, _is_called_otherwise),
    (FileNote.LOCKED,    _is_locked),
)
# fmt: on
