"""Restoring is checked in every part and happens whole or not at all, also when it is killed."""

import json
import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from homes import use
from small_plan import Small, at, rows
from sqlalchemy import create_engine

from duban import database
from duban.backups import back_up
from duban.evidence import path_of
from duban.ledger.verifying import verify
from duban.restoring import Stage, restore
from duban.schema import alembic_config
from models.errors import BadInput
from models.record import Move
from models.task import Evidence

pytestmark = pytest.mark.sqlite

THEN = at("2026-01-08 09:00")
Change = Callable[[dict[str, bytes]], None]


def tree(home: Path) -> dict[str, bytes]:
    return {str(file.relative_to(home)): file.read_bytes() for file in sorted(home.rglob("*")) if file.is_file()}


def rewritten(archive: Path, change: Change) -> Path:
    """Write an archive again with its members changed."""
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    change(members)
    other = archive.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as made:
        for name, held in members.items():
            made.writestr(name, held)
    return other


def said(held: dict[str, bytes], /, **changes: object) -> None:
    held["manifest.json"] = json.dumps(json.loads(held["manifest.json"]) | changes).encode()


def evidence_of(members: dict[str, bytes]) -> str:
    return next(name for name in members if name.startswith("evidence/"))


def _cut_a_file(members: dict[str, bytes]) -> None:
    members[evidence_of(members)] = b"half"


def _drop_a_file(members: dict[str, bytes]) -> None:
    del members[evidence_of(members)]


def _drop_it_everywhere(members: dict[str, bytes]) -> None:
    name = evidence_of(members)
    del members[name]
    listed = json.loads(members["manifest.json"])["members"]
    said(members, members={one: held for one, held in listed.items() if one != name})


def _climb_out(members: dict[str, bytes]) -> None:
    listed = json.loads(members["manifest.json"])["members"]
    name = evidence_of(members)
    members["../outside"] = members.pop(name)
    listed["../outside"] = listed.pop(name)
    said(members, members=listed)


# fmt: off
HARMED = {
    # what was done                     to the archive                                                  what is said
    "a file is not what it was":        (_cut_a_file,                                                   "与清单不符"),
    "a file is gone":                   (_drop_a_file,                                                  "不是完整的备份"),
    "a file is gone and not listed":    (_drop_it_everywhere,                                           "duban.db 与清单不符"),
    "a file would land elsewhere":      (_climb_out,                                                    "不是完整的备份"),
    "there is a file too many":         (lambda members: members.update({"more": b""}),                 "不是完整的备份"),
    "there is no manifest":             (lambda members: members.pop("manifest.json"),                  "不是完整的备份"),
    "the manifest cannot be read":      (lambda members: members.update({"manifest.json": b"{"}),       "不是完整的备份"),
    "the counts are others":            (lambda members: said(members, counts={}),                      "duban.db 与清单不符"),
    "the program was newer":            (lambda members: said(members, schema_at="9999"),               "较新的程序"),
    "the form is newer":                (lambda members: said(members, format=2),                       "较新的程序"),
}
# fmt: on


@pytest.mark.parametrize(("change", "sentence"), HARMED.values(), ids=HARMED)
def test_a_harmed_archive_is_refused_and_nothing_changes(
    busy: Small, archive: Path, change: Change, sentence: str
) -> None:
    database.dispose()
    before = tree(busy.home)
    with pytest.raises(BadInput, match=sentence):
        restore(rewritten(archive, change), busy.home, now=THEN, force=True)

    assert tree(busy.home) == before
    assert {one.name for one in archive.parent.iterdir()} == {"backup.zip", "changed.zip", "home"}


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_an_archive_that_was_cut_off_is_refused(archive: Path, tmp_path: Path, share: float) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(archive.read_bytes()[: int(archive.stat().st_size * share)])
    with pytest.raises(BadInput, match="不是完整的备份"):
        restore(cut, tmp_path / "again", now=THEN)

    assert not (tmp_path / "again").exists()


def test_any_byte_of_the_packed_files_that_flips_is_found(archive: Path, tmp_path: Path) -> None:
    held = archive.read_bytes()
    with zipfile.ZipFile(archive) as opened:
        packed = {info.header_offset: info.compress_size for info in opened.infolist()}
    starts = {at: at + 30 + sum(struct.unpack("<HH", held[at + 26 : at + 30])) for at in packed}
    places = [starts[at] + size // 2 for at, size in packed.items()]
    for place in places:
        flipped = bytearray(held)
        flipped[place] ^= 0x10
        (tmp_path / "flipped.zip").write_bytes(flipped)
        with pytest.raises(BadInput, match="不是完整的备份"):
            restore(tmp_path / "flipped.zip", tmp_path / "again", now=THEN)

    assert len(places) == 7
    assert not (tmp_path / "again").exists()


def test_a_home_that_is_not_empty_is_left_alone_unless_forced(busy: Small, archive: Path) -> None:
    database.dispose()
    with pytest.raises(BadInput, match="里已经有东西"):
        restore(archive, busy.home, now=THEN)
    (busy.home / "mine.txt").write_text("mine")
    done = restore(archive, busy.home, now=THEN, force=True)

    assert done.aside == busy.home.with_name("home.before-20260108-090000")
    assert (done.aside / "mine.txt").read_text() == "mine"
    assert not (busy.home / "mine.txt").exists()
    assert len(rows(Move)) == done.manifest.counts["move"]
    assert [path_of(one.sha256).exists() for one in rows(Evidence)] == [True]


def test_a_home_in_use_is_not_put_aside(busy: Small, archive: Path) -> None:
    assert rows(Move)
    with pytest.raises(BadInput, match="正被别的程序使用"):
        restore(archive, busy.home, now=THEN, force=True)

    assert [one.name for one in busy.home.parent.iterdir() if "before" in one.name] == []


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from duban.ledger.verifying import verify
from duban.restoring import Stage, restore
from duban.schema import alembic_config
def tell(stage, done, of):
    if stage == sys.argv[3] and done == int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)
restore(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime(2026, 1, 8, tzinfo=UTC), force=True, tell=tell)
"""


@pytest.mark.parametrize(
    ("stage", "done"),
    [(Stage.UNPACKING, 3), (Stage.CHECKING, 0), (Stage.VERIFYING, 0), (Stage.PLACING, 0)],
)
def test_a_kill_leaves_the_old_home(busy: Small, archive: Path, stage: Stage, done: int) -> None:
    database.dispose()
    before = tree(busy.home)
    given = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    words = [str(archive), str(busy.home), stage.value, str(done)]
    killed = subprocess.run([sys.executable, "-c", KILLED, *words], env=given, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert tree(busy.home) == before
    assert restore(archive, busy.home, now=THEN, force=True).faults == ()


def _made_older(file: Path) -> None:
    """Put everything into a database of an older schema, as far as there is room for it there."""
    older = file.with_name("older.db")
    engine = create_engine(f"sqlite:///{older}")
    with engine.connect() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        connection.commit()
    engine.dispose()
    with closing(sqlite3.connect(older)) as opened:
        opened.execute("ATTACH ? AS newer", (str(file),))
        for (table,) in opened.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            if table != "alembic_version":
                names = ", ".join(_columns(opened, "main", table) & _columns(opened, "newer", table))
                opened.execute(f"DELETE FROM main.{table}")
                opened.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM newer.{table}")
        opened.commit()
    for left in (file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        left.unlink(missing_ok=True)
    older.replace(file)


def _columns(opened: sqlite3.Connection, schema: str, table: str) -> set[str]:
    return {row[1] for row in opened.execute(f"PRAGMA {schema}.table_info({table})")}


def test_an_older_backup_is_migrated(busy: Small, tmp_path: Path) -> None:
    database.dispose()
    _made_older(busy.home / "duban.db")
    made = back_up(tmp_path / "old.zip", now=THEN)
    done = restore(tmp_path / "old.zip", tmp_path / "again", now=THEN)
    use(done.home)
    found = verify()

    assert (made.schema_at, made.newest_seal) == ("0004", None)
    assert [name for name in made.members if name.startswith("ledger/")] == []
    assert (found.faults, found.unsealed) == ((), made.counts["move"])


def test_a_ledger_that_was_tampered_with_is_refused_unless_one_insists(
    busy: Small, archive: Path, tmp_path: Path
) -> None:
    database.dispose()
    with closing(sqlite3.connect(busy.home / "duban.db")) as opened:
        opened.execute("DROP TRIGGER task_moves")
        opened.execute("UPDATE task SET state = 'closed' WHERE id = 1")
        opened.commit()
    back_up(tmp_path / "bent.zip", now=THEN)
    with pytest.raises(BadInput, match=r"核验不过.*加 --unverified"):
        restore(tmp_path / "bent.zip", tmp_path / "again", now=THEN)
    refused = (tmp_path / "again").exists()
    done = restore(tmp_path / "bent.zip", tmp_path / "again", now=THEN, unverified=True)

    assert not refused
    assert [("绕过流转" in fault, "task_moves" in fault) for fault in done.faults] == [(True, False), (False, True)]
    shutil.rmtree(done.home)


def test_an_empty_folder_is_taken_and_where_it_came_from_is_kept(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    done = restore(archive, tmp_path / "again", now=THEN)

    assert done.aside is None
    assert json.loads((done.home / "restored" / "manifest.json").read_text())["made_at"] == done.manifest.made_at
    assert (done.home / "restored" / "settings.json").exists()
    assert list((done.home / "keys").glob("*.ed25519")) == []
