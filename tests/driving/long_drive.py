"""The long drive: so many steps in two processes, until every row of every life has fired and nothing differed.

DUBAN_DRIVE_STEPS and DUBAN_DRIVE_SEED say how many and from which seed on; a seed gives the same drive again.
"""

import os
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import get_state_machine_test

from driving.laws import every_row, not_driven
from driving.machine import Driving, tally

PROCESSES = 2
ROUND = 10
"""Examples under one seed."""

# fmt: off
CANNOT: dict[str, str] = {
    # row                            why it cannot fire here
    "plan 11: issued planner file": "the town has no plan under a plan, and no other is filed",
}
# fmt: on

Tally = Counter[str]


def drive(first: int, steps: int) -> tuple[Tally, str]:
    """Drive at least so many steps, round after round; give what was counted, and the first difference if any."""
    number = first
    while tally["allowed"] + tally["refused"] < steps:
        wanted = settings(
            max_examples=ROUND,
            stateful_step_count=100,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            phases=[Phase.generate],  # the step that differs is named; shrinking it takes longer than the drive
            suppress_health_check=list(HealthCheck),
        )
        try:
            seed(number)(get_state_machine_test(Driving, settings=wanted))()
        except Exception:
            return tally, f"seed {number}:\n{traceback.format_exc()}"
        number += PROCESSES
    return tally, ""


def main() -> int:
    """Drive, print what was found; 1 when something differed or a row never fired."""
    steps = int(os.environ.get("DUBAN_DRIVE_STEPS", "50000"))
    first = int(os.environ.get("DUBAN_DRIVE_SEED", "1"))
    began = time.monotonic()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        share = -(-steps // PROCESSES)
        found = list(pool.map(drive, range(first, first + PROCESSES), [share] * PROCESSES))
    counted = sum((one for one, _ in found), Counter[str]())
    differences = [what for _, what in found if what]
    never = [row for row in every_row() if not counted[row] and row not in CANNOT]
    say(*differences, *told(counted, never=never, differences=len(differences)))
    say(f"seeds from {first}, {time.monotonic() - began:.0f} s")
    return 1 if differences or never else 0


def told(counted: Tally, *, never: list[str], differences: int) -> list[str]:
    """Write the count: steps, rows that fired and how often, rows that never did."""
    allowed, refused, rows = counted["allowed"], counted["refused"], every_row()
    fired = [f"  {counted[row]:7} {row}" for row in rows if counted[row]]
    excused = [f"  excused {row}: {why}" for row, why in CANNOT.items()]
    silent = [f"  never   {row}" for row in never]
    return [
        *fired,
        *excused,
        *silent,
        f"driven {allowed + refused} steps: {allowed} allowed, {refused} refused, {differences} differences; "
        f"{len(fired)} of {len(rows)} rows fired; not driven: {', '.join(not_driven())}",
    ]


def say(*lines: str) -> None:
    """Print; this is a command, and what it says is its result."""
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
