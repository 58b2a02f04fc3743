"""What a unit's own plan under another plan means: who plans it, which units carry it out, what is prescribed to it."""

from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col

from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, none_of, pick
from duban.policies import frame_of
from duban.posts import Standing
from duban.spread import seats_of
from duban.subjects import plan_id_of
from models.plan import Plan, Requirement
from models.register import Unit, UnitClass
from models.task import Task
from models.values import FanOut
from models.words import Life, PlanState, Role, SubjectKind, TaskState
from workflows.task.lifecycle import TASK

# fmt: off
_TREE   = Prepared(pick(Unit.id, Unit.parent_id).order_by(col(Unit.id)))
_ABOVE  = Prepared(
    pick(Task.id)
    .where(Task.requirement_id == bindparam("requirement_id"), Task.lead_unit_id == bindparam("unit_id"))
    .where(Task.state != TaskState.CANCELLED).limit(1))
_BINDS  = Prepared(
    pick(Requirement.id)
    .join(Task, col(Task.requirement_id) == Requirement.above_id)
    .where(Requirement.plan_id == bindparam("plan_id"), Task.lead_unit_id == bindparam("unit_id"))
    .where(none_of(col(Task.state), TASK.ended)).limit(1))
_CLASS  = Prepared(pick(UnitClass.unit_id).where(UnitClass.name == bindparam("name")))
# fmt: on


def maker_of(desk: Desk, life: Life, subject: Any) -> int | None:
    """Give the unit whose own plan something belongs to; None in a plan of the house."""
    if life is Life.PLAN:
        return subject.unit_id  # type: ignore[no-any-return]
    plan_id = plan_id_of(life, subject)
    return frame_of(desk, plan_id).unit_id if plan_id else None


def roles_in(standing: Standing, unit_id: int | None) -> frozenset[Role]:
    """Say what somebody is in a plan: as in the house; in a unit's own plan its liaison is the planner too."""
    if unit_id is not None and unit_id in standing.units_as(Role.LIAISON):
        return standing.house_roles | {Role.PLANNER}
    return standing.house_roles


def within(desk: Desk, unit_id: int) -> frozenset[int]:
    """Give a unit and all units below it."""
    parents = dict(desk.read(_TREE))
    found = {unit_id}
    while more := {unit for unit, above in parents.items() if above in found} - found:
        found |= more
    return frozenset(found)


def reaches_outside(desk: Desk, unit_id: int | None, *, leads: set[int], fan_out: FanOut, day: Any) -> bool:
    """Say whether a demand of a unit's own plan would be done by units that are none of it."""
    if unit_id is None:
        return False
    reached = set(leads)
    if fan_out.kind is SubjectKind.UNIT:
        reached |= {unit for (unit,) in desk.read(_CLASS, name=fan_out.unit_class)}
    elif fan_out.kind is SubjectKind.PERSON:
        reached |= {seat.unit_id for seat in seats_of(desk, fan_out, day)}
    return not reached <= within(desk, unit_id)


def prescribed(desk: Desk, unit_id: int | None, requirement: Requirement | None) -> bool:
    """Say whether the plan above prescribes a demand: it has a task for the unit there that is not cancelled."""
    if unit_id is None or requirement is None or requirement.above_id is None:
        return False
    return desk.first(_ABOVE, requirement_id=requirement.above_id, unit_id=unit_id) is not None


def task_prescribed(desk: Desk, task: Task) -> bool:
    """Say whether the plan above prescribes a task."""
    unit_id = frame_of(desk, task.plan_id).unit_id
    return unit_id is not None and prescribed(desk, unit_id, desk.get(Requirement, task.requirement_id))


def binds(desk: Desk, plan: Plan) -> bool:
    """Say whether an issued plan still carries out what the plan above prescribes."""
    if plan.unit_id is None or plan.state is not PlanState.ISSUED:
        return False
    return desk.first(_BINDS, plan_id=plan.id, unit_id=plan.unit_id) is not None
