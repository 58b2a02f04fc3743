"""Claims about make audit: it finds, it is content only with what was looked up, and says so when nothing was."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from duban.dependencies_page import NOT_TAKEN, licence_of, locked

AUDIT = Path(__file__).parents[1] / "audit"
GOOD: dict[str, Any] = {"name": "good", "version": "1.0", "vulns": []}
UNKNOWN: dict[str, Any] = {"name": "unknown", "skip_reason": "Dependency not found on PyPI"}
VULN = {"id": "PYSEC-2026-1", "fix_versions": ["2.1"], "aliases": ["CVE-2026-0001"]}
BAD: dict[str, Any] = {"name": "bad", "version": "2.0", "vulns": [VULN]}


# fmt: off
ANSWERS = (
    # pip-audit answers                              exit   told
    ({"dependencies": [GOOD]},                       0,     "1 dependencies looked up, no known vulnerability."),
    ({"dependencies": [GOOD, BAD]},                  1,     "bad 2.0: PYSEC-2026-1 (CVE-2026-0001); fixed in 2.1"),
    ({"dependencies": [GOOD, UNKNOWN]},              3,     "NOT AUDITED: 1 of 2 dependencies are not known"),
    ({"dependencies": [BAD, UNKNOWN]},               1,     "NOT AUDITED: 1 of 2 dependencies are not known"),
    ({"dependencies": []},                           3,     "NOT AUDITED: 0 of 0"),
    (None,                                           3,     "NOT AUDITED: the service of vulnerabilities cannot be reached from here: no such host"),
)
# fmt: on


@pytest.mark.parametrize(("answer", "code", "told"), ANSWERS)
def test_what_the_audit_comes_to(tmp_path: Path, answer: dict[str, Any] | None, code: int, told: str) -> None:
    tool = tmp_path / "pip-audit"
    said = "print('Traceback\\nno such host', file=sys.stderr)" if answer is None else f"print({json.dumps(answer)!r})"
    tool.write_text(f"#!{sys.executable}\nimport sys\n{said}\n")
    tool.chmod(0o755)

    done = subprocess.run([sys.executable, AUDIT, tool], capture_output=True, text=True, check=False)

    assert done.returncode == code
    assert told in done.stdout + done.stderr


def test_every_locked_dependency_has_a_licence_that_may_be_used() -> None:
    names = list(locked())

    assert len(names) > 150
    assert [name for name in names if not licence_of(name)] == []
    assert [(name, licence_of(name)) for name in names if NOT_TAKEN.search(licence_of(name))] == []


@pytest.mark.parametrize(
    ("licence", "taken"),
    [
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("GNU General Public License v2 or later (GPLv2+)", False),
        ("GNU Affero General Public License v3", False),
        ("MIT AND GPL-2.0-only", False),
        ("LGPL-3.0-only", True),
        ("MIT", True),
    ],
)
def test_which_licences_may_be_used(licence: str, taken: bool) -> None:
    assert (NOT_TAKEN.search(licence) is None) is taken


def test_every_locked_dependency_is_asked_for_or_comes_with_another() -> None:
    assert [name for name, by in locked().items() if not by] == []
