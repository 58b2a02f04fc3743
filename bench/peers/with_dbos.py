"""DBOS: each transition a durable workflow of one step that writes state and log; its system database in SQLite."""

import sqlite3
import sys
import threading
from pathlib import Path

from dbos import DBOS, DBOSConfig
from rounds import LIFE, serve

folder = Path(sys.argv[1])
DBOS(config=DBOSConfig(name="bench", system_database_url=f"sqlite:///{folder / 'dbos.db'}", log_level="ERROR"))
local = threading.local()
NEXT = {(name, source): target for name, source, target in LIFE}


def connection() -> sqlite3.Connection:
    if not hasattr(local, "raw"):
        local.raw = sqlite3.connect(folder / "app.db", isolation_level=None, timeout=60)
        local.raw.execute("PRAGMA journal_mode=WAL")
        local.raw.execute("PRAGMA synchronous=FULL")
    return local.raw


connection().execute("CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT, version INT)")
connection().execute("CREATE TABLE log (id INTEGER PRIMARY KEY, task INT, at TEXT, act TEXT, became TEXT, person INT)")


@DBOS.step()
def written(task_id: int, name: str) -> str:
    raw = connection()
    raw.execute("BEGIN IMMEDIATE")
    (state,) = raw.execute("SELECT state FROM task WHERE id = ?", (task_id,)).fetchone()
    became = NEXT[name, state]
    raw.execute("UPDATE task SET state = ?, version = version + 1 WHERE id = ? AND state = ?", (became, task_id, state))
    raw.execute(
        "INSERT INTO log (task, at, act, became, person) VALUES (?, datetime(), ?, ?, 7)", (task_id, name, became)
    )
    raw.execute("COMMIT")
    return became


@DBOS.workflow()
def transition(task_id: int, name: str) -> str:
    return written(task_id, name)


DBOS.launch()


def new() -> int:
    return connection().execute("INSERT INTO task (state, version) VALUES ('planned', 1)").lastrowid


serve(new, transition)
