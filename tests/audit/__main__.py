"""Asks whether a locked dependency has a known vulnerability: python tests/audit PIP-AUDIT [LOCK].

Exits 0 when every dependency was looked up and none has one, 1 when one has, 3 when the service knows them not or does
not answer: pip-audit itself then says that it found nothing.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[2] / "requirements.lock"
FOUND, BROKEN = 1, 3
SHOWN = 5


def main() -> int:
    """Run pip-audit on the lock file and tell what came of it."""
    tool, lock = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else str(LOCK)
    options = ("--requirement", lock, "--disable-pip", "--no-deps", "--format", "json", "--progress-spinner", "off")
    done = subprocess.run([tool, *options], capture_output=True, text=True, check=False)
    try:
        looked = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return _tell(f"NOT AUDITED: the service of vulnerabilities cannot be reached from here: {last[:300]}", BROKEN)
    return judged(looked)


def judged(looked: list[dict[str, Any]]) -> int:
    """Tell of every dependency with a vulnerability, else of those that were not looked up."""
    wrong = [(one, vuln) for one in looked for vuln in one.get("vulns", [])]
    unknown = [one["name"] for one in looked if "skip_reason" in one]
    for one, vuln in wrong:
        fixed = ", ".join(vuln["fix_versions"]) or "none yet"
        _tell(f"{one['name']} {one['version']}: {vuln['id']} ({', '.join(vuln['aliases'])}); fixed in {fixed}", FOUND)
    if unknown or not looked:
        named = ", ".join(unknown[:SHOWN]) + (" …" if len(unknown) > SHOWN else "")
        _tell(
            f"NOT AUDITED: {len(unknown)} of {len(looked)} dependencies are not known to the service that answers here "
            f"({named}). Run make audit where https://pypi.org answers.",
            BROKEN,
        )
    if wrong:
        return _tell("Raise what is named above in pyproject.toml, then make lock.", FOUND)
    if unknown or not looked:
        return BROKEN
    return _tell(f"{len(looked)} dependencies looked up, no known vulnerability.", 0)


def _tell(said: str, code: int) -> int:
    print(said, file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
