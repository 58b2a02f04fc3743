"""Which modules of the rules a test file loads, itself or through what it imports; only its tests can notice a mutant."""

import ast
from functools import cache
from pathlib import Path

from mutating import ROOT

TESTS = ROOT / "tests" / "workflows"
EVERYTHING = {"pkgutil"}
"""Who imports this walks through all modules."""


@cache
def loaded_by(file: Path) -> frozenset[str]:
    """Name the modules of the rules that are loaded when a file is."""
    seen: set[Path] = set()
    waiting = [file]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += _files_of(_imports(path), beside=path.parent)
    rules = {path for path in seen if path.is_relative_to(ROOT / "workflows")}
    return frozenset(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in rules)


def _files_of(names: set[str], *, beside: Path) -> list[Path]:
    if names & EVERYTHING:
        return list((ROOT / "workflows").rglob("*.py"))
    places = [folder / Path(*name.split(".")) for name in names for folder in (ROOT, TESTS, beside)]
    files = [place.with_suffix(".py") for place in places] + [place / "__init__.py" for place in places]
    return [path for path in files if path.is_file()]


def _imports(path: Path) -> set[str]:
    """Every name that could be a module: what is imported, and what it is imported from."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found
