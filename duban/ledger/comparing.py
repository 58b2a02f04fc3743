"""Compares the sealed Moves with their leaves, the leaves with the signed heads, and these with heads kept in files."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from duban.ledger import heads, stored
from duban.ledger.faults import Faults
from duban.ledger.heads import Head
from duban.ledger.keys import our_keys
from duban.ledger.tree import Frontier
from duban.ledger.verifier import Hash, Unreadable, hash_of, leaf_hash

TOLD_EVERY = 10_000
SAID = ("size", "since", "root", "algorithm", "encoding", "key", "signature")
SEALED = (
    f"SELECT {stored.COLUMNS}, leaf.position, leaf.move_id, leaf.hash "  # noqa: S608
    "FROM leaf LEFT JOIN move ON move.id = leaf.move_id ORDER BY leaf.position"
)
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree of the stored leaves: how many there are, and its roots at the sizes that somebody has signed."""

    size: int
    roots: dict[int, str]


def grow(connection: Connection, sizes: Iterable[int], faults: Faults, *, hashed: Hash, tell: Told) -> Tree:
    """Walk through all leaves in order, each beside its Move, and grow the tree from them."""
    frontier, wanted, roots = Frontier(hashed), frozenset(sizes), {}
    total = connection.execute(text("SELECT COUNT(*) FROM leaf")).scalar_one()
    expected = 0
    for row in stored.streamed(connection, SEALED):
        position, _, leaf = row[-3:]
        if position != expected:
            faults.add("place", place=expected + 1)
            expected = position
        _check_leaf(row, faults, hashed)
        frontier.push(leaf if isinstance(leaf, bytes) else b"")
        expected += 1
        if frontier.size in wanted:
            roots[frontier.size] = frontier.root().hex()
        if frontier.size % TOLD_EVERY == 0:
            tell(frontier.size, total)
    tell(frontier.size, total)
    return Tree(frontier.size, roots)


def _check_leaf(row: Any, faults: Faults, hashed: Hash) -> None:
    position, move, leaf = row[-3:]
    if row[0] is None:
        faults.add("removed", move=move, place=position + 1)
        return
    try:
        well = leaf_hash(hashed, stored.written_down(row)) == leaf
    except Unreadable:
        well = False
    if not well:
        faults.add("changed", subject=(row[1], row[2]), move=move)


def heads_stored(connection: Connection, faults: Faults) -> list[Head]:
    """Read every seal, in the order of their numbers."""
    found = []
    for row in stored.streamed(connection, f"SELECT id, {', '.join(SAID)}, at FROM seal ORDER BY id"):  # noqa: S608
        number, *said, at = row
        try:
            said_at = stored.moment_text(at)
            found.append(Head.model_validate(dict(zip(SAID, said, strict=True)) | {"seal": number, "at": said_at}))
        except (Unreadable, ValueError):
            faults.add("signature", seal=number)
    return found


def hash_in_use(seals: Sequence[Head], faults: Faults) -> Hash:
    """Give the hash of the ledger: that of its first seal, which all others must share."""
    first = seals[0].algorithm if seals else "sha256"
    for head in seals:
        if head.algorithm != first:
            faults.add("hash", seal=head.seal, key=head.algorithm)
    try:
        return hash_of(first)
    except Unreadable:
        faults.add("hash", seal=seals[0].seal, key=first)
        return hash_of("sha256")


def compare_seals(seals: Sequence[Head], tree: Tree, faults: Faults) -> None:
    """Compare the seals with the tree, with one another, with our keys and with their files."""
    ours, number, size = our_keys(), 0, 0
    for head in seals:
        if (head.seal, head.since) != (number + 1, size) or head.size <= head.since:
            faults.add("numbering", seal=head.seal, size=size, since=head.since)
        if not head.signed_well:
            faults.add("signature", seal=head.seal)
        elif head.key not in ours:
            faults.add("stranger", seal=head.seal, key=head.key)
        number, size = head.seal, head.size
    _compare_roots(seals, tree, faults)
    if tree.size > size:
        faults.add("unheld", there=tree.size, size=size)
    _compare_files({head.seal: head for head in seals}, faults)


def _compare_roots(seals: Sequence[Head], tree: Tree, faults: Faults) -> None:
    """Tell only the first seal that does not fit: every later one is over the same Moves, so it cannot fit either."""
    for head in seals:
        if head.size > tree.size:
            faults.add("short", seal=head.seal, size=head.size, there=tree.size)
            return
        if tree.roots.get(head.size) != head.root:
            faults.add("root", seal=head.seal, size=head.size, since=head.since)
            return


def _compare_files(seals: dict[int, Head], faults: Faults) -> None:
    """A head without its file is no fault: the next seal writes it."""
    for number in sorted(heads.numbers_filed()):
        file = heads.file_of(number)
        if number not in seals:
            faults.add("behind", seal=number, file=file)
        elif file.read_text(encoding="ascii", errors="replace") != seals[number].text:
            faults.add("filed", seal=number, file=file)


def compare_outside(kept: Sequence[tuple[Path, Head]], tree: Tree, faults: Faults, *, algorithm: str) -> None:
    """Compare the tree with heads kept outside: each must be a beginning of it."""
    ours = our_keys()
    for file, head in kept:
        if head.key not in ours or not head.signed_well:
            faults.add("outside_signature", seal=head.seal, file=file)
        elif head.size > tree.size:
            faults.add("ahead", seal=head.seal, file=file, size=head.size, there=tree.size)
        elif head.algorithm != algorithm or tree.roots.get(head.size) != head.root:
            faults.add("forked", seal=head.seal, file=file, size=head.size)
