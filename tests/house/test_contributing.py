"""Claims about CONTRIBUTING: it names every dependency and only those, files that are there, and the hooks of make lint."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def declared() -> tuple[set[str], set[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = project["optional-dependencies"]
    return _names(project["dependencies"]) | _names(extra["cluster"]), _names(extra["dev"])


def _names(requirements: list[str]) -> set[str]:
    return {re.match(r"[\w.-]+", requirement).group() for requirement in requirements}  # type: ignore[union-attr]


def listed(heading: str) -> set[str]:
    """Read the names of the first column of the table below a line."""
    table = TEXT.partition(heading)[2].lstrip().partition("\n\n")[0]
    rows = [line.split("|")[1].strip() for line in table.splitlines()[2:]]
    return {name for row in rows for name in row.split(", ")}


def test_every_dependency_has_its_line() -> None:
    needed, for_work = declared()

    assert listed("costs nothing more.") == needed
    assert listed("For work on the program only:") == for_work


def test_every_file_that_a_recipe_names_is_there() -> None:
    named = [path for path in re.findall(r"`([\w/]+/[\w/.]*)`", TEXT) if "<" not in path]

    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_hooks_are_those_of_make_lint() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lint = re.search(r"^lint:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    hooks = re.findall(r"entry: \.venv/bin/(.*)", (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))

    assert lint is not None
    assert hooks == [line.strip().removeprefix("$(BIN)/") for line in lint.group(1).splitlines()]
