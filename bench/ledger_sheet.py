"""The ledger of a large plan as a sheet: how long it is read from the database, how long it is written."""

import os
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from sqlalchemy import text

from bench import world
from bench.world import NOW, crowd, use
from models.task import Task

ROWS = int(os.environ.get("BENCH_LEDGER_ROWS", "50000"))
BEGUN_WITH, UNITS = 50, 100


def writing_a_ledger(rows: int = ROWS, url: str = "") -> str:
    """Fill a plan with so many tasks, make its ledger once; `url`: an empty database on a server, else SQLite."""
    from duban.database import reading
    from duban.reports import ledger_xlsx
    from duban.reports.summary import make_summary

    kept = {name: os.environ.get(name) for name in ("DUBAN_HOME", "DUBAN_DATABASE_URL")}
    with tempfile.TemporaryDirectory() as folder:
        use(Path(folder), url)
        try:
            crowd(BEGUN_WITH)
            multiply(rows)
            begun = perf_counter()
            with reading() as session:
                summary = make_summary(session, 1, now=NOW)
            read = perf_counter()
            ledger_xlsx.write(summary, Path(folder) / "ledger.xlsx")
            written = perf_counter()
        finally:
            world.database.dispose()
            for name, value in kept.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"ledger of {len(summary.tasks):,} tasks   {written - begun:8.1f} s    "
        f"{read - begun:.1f} s read from {'PostgreSQL' if url else 'SQLite'}, {written - read:.1f} s written; "
        f"{memory} MB at most"
    )


def multiply(rows: int) -> None:
    """Copy one task until there are so many, over a hundred units."""
    columns = [column.name for column in Task.__table__.columns if column.name != "id"]  # type: ignore[attr-defined]
    given = {"subject": "'又' || n.value", "lead_unit_id": f"1 + n.value % {UNITS}"}
    values = ", ".join(given.get(name, f"task.{name}") for name in columns)
    numbers = (
        f"WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < {rows - BEGUN_WITH})"
    )
    with world.database.writing() as session:
        session.connection().execute(
            text(f"{numbers} INSERT INTO task ({', '.join(columns)}) SELECT {values} FROM n, task WHERE task.id = 1")
        )


if __name__ == "__main__":
    print(writing_a_ledger(url=sys.argv[1] if len(sys.argv) > 1 else ""))
