"""Collects every sentence that pages say, and keeps the English catalogue to them: `python -m duban.catalogue`.

Sentences are found where they are said: in the templates, and in our modules as what `say`, `mark` and `lookup` are
given. Tables that say theirs elsewhere are gone through in `_of_tables`.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from pydantic import BaseModel

from duban import cli
from duban.reports.kinds import KINDS
from duban.reports.supervision_paper import PAPERS
from duban.tongue import CATALOGUE
from duban.waiting import DUTIES
from models.policy import PolicySettings

HERE = Path(__file__).parent
HEADER = "# The English of every sentence that pages say. `make catalogue` adds what is new and drops what is gone."
WAYS = {".py": "python", ".html": "jinja2"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SPEAKS = "duban.tongue import"
SAYING = {"say": None, "mark": None, "lookup": None, "_": None, "ngettext": (1, 2)}


def collected() -> dict[str, tuple[str, str] | None]:
    """Collect the sentences, each with both forms when it is about a number of things."""
    found: dict[str, tuple[str, str] | None] = {}
    for path in sorted(HERE.rglob("*")):
        way = WAYS.get(path.suffix)
        if way is None or (way == "python" and SPEAKS not in path.read_text(encoding="utf-8")):
            continue
        for _, message, _, _ in extract_from_file(way, path, keywords=SAYING):
            zh, forms = (message, None) if isinstance(message, str) else (message[0], (message[0], message[1]))
            found[zh] = forms or found.get(zh)
    found.pop("", None)
    return found | dict.fromkeys(_of_tables())


def _of_tables() -> Iterator[str]:
    yield from (kind.zh for kind in KINDS)
    yield from (duty.zh for duty in DUTIES)
    yield from (called for called, _ in PAPERS.values())
    yield from _labels_of_commands()
    yield from _titles(PolicySettings)


def _labels_of_commands() -> Iterator[str]:
    """Give the headings and labels of what commands print: the tables at the top of their modules."""
    for module in sorted(Path(cli.__file__).parent.glob("*.py")):
        for name, table in getmembers(import_module(f"duban.cli.{module.stem}")):
            if name.isupper() and isinstance(table, dict):
                yield from _chinese(table)


def _chinese(table: dict[Any, Any]) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, dict):
            yield from _chinese(value)
        elif isinstance(value, str) and CHINESE.search(value):
            yield value


def _titles(settings: type[BaseModel]) -> Iterator[str]:
    """Give what the settings of a policy are called, those within them too."""
    for field in settings.model_fields.values():
        if field.title:
            yield field.title
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _titles(inner)


def kept() -> Catalog:
    """Read the catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def refreshed() -> Catalog:
    """Make the catalogue of what is said now: what is known keeps its English, what is new has none yet."""
    old, made = kept(), Catalog(locale="en", header_comment=HEADER, fuzzy=False)
    for zh, forms in sorted(collected().items()):
        known = old.get(zh)
        made.add(forms or zh, known.string if known is not None else None)
    return made


def written(catalogue: Catalog) -> bytes:
    """Write a catalogue as a file, without anything that changes by itself."""
    file = BytesIO()
    write_po(file, catalogue, width=0, omit_header=True)
    return f"{HEADER}\n{HEAD}\n".encode() + file.getvalue()


HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""

if __name__ == "__main__":
    CATALOGUE.write_bytes(written(refreshed()))
