"""Begins a unit's own plan, from the page of the plan above."""

from fastapi import APIRouter
from fastapi.responses import Response

from duban.actions.own_plans import begin_own_plan
from duban.doing import doing
from duban.inbox import plans
from duban.inbox.asked import Number
from duban.inbox.doorway import AForm, AVisitor, gone_to, text_of
from duban.inbox.fields import whole_in
from duban.inbox.reach import reached
from duban.inbox.tried import tried
from models.errors import BadInput, NotFound, NotYours, Refused
from models.plan import Plan
from models.register import Unit
from models.values import Attempt
from models.words import Act, Life

router = APIRouter()


@router.post("/plans/{plan_id}/own")
def begun(plan_id: Number, visitor: AVisitor, form: AForm) -> Response:
    attempt = Attempt(life=Life.PLAN, subject_id=plan_id, act=Act.OPEN)
    reached(visitor, attempt)
    try:
        unit_id = whole_in(form, "unit_id", "单位")
        with doing(attempt, by=visitor.actor, now=visitor.now) as session:
            unit = session.get(Unit, unit_id or 0)
            if unit is None:
                raise BadInput("请选择是哪个单位的方案。", "Choose whose plan it is.")
            above, number = session.get_one(Plan, plan_id), text_of(form, "number")
            made = begin_own_plan(session, above, unit, by=visitor.actor, now=visitor.now, number=number)
            address = f"/plans/{made.id}/requirements"
    except (NotFound, NotYours):
        raise
    except Refused as refused:
        return plans.show(visitor, plan_id, tried("own", form, refused))
    return gone_to(address, Act.OPEN)
