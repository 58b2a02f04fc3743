"""Puts a backup back: checked in every part, in a folder beside the home, which gets the home's name at the very end.

Whatever goes wrong before that, also a kill, leaves the home as it was.
"""

import ctypes
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import make_url

from duban.backups import DATABASE, FORMAT, MANIFEST, SETTINGS, Manifest, copied, state_of
from duban.kept_notices import NAME
from duban.moving_rows import at_one_moment, check_empty, filling, move_rows
from duban.revisions import known
from duban.settings import settings
from models.errors import BadInput, Broken
from models.values import Value
from models.words import Word
from workflows.moments import SHANGHAI

ALLOWED = re.compile(
    rf"{re.escape(DATABASE)}|{re.escape(SETTINGS)}|ledger/heads/\d{{4,}}\.json|keys/[0-9a-f]{{64}}\.pub"
    r"|evidence/([0-9a-f]{2})/\1[0-9a-f]{62}"
    rf"|notices/(?:{NAME.pattern})"
)
KEPT_IN = "restored"
"""Folder of the home for manifest and settings of the backup it came from."""
FD_CWD, EXCHANGE = -100, 2


class Stage(Word):
    """How far restoring has come."""

    UNPACKING = "unpacking", "解开并核对每个文件"
    CHECKING = "checking", "核对数据库"
    VERIFYING = "verifying", "升级库结构，核验流转账"
    PLACING = "placing", "放到位"


Told = Callable[[Stage, int, int], None]


class Restored(Value):
    """What was restored. `aside`: where the home that was there is now. `faults`: of the ledger, as told."""

    home: Path
    manifest: Manifest
    aside: Path | None
    faults: tuple[str, ...]


def restore(
    archive: Path,
    home: Path,
    *,
    now: datetime,
    force: bool = False,
    unverified: bool = False,
    tell: Told = lambda stage, done, of: None,
) -> Restored:
    """Restore a backup into a home.

    1. The manifest is read. 2. Every member is unpacked beside the home and compared. 3. The database is compared with
    the manifest. 4. It is migrated and its ledger verified. 5. The folder takes the place of the home; with `force` one
    that was there is kept under another name.

    Raises:
        BadInput: the archive is damaged or not ours or newer than the program; the home is not empty, or is in use; the
            database on the server is not empty; the ledger has faults and `unverified` is not given. Nothing was
            changed.
    """
    home = home.resolve()
    _check_home(home, force=force)
    manifest = read_manifest(archive)
    home.parent.mkdir(parents=True, exist_ok=True)
    begun = Path(tempfile.mkdtemp(prefix=f".{home.name}.restoring-", dir=home.parent))
    try:
        _unpack(archive, manifest, begun, tell=tell)
        tell(Stage.CHECKING, 0, 1)
        _check_database(archive, begun / DATABASE, manifest)
        tell(Stage.VERIFYING, 0, 1)
        faults = _verified(begun)
        if faults and not unverified:
            raise BadInput(*_faulty(archive, faults))
        tell(Stage.PLACING, 0, 1)
        with _moved_to_server(begun / DATABASE) if _on_server() else nullcontext():
            aside = _put_in_place(begun, home, now=now)
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    if _on_server():
        faults = _verified(home, settings().database)
    return Restored(home=home, manifest=manifest, aside=aside, faults=faults)


def read_manifest(archive: Path) -> Manifest:
    """Read what an archive says is in it.

    Raises:
        BadInput: it is no whole backup of ours, or of a newer program.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            manifest = Manifest.model_validate_json(opened.read(MANIFEST))
            names = opened.namelist()
    except FileNotFoundError as gone:
        raise BadInput(f"没有 {archive} 这个文件。", f"There is no file {archive}.") from gone
    except (zipfile.BadZipFile, zlib.error, KeyError, ValidationError, EOFError) as wrong:
        raise BadInput(*_damaged(archive)) from wrong
    strange = [name for name in manifest.members if not ALLOWED.fullmatch(name)]
    if strange or sorted(names) != sorted([*manifest.members, MANIFEST]) or DATABASE not in manifest.members:
        raise BadInput(*_damaged(archive))
    if manifest.format != FORMAT or manifest.schema_at not in known():
        raise BadInput(
            f"{archive} 是较新的程序（{manifest.program}）做的备份，请先升级程序再恢复。",
            f"{archive} was made by a newer program ({manifest.program}); upgrade first.",
        )
    return manifest


def _damaged(archive: Path, what: str = "") -> tuple[str, str]:
    about = f"：{what} 与清单不符" if what else ""
    return (
        f"{archive} 不是完整的备份{about}。可能没有传完，或者被改动过；请换一份。什么也没有改动。",
        f"{archive} is no whole backup{f': {what} is not what it was' if what else ''}; take another. Nothing changed.",
    )


def _faulty(archive: Path, faults: tuple[str, ...]) -> tuple[str, str]:
    return (
        f"{archive} 里的流转账核验不过：{faults[0]}（共 {len(faults)} 处）什么也没有改动；确要恢复请加 --unverified。",
        f"The ledger in {archive} does not verify ({len(faults)} faults); --unverified restores it all the same.",
    )


def _check_home(home: Path, *, force: bool) -> None:
    if settings().database_url and not _on_server():
        raise BadInput(
            "DUBAN_DATABASE_URL 指定了别处的数据库，恢复出来的不会被用到。请先去掉这一设置。",
            "DUBAN_DATABASE_URL names another database; unset it first.",
        )
    if _on_server():
        with at_one_moment(settings().database) as there:
            check_empty(there)
    if not home.exists():
        return
    if not home.is_dir() or (any(home.iterdir()) and not force):
        raise BadInput(
            f"{home} 里已经有东西，没有动它。请用 --home 指定空文件夹；确要替换时加 --force，原来的会改名保留。",
            f"{home} is not empty; give an empty folder, or --force, which keeps the old one by another name.",
        )
    _check_unused(home / DATABASE)


def _check_unused(database: Path) -> None:
    """Somebody who has the database open would go on writing into the folder that is put aside."""
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=0)) as opened:
        try:
            opened.execute("PRAGMA locking_mode = EXCLUSIVE")  # under WAL every open connection stands against it
            opened.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as wrong:
            if "locked" not in str(wrong):
                return  # it is broken, which may be why it is to be replaced
            raise BadInput(
                f"{database} 正被别的程序使用。请先停下 duban up 和其他 duban 程序，再恢复。",
                f"{database} is in use; stop duban up and every other duban program first.",
            ) from wrong


def _unpack(archive: Path, manifest: Manifest, begun: Path, *, tell: Told) -> None:
    with zipfile.ZipFile(archive) as opened:
        for done, (name, member) in enumerate(manifest.members.items()):
            tell(Stage.UNPACKING, done, len(manifest.members))
            target = begun / (f"{KEPT_IN}/{name}" if name == SETTINGS else name)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with opened.open(name) as source, target.open("wb") as file:
                    found = copied(source, file)
                    os.fsync(file.fileno())
            except (zipfile.BadZipFile, zlib.error, EOFError) as wrong:
                raise BadInput(*_damaged(archive, name)) from wrong
            named_wrong = name.startswith("evidence/") and found.sha256 != target.name
            if found != member or (named_wrong and target.name not in manifest.missing):
                raise BadInput(*_damaged(archive, name))
    (begun / KEPT_IN).mkdir(exist_ok=True)
    (begun / KEPT_IN / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def _check_database(archive: Path, file: Path, manifest: Manifest) -> None:
    """The database is whole, is in the state that the manifest says, and every file it speaks of is there."""
    with closing(sqlite3.connect(file)) as database:
        whole = database.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        state = state_of(database) if whole else {}
        wanted = {digest for (digest,) in database.execute("SELECT DISTINCT sha256 FROM evidence")} if whole else set()
    there = {name.rpartition("/")[2] for name in manifest.members if name.startswith("evidence/")}
    said = manifest.model_dump(include=set(state))
    if not whole or state != said or not wanted <= there | set(manifest.missing):
        raise BadInput(*_damaged(archive, DATABASE))


def _verified(begun: Path, url: str = "") -> tuple[str, ...]:
    """Migrate the database and verify the ledger, in a process that knows no other home; give the faults."""
    given = {"DUBAN_HOME": str(begun), "DUBAN_DATABASE_URL": url, "DUBAN_LEDGER_KEY": ""}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "duban.restored_home"],
        env=os.environ | given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or [""])[-1]
        raise Broken(
            f"备份里的数据库升级或核验时出了错：{said}。什么也没有改动。", f"Migrating or verifying failed: {said}."
        )
    return tuple(json.loads(done.stdout)["faults"])


def _on_server() -> bool:
    return make_url(settings().database).get_backend_name() == "postgresql"


@contextmanager
def _moved_to_server(file: Path) -> Iterator[None]:
    """Move the rows of the file to the server of the settings; they are there for good when the block has ended.

    A kill in between leaves the server empty, so that restoring can be repeated.
    """
    with filling(settings().database) as target:
        with at_one_moment(f"sqlite:///{file}") as source:
            move_rows(source, target)
        for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
            file.with_name(name).unlink(missing_ok=True)
        yield


def _put_in_place(begun: Path, home: Path, *, now: datetime) -> Path | None:
    """Give the folder the home's name, at one stroke where the system can; give where the old home is now."""
    if not home.exists() or not any(home.iterdir()):
        if home.exists():
            home.rmdir()
        begun.rename(home)
        return None
    aside = home.with_name(f"{home.name}.before-{now.astimezone(SHANGHAI):%Y%m%d-%H%M%S}")
    if aside.exists():
        raise BadInput(f"{aside} 已经有了，请稍等一秒再试。", f"{aside} is there already; try again in a second.")
    if _exchange(begun, home):
        begun.rename(aside)
    else:
        home.rename(aside)
        begun.rename(home)
    return aside


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders swap names at one stroke; False where the system has no such call."""
    swap = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    return swap is not None and swap(FD_CWD, os.fsencode(one), FD_CWD, os.fsencode(other), EXCHANGE) == 0
