"""What the page of a plan tells of the plan above it and of the units' own plans below."""

from typing import Any

from sqlmodel import Session, col, select

from duban.inbox.doorway import Visitor
from duban.names import unit_names
from duban.own_plans import roles_in
from duban.rolled_up import OwnPlan, own_plans
from models.plan import Plan
from models.task import Task
from models.words import PlanState, Role


def cascade_of(session: Session, visitor: Visitor, plan: Plan) -> dict[str, Any]:
    """Tell the plan above, the units' own plans below, and for which units the visitor may begin one."""
    sight = visitor.sight
    found = own_plans(session, plan.id or 0, units=None if sight.everything else sight.unit_ids)
    above = session.get(Plan, plan.parent_id) if plan.parent_id else None
    return {"above": above, "own_plans": found, "may_begin": _may_begin(session, visitor, plan, found)} | {
        "settles": Role.PLANNER in roles_in(visitor.standing, plan.unit_id)
    }


def _may_begin(session: Session, visitor: Visitor, plan: Plan, found: list[OwnPlan]) -> dict[int, str]:
    """The visitor's units that lead tasks of an issued plan and have no plan of their own under it yet."""
    mine = visitor.standing.units_as(Role.LIAISON) - {one.plan.unit_id for one in found} - {plan.unit_id}
    if plan.state is not PlanState.ISSUED or not mine:
        return {}
    leading = select(Task.lead_unit_id).where(Task.plan_id == plan.id, col(Task.lead_unit_id).in_(mine)).distinct()
    names = unit_names(session, set(session.exec(leading).all()) - {None})
    return {id_ or 0: name for id_, name in names.items()}
