"""Writes a file whole or not at all: under another name beside it first, then renamed."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from models.errors import BadInput

SYNCED_AT_ONCE = 4


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
        onto_disk([begun])
        begun.replace(target)
        onto_disk([target.parent])
    finally:
        begun.unlink(missing_ok=True)


def onto_disk(paths: Sequence[Path]) -> None:
    """Wait until files, or the names in folders, are on disk; several share what the disk does. Skips what is gone."""
    if len(paths) == 1:
        _sync(paths[0])
        return
    with ThreadPoolExecutor(SYNCED_AT_ONCE) as pool:
        list(pool.map(_sync, paths))


def _sync(path: Path) -> None:
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return
    try:
        number = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        os.fsync(number)
    finally:
        os.close(number)
