"""Lamps of stored tasks: the pure rule of `workflows.lamps`, asked for many tasks with a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from duban.desk.opened import desk_of
from duban.local_days import calendar_for
from duban.policies import settings_of
from models.task import Entry, Task
from workflows.lamps import Glance, Shown, lamp

CHUNK = 500


def lamps_of(session: Session, tasks: Sequence[Task], *, now: datetime) -> dict[int, Shown]:
    """Say what each task shows at `now`, by task id."""
    desk = desk_of(session)
    heard = _heard(session, [task.id or 0 for task in tasks])
    return {
        task.id or 0: lamp(
            glance_of(task, heard.get(task.id or 0)),
            settings_of(desk, task.plan_id).lamps,
            calendar=calendar_for(desk, task),
            now=now,
        )
        for task in tasks
    }


def glance_of(task: Task, heard_at: datetime | None) -> Glance:
    """Take from a task what its lamp depends on."""
    return Glance(
        state=task.state,
        due=task.due,
        original_due=task.original_due,
        assigned_at=task.assigned_at,
        closed_at=task.closed_at,
        reported_at=task.reported_at,
        heard_at=heard_at,
        percent=task.percent,
        returns=task.returns,
        starts_from=task.starts_from,
        event=task.event,
    )


def _heard(session: Session, task_ids: list[int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for start in range(0, len(task_ids), CHUNK):
        some = task_ids[start : start + CHUNK]
        last = (
            select(Entry.task_id, func.max(Entry.at)).where(col(Entry.task_id).in_(some)).group_by(col(Entry.task_id))
        )
        found.update(session.exec(last).all())
    return found
