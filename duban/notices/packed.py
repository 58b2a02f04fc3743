"""Looks into a packed Office file (.docx, .xlsx) before any parser does: no bomb, no entities, no broken part."""

import zipfile
from pathlib import Path

from duban.file_kinds import told_by_signs
from models.errors import BadInput

UNPACKED_LIMIT_BYTES = 200 * 1024 * 1024
PARTS_LIMIT = 5_000
START_BYTES = 2_048
OLD_OR_LOCKED = "application/x-ole-storage"


def check_packed(path: Path) -> None:
    """Refuse a file that is locked, unpacks to far more than it should, or whose parts declare entities of their own.

    Raises:
        BadInput: locked, no zip at all, too large unpacked, too many parts, or a document type declaration inside.
    """
    with path.open("rb") as file:
        if told_by_signs(file) == OLD_OR_LOCKED:
            raise BadInput(
                f"{path.name} 设有密码，或其实是旧版 Office 文件（.doc、.xls），"
                f"请去掉密码并另存为 {path.suffix.lower()} 后再导入。",
                f"{path.name} is locked with a password or is an old Office file; remove the password and save it as "
                f"{path.suffix.lower()}.",
            )
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT_BYTES:
                raise BadInput(
                    f"{path.name} 解压后过大，没有打开；请去掉图片和嵌入文件，只保留正文后再导入。",
                    f"{path.name} is far too large unpacked and was not opened; keep only the text and try again.",
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_part(path, packed, part)
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        raise BadInput(
            f"{path.name} 不是完整的 Office 文件，请用 Word、Excel 或 WPS 打开并另存后再导入。",
            f"{path.name} is no whole Office file; open it, save it again and try again.",
        ) from error


def _check_part(path: Path, packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with packed.open(part) as opened:
        start = opened.read(START_BYTES).replace(b"\x00", b"")
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise BadInput(
            f"{path.name} 内含外部实体声明，没有打开；请用 Word 或 WPS 打开并另存后再导入。",
            f"{path.name} declares entities and was not opened; open it in Word or WPS, save it again and try again.",
        )
