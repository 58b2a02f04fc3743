"""How the commands print: a table that fits Chinese, a list of facts, or JSON. Text is never taken for markup."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from models.words import Word

if TYPE_CHECKING:
    from rich.table import Table

PIPED_WIDTH = 160
SHORT = 22
SHORTEST = 10
"""How wide a column is at most that stays on one line; a day takes ten cells."""
LEAST = 6
APART = 3


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
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PIPED_WIDTH)
    console.print(_table([[read(row.get(key)) for key in columns] for row in rows], [*columns.values()], console.width))


def _table(lines: list[list[str]], headings: list[str], width: int) -> "Table":
    """Lay a table out; one that is too wide leaves out columns that hold nothing, and breaks all but the shortest."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    columns = [(heading, [line[n] for line in lines]) for n, heading in enumerate(headings)]
    wide = _needed(columns, SHORT) + APART * (len(columns) - 1) <= width
    shown = columns if wide else [column for column in columns if any(column[1])]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1) if wide else (0, 1, 0, 0))
    for heading, cells in shown:
        longest = _longest(heading, cells)
        whole = longest <= (SHORT if wide else SHORTEST)
        table.add_column(
            heading, no_wrap=whole, overflow="fold", min_width=longest if whole else max(cell_len(heading), LEAST)
        )
    for line in zip(*(cells for _, cells in shown), strict=True):
        table.add_row(*(Text(cell) for cell in line))
    return table


def _needed(columns: list[tuple[str, list[str]]], whole: int) -> int:
    """Say how many cells columns take when those stay on one line that are no wider than `whole`."""
    return sum(min(_longest(heading, cells), whole) for heading, cells in columns)


def _longest(heading: str, cells: list[str]) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, (heading, *cells)))


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
