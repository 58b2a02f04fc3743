"""Verifies the ledger: Moves against leaves, leaves against signed heads, heads against files, states against Moves."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from duban.database import reading
from duban.ledger import heads, stored
from duban.ledger.comparing import Told, compare_outside, compare_seals, grow, hash_in_use, heads_stored
from duban.ledger.faults import Fault, Faults
from duban.ledger.folding import fold
from duban.ledger.heads import Head
from duban.subjects import TABLES
from models.values import Value

# fmt: off
GUARDS = frozenset(
    {f"{table}_no_{what}" for table in ("move", "leaf", "seal") for what in ("update", "delete")}
    | {f"{table.__tablename__}_moves" for table in TABLES.values()}
)
PRESENT = {
    "sqlite":     "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
# fmt: on


class Verified(Value):
    """What verifying has found; all is well when `faults` is empty.

    `counts`: how many faults there are of each kind, also those that are not told one by one. `unsealed_since`: when
    the oldest Move happened that is not sealed yet, in UTC.
    """

    moves: int
    sealed: int
    unsealed: int
    unsealed_since: str | None
    seals: int
    newest: Head | None
    subjects: int
    compared: int
    faults: tuple[Fault, ...]
    counts: dict[str, int]


def verify(*, against: Sequence[Path] = (), tell: Told = lambda done, of: None) -> Verified:
    """Verify everything, on one state of the database; writes nothing.

    `against`: heads kept outside, files or folders. `tell` hears how many sealed Moves of how many were looked at.

    Raises:
        BadInput: one of the files holds no head.
    """
    kept = list(heads.read_heads(against))
    try:
        return _verified(kept, tell, stored.as_it_is)
    except OperationalError as wrong:
        if "decode" not in str(wrong):  # SQLite keeps whatever it is given; our own program has written text
            raise
        return _verified(kept, tell, stored.undecoded)


def _verified(kept: list[tuple[Path, Head]], tell: Told, read: stored.Reading) -> Verified:
    faults = Faults()
    with reading() as session, read(stored.still(session)) as connection:
        seals = heads_stored(connection, faults)
        sizes = [head.size for head in (*seals, *(head for _, head in kept))]
        tree = grow(connection, sizes, faults, hashed=hash_in_use(seals, faults), tell=tell)
        compare_seals(seals, tree, faults)
        compare_outside(kept, tree, faults, algorithm=seals[0].algorithm if seals else "")
        moves, unsealed, since = _unsealed(connection, faults)
        subjects = fold(connection, faults)
        present = set(connection.execute(text(PRESENT[connection.dialect.name])).scalars())
    for name in sorted(GUARDS - present):
        faults.add("guards", key=name)
    return Verified(
        moves=moves,
        sealed=tree.size,
        unsealed=unsealed,
        unsealed_since=since,
        seals=len(seals),
        newest=seals[-1] if seals else None,
        subjects=subjects,
        compared=len(kept),
        faults=tuple(faults.found),
        counts=dict(faults.counts),
    )


def _unsealed(connection: Connection, faults: Faults) -> tuple[int, int, str | None]:
    """Count all Moves and those not sealed yet, and say when the oldest of these happened.

    On SQLite Moves are sealed in the order of their ids, so that one without a leaf among them was put in later.
    """
    moves = connection.execute(text("SELECT COUNT(*) FROM move")).scalar_one()
    without = "FROM move WHERE NOT EXISTS (SELECT 1 FROM leaf WHERE leaf.move_id = move.id)"
    count, since = connection.execute(text(f"SELECT COUNT(*), MIN(at) {without}")).one()
    if connection.dialect.name == "sqlite":
        late = f"SELECT id, life, subject_id {without} AND id < (SELECT MAX(move_id) FROM leaf) ORDER BY id"  # noqa: S608
        for move, life, subject_id in stored.streamed(connection, late):
            faults.add("inserted", subject=(life, subject_id), move=move)
    return moves, count, None if since is None else stored.moment_text(since)
