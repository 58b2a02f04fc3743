"""Reads what an address or a form asks for; what cannot be read is as if it had not been asked."""

from typing import Annotated, TypeVar

from fastapi import Path

from models.words import Word

W = TypeVar("W", bound=Word)
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
"""The number of something in an address; one that the database could not hold is as if it were not there."""


def word_in(text: str, words: type[W]) -> W | None:
    """Find the word that is stored so."""
    return next((word for word in words if word.value == text), None)


def id_in(text: str) -> int | None:
    """Read the number of something."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def page_in(text: str) -> int:
    """Read the number of a page; the first one is 1."""
    return max(id_in(text) or 1, 1)
