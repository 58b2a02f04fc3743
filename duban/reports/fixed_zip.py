"""Packs an office file so that equal content gives equal bytes: no clock in the archive."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
PROPERTIES = "docProps/core.xml"
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")


def write_fixed(packed: bytes, path: Path) -> None:
    """Write a zip archive to a file, without the moment it was made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(fixed(packed))


def fixed(packed: bytes) -> bytes:
    """Pack a zip archive again with its members in the same order, without the moment it was made."""
    again = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name, EPOCH)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            content = old.read(name)
            new.writestr(member, MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z", content) if name == PROPERTIES else content)
    return again.getvalue()
