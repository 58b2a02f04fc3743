"""Which units owe the report of a task that is due: chased before a report is put together, named in it afterwards."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.task import Task
from workflows.task.lifecycle import WITH_LEAD


def units_missing(session: Session, plan_id: int, now: datetime) -> list[int]:
    """List the units that hold a task of a plan past its deadline, by number."""
    late = (col(Task.state).in_(WITH_LEAD), col(Task.due) < now)
    wanted = select(Task.lead_unit_id).where(Task.plan_id == plan_id, *late).distinct()
    return sorted({unit for unit in session.exec(wanted).all() if unit})
