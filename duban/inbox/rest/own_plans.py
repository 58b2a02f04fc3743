"""Units' own plans under a plan: how they stand, and beginning one."""

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from duban.actions.own_plans import begin_own_plan
from duban.answered import Answer
from duban.database import reading
from duban.doing import doing
from duban.inbox.asked import Number
from duban.inbox.reach import reached
from duban.inbox.rest.caller import Doer, Reader
from duban.inbox.rest.lives import seen
from duban.inbox.rest.problems import DOES, READS
from duban.inbox.rest.sending import ASent, once
from duban.inbox.rest.shapes import OwnPlanTold, PlanTold
from duban.lookups import unit_named
from duban.rolled_up import own_plans
from models.plan import Plan
from models.values import Attempt, Value
from models.words import Act, Life

router = APIRouter(tags=["plans"])


class OwnPlanWanted(Value):
    """Whose own plan is to begin: the unit's code, name or short name; and its document number, if it has one."""

    unit: str = Field(min_length=1, max_length=200)
    number: str = Field("", max_length=60)


@router.get("/plans/{number}/own", responses=READS, summary="List the units' own plans under a plan")
def listed(number: Number, caller: Reader) -> list[OwnPlanTold]:
    with reading() as session:
        plan: Plan = seen(session, caller, Life.PLAN, number)
        units = None if caller.sight.everything else caller.sight.unit_ids
        found = own_plans(session, plan.id or 0, units=units)
        return [
            OwnPlanTold(
                plan=one.plan.id or 0,
                unit=one.unit,
                state=one.plan.state,
                number=one.plan.number,
                filed_at=one.plan.filed_at,
                tasks=one.tasks,
                closed=one.closed,
            )
            for one in found
        ]


@router.post("/plans/{number}/own", responses=DOES, response_model=PlanTold, summary="Begin a unit's own plan")
def begun(number: Number, wanted: OwnPlanWanted, caller: Doer, sent: ASent) -> Response:
    attempt = Attempt(life=Life.PLAN, subject_id=number, act=Act.OPEN)

    def work() -> Answer:
        reached(caller, attempt)
        with doing(attempt, by=caller.actor, now=caller.now) as session:
            above, unit = session.get_one(Plan, number), unit_named(session, wanted.unit)
            made = begin_own_plan(session, above, unit, by=caller.actor, now=caller.now, number=wanted.number)
            return Answer(200, PlanTold.model_validate(made).model_dump_json())

    return once(caller, sent, work)
