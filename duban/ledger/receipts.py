"""Gives a receipt for one Move: all that a stranger with `verifier.py` needs to see that it is in the ledger."""

import json
from typing import Any

from sqlalchemy import Connection, text
from sqlmodel import Session

from duban.database import reading
from duban.ledger import heads, stored
from duban.ledger.heads import Head
from duban.ledger.sealing import hash_named
from duban.ledger.tree import Span, path_of, roots_of, way_between
from duban.ledger.verifier import ENCODINGS, JSON_COLUMNS, RECEIPT, Unreadable, faults_of
from models.errors import BadInput, Broken, NotFound

Receipt = dict[str, Any]


def receipt(move_id: int, *, since: Head | None = None) -> Receipt:
    """Prove one Move under the newest head, and, when asked, that this head goes on from one kept from before.

    Raises:
        NotFound: there is no such Move.
        BadInput: the Move is not sealed yet, or `since` is newer than the ledger.
        Broken: the ledger does not hold; verify says where.
    """
    with reading() as session:
        connection = session.connection()
        row = connection.execute(
            text(f"SELECT {stored.COLUMNS} FROM move WHERE id = :id"),  # noqa: S608
            {"id": move_id},
        ).first()
        if row is None:
            raise NotFound(f"没有编号为 {move_id} 的流转记录。", f"There is no Move with the number {move_id}.")
        position, head = _sealed(connection, session, move_id)
        made: Receipt = {
            "kind": RECEIPT,
            "head": head.model_dump(),
            "position": position,
            "path": _hashes(connection, path_of(position, head.size), head),
        }
        if since is not None:
            made["since"] = _since(connection, since, head)
    made |= _told(row, move_id)
    _check(made, since)
    return made


def _sealed(connection: Connection, session: Session, move_id: int) -> tuple[int, Head]:
    where = connection.execute(text("SELECT position FROM leaf WHERE move_id = :id"), {"id": move_id}).scalar()
    newest = stored.newest_seal(session)
    if where is None or newest is None:
        raise BadInput(
            f"流转记录 {move_id} 还没有封存，先运行 duban ledger seal，再出具存证。",
            f"Move {move_id} is not sealed yet; run duban ledger seal, then ask again.",
        )
    return int(where), heads.head_of(newest)


def _hashes(connection: Connection, spans: list[Span], head: Head) -> list[str]:
    roots = roots_of(spans, lambda span: stored.leaves(connection, span), hash_named(head.algorithm))
    return [root.hex() for root in roots]


def _since(connection: Connection, since: Head, head: Head) -> dict[str, Any]:
    if since.size > head.size:
        raise BadInput(
            f"给出的凭证封到 {since.size} 条，账上只封到 {head.size} 条，证明不了。请用 duban ledger verify 查明。",
            f"That head covers {since.size} Moves, the ledger only {head.size}; look with duban ledger verify.",
        )
    return {
        "seal": since.seal,
        "size": since.size,
        "path": _hashes(connection, way_between(since.size, head.size), head),
    }


def _told(row: Any, move_id: int) -> Receipt:
    try:
        lines = stored.written_down(row).decode()
    except Unreadable as wrong:
        raise Broken(*_does_not_hold(move_id)) from wrong
    move = dict(zip(ENCODINGS[1], row, strict=True))
    move["at"] = stored.moment_text(move["at"])
    return {"move": move | {name: json.loads(move[name]) for name in JSON_COLUMNS}, "lines": lines}


def _check(made: Receipt, since: Head | None) -> None:
    """Give out nothing that the verifier would not accept."""
    try:
        faults = faults_of(made, kept=since.model_dump() if since else None)
    except Unreadable as wrong:
        faults = [str(wrong)]
    if faults:
        raise Broken(*_does_not_hold(made["move"]["id"], "；".join(fault.partition(" / ")[0] for fault in faults)))


def _does_not_hold(move_id: int, why: str = "") -> tuple[str, str]:
    return (
        f"流转记录 {move_id} 的存证对不上{f'（{why}）' if why else ''}，不能出具。请用 duban ledger verify 查明。",
        f"The proof of Move {move_id} does not hold; no receipt is given. Look with duban ledger verify.",
    )
