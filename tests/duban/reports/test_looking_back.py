"""The lamps of earlier days, counted for all tasks at once, are those that each task showed when it is replayed alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, col, select
from world_of_reports import AS_OF

from duban import database
from duban.local_days import OwnDay, store_own_days
from duban.reports import looking_back, streaming
from duban.reports.facts import Frame
from duban.reports.gathering import frame_of_today, tasks_of
from duban.reports.looking_back import SOMETHING, lamps_on
from duban.reports.rewinding import Step, steps_of_tasks, task_at, tasks_at
from duban.reports.summary import make_summary
from duban.reports.values import Lamps
from models.policy import LampSettings
from models.record import Move
from models.task import Task
from models.words import Act, DayKind, Lamp, Life, Role, Start, TaskState
from workflows.lamps import lamp
from workflows.moments import day_of, end_of

FIRST, DAYS = date(2026, 1, 5), 150
TASKS = 250
LOCAL = (2, 3)
# fmt: off
STEPS: tuple[tuple[Act, TaskState | None, tuple[str, ...]], ...] = (
    # act           it becomes             what may be said with it
    (Act.ASSIGN,     TaskState.ASSIGNED,    ("new_due",)),
    (Act.REASSIGN,   TaskState.ASSIGNED,    ("old_lead_unit_id", "new_due")),
    (Act.ACCEPT,     TaskState.IN_PROGRESS, ("new_due",)),
    (Act.ADD_ENTRY,  None,                  ("percent", "text")),
    (Act.ADD_ENTRY,  None,                  ("percent", "count")),
    (Act.ATTACH,     None,                  ("text",)),
    (Act.REPORT,     TaskState.REPORTED,    ("text",)),
    (Act.REPORT,     TaskState.REPORTED,    ()),
    (Act.TAKE_BACK,  TaskState.IN_PROGRESS, ()),
    (Act.PASS_CHECK, TaskState.IN_REVIEW,   ("text",)),
    (Act.SEND_BACK,  TaskState.IN_PROGRESS, ("new_due",)),
    (Act.APPROVE,    TaskState.CLOSED,      ("percent",)),
    (Act.SUSPEND,    TaskState.SUSPENDED,   ()),
    (Act.RESUME,     TaskState.IN_PROGRESS, ("new_due",)),
    (Act.MOVE_DUE,   None,                  ("due",)),
    (Act.RECOUNT,    None,                  ("due",)),
    (Act.REOPEN,     TaskState.IN_PROGRESS, ("due",)),
    (Act.CANCEL,     TaskState.CANCELLED,   ()),
    (Act.URGE,       None,                  ()),
)
# fmt: on


def some_moment(chance: Random, first: datetime) -> datetime:
    """A moment after another one; now and then the last of a day that is in time, or the first that is not."""
    later = first + timedelta(seconds=chance.randint(1, 30 * 86_400))
    edge = timedelta(microseconds=chance.choice((0, 1, 400_000)))
    return max(end_of(day_of(later)) + edge, first) if chance.random() < 0.3 else later


def some_detail(chance: Random, said: Sequence[str], *, calm: bool) -> dict[str, Any]:
    """What is said with a step; nothing of deadlines with what is `calm`."""
    # fmt: off
    known: dict[str, Any] = {
        "new_due":          (FIRST + timedelta(days=chance.randint(20, 140))).isoformat(),
        "due":              (FIRST + timedelta(days=chance.randint(20, 140))).isoformat(),
        "old_lead_unit_id": chance.choice((1, *LOCAL, None)),
        "percent":          chance.choice((0, 20, 60, 90)),
        "text":             "一半/“多”\n了",
        "count":            1,
    }
    # fmt: on
    spoken = [name for name in said if chance.random() < 0.7 and not (calm and "due" in name)]
    return {name: known[name] for name in spoken}


def some_history(chance: Random, task: int) -> tuple[Task, list[Move]]:
    """A task with its Moves; half of the tasks keep their first deadline, some wait for it, some never have one."""
    calm, waits, undated = chance.random() < 0.5, chance.random() < 0.3, chance.random() < 0.1
    at = end_of(FIRST) + timedelta(hours=chance.randint(0, 200))
    steps = [Step(task, at, Act.OPEN, Role.SYSTEM, TaskState.PLANNED, {})]
    for _ in range(chance.randint(0, 9)):
        what, becomes, said = chance.choice(STEPS)
        at, was = some_moment(chance, at), steps[-1].became
        role = chance.choice((Role.LIAISON, Role.PANEL))
        detail = some_detail(chance, said, calm=calm or undated)
        steps.append(Step(task, at, what, role, becomes or was, detail))
    first_due = None if undated else end_of(FIRST + timedelta(days=chance.randint(20, 140)))
    dated = next((step.detail for step in steps if {"due", "new_due"} & step.detail.keys()), None)
    if waits and dated is not None and not undated:
        dated["old_due"], first_due = None, end_of(date.fromisoformat(dated.get("due") or dated["new_due"]))
    never_was = waits and dated is not None
    fact = replace(
        SOMETHING, unit_id=chance.choice((1, *LOCAL)), glance=replace(SOMETHING.glance, original_due=first_due)
    )
    now = task_at(fact, steps, AS_OF + timedelta(days=1000))
    assert now is not None
    columns = {name: getattr(now.glance, name) for name in ("state", "due", "assigned_at", "reported_at", "closed_at")}
    starts = Start.SIGNING if never_was else None
    row = Task(**columns, id=task, original_due=first_due, deadline_version=now.deadline_version, starts_from=starts)
    row.lead_unit_id, row.standing = fact.unit_id, undated
    return row, [moved(step, n) for n, step in enumerate(steps, start=1)]


def moved(step: Step, version: int) -> Move:
    given = {"life": Life.TASK, "subject_id": step.task_id, "version": version, "plan_id": 1, "at": step.at}
    return Move(
        **given, act=step.act, became_from="", became=step.became, role=step.role, detail=dict(step.detail), rules=""
    )


def live_through(session: Session, chance: Random) -> None:
    """Put tasks with histories that nobody thought of into the plan; units have days of their own."""
    first = session.exec(select(Task).order_by(col(Task.id)).limit(1)).one()
    last = session.exec(select(Task.id).order_by(col(Task.id).desc()).limit(1)).one() or 0
    for task in range(last + 1, last + 1 + TASKS):
        row, moves = some_history(chance, task)
        row.plan_id, row.measure_id, row.requirement_id = 1, first.measure_id, first.requirement_id
        row.title, row.period, row.created_at = "任务", str(task), moves[0].at
        session.add(row)
        session.add_all(moves)
    for unit in LOCAL:
        off = [OwnDay(FIRST + timedelta(days=chance.randint(0, DAYS)), DayKind.OFF, "假") for _ in range(20)]
        store_own_days(session, unit, tuple({one.day: one for one in off}.values()), years=(2026,), source="试")
    session.flush()


def alone(session: Session, frame: Frame, days: Sequence[date]) -> list[Lamps]:
    """Replay every task by itself."""
    tasks, steps = tasks_of(session, 1), steps_of_tasks(session, 1)
    found = []
    for at in map(end_of, days):
        shown = Counter(
            lamp(task.glance, frame.settings.lamps, calendar=frame.calendars.of(task.unit_id), now=at).lamp
            for task in tasks_at(tasks, steps, at)
        )
        found.append(Lamps(**{one.value: shown[one] for one in Lamp}))
    return found


def some_settings(chance: Random) -> LampSettings:
    return LampSettings(
        blue_days_left=chance.randint(5, 30),
        yellow_days_left=chance.randint(0, 5),
        silent_days=chance.randint(3, 40),
        unstarted_days=chance.choice((0, 5, 20)),
        red_points_behind=chance.choice((10, 40)),
        yellow_points_behind=chance.choice((5, 10)),
    )


@pytest.mark.parametrize("seed", range(3))
def test_lamps_of_earlier_days_are_those_of_each_task_replayed_alone(lived_home: Path, seed: int) -> None:
    chance = Random(seed)
    days = sorted({FIRST + timedelta(days=chance.randint(0, DAYS)) for _ in range(7)})
    with database.trying() as session:
        live_through(session, chance)
        frame = frame_of_today(session, 1, AS_OF)
        frame = replace(frame, settings=frame.settings.model_copy(update={"lamps": some_settings(chance)}))
        assert list(lamps_on(session, 1, frame, days)) == alone(session, frame, days)


def test_lamps_of_earlier_days_are_the_same_when_what_was_seen_is_forgotten_again_and_again(
    lived_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [FIRST + timedelta(days=n) for n in (30, 60, 90)]
    with database.trying() as session:
        live_through(session, Random(7))
        frame = frame_of_today(session, 1, AS_OF)
        whole = lamps_on(session, 1, frame, days)
        monkeypatch.setattr(looking_back, "KEPT", 3)
        monkeypatch.setattr(streaming, "KEPT", 3)
        monkeypatch.setattr(streaming, "FETCHED", 7)
        assert lamps_on(session, 1, frame, days) == whole


def test_lamps_of_earlier_days_are_those_that_a_report_of_then_shows(lived_home: Path) -> None:
    days = [day_of(AS_OF) - timedelta(days=ago) for ago in (170, 120, 60, 20, 0)]
    with database.reading() as session:
        then = [make_summary(session, 1, now=end_of(day)).totals.tally.lamps for day in days]
        assert list(lamps_on(session, 1, frame_of_today(session, 1, AS_OF), days)) == then


def test_before_the_first_day_nothing_is_looked_at(lived_home: Path) -> None:
    with database.reading() as session:
        assert lamps_on(session, 1, frame_of_today(session, 1, AS_OF), []) == ()
