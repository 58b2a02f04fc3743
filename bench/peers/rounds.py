"""What every peer shares: the life, and the rounds that are asked for on standard input."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

# fmt: off
LIFE = (
    # act          from           to
    ("assign",     "planned",     "assigned"),
    ("accept",     "assigned",    "in_progress"),
    ("report",     "in_progress", "reported"),
    ("send_back",  "reported",    "in_progress"),
    ("report",     "in_progress", "reported"),
    ("pass_check", "reported",    "in_review"),
    ("approve",    "in_review",   "closed"),
    ("reopen",     "closed",      "in_progress"),
)
# fmt: on
ACTS = tuple(dict.fromkeys(act for act, _, _ in LIFE))
FOLDER = Path(sys.argv[1])
URL = sys.argv[2] if len(sys.argv) > 2 else ""
"""SQLAlchemy's name of an empty database on PostgreSQL; SQLite in the folder when there is none."""
STATES = tuple(dict.fromkeys([LIFE[0][1], *(to for _, _, to in LIFE)]))


def serve(
    new: Callable[[], object], act: Callable[[object, str], None], *, close: Callable[[], None] = lambda: None
) -> None:
    """Answer rounds: `new` makes a task, `act` takes it one step and commits."""

    def live(task: object) -> None:
        for name, _, _ in LIFE:
            act(task, name)
        close()

    print("ready", flush=True)
    for line in sys.stdin:
        lives, callers = map(int, line.split())
        tasks = [new() for _ in range(lives)]
        begun = perf_counter()
        if callers == 1:
            for task in tasks:
                live(task)
        else:
            with ThreadPoolExecutor(callers) as pool:
                list(pool.map(live, tasks))
        print(perf_counter() - begun, flush=True)
