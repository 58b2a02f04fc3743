"""A sweep of many ladders that are due, among more that are not, against one raw set-based statement for each table."""

import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from bench import world
from bench.measure import Line
from bench.world import NOW, crowd, use

DUE, STORED = 2_000, 20_000
REMINDERS = NOW + timedelta(days=168)
"""Tuesday 23 June 2026: five working days before the deadline, after the hour at which work starts."""


def sweep_against_raw(due: int = DUE, stored: int = STORED) -> list[Line]:
    """Put `due` ladders at their moment among `stored` tasks; the raw way writes a state, a log row, an outbox row."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        use(home)
        crowd(due)
        world.database.dispose()
        _others(home / "duban.db", stored - due)
        raw = _raw(home / "duban.db", Path(folder) / "raw.db")
        begun = perf_counter()
        found = _set_based(raw)
        floor = (perf_counter() - begun) / found
        ours = _swept() / due
    ratio = floor / ours
    return [
        Line("one statement for each table", 1 / floor, 1, 1, 1),
        Line(f"sweep of {due:,} due among {stored:,}", 1 / ours, ratio, ratio, ratio),
    ]


def _others(file: Path, count: int) -> None:
    """Store ladders that nothing is to be done with: copies of one, settled long ago."""
    raw = sqlite3.connect(file)
    columns = [row[1] for row in raw.execute("PRAGMA table_info(supervision)")]
    copied = [c for c in columns if c not in ("id", "state", "next_at", "deadline_version")]
    names = ", ".join(copied)
    raw.execute(
        f"INSERT INTO supervision ({names}, state, next_at, deadline_version) "
        f"SELECT {names}, 'settled', NULL, value + 100 FROM supervision, json_each(?) LIMIT ?",
        ("[" + ",".join(map(str, range(count))) + "]", count),
    )
    raw.commit()
    raw.close()


def _raw(file: Path, copy: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(copy, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("ATTACH ? AS ours", (str(file),))
    raw.execute("CREATE TABLE ladder AS SELECT id, state, version, next_at, task_id FROM ours.supervision")
    raw.execute("DETACH ours")
    raw.execute("CREATE UNIQUE INDEX of_ladder ON ladder (id)")
    raw.execute("CREATE INDEX due ON ladder (next_at)")
    raw.execute(
        "CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, ladder INT, version INT, at TEXT, became TEXT)"
    )
    raw.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, ladder INT, what TEXT, next_at TEXT)")
    return raw


def _set_based(raw: sqlite3.Connection) -> int:
    now = REMINDERS.strftime("%Y-%m-%d %H:%M:%S.%f")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("CREATE TEMP TABLE chosen AS SELECT id FROM ladder WHERE next_at <= ? AND state = 'calm'", (now,))
    raw.execute(
        "INSERT INTO log (ladder, version, at, became) "
        "SELECT id, version + 1, ?, 'reminded' FROM ladder WHERE id IN (SELECT id FROM chosen)",
        (now,),
    )
    raw.execute("INSERT INTO outbox (ladder, what, next_at) SELECT id, 'tell_lead', ? FROM chosen", (now,))
    done = raw.execute(
        "UPDATE ladder SET state = 'reminded', version = version + 1, next_at = NULL "
        "WHERE id IN (SELECT id FROM chosen)"
    ).rowcount
    raw.execute("COMMIT")
    return done


def _swept() -> float:
    from duban.actions.sweep import due_at, sweep_some
    from duban.actions.swept import DueKind
    from duban.database import reading, writing
    from flows.showing import AT_MOST_ROWS

    with reading() as session:
        dues = due_at(session, REMINDERS, kinds=(DueKind.LADDER,))
    begun = perf_counter()
    with writing() as session:
        swept = sweep_some(session, dues, now=REMINDERS, in_words=AT_MOST_ROWS)
    took = perf_counter() - begun
    if swept.climbed != len(dues):
        raise AssertionError((swept.climbed, len(dues), swept.failures[:1]))
    world.database.dispose()
    return took
