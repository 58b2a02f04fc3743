"""How the commands print: a table that fits Chinese, a list of facts, or JSON. Text is never taken for markup."""

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from duban.cli.laid_out import table
from duban.tongue import WRITTEN, lookup, said, say, spoken
from models.words import Word

PIPED_WIDTH = 160


def put_json(said: object) -> None:
    """Print one JSON value."""
    typer.echo(json.dumps(said, ensure_ascii=False, indent=1, default=str))


def put_path(path: Path, *, as_json: bool) -> None:
    """Print where a file was written."""
    if as_json:
        put_json({"file": str(path)})
    else:
        typer.echo(str(path))


def put(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], *, as_json: bool, title: str = "") -> None:
    """Print rows as a table, its headings in the language spoken, or all they hold as JSON."""
    if as_json:
        put_json([dict(row) for row in rows])
        return
    if title:
        typer.echo(title)
    if not rows:
        typer.echo(say("没有符合条件的记录。"))
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPED_WIDTH
    headings = [lookup(label) for label in columns.values()]
    heading, *lines = table([[read(row.get(key)) for key in columns] for row in rows], headings, width)
    typer.echo("\n".join([typer.style(heading, bold=True), *lines]))


def put_facts(told: Mapping[str, Any], labels: Mapping[str, str]) -> None:
    """Print facts one a line, each under its label; empty ones are left out."""
    for key, label in labels.items():
        value = told.get(key)
        for one in value if isinstance(value, list) else [value]:
            if read(one):
                typer.echo(say("%(label)s：%(text)s", label=lookup(label), text=read(one)))


def read(value: object) -> str:
    """Give what people read for a value: a word's phrase, nothing for nothing."""
    if isinstance(value, Word):
        return said(value)
    if isinstance(value, list | tuple):
        return "".join(read(one) for one in value)
    return "" if value is None else str(value)


def offered(offer: Mapping[str, Any]) -> str:
    """Name what somebody may do, as it is typed and as it is called."""
    typed, name = offer["act"].value, said(offer["act"])
    return typed if typed == name else say("%(what)s（%(more)s）", what=typed, more=name)


def lacking(offer: Mapping[str, Any]) -> str:
    """Say why it cannot be done yet; nothing when it can."""
    return say("　还不行：%(why)s", why=WRITTEN[spoken()][3].join(offer["missing"])) if offer["missing"] else ""
