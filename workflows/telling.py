"""Tells the rows of a life as sentences: who may do what, what becomes of it, what is answered when it cannot be.

Chinese or English. `told` tells the rows of one state, `closing` what can not happen in it and what if nothing does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from models.words import Act, Life, Role
from workflows.gates import ALWAYS
from workflows.lives import LIVES
from workflows.phrases import AFTER_MAY, ALSO, IT, PHRASES, WHEN_THE_PANEL
from workflows.proofs.promises import FOLLOWS
from workflows.rules import HOUSE_ROLES, NEW, Lifecycle, Row, phrase, sentence, the

Language = Literal["zh", "en"]
Life_ = Lifecycle[Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One row in one state: what may happen, what is answered when a condition does not hold, and how that begins."""

    may: str
    otherwise: tuple[str, ...]
    unless: str


def told(lifecycle: Life_, state: str, language: Language = "zh") -> tuple[Told, ...]:
    """Tell every row that speaks of a state, in the order of the table."""
    return tuple(_told(lifecycle, row, state, language) for row in lifecycle.rows if state in row.sources)


def closing(lifecycle: Life_, state: str, language: Language) -> Iterator[str]:
    """Tell what can not happen in a state, and what if nothing happens; or that it has ended."""
    possible = [row for row in lifecycle.rows if state in row.sources]
    if state in lifecycle.ended:
        yield say("end" if possible else "nothing", language)
        return
    if state != NEW and (never := impossible(lifecycle, state)):
        yield say("never", language).format(listed([may(act, language) for act in never], language))
    if any(row.who is Role.CLOCK for row in possible):
        yield say("timed", language)
    elif state in lifecycle.untimed:
        yield say("why", language).format(lifecycle.untimed[state].in_language(language))


def impossible(lifecycle: Life_, state: str) -> tuple[Act, ...]:
    """List the acts of a life that nobody can do in a state, in the order of the table; beginnings go unsaid."""
    possible = {row.may for row in lifecycle.rows if state in row.sources}
    begins = {row.may for row in lifecycle.rows if row.sources == (NEW,)}
    every = dict.fromkeys(row.may for row in lifecycle.rows)
    return tuple(act for act in every if act not in possible | begins)


def say(part: str, language: Language) -> str:
    """Give one of the phrases that sentences are made of."""
    return PHRASES[part].in_language(language)


def listed(things: Sequence[str], language: Language, *, last: str = "or") -> str:
    """Write things as one list."""
    if language == "zh":
        return "、".join(things)
    return f" {last} ".join(part for part in (", ".join(things[:-1]), things[-1]) if part)


def _told(lifecycle: Life_, row: Row[Any], state: str, language: Language) -> Told:
    said = _happens(lifecycle, row, state, language)
    if row.then:
        then = listed([what.in_language(language) for what in row.then], language, last="and")
        said += say("then", language).format(then=then)
    otherwise = tuple(sentence(guard).in_language(language) for guard in row.if_)
    unless = say("not_yet" if row.who in HOUSE_ROLES else "refused", language)
    return Told(said[0].upper() + said[1:] + ("。" if language == "zh" else "."), otherwise, unless)


def _happens(lifecycle: Life_, row: Row[Any], state: str, language: Language) -> str:
    """Write who does it and what it becomes; at a beginning in one, since there is nothing yet that becomes it."""
    begins, life = state == NEW, lifecycle.life
    words = {
        "who": row.who.zh if language == "zh" else the(row.who),
        "act": row.may.in_language(language) if begins or row.who is Role.PANEL else may(row.may, language),
        "cause": _cause(life, row, language),
        "it": IT[life].in_language(language),
        "life": life.zh,
        "a": a_life(life),
        "target": phrase(lifecycle, row.target(state)).in_language(language),
    }
    if begins:
        return say("founds" if row.who is Role.SYSTEM else "begins", language).format(**words)
    part = row.who.value if row.who in HOUSE_ROLES else "person"
    becomes = "stays" if row.target(state) == state else "becomes"
    gated = say("gated", language) if (life, row.may) in ALWAYS else ""
    return (say(part, language) + gated + say(becomes, language)).format(**words)


def may(act: Act, language: Language) -> str:
    """Give the words for an act that stand after “may”."""
    return AFTER_MAY.get(act, act.en) if language == "en" else act.zh


def _cause(life: Life, row: Row[Any], language: Language) -> str:
    """Name what a row of the house follows from: what the panel said, or the acts of other lives."""
    if row.who is Role.PANEL:
        return WHEN_THE_PANEL[row.may].in_language(language)
    promises = {follow.promise for follow in FOLLOWS if (follow.life, follow.act) == (life, row.may)}
    causes: list[str] = []
    for other, rules in LIVES.items():
        acts = dict.fromkeys(row.may for row in rules.rows if promises & set(row.then))
        if acts:
            names = listed([act.zh if language == "zh" else f"“{act.en}”" for act in acts], language)
            causes.append(f"{other.zh}{names}" if language == "zh" else f"{names} on {a_life(other)}")
    if (life, row.may) in ALSO:
        causes.append(ALSO[life, row.may].in_language(language))
    return ("，或者" if language == "zh" else " or ").join(causes)


def a_life(life: Life) -> str:
    """Name one of a life in an English sentence."""
    return f"an {life.en}" if life in (Life.EXTENSION, Life.EXEMPLAR, Life.INSPECTION, Life.APPEAL) else f"a {life.en}"
