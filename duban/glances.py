"""Lamps of stored tasks: the pure rule of `workflows.lamps`, asked for many tasks with a fixed number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy import select as picked
from sqlmodel import Session, col, func, select

from duban.desk.opened import desk_of
from duban.local_days import calendar_for
from duban.policies import settings_of
from models.task import Entry, Task
from workflows.lamps import Glance, Shown, lamp

CHUNK = 500
GLANCED = tuple(field.name for field in fields(Glance) if field.name != "heard_at")
"""What a lamp depends on and a task has in a column of the same name."""


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
    return Glance(**{name: getattr(task, name) for name in GLANCED}, heard_at=heard_at)


def alike(session: Session, *which: ColumnElement[bool]) -> Iterator[tuple[int | None, int, Glance, int]]:
    """Count tasks that show the same for the same unit in the same plan: unit, plan, what is seen, how many."""
    last = select(Entry.task_id, func.max(Entry.at).label("heard_at")).group_by(col(Entry.task_id)).subquery()
    seen = [column.label(column.key) for column in (getattr(Task, name) for name in GLANCED)]
    whose = [col(Task.lead_unit_id), col(Task.plan_id), *seen, last.c.heard_at]
    wanted = picked(*whose, func.count()).outerjoin_from(Task, last, last.c.task_id == Task.id)
    found = session.execute(wanted.where(*which).group_by(*whose).execution_options(yield_per=CHUNK))
    for unit_id, plan_id, *values, heard_at, count in found:
        yield unit_id, plan_id, Glance(**dict(zip(GLANCED, values, strict=True)), heard_at=heard_at), count


def _heard(session: Session, task_ids: list[int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for start in range(0, len(task_ids), CHUNK):
        some = task_ids[start : start + CHUNK]
        last = (
            select(Entry.task_id, func.max(Entry.at)).where(col(Entry.task_id).in_(some)).group_by(col(Entry.task_id))
        )
        found.update(session.exec(last).all())
    return found
