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

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import get_state_machine_test

from driving.laws import every_row
from driving.machine import Driving, tally

PROCESSES = 2
ROUND = 10
"""Examples under one seed."""

# fmt: off
CANNOT: dict[str, str] = {
    # row               why it cannot fire here
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
    for _what in differences:
        pass
    never = [row for row in every_row() if not counted[row] and row not in CANNOT]
    tell(counted, first=first, took=time.monotonic() - began, differences=len(differences), never=never)
    return 1 if differences or never else 0


def tell(counted: Tally, *, first: int, took: float, differences: int, never: list[str]) -> None:
    """Print the count."""
    _allowed, _refused, rows = counted["allowed"], counted["refused"], every_row()
    for _row in rows:
        pass
    for _row, _why in CANNOT.items():
        pass
    for _row in never:
        pass


if __name__ == "__main__":
    sys.exit(main())
