"""What doctor sees of files: who else can read what is secret, whether the data can be written, what room is left."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from duban.identity import door_key
from duban.ledger import keys
from duban.prefect_api import CREDENTIAL
from duban.settings import settings
from duban.tongue import say

ROOM_MB = 1024
OTHERS = 0o077
MB = 1024 * 1024

Answer = tuple[str, list[str]]
"""What a check saw, and what is wrong."""


def database_file() -> Path | None:
    """Name the file of the database; None when it is none, or when nobody can tell."""
    try:
        url = make_url(settings().database)
    except ArgumentError:
        return None
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def rights() -> Answer:
    """Look at what only the house is to read: its folder, its keys, what opens Prefect, settings with secrets."""
    home = settings().home
    wrong = [_tell(path) for path in _secret() if path.exists() and path.stat().st_mode & OTHERS]
    if home.exists() and not os.access(home, os.W_OK | os.X_OK):
        wrong.append(
            say("数据目录 %(home)s 写不了；请改归运行 duban 的用户所有，例如 chown -R 用户 %(home)s。", home=home)
        )
    return str(home.resolve()), wrong


def _secret() -> Iterator[Path]:
    """Name what holds secrets. The folder stands for all that is in it; the database may be kept elsewhere."""
    yield settings().home
    database = database_file()
    if database is not None and settings().home.resolve() not in database.resolve().parents:
        yield database
    yield from (keys.key_file(), door_key.key_file(), settings().home / CREDENTIAL, Path("duban.toml"))


def _tell(path: Path) -> str:
    mode = path.stat().st_mode & 0o777
    return say(
        "%(path)s 别的用户也能进入或读取（%(mode)s）；请运行 chmod %(own)s %(path)s。",
        path=path,
        mode=format(mode, "03o"),
        own="700" if path.is_dir() else "600",
    )


def room() -> Answer:
    """Look at the room on the disk of the data."""
    there = settings().home if settings().home.exists() else Path()
    free_mb = shutil.disk_usage(there).free // MB
    little = say("磁盘只剩 %(mb)s MB；请清理，或把数据目录（DUBAN_HOME）移到有空间的磁盘。", mb=free_mb)
    return say("剩余 %(mb)s MB", mb=free_mb), [little] if free_mb < ROOM_MB else []
