"""Changes the rules in every small way and looks whether a test of the rules notices: python tests/mutants [FILE …].

Exits 1 when a mutant survives that docs/mutants.md does not justify, or when it justifies one that no longer survives.
"""

import argparse
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from justified import PAGE, UNSAID, justified, once_alive
from mutating import ROOT, Mutant, module_of, mutants
from running import BROKEN, KILLED, SURVIVED, TIMEOUT, Outcome, pass_unchanged, run

HERE = Path(__file__).parent
RULES = ROOT / "workflows"
TELL_EVERY = 100


def main() -> int:
    wanted = _wanted()
    files = [file.resolve() for file in wanted.files] or sorted(RULES.rglob("*.py"))
    if not wanted.files and subprocess.run([sys.executable, HERE / "rows.py"], check=False).returncode:
        return 1
    if not pass_unchanged(module_of(file) for file in files):
        print("the tests of the rules fail without any mutant; nothing can be said")
        return 2
    again = once_alive(wanted.again) if wanted.again else None
    since, found, well = time.monotonic(), [], True
    for file in files:
        made = [mutant for mutant in mutants(file) if again is None or mutant.name in again]
        of_file = _of_file(file, made, wanted=wanted)
        well &= _judged(of_file, str(file.relative_to(ROOT)))
        found += of_file
    print(f"{_told(found)}; {len(found)} mutants in {time.monotonic() - since:.0f} s")
    return 0 if well else 1


def _wanted() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python tests/mutants", description=__doc__)
    asked.add_argument("files", nargs="*", type=Path, help="files of the rules; all of them when none is named")
    asked.add_argument("--jobs", type=int, default=2, help="how many mutants are tested at once")
    asked.add_argument(
        "--patience", type=float, default=120, help="seconds of work after which a mutant counts as caught"
    )
    asked.add_argument(
        "--again",
        type=Path,
        nargs="+",
        metavar="SAID",
        help="only what these earlier runs said, or the page says, lives",
    )
    return asked.parse_args()


def _of_file(file: Path, made: list[Mutant], *, wanted: argparse.Namespace) -> list[Outcome]:
    since, found = time.monotonic(), list[Outcome]()
    for outcome in run(made, jobs=wanted.jobs, patience_s=wanted.patience):
        found.append(outcome)
        if len(found) % TELL_EVERY == 0:
            print(f"  {len(found)} of {len(made)} …", file=sys.stderr, flush=True)
    if found:
        print(f"{file.relative_to(ROOT)!s:40} {_told(found)}; {time.monotonic() - since:.0f} s", flush=True)
    return found


def _told(found: list[Outcome]) -> str:
    counts = Counter(outcome.verdict for outcome in found)
    broken = f", {counts[BROKEN]} could not be run" if counts[BROKEN] else ""
    return f"{counts[KILLED]:5} killed, {counts[TIMEOUT]:3} timed out, {counts[SURVIVED]:3} survived{broken}"


def _judged(found: list[Outcome], file: str) -> bool:
    """Hold the survivors of a file against the page; name whatever is on one side only."""
    reasons = {name for name in justified() if name.partition(": ")[0] == file}
    alive = {outcome.mutant.name for outcome in found if outcome.verdict in (SURVIVED, BROKEN)}
    for name in sorted(alive - reasons):
        print(f"{UNSAID}{name}", flush=True)
    for name in sorted(reasons - alive):
        print(f"in {PAGE.name}, but it does not survive: {name}", flush=True)
    return alive == reasons


if __name__ == "__main__":
    sys.exit(main())
