"""The counts of a monthly report and of coverage, over many tasks, against bare GROUP BY on the same table."""

import os
import resource
import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from bench import world
from bench.measure import ROUNDS, Contestant, Line, side_by_side
from bench.world import NOW, crowd, use

TASKS = int(os.environ.get("BENCH_TASKS", "1000000"))
UNITS, DEMANDS, BEGUN_WITH = 200, 60, 50
WHEN = NOW + timedelta(days=150)
# fmt: off
STATES = ("in_progress", "in_progress", "assigned", "reported", "in_review", *["closed"] * 3, "suspended", "cancelled")
BARE = (
    # what a report cannot do with less: lamps aside, every count it shows
    "SELECT lead_unit_id, state, count(*), sum(percent), sum(returns > 0), sum(extensions), sum(due < :now), "
    "sum(coalesce(reported_at, closed_at) <= original_due) FROM task WHERE plan_id = 1 GROUP BY 1, 2",
    "SELECT measure_id, state, count(*), sum(percent), sum(returns > 0), sum(extensions), sum(due < :now), "
    "sum(coalesce(reported_at, closed_at) <= original_due) FROM task WHERE plan_id = 1 GROUP BY 1, 2",
    "SELECT lead_unit_id, requirement_id, state, count(*) FROM task WHERE plan_id = 1 GROUP BY 1, 2, 3",
)
# fmt: on


def counts_against_group_by(tasks: int = TASKS, *, rounds: int = ROUNDS) -> list[Line]:
    """Fill a table with so many tasks, then count it both ways in turn."""
    from duban.database import reading
    from duban.reports.figures import figures_of

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        kept = {name: os.environ.get(name) for name in ("DUBAN_HOME", "DUBAN_DATABASE_URL")}
        use(home)
        crowd(BEGUN_WITH)
        world.database.dispose()
        fill(home / "duban.db", tasks)
        raw = sqlite3.connect(home / "duban.db")

        def bare() -> None:
            for query in BARE:
                raw.execute(query, {"now": WHEN.strftime("%Y-%m-%d %H:%M:%S.%f")}).fetchall()

        def ours() -> None:
            with reading() as session:
                found = figures_of(session, 1, now=WHEN)
            if found.whole.tasks != tasks:
                raise AssertionError(found.whole.tasks)

        try:
            return side_by_side(
                [
                    Contestant("bare GROUP BY, by unit, measure, cell", bare, tasks),
                    Contestant(f"figures of a plan of {tasks:,}", ours, tasks),
                ],
                rounds=rounds,
            )
        finally:
            raw.close()
            world.database.dispose()
            for name, value in kept.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def fill(file: Path, tasks: int) -> None:
    """Copy one task until there are so many, in every state, spread over units, demands and deadlines."""
    raw = sqlite3.connect(file)
    raw.execute("PRAGMA foreign_keys = OFF")
    columns = [row[1] for row in raw.execute("PRAGMA table_info(task)")]
    demand = f"n.value / {UNITS} % {DEMANDS}"
    due = f"strftime('%Y-%m-%d 15:59:59.000000', '2026-03-01', '+' || ({demand} * 5) || ' days')"
    filed = "strftime('%Y-%m-%d 02:00:00.000000', '2026-03-01', '+' || (n.value % 97) || ' days')"
    given = {
        "subject": "'又' || n.value",
        "state": f"json_extract('{_array(STATES)}', '$[' || (n.value * 7 % {len(STATES)}) || ']')",
        "lead_unit_id": f"1 + n.value % {UNITS}",
        "measure_id": f"1 + n.value / {UNITS} % 12",
        "requirement_id": f"1 + {demand}",
        "percent": "n.value * 3 % 5 * 25",
        "returns": "n.value % 11 = 0",
        "due": due,
        "original_due": due,
        "reported_at": f"iif(n.value * 7 % 10 in (3, 4, 5, 6, 7), {filed}, null)",
        "closed_at": "iif(n.value * 7 % 10 in (5, 6, 7), '2026-06-01 02:00:00.000000', null)",
        "next_at": "null",
    }
    copied = [c for c in columns if c != "id"]
    values = ", ".join(given.get(c, f"task.{c}") for c in copied)
    missing = tasks - raw.execute("SELECT count(*) FROM task").fetchone()[0]
    raw.execute(
        f"WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < {missing}) "
        f"INSERT INTO task ({', '.join(copied)}) SELECT {values} FROM n, task WHERE task.id = 1"
    )
    raw.commit()
    raw.close()


def _array(words: tuple[str, ...]) -> str:
    return "[" + ",".join(f'"{word}"' for word in words) + "]"


if __name__ == "__main__":
    begun = perf_counter()
    for line in counts_against_group_by(rounds=3):
        print(f"{line.name}: {line.per_second:,.0f} tasks/s, ratio {line.ratio:.2f}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{perf_counter() - begun:.0f} s in all; at most {most} MB")
