"""One page of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, how many there are in all, which page this is, from 1."""

    rows: Sequence[Any]
    total: int
    number: int = 1

    @property
    def last(self) -> int:
        return max((self.total + PAGE - 1) // PAGE, 1)
