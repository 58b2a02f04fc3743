"""One act through the door, committed, against the three raw statements it cannot do without.

The floor: update state and version, insert a log row, insert an outbox row; one commit each, the same SQLite settings.
"""

import os
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS, ACTS = 5, 200
NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)


def one_act_against_raw_statements() -> str:
    """Interleave rounds of both; give the ratio of their medians (1 would be as fast as the statements alone)."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUBAN_HOME"] = folder
        task_id, liaison = _world()
        raw = _raw(Path(folder) / "raw.db")
        ours, floor = [], []
        for _ in range(ROUNDS):
            floor.append(_timed(lambda n: _three_statements(raw, n)))
            ours.append(_timed(lambda _: _one_act(task_id, liaison)))
        ratio = median(floor) / median(ours)
        return (
            f"one act, committed        {median(ours) / ACTS * 1e3:8.2f} ms   "
            f"raw {median(floor) / ACTS * 1e3:.2f} ms   ratio {ratio:.2f}"
        )


def _timed(once: object) -> float:
    begun = perf_counter()
    for n in range(ACTS):
        once(n)  # type: ignore[operator]
    return perf_counter() - begun


def _raw(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT, version INT)")
    raw.execute("CREATE TABLE move (id INTEGER PRIMARY KEY AUTOINCREMENT, task INT, at TEXT, became TEXT)")
    raw.execute("CREATE TABLE duty (id INTEGER PRIMARY KEY AUTOINCREMENT, move INT, what TEXT)")
    raw.execute("INSERT INTO task VALUES (1, 'in_progress', 0)")
    return raw


def _three_statements(raw: sqlite3.Connection, n: int) -> None:
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("UPDATE task SET state='in_progress', version=version+1 WHERE id=1 AND state='in_progress'")
    raw.execute("INSERT INTO move (task, at, became) VALUES (1, ?, 'in_progress')", (str(n),))
    raw.execute("INSERT INTO duty (move, what) VALUES (1, 'tell_lead')")
    raw.execute("COMMIT")


def _one_act(task_id: int, liaison: object) -> None:
    from duban.doing import do
    from models.values import Attempt, Given
    from models.words import Act, Life

    attempt = Attempt(life=Life.TASK, subject_id=task_id, act=Act.ADD_ENTRY, given=Given(text="进展"))
    do(attempt, by=liaison, now=NOW)  # type: ignore[arg-type]


def _world() -> tuple[int, object]:
    """The sample notice issued, and one of its tasks signed for."""
    from sqlmodel import select

    from duban.database import reading
    from duban.demo.cast import gather_cast
    from duban.demo.opening import complete, have_it_approved
    from duban.demo.scene import Scene
    from duban.samples import NOTICE, REGISTER
    from models.task import Task
    from models.words import Act, Life

    plan_id = _imported(NOTICE, REGISTER)
    with reading() as session:
        cast = gather_cast(session, now=NOW)
    scene = Scene(plan_id, cast, NOW)
    complete(scene)
    have_it_approved(scene)
    scene.do(Life.PLAN, plan_id, Act.ISSUE, cast.planner)
    with reading() as session:
        task = session.exec(select(Task)).first()
    if task is None:
        raise AssertionError("the sample notice makes tasks")
    scene.do(Life.TASK, task.id, Act.ACCEPT, cast.liaisons[task.lead_unit_id or 0])
    return task.id or 0, cast.liaisons[task.lead_unit_id or 0]


def _imported(notice: Path, register: Path) -> int:
    from duban.actions.plans import import_reading
    from duban.database import writing
    from duban.desk.opened import desk_of
    from duban.notices import read_notice
    from duban.posts import actor_of, people_as
    from duban.registers import import_register, read_register
    from duban.schema import migrate
    from models.words import Role

    migrate()
    with writing() as session:
        import_register(session, read_register(register), now=NOW)
        planner = actor_of(session, people_as(desk_of(session), Role.PLANNER, now=NOW)[0])
        return import_reading(session, read_notice(notice), by=planner, now=NOW).id or 0
