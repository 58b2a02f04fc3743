"""The counts of a monthly report, it and coverage themselves, over many tasks, against bare GROUP BY on the same rows.

python -m bench.reporting [URL]     prints them, and the most memory that the process had
"""

import os
import resource
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlmodel import SQLModel

from bench import world
from bench.measure import ROUNDS, Contestant, Line, side_by_side
from bench.stepping import moves_laid
from bench.world import NOW, crowd, use
from models.plan import Measure, Requirement
from models.register import Unit
from models.task import Task

TASKS = int(os.environ.get("BENCH_TASKS", "1000000"))
UNITS, DEMANDS, MEASURES, BEGUN_WITH = 200, 60, 12, 50
AFTER_THE_FIRST = {"id": "1 + n.value"}
WHEN = NOW + timedelta(days=150)
FIRST_DUE, FIRST_FILED = datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC), datetime(2026, 3, 1, 2, tzinfo=UTC)
# fmt: off
STATES = ("in_progress", "in_progress", "assigned", "reported", "in_review", *["closed"] * 3, "suspended", "cancelled")
COUNTS = (
    "state, count(*), sum(percent), count(*) FILTER (WHERE returns > 0), sum(extensions), "
    "count(*) FILTER (WHERE due < {now}), count(*) FILTER (WHERE coalesce(reported_at, closed_at) <= original_due)"
)
BARE = (
    # what a report cannot do with less: lamps aside, every count it shows
    f"SELECT lead_unit_id, {COUNTS} FROM task WHERE plan_id = 1 GROUP BY 1, 2",
    f"SELECT measure_id, {COUNTS} FROM task WHERE plan_id = 1 GROUP BY 1, 2",
    "SELECT lead_unit_id, requirement_id, state, count(*) FROM task WHERE plan_id = 1 GROUP BY 1, 2, 3",
)
OF_MOVES = (
    # and of the Moves: what was done, by unit; the state of each task on each day, whether it was late
    "SELECT lead_unit_id, act, count(*) FROM move JOIN task ON task.id = subject_id "
    "WHERE life = 'task' AND move.plan_id = 1 GROUP BY 1, 2",
    "SELECT {each}, count(*) FROM (SELECT {every} FROM move JOIN task ON task.id = subject_id "
    "WHERE life = 'task' AND move.plan_id = 1 GROUP BY subject_id) AS last GROUP BY {each}",
)
ON_A_DAY = (
    "max(CASE WHEN at <= {day} THEN CAST(100000 + move.version AS TEXT) || became END) AS state_{n}",
    "max(CASE WHEN original_due < {day} THEN 1 ELSE 0 END) AS late_{n}",
)
# fmt: on


def counts_against_group_by(tasks: int = TASKS, *, rounds: int = ROUNDS, url: str = "") -> list[Line]:
    """Fill a table with so many tasks, then count it both ways in turn; `url`: an empty database on a server."""
    kept = {name: os.environ.get(name) for name in ("DUBAN_HOME", "DUBAN_DATABASE_URL")}
    with tempfile.TemporaryDirectory() as folder:
        use(Path(folder) / "home", url)
        try:
            crowd(BEGUN_WITH)
            fill(tasks)
            raw = world.database.engine().raw_connection()
            of_tasks = [query.format(now=_moment(WHEN)) for query in BARE]
            by_act, by_day = OF_MOVES[0], _on_days([_moment(NOW + (n + 1) * (WHEN - NOW) / 8) for n in range(7)])

            def bare(*queries: str) -> None:
                cursor = raw.cursor()
                for query in queries:
                    cursor.execute(query)
                    cursor.fetchall()

            contestants = [
                Contestant("bare GROUP BY, by unit, measure, cell", lambda: bare(*of_tasks), tasks),
                Contestant(f"figures of a plan of {tasks:,}", lambda: _figured(tasks), tasks),
                Contestant(
                    "its monthly report, less the lamps of earlier days", lambda: _made("monthly", less=True), tasks
                ),
                Contestant("bare GROUP BY, of the Moves by act too", lambda: bare(*of_tasks, by_act), tasks),
                Contestant("its coverage, whole", lambda: _made("coverage"), tasks),
                Contestant("bare GROUP BY, of states by day too", lambda: bare(*of_tasks, by_day), tasks),
                Contestant("its monthly report, whole", lambda: _made("monthly"), tasks),
            ]
            lines = side_by_side(contestants, rounds=rounds)
            raw.close()
            return lines
        finally:
            world.database.dispose()
            for name, value in kept.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def _on_days(days: list[str]) -> str:
    """Count tasks by their state on each day and by whether they were late then: what lamps of earlier days need."""
    each = ", ".join(f"substr(state_{n}, 7), late_{n}" for n in range(len(days)))
    every = ", ".join(part.format(day=day, n=n) for n, day in enumerate(days) for part in ON_A_DAY)
    return OF_MOVES[1].format(each=each, every=every)


def _figured(tasks: int) -> None:
    from duban.database import reading
    from duban.reports.figures import figures_of

    with reading() as session:
        found = figures_of(session, 1, now=WHEN)
    if found.whole.tasks != tasks:
        raise AssertionError(found.whole.tasks)


def _made(kind: str, *, less: bool = False) -> None:
    """Make a report; `less` the lamps of earlier days, which come from the Moves."""
    from duban.database import reading
    from duban.reports.kinds import BY_NAME, make_report
    from duban.reports.parts.standing import lamps_over_time

    whole = BY_NAME[kind]
    sections = tuple(part for part in whole.sections if not (less and part is lamps_over_time))
    with reading() as session:
        make_report(session, 1, replace(whole, sections=sections), now=WHEN)


def fill(tasks: int) -> None:
    """Copy one task until there are so many, in every state, spread over units, demands and deadlines."""
    demand, seventh = f"n.value / {UNITS} % {DEMANDS}", "n.value * 7 % 10"
    due = _case(demand, [_moment(FIRST_DUE + timedelta(days=5 * n)) for n in range(DEMANDS)])
    filed = _case("n.value % 89", [_moment(FIRST_FILED + timedelta(days=n)) for n in range(89)])
    given = {
        "subject": "'又' || n.value",
        "state": _case(f"n.value * 7 % {len(STATES)}", [f"'{state}'" for state in STATES]),
        "lead_unit_id": f"1 + n.value % {UNITS}",
        "measure_id": f"1 + n.value / {UNITS} % {MEASURES}",
        "requirement_id": f"1 + {demand}",
        "percent": "n.value * 3 % 5 * 25",
        "returns": "CASE WHEN n.value % 11 = 0 THEN 1 ELSE 0 END",
        "due": due,
        "original_due": due,
        "reported_at": f"CASE WHEN {seventh} IN (3, 4, 5, 6, 7) THEN {filed} END",
        "closed_at": f"CASE WHEN {seventh} IN (5, 6, 7) THEN {_moment(datetime(2026, 6, 1, 2, tzinfo=UTC))} END",
        "next_at": _nothing(),
    }
    raw = world.database.engine().raw_connection()
    cursor = raw.cursor()
    for said in (
        "SET session_replication_role = replica" if _on_server() else "PRAGMA foreign_keys = OFF",  # numbers only
        "DELETE FROM unit WHERE id > 1",
        _copied(Unit, UNITS - 1, {"code": "'U' || n.value", "name": "'第' || n.value || '单位'"} | AFTER_THE_FIRST),
        _copied(Requirement, DEMANDS - 1, {"seq": "1 + n.value"} | AFTER_THE_FIRST),
        _copied(Measure, MEASURES - 1, {"position": "CAST(1 + n.value AS TEXT)"} | AFTER_THE_FIRST),
        _copied(Task, tasks - BEGUN_WITH, given),
        *moves_laid(since=BEGUN_WITH + 1, moment=_moment, as_json="::json" if _on_server() else ""),
        "ANALYZE task",
        "ANALYZE move",
    ):
        cursor.execute(said)
    raw.commit()
    raw.close()
    world.database.dispose()  # the next connection minds references again


def _copied(model: type[SQLModel], more: int, given: dict[str, str]) -> str:
    """Copy the first row of a table so many times, with something else in some columns."""
    table = model.__table__  # type: ignore[attr-defined]
    columns = [column.name for column in table.columns if column.name != "id" or "id" in given]
    values = ", ".join(given.get(name, f'{table.name}."{name}"') for name in columns)
    numbers = f"WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < {more})"
    quoted = ", ".join(f'"{name}"' for name in columns)
    into = f"INSERT INTO {table.name} ({quoted})"
    return f"{numbers} {into} SELECT {values} FROM n, {table.name} WHERE {table.name}.id = 1"


def _on_server() -> bool:
    return bool(world.database.engine().dialect.name == "postgresql")


def _moment(at: datetime) -> str:
    """Write a moment as the database keeps it."""
    written = f"'{at:%Y-%m-%d %H:%M:%S.%f}"
    return f"TIMESTAMPTZ {written}+00'" if _on_server() else f"{written}'"


def _nothing() -> str:
    return "CAST(NULL AS TIMESTAMPTZ)" if _on_server() else "NULL"


def _case(of: str, values: list[str]) -> str:
    return f"CASE {of} " + " ".join(f"WHEN {n} THEN {value}" for n, value in enumerate(values)) + " END"


if __name__ == "__main__":
    begun = perf_counter()
    for line in counts_against_group_by(rounds=3, url=sys.argv[1] if len(sys.argv) > 1 else ""):
        print(f"{line.name}: {line.per_second:,.0f} tasks/s, ratio {line.ratio:.2f}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{perf_counter() - begun:.0f} s in all; at most {most} MB")
