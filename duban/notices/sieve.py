"""Picks the rows of a table of patterns that can find anything in a text, by the signs that each cannot do without.

The signs stand in a column of the table: `前止 月` says that a match holds 前 or 止, and 月. To look which signs a text
has costs less than to try the patterns; a test proves of every row that no match is without its signs.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

Row = TypeVar("Row")
MANY = 2_048


def sieve(rows: Iterable[tuple[Row, str]]) -> Callable[[str], tuple[Row, ...]]:
    """Return what gives, of `rows` with their signs, those that may find something in a text, in their order."""
    needs = [(row, [frozenset(one) for one in signs.split()]) for row, signs in rows]
    signs_of_all = frozenset(sign for _, wanted in needs for one in wanted for sign in one)

    @lru_cache(maxsize=MANY)
    def with_signs(present: frozenset[str]) -> tuple[Row, ...]:
        return tuple(row for row, wanted in needs if all(one & present for one in wanted))

    return lambda text: with_signs(signs_of_all.intersection(text))
