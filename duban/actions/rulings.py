"""Asks the rules; where many acts are done at once, once for each distinct question."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from duban.desk.desk import Desk
from models.errors import RuleRefused
from models.values import Attempt
from workflows.given import Asking
from workflows.lives import LIVES
from workflows.rules import Lifecycle, Ruling, ask

KEPT = "rulings"
"""The note on a desk under which rulings are kept while many ask."""


@contextmanager
def asked_once(desk: Desk) -> Iterator[None]:
    """Ask the rules once for each distinct question, as long as this lasts."""
    outer = desk.notes.get(KEPT)
    desk.notes[KEPT] = {} if outer is None else outer
    try:
        yield
    finally:
        if outer is None:
            desk.notes.pop(KEPT, None)


def ruling_on(desk: Desk, attempt: Attempt, state: str, facts: Asking) -> Ruling:
    """Ask the life that an attempt is about.

    Raises:
        RuleRefused: it does not allow it.
    """
    lifecycle: Lifecycle[Any] = LIVES[attempt.life]
    kept: dict[Any, Ruling | RuleRefused] | None = desk.notes.get(KEPT)
    if kept is None:
        return ask(lifecycle, state, attempt.act, facts=facts)
    question = (attempt.life, state, attempt.act, facts)
    if question not in kept:
        try:
            kept[question] = ask(lifecycle, state, attempt.act, facts=facts)
        except RuleRefused as refused:
            kept[question] = refused
    found = kept[question]
    if isinstance(found, RuleRefused):
        raise found.with_traceback(None)
    return found
