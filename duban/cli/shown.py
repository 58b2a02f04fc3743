"""How the commands print: a table that fits Chinese, a list of facts, or JSON. Text is never taken for markup."""

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from duban.cli.laid_out import table
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
    """Print rows as a table with Chinese headings, or all they hold as JSON."""
    if as_json:
        put_json([dict(row) for row in rows])
        return
    if title:
        typer.echo(title)
    if not rows:
        typer.echo("没有符合条件的记录。")
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPED_WIDTH
    heading, *lines = table([[read(row.get(key)) for key in columns] for row in rows], [*columns.values()], width)
    typer.echo("\n".join([typer.style(heading, bold=True), *lines]))


def put_facts(told: Mapping[str, Any], labels: Mapping[str, str]) -> None:
    """Print facts one a line, each under its label; empty ones are left out."""
    for key, label in labels.items():
        value = told.get(key)
        for one in value if isinstance(value, list) else [value]:
            if read(one):
                typer.echo(f"{label}：{read(one)}")


def read(value: object) -> str:
    """Give what people read for a value: a word's phrase, nothing for nothing."""
    if isinstance(value, Word):
        return value.zh
    if isinstance(value, list | tuple):
        return "".join(read(one) for one in value)
    return "" if value is None else str(value)
