"""Reads a Word file (.docx): paragraphs and tables in their order, automatic numbers written out.

A table becomes one line a row with tabs between the cells; a cell merged over columns counts once.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from duban.notices.word_numbers import Numbers
from models.errors import BadInput

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


def read_word(path: Path) -> str:
    """Return the text of a .docx file.

    Raises:
        BadInput: the file is locked with a password, or is no .docx in spite of its name.
    """
    with path.open("rb") as file:
        if file.read(4) == OLD_OR_LOCKED:
            raise BadInput(
                f"{path.name} 设有密码，或其实是旧版 .doc 文件，请去掉密码并另存为 .docx 后再导入。",
                f"{path.name} is locked with a password or is an old .doc; remove the password and save it as .docx.",
            )
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadInput(
            f"{path.name} 不是完整的 Word 文件，请用 Word 或 WPS 打开并另存为 .docx 后再导入。",
            f"{path.name} is no whole Word file; open it in Word or WPS, save it as .docx and try again.",
        ) from error
    numbers = Numbers(document)
    lines: list[str] = []
    for block in document.iter_inner_content():
        lines += _rows(block) if isinstance(block, Table) else [numbers.before(block) + block.text]
    return "\n".join(lines)


def _rows(table: Table) -> Iterator[str]:
    """Yield one line a row; a header that is repeated over pages comes once."""
    header: str | None = None
    for row in table.rows:
        cells = {id(cell._tc): "".join(cell.text.split()) for cell in row.cells}
        line = "\t".join(cells.values())
        if line != header:
            yield line
        header = line if header is None else header
