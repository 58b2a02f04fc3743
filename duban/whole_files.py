"""Writes a file whole or not at all: under another name beside it first, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from models.errors import BadInput


@contextmanager
def whole_file(target: Path, *, force: bool = False) -> Iterator[Path]:
    """Give the path to write to; it gets its name when the block ends and goes away when the block raises.

    Raises:
        BadInput: the file is there already and `force` is not given, or its folder is missing.
    """
    if target.is_dir() or (target.exists() and not force):
        raise BadInput(
            f"{target} 已经有了，没有覆盖。请换一个文件名；确要覆盖文件时加 --force。",
            f"{target} is there already; give another name, or --force to write over a file.",
        )
    if not target.parent.is_dir():
        raise BadInput(f"没有 {target.parent} 这个文件夹，请先建好。", f"There is no folder {target.parent}.")
    begun = target.with_name(f".{target.name}.{token_hex(4)}.part")
    try:
        yield begun
        _onto_disk(begun)
        begun.replace(target)
        _onto_disk(target.parent)
    finally:
        begun.unlink(missing_ok=True)


def _onto_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
