"""DBOS: each transition a durable workflow of one step that writes state and log; its system database beside it."""

from dbos import DBOS, DBOSConfig
from rounds import FOLDER, LIFE, URL, serve
from stored import Rows

DBOS(config=DBOSConfig(name="bench", system_database_url=URL or f"sqlite:///{FOLDER / 'dbos.db'}", log_level="ERROR"))
rows = Rows(FOLDER / "app.db", URL)
NEXT = {(name, source): target for name, source, target in LIFE}
rows.execute(f"CREATE TABLE task (id {rows.id}, state TEXT, version INT)")
rows.execute(f"CREATE TABLE log (id {rows.id}, task INT, at TEXT, act TEXT, became TEXT, person INT)")


@DBOS.step()
def written(task_id: int, name: str) -> str:
    rows.execute(rows.begin)
    (state,) = rows.execute(f"SELECT state FROM task WHERE id = ?{rows.lock}", (task_id,)).fetchone()
    became = NEXT[name, state]
    rows.execute(
        "UPDATE task SET state = ?, version = version + 1 WHERE id = ? AND state = ?", (became, task_id, state)
    )
    rows.execute(
        "INSERT INTO log (task, at, act, became, person) VALUES (?, CURRENT_TIMESTAMP, ?, ?, 7)",
        (task_id, name, became),
    )
    rows.execute("COMMIT")
    return became


@DBOS.workflow()
def transition(task_id: int, name: str) -> str:
    return written(task_id, name)


DBOS.launch()


def new() -> int:
    return rows.execute("INSERT INTO task (state, version) VALUES ('planned', 1) RETURNING id").fetchone()[0]


serve(new, transition, close=rows.close)
