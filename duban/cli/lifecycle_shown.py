"""How `duban lifecycle` prints lives: as sentences, as tables, as a drawing; for people or as JSON."""

from collections.abc import Mapping
from typing import Any

import typer

from duban.cli.shown import put, put_json
from models.words import Life, Word
from workflows.drawing import HEADINGS, cells, mermaid, mermaid_of_all, states
from workflows.rules import Lifecycle, Row, phrase
from workflows.telling import Language, closing, impossible, told

Lives = Mapping[Life, Lifecycle[Any]]


def put_sentences(lives: Lives, language: Language, *, as_json: bool) -> None:
    """Print every state: what can happen, what is answered otherwise, what cannot happen, what if nothing does."""
    if as_json:
        put_json(
            {life: {state: _state(rules, state, language) for state in states(rules)} for life, rules in lives.items()}
        )
        return
    for life, rules in lives.items():
        typer.echo(f"【{life.zh}】" if language == "zh" else f"[{life.en}]")
        for state in states(rules):
            _put_state(rules, state, language)


def _put_state(rules: Lifecycle[Any], state: str, language: Language) -> None:
    typer.echo(phrase(rules, state).in_language(language))
    for row in told(rules, state, language):
        typer.echo(f"  - {row.may}")
        for answer in row.otherwise:
            typer.echo(f"      ✗ {answer}")
    for said in closing(rules, state, language):
        typer.echo(f"  {said}")


def _state(rules: Lifecycle[Any], state: str, language: Language) -> dict[str, Any]:
    return {
        "name": phrase(rules, state).in_language(language),
        "rows": [{"may": row.may, "otherwise": list(row.otherwise)} for row in told(rules, state, language)],
        "cannot": [act.value for act in impossible(rules, state)],
        "closing": list(closing(rules, state, language)),
    }


def put_tables(lives: Lives, language: Language, *, as_json: bool) -> None:
    """Print every row of every life as one line of an aligned table."""
    if as_json:
        put_json({life: [_stored(row) for row in rules.rows] for life, rules in lives.items()})
        return
    columns = {str(place): heading for place, heading in enumerate(HEADINGS[language])}
    for life, rules in lives.items():
        lines = [dict(zip(columns, cells(rules, row, language), strict=True)) for row in rules.rows]
        put(lines, columns, as_json=False, title=life.in_language(language))


def _stored(row: Row[Any]) -> dict[str, Any]:
    return {
        "when": [_value(source) for source in row.sources],
        "who": row.who.value,
        "may": row.may.value,
        "if": [guard.__name__ for guard in row.if_],
        "becomes": _value(row.becomes),
        "then": [what.value for what in row.then],
    }


def _value(state: str) -> str:
    return state.value if isinstance(state, Word) else state


def put_drawing(lives: Lives, language: Language, *, as_json: bool) -> None:
    """Print one life as a Mermaid diagram, or several in one."""
    one = next(iter(lives)) if len(lives) == 1 else None
    drawn = mermaid_of_all(lives, language) if one is None else mermaid(lives[one], language)
    if as_json:
        put_json({"life": one, "mermaid": drawn})
    else:
        typer.echo(drawn)
