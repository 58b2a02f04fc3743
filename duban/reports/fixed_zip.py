"""Packs an office file so that equal content gives equal bytes: no clock in the archive."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)


def write_fixed(packed: bytes, path: Path, *, leave_out: frozenset[str] = frozenset()) -> None:
    """Write a zip archive again with its members in the same order and no times; some members may be left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(BytesIO(packed)) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name in leave_out:
                continue
            member = ZipInfo(name, EPOCH)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            new.writestr(member, old.read(name))
