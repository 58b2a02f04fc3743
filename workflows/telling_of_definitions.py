"""Tells a definition on record as sentences; what today's vocabulary does not know is told by its stored word."""

from collections.abc import Iterator
from typing import Literal

from models.words import Act, Life, Role, Then, Word
from workflows.definition import NEW, SAME, Definition, RowText
from workflows.rules import HOUSE_ROLES

Language = Literal["zh", "en"]


def told(definition: Definition, language: Language = "zh") -> Iterator[str]:
    """Tell a definition state by state, as lines: what can be done, what has to hold for it, which states are ends."""
    life = _phrase(Life, definition.life, language)
    yield f"【{life}】规则 {definition.fingerprint}" if language == "zh" else f"[{life}] rules {definition.fingerprint}"
    for state in (NEW, *(known.value for known in definition.states)):
        yield _heading(definition, state, language)
        for row in definition.rows_from(state):
            yield f"  - {_sentence(definition, row, language)}"
            for condition in row.if_:
                yield f"      ✗ {condition.zh if language == 'zh' else condition.en}"


def _heading(definition: Definition, state: str, language: Language) -> str:
    if state == NEW:
        return "（尚未建立）" if language == "zh" else "(not there yet)"
    end = "（终点）" if language == "zh" else " (an end)"
    return definition.phrase(state).in_language(language) + (end if state in definition.ended else "")


def _sentence(definition: Definition, row: RowText, language: Language) -> str:
    who, act = _phrase(Role, row.who, language), _phrase(Act, row.may, language)
    by_house = row.who in HOUSE_ROLES
    target = definition.phrase(row.becomes).in_language(language)
    comma = "、" if language == "zh" else ", "
    then = comma.join(_phrase(Then, what, language) for what in row.then)
    if language == "zh":
        becomes = "状态不变" if row.becomes == SAME else f"变为“{target}”"
        return f"{who}{'自动' if by_house else '可以'}{act}，{becomes}" + (f"；随后{then}" if then else "") + "。"
    becomes = "it stays as it is" if row.becomes == SAME else f"it becomes “{target}”"
    said = f"{who} {'does' if by_house else 'may'} {act}: {becomes}" + (f"; then {then}" if then else "")
    return said[0].upper() + said[1:] + "."


def _phrase(words: type[Word], value: str, language: Language) -> str:
    found = next((word for word in words if word.value == value), None)
    return found.in_language(language) if found else value
