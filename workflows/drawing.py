"""Draws the rows of a life: as a table, as a Mermaid diagram, all lives in one. Chinese or English."""

from collections.abc import Iterable, Mapping
from typing import Any

from models.words import Life
from workflows.rules import NEW, SAME, Lifecycle, Row, phrase
from workflows.telling import Language

Life_ = Lifecycle[Any]

# fmt: off
HEADINGS = {
    "zh": ("什么状态下", "谁", "可以", "变为", "随后"),
    "en": ("when it is", "who", "may", "it becomes", "and then"),
}
# fmt: on


def states(lifecycle: Life_) -> tuple[str, ...]:
    """List every state of a life, the one before its beginning first."""
    return (NEW, *(state.value for state in lifecycle.states))


def table(lifecycle: Life_, language: Language = "zh") -> str:
    """Write the rows as a markdown table, one line per row."""
    head = HEADINGS[language]
    lines = [_line(head), _line("---" for _ in head)]
    return "\n".join([*lines, *(_line(cells(lifecycle, row, language)) for row in lifecycle.rows)])


def mermaid(lifecycle: Life_, language: Language = "zh") -> str:
    """Draw a Mermaid stateDiagram-v2: ids are the stored ASCII values, labels are the words people read.

    Acts between the same two states share one arrow.
    """
    return "\n".join(["stateDiagram-v2", *(f"    {line}" for line in _drawn(lifecycle, "", language))])


def mermaid_of_all(lives: Mapping[Life, Life_], language: Language = "zh") -> str:
    """Draw several lives in one diagram, each as a state that holds its own; ids begin with the name of the life."""
    lines = ["stateDiagram-v2"]
    for life, lifecycle in lives.items():
        lines.append(f'    state "{life.in_language(language)}" as {life.value} {{')
        lines += (f"        {line}" for line in _drawn(lifecycle, f"{life.value}_", language))
        lines.append("    }")
    return "\n".join(lines)


def _drawn(lifecycle: Life_, prefix: str, language: Language) -> Iterable[str]:
    for state in lifecycle.states:
        yield f'state "{phrase(lifecycle, state.value).in_language(language)}" as {prefix}{state.value}'
    arrows: dict[tuple[str, str], dict[str, None]] = {}
    for row in lifecycle.rows:
        for source in row.sources:
            pair = ("[*]" if source == NEW else f"{prefix}{source}", f"{prefix}{row.target(source)}")
            arrows.setdefault(pair, {})[row.may.in_language(language)] = None
    for (source, target), names in arrows.items():
        yield f"{source} --> {target}: {_comma(language).join(names)}"
    for state in lifecycle.states:
        if state.value in lifecycle.ended:
            yield f"{prefix}{state.value} --> [*]"


def _comma(language: Language) -> str:
    return "、" if language == "zh" else ", "


def cells(lifecycle: Life_, row: Row[Any], language: Language = "zh") -> tuple[str, ...]:
    """Write a row as the cells of a line, in the order of `HEADINGS`."""
    comma = _comma(language)
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
