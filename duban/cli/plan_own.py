"""`duban plan begin` and `duban plan add`: a unit's own plan under a plan, and what a person adds to a plan."""

from datetime import datetime
from typing import Annotated

import typer

from duban.cli.asking import As, AsJson, Reason, actor, plan_called, put, put_move

PlanName = Annotated[str, typer.Argument(help="文号或编号")]
# fmt: off
BEGUN = {"id": "编号", "number": "文号", "state": "状态", "title": "标题", "requirements": "规定动作"}
BELOW = {
    "id": "编号", "unit": "单位", "number": "文号", "state": "状态", "filed": "报送备案",
    "tasks": "任务", "closed": "办结",
}
# fmt: on


def begin(
    plan: PlanName,
    unit: Annotated[str, typer.Option("--unit", help="哪个单位的方案：编码、名称或简称")],
    number: Annotated[str, typer.Option("--number", help="本单位方案的文号；不写则按上级文号另编")] = "",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """在一个已印发的方案之下制定本单位方案：本单位牵头的要求作为规定动作列入，不能改、不能撤；自选动作用 add 增加。"""
    from sqlmodel import func, select

    from duban.actions.own_plans import begin_own_plan
    from duban.clock import now
    from duban.database import writing
    from duban.lookups import unit_named
    from models.plan import Requirement

    with writing() as session:
        by, above, of = actor(session, as_), plan_called(session, plan), unit_named(session, unit)
        made = begin_own_plan(session, above, of, by=by, now=now(), number=number)
        said = {"id": made.id, "number": made.number, "state": made.state.zh, "title": made.title}
        wanted = select(func.count()).select_from(Requirement).where(Requirement.plan_id == made.id)
        said["requirements"] = session.exec(wanted).one()
    put([said], BEGUN, as_json=as_json)


def below(plan: PlanName, as_json: AsJson = False) -> None:
    """列出一个方案之下各单位自己的方案，各办到什么程度、是否报送备案。"""
    from duban.database import reading
    from duban.rolled_up import own_plans

    with reading() as session:
        found = own_plans(session, plan_called(session, plan).id or 0)
    rows = [
        {
            "id": one.plan.id,
            "unit": one.unit,
            "number": one.plan.number,
            "state": one.plan.state if as_json else one.plan.state.zh,
            "filed": one.plan.filed_at,
            "tasks": one.tasks,
            "closed": one.closed,
        }
        for one in found
    ]
    put(rows, BELOW, as_json=as_json)


def add(
    plan: PlanName,
    text: Annotated[str, typer.Option("--text", help="要求的文字")],
    lead: Annotated[str, typer.Option("--lead", help="牵头单位：编码、名称或简称")],
    due: Annotated[
        datetime | None, typer.Option("--due", formats=["%Y-%m-%d"], help="完成日期；不写则为长期坚持")
    ] = None,
    as_: As = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """给方案增加一条要求：拟稿的单位方案增加自选动作；已印发的方案补充要求，写明依据，即分解为任务。"""
    from duban.clock import now
    from duban.database import reading
    from duban.doing import do
    from duban.lookups import unit_named
    from models.values import Attempt, Given, Settled
    from models.words import Act, Life, Timing

    with reading() as session:
        by, plan_id = actor(session, as_), plan_called(session, plan).id or 0
        unit_id = unit_named(session, lead).id
    timing = Timing.FIXED if due else Timing.STANDING
    settled = Settled(lead_unit_id=unit_id, timing=timing, due=due.date() if due else None)
    given = Given(text=text, reason=reason, settled=settled)
    attempt = Attempt(life=Life.PLAN, subject_id=plan_id, act=Act.ADD, given=given)
    put_move(do(attempt, by=by, now=now()), as_json=as_json, attempt=attempt)
