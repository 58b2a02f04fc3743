"""Writes everything that cannot be made again into one archive, while others go on working.

1. The database as of one moment, always as a file of SQLite's: copied (VACUUM INTO: readers of WAL hold nobody up), or
on PostgreSQL read row by row under one snapshot. 2. The evidence its rows speak of, the notices that were read against
plans, the heads of its seals, the public keys, the settings without what is secret. 3. The manifest, last: what is in
the archive with its SHA-256, and what state it is of. The key that signs the ledger is not in it: who has both can
rewrite both.
"""

import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from sqlalchemy import make_url

from duban import evidence, kept_notices
from duban.ledger import heads, keys
from duban.ledger.heads import written
from duban.ledger.stored import moment_text
from duban.moving_rows import at_one_moment, check_newest, filling, move_rows
from duban.settings import settings
from duban.whole_files import whole_file
from models.errors import BadInput
from models.values import Value

FORMAT = 1
DATABASE, MANIFEST, SETTINGS = "duban.db", "manifest.json", "settings.json"
DOORS = frozenset({"sign_in", "door_step", "feed"})
SECRET = frozenset({"database_url", "smtp_url", "prefect_auth", "oidc_client_secret", "monitor_token"})
AT_ONCE = 1024 * 1024
Told = Callable[[int, int], None]


class Member(Value):
    """One file of the archive."""

    sha256: str
    size_bytes: int


class Manifest(Value):
    """What is in an archive, and what state of affairs it is.

    `schema_at`: the migration the database has come to. `counts`: rows of every table. `newest_move` and `newest_seal`:
    the last ones in it, None when there is none yet. `missing`: evidence that could not be read, by its SHA-256.
    """

    format: int
    program: str
    made_at: str
    schema_at: str
    counts: dict[str, int]
    newest_move: dict[str, Any] | None
    newest_seal: dict[str, Any] | None
    missing: tuple[str, ...] = ()
    members: dict[str, Member]


def back_up(target: Path, *, now: datetime, force: bool = False, tell: Told = lambda done, of: None) -> Manifest:
    """Write the archive, whole or not at all; `tell` hears how many files of how many are in it. Changes nothing.

    Raises:
        BadInput: the database is not there, or is of another schema, or the archive is there already.
    """
    copy_database = _way_to_copy()
    with (
        whole_file(target, force=force) as begun,
        tempfile.TemporaryDirectory(prefix=".duban-backup-", dir=target.parent) as place,
    ):
        copy = Path(place) / DATABASE
        begun.touch(mode=0o600)  # it holds the hashes of passwords
        copy_database(copy)
        _sign_everybody_out(copy)
        with closing(sqlite3.connect(copy)) as database, zipfile.ZipFile(begun, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _fill(archive, database, copy, now=now, tell=tell)
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _way_to_copy() -> Callable[[Path], None]:
    """Say how the database is copied into a file of SQLite's. Raises: BadInput when there is none yet."""
    url = make_url(settings().database)
    if url.get_backend_name() == "postgresql":
        return partial(_copy_rows, settings().database)
    file = Path(url.database or "")
    if not file.is_file():
        raise BadInput(f"{file} 还没有数据库，没有可备份的。", f"There is no database at {file}.")
    return partial(_copy_file, file)


def _copy_rows(url: str, copy: Path) -> None:
    with at_one_moment(url) as source, filling(f"sqlite:///{copy}") as target:
        check_newest(source)
        move_rows(source, target)
    with closing(sqlite3.connect(copy)) as database:  # one file, without the log beside it
        database.execute("PRAGMA journal_mode = DELETE")


def _copy_file(source: Path, copy: Path) -> None:
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.execute("PRAGMA busy_timeout = 30000")
        database.execute("VACUUM INTO ?", (str(copy),))


def _sign_everybody_out(copy: Path) -> None:
    """Nobody is signed in by a restore, and no link opens again that was revoked after the backup."""
    with closing(sqlite3.connect(copy)) as database:
        database.execute("PRAGMA secure_delete = ON")
        there = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in sorted(DOORS & there):  # an older database has none of some
            database.execute(f"DELETE FROM {table}")  # noqa: S608
        database.commit()


def _fill(archive: zipfile.ZipFile, database: sqlite3.Connection, copy: Path, *, now: datetime, tell: Told) -> Manifest:
    members: dict[str, Member] = {}
    missing = []
    files = [(DATABASE, copy), *_files_of(database)]
    for done, (name, file) in enumerate(files, start=1):
        member = _add(archive, name, file)
        if member is None or (name.startswith("evidence/") and member.sha256 != file.name):
            missing.append(file.name)
        if member is not None:
            members[name] = member
        tell(done, len(files))
    texts = {f"keys/{public}.pub": f"{public}\n" for public in sorted(keys.our_keys())}
    texts[SETTINGS] = settings().model_dump_json(indent=1, exclude=set(SECRET))
    for name, text in texts.items():
        archive.writestr(name, text)
        members[name] = Member(sha256=sha256(text.encode()).hexdigest(), size_bytes=len(text.encode()))
    return Manifest(
        format=FORMAT,
        program=version("duban"),
        made_at=written(now),
        missing=tuple(missing),
        members=members,
        **state_of(database),
    )


def _files_of(database: sqlite3.Connection) -> Iterator[tuple[str, Path]]:
    """List the files that this state of the database speaks of; a newer head would seem to know more than it does."""
    for (digest,) in database.execute("SELECT DISTINCT sha256 FROM evidence ORDER BY sha256"):
        yield f"evidence/{digest[:2]}/{digest}", evidence.path_of(digest)
    for notice in kept_notices.kept():
        yield f"notices/{notice.name}", notice
    newest = (state_of(database)["newest_seal"] or {"seal": 0})["seal"]
    for number in sorted(heads.numbers_filed()):
        if number <= newest:
            yield f"ledger/heads/{number:04}.json", heads.file_of(number)


def _add(archive: zipfile.ZipFile, name: str, file: Path) -> Member | None:
    try:
        opened = file.open("rb")
    except OSError:
        return None
    with opened, archive.open(name, "w", force_zip64=True) as member:
        return copied(opened, member)


def copied(source: IO[bytes], target: IO[bytes]) -> Member:
    """Copy bytes and say what they were."""
    digest, size = sha256(), 0
    while part := source.read(AT_ONCE):
        digest.update(part)
        size += len(part)
        target.write(part)
    return Member(sha256=digest.hexdigest(), size_bytes=size)


def state_of(database: sqlite3.Connection) -> dict[str, Any]:
    """Tell what state a database is in, as the manifest does."""
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    tables = [name for (name,) in database.execute(named)]
    if "alembic_version" not in tables:
        raise BadInput("数据库还没有建好。请先运行 duban setup。", "Run duban setup first.")
    counts = {name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
    move = database.execute("SELECT id, at FROM move ORDER BY id DESC LIMIT 1").fetchone()
    seal = None
    if "seal" in tables:  # an older database has none
        seal = database.execute("SELECT id, size, root FROM seal ORDER BY id DESC LIMIT 1").fetchone()
    return {
        "schema_at": database.execute("SELECT version_num FROM alembic_version").fetchone()[0],
        "counts": counts,
        "newest_move": {"id": move[0], "at": moment_text(move[1])} if move else None,
        "newest_seal": dict(zip(("seal", "size", "root"), seal, strict=True)) if seal else None,
    }
