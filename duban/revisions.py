"""Which schema a database has, and which this program knows: told from the names of the migrations, without alembic."""

from functools import cache
from pathlib import Path
from typing import Any

import migrations
from models.errors import Refused

_ASKED = "SELECT version_num FROM alembic_version"


class NewerDatabase(Refused):
    """A newer program has migrated the database; this one would read and write it wrongly."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"数据库已由更新的程序升级过（库结构 {found}，本程序只认到 {newest()}），什么也没有改动。"
            "请换用新版程序；要退回旧版，请用升级前的备份恢复（duban restore）。",
            f"A newer program has migrated the database (schema {found}; this program knows up to {newest()}). "
            "Nothing was changed. Use the newer program, or restore a backup made before the upgrade.",
        )


@cache
def known() -> tuple[str, ...]:
    """List the revisions of this program, the oldest first."""
    folder = Path(migrations.__file__).parent / "versions"
    return tuple(sorted(file.name.partition("_")[0] for file in folder.glob("[0-9]*_*.py")))


def newest() -> str:
    """Name the revision that this program works with."""
    return known()[-1]


def refuse_newer(connection: Any, _record: Any = None) -> None:
    """Refuse a database that a newer program has migrated; takes a connection of the driver, and leaves it as it was.

    Raises:
        NewerDatabase: this program does not know its schema.
    """
    found = present(connection)
    if found is not None and found not in known():
        raise NewerDatabase(found)


def present(connection: Any) -> str | None:
    """Ask a connection of the driver for the revision; None where nothing was migrated yet, or nobody answers."""
    cursor = connection.cursor()
    try:
        cursor.execute(_ASKED)
        found = cursor.fetchone()
    except Exception:  # each driver has errors of its own; whoever uses the database is told of them
        return None
    finally:
        cursor.close()
        connection.rollback()
    return str(found[0]) if found else None
