"""Seals the Moves: appends those that are not sealed yet to the tree, and signs its new head.

Moves are read and hashed outside the write lock, some thousands at a time; the lock is held only to store the leaves
and the head. The order of things makes a crash at any point harmless: the commit first, then the file; a file that is
missing is written at the next seal.
"""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from duban.database import after_commit, reading, writing
from duban.fault_points import reach
from duban.ledger import filing, heads, stored
from duban.ledger.heads import Head
from duban.ledger.keys import our_keys, signing_key
from duban.ledger.tree import Frontier
from duban.ledger.verifier import Hash, Unreadable, hash_of, leaf_hash
from duban.settings import settings
from models.errors import BadInput, Broken
from models.seal import Leaf, Seal
from models.values import Value

SEALED_AT_ONCE = 10_000


class Sealed(Value):
    """What one run has sealed: the new heads, oldest first, and how many head files it wrote again."""

    heads: tuple[Head, ...] = ()
    rewritten: int = 0

    @property
    def moves(self) -> int:
        return sum(head.size - head.since for head in self.heads)


@dataclass(frozen=True, slots=True)
class Batch:
    """Moves read and hashed, ready to be appended after the seal `after`."""

    after: int
    since: int
    frontier: Frontier
    leaves: list[dict[str, object]]


def seal(*, now: datetime, at_once: int = SEALED_AT_ONCE) -> Sealed:
    """Seal every Move that is not sealed yet; nothing new writes nothing. Commits, at most `at_once` Moves
    at a time.

    1. The last seal is checked: its signature, its peaks, the head files. 2. Moves are read and hashed. 3. Leaves and
    head are stored, unless somebody else has sealed in between: then from 1 again. 4. The head is written to a file.

    Raises:
        Broken: the last seal is not ours or not whole, or a head file knows more than the database.
        BadInput: the key cannot be used, or the settings name another hash than the ledger was begun with.
    """
    new: list[Head] = []
    rewritten = filing.write_missing()
    while True:
        with reading() as session:
            batch = _next_batch(session, at_most=at_once)
        if not batch.leaves:
            return Sealed(heads=tuple(new), rewritten=rewritten)
        reach("seal.hashed")
        head = _store(batch, now=now)
        if head is not None:
            new.append(head)


def _next_batch(session: Session, *, at_most: int) -> Batch:
    newest = stored.newest_seal(session)
    frontier = _frontier(newest)
    first, leaves = frontier.size, []
    with closing(stored.unsealed(session.connection(), at_most=at_most)) as rows:
        for row in rows:
            leaf = leaf_hash(frontier.hashed, _lines(row))
            leaves.append({"position": frontier.size, "move_id": row[0], "hash": leaf})
            frontier.push(leaf)
    return Batch(after=newest.id if newest else 0, since=first, frontier=frontier, leaves=leaves)


def _lines(row: Any) -> bytes:
    try:
        return stored.written_down(row)
    except Unreadable as wrong:
        raise Broken(
            f"流转记录 {row[0]} 读不了（{wrong}），不能封存：它不是程序写的，请查明是谁改的。",
            f"Move {row[0]} cannot be read ({wrong}) and is not sealed; the program has not written it so.",
        ) from wrong


def _frontier(newest: Seal | None) -> Frontier:
    """Give the tree where it ended, after a look at the seal that says so."""
    if newest is None:
        return Frontier(hash_named(settings().ledger_hash))
    _check(newest)
    peaks = [bytes.fromhex(peak) for peak in newest.peaks]
    frontier = Frontier(hash_named(newest.algorithm), newest.size, peaks)
    if newest.size.bit_count() != len(peaks) or frontier.root().hex() != newest.root:
        raise Broken(*_not_ours(newest.id))
    return frontier


def _check(newest: Seal) -> None:
    if newest.algorithm != settings().ledger_hash:
        raise BadInput(
            f"这本账从开始就用 {newest.algorithm}，不能中途换成 {settings().ledger_hash}；"
            f"请把设置 DUBAN_LEDGER_HASH 改回 {newest.algorithm}。",
            f"This ledger was begun with {newest.algorithm} and keeps it; set DUBAN_LEDGER_HASH={newest.algorithm}.",
        )
    if newest.key not in our_keys() or not heads.head_of(newest).signed_well:
        raise Broken(*_not_ours(newest.id))


def _not_ours(number: int) -> tuple[str, str]:
    return (
        f"第 {number} 次封存不是我们的钥匙签的，或者内容被改过，不能接着封存。请用 duban ledger verify 查明；"
        "换过钥匙的，把原来的公钥（.pub）放回钥匙所在的文件夹。",
        f"Seal {number} is not signed by a key of ours, or was changed; nothing is appended to it. Look with duban "
        "ledger verify; if the key was renewed, put the old public key (.pub) back beside it.",
    )


def hash_named(algorithm: str) -> Hash:
    """Give the hash of a ledger.

    Raises:
        BadInput: this machine does not have it.
    """
    try:
        return hash_of(algorithm)
    except Unreadable as absent:
        raise BadInput(
            f"这台机器算不了 {algorithm}（OpenSSL 没有这个算法）。请换一个带 SM3 的 OpenSSL，或者用 sha256 建账。",
            f"This machine has no {algorithm}: its OpenSSL lacks it. Use another OpenSSL, or begin with sha256.",
        ) from absent


def _store(batch: Batch, *, now: datetime) -> Head | None:
    """Store leaves and head in one transaction, the file afterwards; None when somebody else has sealed first."""
    frontier = batch.frontier
    head = Head(
        seal=batch.after + 1,
        size=frontier.size,
        since=batch.since,
        root=frontier.root().hex(),
        algorithm=settings().ledger_hash,
        encoding=1,
        at=heads.written(now),
        key="",
    )
    head = heads.signed(head, signing_key())
    reach("seal.signed")
    with writing() as session:
        _alone(session)
        last = session.exec(select(col(Seal.id)).order_by(col(Seal.id).desc()).limit(1)).first() or 0
        if last != batch.after:
            return None
        session.connection().execute(insert(Leaf), batch.leaves)
        session.add(heads.seal_of(head, frontier.peaks))
        session.flush()
        reach("seal.stored")
        after_commit(session, lambda: filing.write(head))
    return head


def _alone(session: Session) -> None:
    """Keep other sealers out until the commit; on SQLite a writer is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("LOCK TABLE seal IN EXCLUSIVE MODE")
