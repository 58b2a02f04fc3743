"""Where a stored life lands when the definition of its kind has changed: as it is, by a mapping, or not at all.

`land` reads top down: what stays as it is needs no mapping, so no mapping moves a life that the rules still know.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.errors import Sentence
from models.words import Life, Role, Word
from workflows.definition import Definition


# fmt: off
class Lands(Word):
    """How a stored life comes under a definition."""

    UNCHANGED  = "unchanged",  "原样接上", "as it is"
    BY_MAPPING = "by_mapping", "按对应关系转入", "by a mapping"
    CANNOT     = "cannot",     "接不上", "cannot land"
# fmt: on


@dataclass(frozen=True, slots=True)
class Stored:
    """A life as the database holds it; the state may be a word that nobody knows any more.

    `rules`: the fingerprint of the definition that decided its last Move. `name`: what people call it.
    """

    life: Life
    subject_id: int
    state: str
    version: int
    rules: str
    name: str


@dataclass(frozen=True, slots=True)
class Onto:
    """What an old state has become, and why. `was_end`: for lives whose old definition was never put on record."""

    state: str
    why: Sentence
    was_end: bool | None = None


Mappings = Mapping[tuple[Life, str], Onto]

# fmt: off
MAPPINGS: dict[tuple[Life, str], Onto] = {
    # (life, old state): Onto(what it is now, why, was_end)
}
"""States that a released version has renamed, merged or dropped. Lines stay: somebody may come from any version."""
# fmt: on


@dataclass(frozen=True, slots=True)
class Landing:
    """How one stored life lands: in which state, and why so."""

    stored: Stored
    lands: Lands
    becomes: str
    why: Sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """An open review: about which act of what; `gated` when the act itself waits for it."""

    review_id: int
    life: Life
    subject_id: int
    about: str
    gated: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """An open review whose answer could not be carried out any more."""

    asked: Asked
    why: Sentence


def land(stored: Stored, now: Definition, *, before: Definition | None, mappings: Mappings) -> Landing:
    """Say where a stored life lands under the definition `now`.

    1. A state that is still known, still leads to an end and is an end if it was one: as it is.
    2. A mapping onto a state of which the same holds: by mapping. 3. Otherwise it cannot land, and the reason is given.

    `before` is the definition that decided its last Move; None when that is not on record.
    """
    hindrance = _hindrance(now, stored.state, was_end=_was_end(before, stored.state))
    if hindrance is None:
        return Landing(stored, Lands.UNCHANGED, stored.state, Sentence("规则仍有这个状态", "the rules still know it"))
    onto = mappings.get((stored.life, stored.state))
    if onto is None:
        return _stays_behind(stored, hindrance)
    was_end = _was_end(before, stored.state)
    if was_end is None:
        was_end = onto.was_end if onto.was_end is not None else _known_end(now, stored.state)
    if was_end is None:
        return _stays_behind(stored, _UNKNOWN_WHETHER_ENDED)
    further = _hindrance(now, onto.state, was_end=was_end)
    if further is not None:
        zh, en = f"对应关系把它转到“{onto.state}”，而", f"the mapping leads to “{onto.state}”, and "
        return _stays_behind(stored, Sentence(zh + further.zh, en + further.en))
    return Landing(stored, Lands.BY_MAPPING, onto.state, onto.why)


def lost(asked: Asked, becomes: str, now: Definition) -> Lost | None:
    """Say why the answer to an open review could not be carried out where its subject lands; None when it could.

    A gated act needs its row there; any other question needs a row of the panel.
    """
    rows = now.rows_from(becomes)
    if any(row.may == asked.about if asked.gated else row.who == Role.PANEL for row in rows):
        return None
    at = now.phrase(becomes)
    if asked.gated:
        return Lost(asked, Sentence(f"“{at.zh}”时已没有所审的这一步", f"at “{at.en}” there is no such step any more"))
    return Lost(asked, Sentence(f"“{at.zh}”时不再等审核结论", f"at “{at.en}” nothing waits for a panel any more"))


def leads_to_end(now: Definition) -> frozenset[str]:
    """List the states from which the rows lead to an end, whatever the facts; the ends among them."""
    found = {state for state in now.ended if now.knows(state)}
    while True:
        more = {source for row in now.rows for source in row.when if row.becomes in found} - found
        if not more:
            return frozenset(found)
        found |= more


_UNKNOWN_WHETHER_ENDED = Sentence(
    "原规则没有留存，无从知道它是否已经了结，要由人决定",
    "its old definition is not on record, so nobody knows whether it had ended; a person has to decide",
)


def _was_end(before: Definition | None, state: str) -> bool | None:
    return state in before.ended if before is not None and before.knows(state) else None


def _known_end(now: Definition, state: str) -> bool | None:
    return state in now.ended if now.knows(state) else None


def _hindrance(now: Definition, state: str, *, was_end: bool | None) -> Sentence | None:
    """Say why a life cannot be in a state under a definition; None when it can."""
    said = now.phrase(state)
    if not now.knows(state):
        return Sentence(f"规则没有“{state}”这个状态", f"the rules have no state “{state}”")
    if was_end is False and state in now.ended:
        return Sentence(
            f"它还没有了结，“{said.zh}”却是终点，要由人决定",
            f"it has not ended, and “{said.en}” is an end; a person has to decide",
        )
    if was_end and state not in now.ended:
        return Sentence(
            f"它已经了结，“{said.zh}”却不是终点，要由人决定",
            f"it has ended, and “{said.en}” is no end; a person has to decide",
        )
    if state not in leads_to_end(now):
        return Sentence(f"从“{said.zh}”再也到不了终点", f"from “{said.en}” no end can be reached")
    return None


def _stays_behind(stored: Stored, why: Sentence) -> Landing:
    return Landing(stored, Lands.CANNOT, stored.state, why)
