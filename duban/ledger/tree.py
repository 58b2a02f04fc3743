"""The Merkle tree of RFC 9162 over a stream of leaves, in memory that grows with the logarithm of their number."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from duban.ledger.verifier import Hash, node_hash

Span = tuple[int, int]
"""Leaves from (included) to (excluded)."""


@dataclass(slots=True)
class Frontier:
    """The right edge of a tree: `peaks` holds the roots of its perfect subtrees, the largest first."""

    hashed: Hash
    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def push(self, leaf: bytes) -> None:
        """Append one leaf."""
        found, full = leaf, self.size
        while full & 1:
            found = self.hashed(b"\x01" + self.peaks.pop() + found)
            full >>= 1
        self.peaks.append(found)
        self.size += 1

    def root(self) -> bytes:
        """Give the root as it stands; of nothing, the hash of nothing."""
        if not self.peaks:
            return self.hashed(b"")
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(self.hashed, peak, found)
        return found


def path_of(position: int, size: int) -> list[Span]:
    """List the subtrees whose roots lead from a leaf to the root, the nearest first (RFC 9162, 2.1.3.1)."""
    start, stop, found = 0, size, []
    while stop - start > 1:
        middle = start + _left(stop - start)
        if position < middle:
            found.append((middle, stop))
            stop = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def way_between(old: int, new: int) -> list[Span]:
    """List the subtrees whose roots prove that a tree of `new` leaves goes on from one of `old`.

    Source: RFC 9162, section 2.1.4.1.
    """
    start, stop, found, whole = 0, new, [], True
    while old != stop:
        middle = start + _left(stop - start)
        if old <= middle:
            found.append((middle, stop))
            stop = middle
        else:
            found.append((start, middle))
            start, whole = middle, False
    return [] if old == new else ([] if whole else [(start, stop)]) + found[::-1]


def _left(leaves: int) -> int:
    """Give the largest power of two below the number of leaves."""
    return 1 << (leaves - 1).bit_length() - 1


def roots_of(spans: Sequence[Span], leaves: Callable[[Span], Iterable[bytes]], hashed: Hash) -> Iterator[bytes]:
    """Compute the root of each subtree; `leaves` reads the leaf hashes of one."""
    for span in spans:
        frontier = Frontier(hashed)
        for leaf in leaves(span):
            frontier.push(leaf)
        yield frontier.root()
