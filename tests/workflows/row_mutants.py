"""Every small mistake that could be made in a row of a life: one thing forgotten, exchanged or said of another state."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from models.words import Act, Role
from workflows.rules import NEW, SAME, Lifecycle, Row

Rows = tuple[Row[Any], ...]


@dataclass(frozen=True)
class Mistake:
    """A life's rows with one mistake: which kind, in which row, and the acts it touches."""

    kind: str
    row: str
    rows: Rows
    acts: frozenset[Act]


def mistakes(lifecycle: Lifecycle[Any]) -> Iterator[Mistake]:
    """List every mistake that can be made in one row, and every two rows of one act that change places."""
    rows = lifecycle.rows
    states = (NEW, *(state.value for state in lifecycle.states))
    acts = dict.fromkeys(row.may for row in rows)
    for n, row in enumerate(rows):
        told = f"{'|'.join(row.sources)} {row.who} {row.may}"
        for kind, instead in _in_row(row, states, tuple(acts)):
            touched = frozenset({row.may, *(other.may for other in instead)})
            yield Mistake(kind, told, (*rows[:n], *instead, *rows[n + 1 :]), touched)
        for k in range(n + 1, len(rows)):
            if rows[k].may is row.may and set(rows[k].sources) & set(row.sources):
                swapped = (*rows[:n], rows[k], *rows[n + 1 : k], row, *rows[k + 1 :])
                yield Mistake("two rows changed places", told, swapped, frozenset({row.may}))


def _in_row(row: Row[Any], states: tuple[str, ...], acts: tuple[Act, ...]) -> Iterator[tuple[str, Rows]]:
    here = row.sources
    yield "a row forgotten", ()
    for state in here if len(here) > 1 else ():
        yield "a state forgotten", (replace(row, when=tuple(s for s in here if s != state)),)
    for state in states:
        if state not in here:
            yield "said of one more state", (replace(row, when=(*here, state)),)
    for state in (*states[1:], SAME):
        if state != row.becomes:
            yield "becomes something else", (replace(row, becomes=state),)
    for role in Role:
        if role is not row.who:
            yield "somebody else may", (replace(row, who=role),)
    for act in acts:
        if act is not row.may:
            yield "another act", (replace(row, may=act),)
    for n in range(len(row.if_)):
        yield "a statement forgotten", (replace(row, if_=(*row.if_[:n], *row.if_[n + 1 :])),)
    for n in range(len(row.then)):
        yield "a consequence forgotten", (replace(row, then=(*row.then[:n], *row.then[n + 1 :])),)
