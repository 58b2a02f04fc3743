"""Keeps every definition of a life that ever decided anything, and reads them back; exports them, reads an export."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, func, select

from models.definition import StoredDefinition
from models.errors import BadInput, NotFound
from models.record import Move
from models.words import Life
from workflows.definition import Definition
from workflows.lives import LIVES

Definitions = Mapping[Life, Definition]
_EXPORT = TypeAdapter(list[Definition])


def in_force() -> dict[Life, Definition]:
    """Give the definitions that decide now: those of the code."""
    return {life: rules.definition for life, rules in LIVES.items()}


def remember(session: Session, *, now: datetime) -> int:
    """Put the definitions in force on record, those that are not yet; give how many were new. Does not commit."""
    known = _fingerprints(session)
    new = [one for one in in_force().values() if (one.life, one.fingerprint) not in known]
    for one in new:
        content = one.model_dump(mode="json", by_alias=True)
        session.add(
            StoredDefinition(life=Life(one.life), fingerprint=one.fingerprint, first_seen_at=now, content=content)
        )
    session.flush()
    return len(new)


def unrecorded(session: Session) -> int:
    """Count the definitions in force that are not on record."""
    known = _fingerprints(session)
    return sum((one.life, one.fingerprint) not in known for one in in_force().values())


def _fingerprints(session: Session) -> set[tuple[str, str]]:
    kept = session.exec(select(StoredDefinition.life, StoredDefinition.fingerprint)).all()
    return {(str(life), fingerprint) for life, fingerprint in kept}


def on_record(session: Session) -> dict[tuple[Life, str], Definition]:
    """Read every definition on record, and those in force, by life and fingerprint; the newest come last."""
    kept = session.exec(select(StoredDefinition).order_by(col(StoredDefinition.id))).all()
    found = {(one.life, one.fingerprint): Definition.model_validate(one.content) for one in kept}
    return found | {(life, one.fingerprint): one for life, one in in_force().items()}


def listed(session: Session) -> list[dict[str, Any]]:
    """List what decided any Move or is on record: life, fingerprint, first seen, Moves decided, in force, on record.

    A fingerprint that Moves carry and nobody kept is listed too, without a moment.
    """
    counted = session.exec(select(Move.life, Move.rules, func.count()).group_by(col(Move.life), col(Move.rules))).all()
    moves = {(Life(life), rules): count for life, rules, count in counted}
    kept = session.exec(select(StoredDefinition).order_by(col(StoredDefinition.id))).all()
    seen = {(one.life, one.fingerprint): one.first_seen_at for one in kept}
    present = {(life, one.fingerprint) for life, one in in_force().items()}
    every = dict.fromkeys([*moves, *seen, *present])
    order = list(Life)
    return [
        {
            "life": life,
            "fingerprint": rules,
            "first_seen_at": seen.get((life, rules)),
            "moves": moves.get((life, rules), 0),
            "in_force": (life, rules) in present,
            "on_record": (life, rules) in seen,
        }
        for life, rules in sorted(every, key=lambda one: (order.index(one[0]), one in present, one[1]))
    ]


def definition_called(session: Session, fingerprint: str) -> Definition:
    """Find the one definition whose fingerprint begins so.

    Raises:
        NotFound: there is none on record, or more than one.
    """
    wanted = fingerprint.strip().lower()
    found = [one for (_, known), one in on_record(session).items() if wanted and known.startswith(wanted)]
    if len(found) != 1:
        raise NotFound(
            f"留存的规则里，指纹以“{fingerprint}”开头的有 {len(found)} 份；duban lifecycle definitions 可列出全部。",
            f"{len(found)} definitions on record begin with {fingerprint!r}; see duban lifecycle definitions.",
        )
    return found[0]


def exported(definitions: Iterable[Definition]) -> str:
    """Write definitions as a file that `read_export` reads."""
    return json.dumps([one.model_dump(mode="json", by_alias=True) for one in definitions], ensure_ascii=False, indent=1)


def read_export(path: Path) -> dict[Life, Definition]:
    """Read the definitions of a file; a life that is not in it is as in force.

    Raises:
        BadInput: the file is no export of definitions.
    """
    try:
        found = _EXPORT.validate_json(path.read_text(encoding="utf-8"))
        return in_force() | {Life(one.life): one for one in found}
    except ValueError as wrong:
        raise BadInput(
            f"“{path.name}”不是导出的规则。请用 duban lifecycle definitions --export 文件 导出。",
            f"{path.name} is no export of definitions; make one with duban lifecycle definitions --export FILE.",
        ) from wrong
