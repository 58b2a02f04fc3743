"""Reads docs/mutants.md: the mutants that no test can tell from the original, each with its reason."""

import re
from collections.abc import Iterable
from pathlib import Path

from mutating import ROOT

PAGE = ROOT / "docs" / "mutants.md"
FILE = re.compile(r"^## `(?P<file>\S+)`$")
UNSAID = f"survived, and {PAGE.name} does not say why: "
LINE = re.compile(r"^- `(?P<was>.+?)` → (?:`(?P<became>.+?)`|nothing): (?P<why>\S.*)$")


def justified() -> dict[str, str]:
    """Give the reason for each, by the mutant's name.

    Raises: ValueError when a line of a list cannot be read, or names a mutant twice.
    """
    found: dict[str, str] = {}
    file = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if head := FILE.match(line):
            file = head["file"]
        elif line.startswith("- "):
            told = LINE.match(line)
            if told is None or not file:
                raise ValueError(f"{PAGE.name} has a line that is no mutant with its reason: {line}")
            name = f"{file}: {told['was']} → {told['became'] or ''}"
            if name in found:
                raise ValueError(f"{PAGE.name} names a mutant twice: {name}")
            found[name] = told["why"]
    return found


def once_alive(earlier: Iterable[Path]) -> set[str]:
    """Name what earlier runs printed as alive, and what the page says is."""
    said = {line.removeprefix(UNSAID) for file in earlier for line in file.read_text(encoding="utf-8").splitlines()}
    return said | justified().keys()
