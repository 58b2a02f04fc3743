"""What a file is, is told by its content: kinds, what is not taken, what people should know."""

import zipfile
from io import BytesIO

import pytest

from duban.file_kinds import SHOWN_INLINE, kind_of
from models.errors import BadInput
from models.file_words import FileNote

OFFICE = "application/vnd.openxmlformats-officedocument."
TEXT = "办理情况：已办结。\n"


def _zip(**members: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data)
    return made.getvalue()


# fmt: off
KINDS = [
    # called            holds                                   is
    ("a.pdf",           b"%PDF-1.7\n...",                       "application/pdf"),
    ("a.png",           b"\x89PNG\r\n\x1a\n...",                "image/png"),
    ("a.jpg",           b"\xff\xd8\xff\xe0...",                 "image/jpeg"),
    ("a.webp",          b"RIFF....WEBPVP8 ",                    "image/webp"),
    ("a.doc",           b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "application/x-ole-storage"),
    ("a.docx",          _zip(word__document_xml=b"<w/>"),       f"{OFFICE}wordprocessingml.document"),
    ("a.xlsx",          _zip(xl__workbook_xml=b"<x/>"),         f"{OFFICE}spreadsheetml.sheet"),
    ("a.zip",           _zip(note=b"..."),                      "application/zip"),
    ("a.txt",           TEXT.encode(),                          "text/plain"),
    ("a.csv",           TEXT.encode("gb18030"),                 "text/plain"),
    ("a.html",          b"<script>alert(1)</script>",           "text/plain"),
]
REFUSED = [
    # called            holds
    ("照片.jpg",        b"MZ\x90\x00\x03"),
    ("清单.txt",        b"\x7fELF\x02\x01"),
    ("清单.txt",        b"#!/bin/sh\nrm -rf /\n"),
    ("清单.pdf",        b"\x00\x01\x02\x03"),
    ("清单.zip",        b"PK\x03\x04 but no directory \x00"),
]
NOTED = [
    # called            holds                                                       is noted as
    ("a.docm",          _zip(word__document_xml=b"<w/>", word__vbaProject_bin=b"v"), (FileNote.MACROS,)),
    ("a.doc",           b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "VBA".encode("utf-16-le"), (FileNote.MACROS,)),
    ("a.zip",           _zip(zeros=b"\0" * 20_000_000),                             (FileNote.BOMB,)),
    ("合同.pdf",        b"\x89PNG\r\n\x1a\n...",                                    (FileNote.OTHERWISE,)),
    ("a.jpeg",          b"\xff\xd8\xff\xe0...",                                     ()),
    ("a.zip",           _zip(note=TEXT.encode()),                                   ()),
]
# fmt: on


@pytest.mark.parametrize(
    ("name", "data", "media_type"), KINDS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_kind_is_told_by_what_the_file_holds(name: str, data: bytes, media_type: str) -> None:
    assert kind_of(name, BytesIO(data)).media_type == media_type


@pytest.mark.parametrize(("name", "data"), REFUSED, ids=range(len(REFUSED)))
def test_programs_scripts_and_what_cannot_be_told_are_refused_whatever_they_are_called(name: str, data: bytes) -> None:
    with pytest.raises(BadInput, match="不是能收的种类"):
        kind_of(name, BytesIO(data))


@pytest.mark.parametrize(("name", "data", "notes"), NOTED, ids=range(len(NOTED)))
def test_macros_zip_bombs_and_wrong_names_are_noted(name: str, data: bytes, notes: tuple[FileNote, ...]) -> None:
    assert kind_of(name, BytesIO(data)).notes == notes


def test_a_browser_is_shown_nothing_that_could_run() -> None:
    assert {kind for kind in SHOWN_INLINE if "html" in kind or "svg" in kind or "xml" in kind} == set()
