"""The definition of a life as plain values: what can be stored, compared and read long after the code has changed.

Everything a lawyer would call the rule is in it: the states and which of them are ends; of every row when, who, what,
what it becomes and what follows; of every condition its name and the sentence a refused person reads. The fingerprint
is that of the content, so a stored definition proves itself. How a condition is computed is not in it: a hash of code
changes with the version of Python, and misses what the code calls. Whoever changes what a condition means changes its
sentence, and with it the fingerprint.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, Field

from models.errors import Sentence
from models.values import Value

if TYPE_CHECKING:
    from workflows.rules import Lifecycle, Row

NEW = "new"
"""The state before the first move: nothing is there yet."""

SAME = "="
"""It stays in the state it is in: the move is only a record."""


class StateText(Value):
    """A state by its stored value, with the words people read."""

    value: str
    zh: str
    en: str


class Condition(Value):
    """What has to hold: the name of a guard, and what a refused person reads."""

    name: str
    zh: str
    en: str


class RowText(Value):
    """One row; acts, roles and consequences by their stored values, as another program may know other ones."""

    model_config = ConfigDict(populate_by_name=True)

    when: tuple[str, ...]
    who: str
    may: str
    if_: tuple[Condition, ...] = Field(alias="if")
    becomes: str
    then: tuple[str, ...]

    def target(self, source: str) -> str:
        return source if self.becomes == SAME else self.becomes


class Definition(Value):
    """One life as it was defined: rows in the order of the table, ends in the order of their names."""

    life: str
    states: tuple[StateText, ...]
    ended: tuple[str, ...]
    rows: tuple[RowText, ...]

    @property
    def fingerprint(self) -> str:
        """Sixteen digits of the SHA-256 of the content."""
        return sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()[:16]

    def knows(self, state: str) -> bool:
        return any(known.value == state for known in self.states)

    def phrase(self, state: str) -> Sentence:
        """Give the words people read for a state; its value when it is none of this life's."""
        found = next((known for known in self.states if known.value == state), None)
        return Sentence(found.zh, found.en) if found else Sentence(state, state)

    def rows_from(self, state: str) -> tuple[RowText, ...]:
        return tuple(row for row in self.rows if state in row.when)


def definition_of(lifecycle: "Lifecycle[Any]") -> Definition:
    """Write down a life as it is in the code."""
    return Definition(
        life=lifecycle.life.value,
        states=tuple(StateText(value=state.value, zh=state.zh, en=state.en) for state in lifecycle.states),
        ended=tuple(sorted(str(state) for state in lifecycle.ended)),
        rows=tuple(_row(row) for row in lifecycle.rows),
    )


def _row(row: "Row[Any]") -> RowText:
    return RowText(
        when=tuple(str(source) for source in row.sources),
        who=str(row.who),
        may=str(row.may),
        if_=tuple(_condition(guard) for guard in row.if_),
        becomes=str(row.becomes),
        then=tuple(str(what) for what in row.then),
    )


def _condition(guard: Callable[..., object]) -> Condition:
    en, zh, *_ = (*(line.strip() for line in (guard.__doc__ or "").strip().splitlines() if line.strip()), "", "")
    return Condition(name=guard.__name__, zh=zh, en=en)
