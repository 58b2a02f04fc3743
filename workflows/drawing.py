"""Prints the rows of a life for people: as sentences, as a table, as a Mermaid diagram. Chinese or English."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from models.errors import Sentence
from models.words import Act, Role
from workflows.rules import NEW, SAME, Lifecycle, Row, phrase, sentence

Language = Literal["zh", "en"]
Life_ = Lifecycle[Any]

# fmt: off
BY_ITSELF = {
    # who          how it comes about in Chinese            and in English
    Role.PANEL:  Sentence("审核一有结果，系统随即据此{act}",   "once the review has an outcome, it follows: {act}"),
    Role.CLOCK:  Sentence("到了时间，系统自动{act}",            "when the time comes, the clock does it: {act}"),
    Role.SYSTEM: Sentence("系统随相关事项自动{act}",            "it follows from something else by itself: {act}"),
}
HEADINGS = {
    "zh": ("什么状态下", "谁", "可以", "变为", "随后"),
    "en": ("when it is", "who", "may", "it becomes", "and then"),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Told:
    """One row in one state, told: what may happen, and what is answered when a condition does not hold."""

    may: str
    otherwise: tuple[str, ...]


def told(lifecycle: Life_, state: str, language: Language = "zh") -> tuple[Told, ...]:
    """Tell every row that speaks of a state, in the order of the table."""
    return tuple(_told(lifecycle, row, state, language) for row in lifecycle.rows if state in row.sources)


def impossible(lifecycle: Life_, state: str) -> tuple[Act, ...]:
    """List the acts of a life that nobody can do in a state, in the order of the table."""
    possible = {row.may for row in lifecycle.rows if state in row.sources}
    begins = {row.may for row in lifecycle.rows if row.sources == (NEW,)}
    return tuple(act for act in acts(lifecycle) if act not in possible | begins)


def acts(lifecycle: Life_) -> tuple[Act, ...]:
    """List every act of a life, in the order of the table."""
    return tuple(dict.fromkeys(row.may for row in lifecycle.rows))


def states(lifecycle: Life_) -> tuple[str, ...]:
    """List every state of a life, the one before its beginning first."""
    return (NEW, *(state.value for state in lifecycle.states))


def table(lifecycle: Life_, language: Language = "zh") -> str:
    """Write the rows as a markdown table, one line per row."""
    head = HEADINGS[language]
    lines = [_line(head), _line("---" for _ in head)]
    return "\n".join([*lines, *(_line(_cells(lifecycle, row, language)) for row in lifecycle.rows)])


def mermaid(lifecycle: Life_, language: Language = "zh") -> str:
    """Draw a Mermaid stateDiagram-v2: ids are the stored ASCII values, labels are the words people read.

    Acts between the same two states share one arrow.
    """
    named = (f'    state "{phrase(lifecycle, s.value).in_language(language)}" as {s.value}' for s in lifecycle.states)
    arrows: dict[tuple[str, str], dict[str, None]] = {}
    for row in lifecycle.rows:
        for source in row.sources:
            pair = ("[*]" if source == NEW else str(source), row.target(source))
            arrows.setdefault(pair, {})[row.may.in_language(language)] = None
    comma = "、" if language == "zh" else ", "
    drawn = (f"    {source} --> {target}: {comma.join(names)}" for (source, target), names in arrows.items())
    ends = (f"    {state.value} --> [*]" for state in lifecycle.states if state.value in lifecycle.ended)
    return "\n".join(["stateDiagram-v2", *named, *drawn, *ends])


def _told(lifecycle: Life_, row: Row[Any], state: str, language: Language) -> Told:
    then = [what.in_language(language) for what in row.then]
    parts = [_who_may(row, language), _becomes(lifecycle, row, state, language)]
    otherwise = tuple(sentence(guard).in_language(language) for guard in row.if_)
    if language == "zh":
        return Told("，".join(parts) + ("；随后" + "、".join(then) if then else "") + "。", otherwise)
    said = "; ".join([*parts, "then " + ", ".join(then)] if then else parts) + "."
    return Told(said[0].upper() + said[1:], otherwise)


def _who_may(row: Row[Any], language: Language) -> str:
    act = row.may.in_language(language)
    if row.who in BY_ITSELF:
        return BY_ITSELF[row.who].in_language(language).format(act=act)
    return f"{row.who.zh}可以{act}" if language == "zh" else f"the {row.who.en} may: {act}"


def _becomes(lifecycle: Life_, row: Row[Any], state: str, language: Language) -> str:
    target = phrase(lifecycle, row.target(state)).in_language(language)
    if row.becomes == SAME:
        return "状态不变，只作记录" if language == "zh" else "the state stays, it is only recorded"
    return f"{lifecycle.life.zh}变为“{target}”" if language == "zh" else f"it becomes “{target}”"


def _cells(lifecycle: Life_, row: Row[Any], language: Language) -> tuple[str, ...]:
    comma = "、" if language == "zh" else ", "
    same = "（不变）" if language == "zh" else "(stays)"
    return (
        comma.join(phrase(lifecycle, source).in_language(language) for source in row.sources),
        row.who.in_language(language),
        row.may.in_language(language),
        same if row.becomes == SAME else phrase(lifecycle, row.becomes).in_language(language),
        comma.join(what.in_language(language) for what in row.then),
    )


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
