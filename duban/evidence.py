"""Files that show something was done: kept once, under their SHA-256, and bound to a task by an act.

The slow part, writing the bytes, happens before the transaction; within it the file only gets its name. So there is
never a row without its bytes, and a refused act leaves no file behind.
"""

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO

from sqlmodel import Session, select

from duban.actions.act import act
from duban.doing import doing
from duban.file_kinds import FileKind, kind_of
from duban.settings import settings
from duban.subjects import load
from models.errors import BadInput, Broken, NotFound
from models.record import Move
from models.task import Evidence, Task
from models.values import Actor, Attempt, Given
from models.words import Act, Life

NAME_LENGTH = 120
MB = 1024 * 1024
PIECE = 256 * 1024


def folder() -> Path:
    """Give the folder of all evidence."""
    return settings().home / "evidence"


def path_of(digest: str) -> Path:
    """Say where the bytes with this SHA-256 are kept."""
    return folder() / digest[:2] / digest


def attach(task_id: int, name: str, data: bytes, *, deliverable: str = "", by: Actor, now: datetime) -> Evidence:
    """Attach a file to a task, under one of its deliverables or none. Commits; a refusal is recorded.

    Raises:
        BadInput: the file is empty or too large, or the task has no such deliverable.
        Refused: see `act`; nothing is kept.
    """
    return attach_all(task_id, [(name, BytesIO(data))], deliverable=deliverable, by=by, now=now)[0]


def attach_all(
    task_id: int,
    files: Sequence[tuple[str, IO[bytes]]],
    *,
    deliverable: str = "",
    key: str | None = None,
    by: Actor,
    now: datetime,
) -> list[Evidence]:
    """Attach files, each a name and what to read it from, to a task: all of them or, when one is refused, none.

    1. The bytes are written, a piece at a time. 2. Every file is checked. 3. In one transaction each file gets its row
    and its Move; one that the same form brought before, as `key` tells, is only given back. 4. The bytes get their
    names.

    Commits; a refusal is recorded.

    Raises:
        BadInput: a file is empty, too large or of no kind that is taken, or the task has no such deliverable.
        Refused: see `act`; nothing is kept.
    """
    given = Given(deliverable=deliverable)
    attempt = Attempt(life=Life.TASK, subject_id=task_id, act=Act.ATTACH, given=given, key=key)
    waiting: list[Waiting] = []
    try:
        waiting.extend(_take_in(clean_name(name), file) for name, file in files)
        with doing(attempt, by=by, now=now) as session:
            rows = [_row(session, task_id, file, deliverable) for file in waiting]
            kept = [_bind(session, attempt, row, by=by, now=now) for row in _numbered(rows, key)]
            for file, row in zip(waiting, kept, strict=True):
                _give_name(file.path, path_of(row.sha256))
    finally:
        for file in waiting:
            file.path.unlink(missing_ok=True)
    return kept


def _numbered(rows: list[Evidence], key: str | None) -> list[tuple[Evidence, str | None]]:
    """Give every file of a form a key of its own, made of the file: another file is another request."""
    if key is None:
        return [(row, None) for row in rows]
    told = [f"{number}:{row.sha256}:{row.name}:{row.deliverable}" for number, row in enumerate(rows)]
    return [(row, f"{key}:{sha256(one.encode()).hexdigest()[:16]}") for row, one in zip(rows, told, strict=True)]


def _bind(
    session: Session, attempt: Attempt, keyed: tuple[Evidence, str | None], *, by: Actor, now: datetime
) -> Evidence:
    file, key = keyed
    earlier = _brought_before(session, attempt, key, by=by)
    if earlier is not None:
        return earlier
    file.person_id, file.at = by.person_id, now
    session.add(file)
    session.flush()
    given = attempt.given.model_copy(update={"evidence_id": file.id, "text": file.name})
    act(session, attempt.model_copy(update={"given": given, "key": key}), by=by, now=now)
    return file


def _brought_before(session: Session, attempt: Attempt, key: str | None, *, by: Actor) -> Evidence | None:
    if key is None:
        return None
    mine = select(Move).where(Move.key == key, Move.person_id == by.person_id, Move.act == Act.ATTACH)
    move = session.exec(mine.where(Move.life == Life.TASK, Move.subject_id == attempt.subject_id)).first()
    return session.get(Evidence, move.detail["evidence_id"]) if move else None


def _row(session: Session, task_id: int, file: "Waiting", deliverable: str) -> Evidence:
    task: Task = load(session, Life.TASK, task_id)
    if deliverable and deliverable not in task.deliverables:
        raise BadInput(
            f"任务 {task_id} 没有叫“{deliverable}”的成果。", f"Task {task_id} has no deliverable {deliverable}."
        )
    return Evidence(
        task_id=task_id,
        sha256=file.sha256,
        name=file.name,
        media_type=file.kind.media_type,
        size_bytes=file.size_bytes,
        deliverable=deliverable,
        notes=[note.value for note in file.kind.notes],
    )


def clean_name(name: str) -> str:
    """Make a file name fit to be shown and saved: no folders, no control signs, not endless."""
    last = re.split(r"[/\\]", name)[-1]
    kept = re.sub(r'[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]', "", last).strip(" .")
    stem, dot, end = kept.rpartition(".")
    if len(kept) > NAME_LENGTH and dot and len(end) <= 10:
        return stem[: NAME_LENGTH - len(end) - 1] + "." + end
    return kept[:NAME_LENGTH] or "未命名"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that is on the disk, but has not got its name yet."""

    path: Path
    name: str
    sha256: str
    size_bytes: int
    kind: FileKind


def _take_in(name: str, file: IO[bytes]) -> Waiting:
    """Write a file down piece by piece, so that none has to fit into memory, and look at what it is.

    Raises:
        BadInput: it is empty, too large or of no kind that is taken; nothing of it stays.
    """
    folder().mkdir(parents=True, exist_ok=True)
    number, path = tempfile.mkstemp(prefix=".waiting-", dir=folder())
    try:
        with os.fdopen(number, "w+b") as kept:
            digest, size = _copied(name, file, kept)
            kind = kind_of(name, kept)
            kept.flush()
            os.fsync(kept.fileno())
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise
    return Waiting(Path(path), name, digest, size, kind)


def _copied(name: str, file: IO[bytes], kept: IO[bytes]) -> tuple[str, int]:
    most, size, hashed = settings().max_upload_mb * MB, 0, sha256()
    while piece := file.read(PIECE):
        size += len(piece)
        if size > most:
            raise BadInput(
                f"文件“{name}”超过上限 {settings().max_upload_mb} MB；请压缩或拆分后再传。",
                f"The file {name} is larger than {settings().max_upload_mb} MB; make it smaller or split it.",
            )
        hashed.update(piece)
        kept.write(piece)
    if not size:
        raise BadInput(f"文件“{name}”是空的，请选择有内容的文件。", f"The file {name} is empty.")
    return hashed.hexdigest(), size


def _give_name(waiting: Path, named: Path) -> None:
    named.parent.mkdir(exist_ok=True)
    os.replace(waiting, named)
    if hasattr(os, "O_DIRECTORY"):  # the name itself has to reach the disk, too
        number = os.open(named.parent, os.O_DIRECTORY)
        os.fsync(number)
        os.close(number)


def read(session: Session, evidence_id: int) -> tuple[Evidence, bytes]:
    """Read a file back, and check that it is the one that was attached.

    Raises:
        NotFound: there is no such file. Broken: its bytes are gone or are not what they were.
    """
    file = session.get(Evidence, evidence_id)
    if file is None:
        raise NotFound(f"没有编号为 {evidence_id} 的佐证材料。", f"There is no file with the number {evidence_id}.")
    try:
        data = path_of(file.sha256).read_bytes()
    except OSError as gone:
        raise Broken(f"佐证材料“{file.name}”读不出来，请系统操作员检查。", f"{file.name} cannot be read.") from gone
    if sha256(data).hexdigest() != file.sha256:
        raise Broken(f"佐证材料“{file.name}”与上传时不一致，请系统操作员检查。", f"{file.name} has been altered.")
    return file, data
