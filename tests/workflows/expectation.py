"""What the hand-written matrix expects of a question; and what the rules answer to it."""

from importlib import import_module
from typing import Any

from by_hand import Cell, written
from possible_facts import FACTS

from models.errors import RuleRefused
from models.words import Act, Life, Role, Then
from workflows.given import Asking
from workflows.rules import Lifecycle, Ruling, ask

EXPECTED = {life: written(life) for life in Life}


def expected(life: Life, state: str, act: Act, facts: Asking) -> Ruling | None:
    """Give the ruling of the first cell whose role the person has and whose statements all hold; None is a refusal."""
    for cell in EXPECTED[life].get((state, act.value), ()):
        if Role(cell.who) in facts.roles and all(guard_named(life, name)(facts) for name in cell.if_):
            return ruling_of(cell)
    return None


def ruling_of(cell: Cell) -> Ruling:
    then = tuple(Then(what) for what in cell.then)
    return Ruling(cell.lands, Role(cell.who), then, stays=cell.becomes == "=")


def outcome_of(lifecycle: Lifecycle[Any], state: str, act: Act, facts: Asking) -> Ruling | None:
    """Ask the rules; None is a refusal."""
    try:
        return ask(lifecycle, state, act, facts=facts)
    except RuleRefused:
        return None


def guard_named(life: Life, name: str) -> Any:
    """Find a guard in the life's own module."""
    return vars(import_module(FACTS[life].__module__))[name]
