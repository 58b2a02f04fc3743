"""Writes docs/dependencies.md: everything that is installed, why, and under which licence.

Why a dependency of ours is there stands in CONTRIBUTING; what comes with another one stands in the lock file.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
HEAD = """# Dependencies

Written by `make docs` from `requirements.lock`, `CONTRIBUTING.md` and what the packages say of themselves; do not edit.
Nothing under GPL or AGPL is needed: where a package offers a choice, the other licence is taken. `make audit` asks
whether one of them has a known vulnerability.

| name | licence | why |
|---|---|---|
"""
# fmt: off
KNOWN = {
    # not installed on every system or Python; or said by the package in words that are no name of a licence
    "async-timeout":     "Apache-2.0",
    "pywin32":           "PSF-2.0",
    "pyyaml-ft":         "MIT",
    "truststore":        "MIT",
    "whenever":          "MIT",
    "httpcore2":         "BSD-3-Clause",
    "httpx2":            "BSD-3-Clause",
    "httpx2-jsfetch":    "BSD-3-Clause",
    "axe-playwright-python": "MIT",
    "text-unidecode":    "Artistic-1.0",  # or GPL, by choice
    "python-dateutil":   "Apache-2.0 OR BSD-3-Clause",
}
NAMES = {
    # as packages say it                   as it is called
    "MIT License":                         "MIT",
    "Apache Software License":             "Apache-2.0",
    "BSD License":                         "BSD-3-Clause",
    "ISC License (ISCL)":                  "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License":  "PSF-2.0",
}
# fmt: on
NOT_TAKEN = re.compile(r"(?<!L)\bA?GPL|GNU (?:Affero )?General Public", re.IGNORECASE)


def page(root: Path = ROOT) -> str:
    """Write the page."""
    reasons = _reasons(root)
    return HEAD + "".join(
        f"| {name} | {licence_of(name)} | {reasons.get(name) or 'comes with ' + ', '.join(brought_by)} |\n"
        for name, brought_by in locked(root).items()
    )


def locked(root: Path = ROOT) -> dict[str, tuple[str, ...]]:
    """Give what the lock file holds, and what brings each along."""
    found: dict[str, list[str]] = {}
    for line in (root / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if pinned := re.match(r"([A-Za-z0-9][\w.-]*)(?:\[[^]]*\])?==", line):
            name = pinned[1]
            found[name] = []
        elif (via := re.match(r"    # (?:via )? *([\w.-]+)", line)) and via[1] != "via":
            found[name].append(via[1])
    return {name: tuple(by) for name, by in found.items()}


def _reasons(root: Path) -> dict[str, str]:
    """Read the tables of CONTRIBUTING: name or names, why, …"""
    found: dict[str, str] = {}
    for line in (root / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) >= 3:
            found |= dict.fromkeys((_plain(name) for name in cells[0].split(", ")), cells[1])
    return {name: why for name, why in found.items() if name in locked(root)}


def _plain(name: str) -> str:
    return name.lower().replace(".", "-").replace("_", "-")


@cache
def licence_of(name: str) -> str:
    """Give the licence of a package, as its name among SPDX's; empty when nobody knows it."""
    if name in KNOWN:
        return KNOWN[name]
    try:
        about: Any = metadata(name)
    except PackageNotFoundError:
        return ""
    return str(
        about.get("License-Expression") or " AND ".join(_classified(about)) or _short(about.get("License") or "")
    )


def _classified(about: Any) -> Iterator[str]:
    for line in about.get_all("Classifier") or []:
        last = line.rpartition(" :: ")[2]
        if line.startswith("License ::") and last != "OSI Approved":
            yield NAMES.get(last, last)


def _short(said: str) -> str:
    first = said.strip().partition("\n")[0]
    return NAMES.get(first, first)
