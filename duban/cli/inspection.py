"""`duban inspection`: rounds of inspection: add, find, list, act, history."""

from datetime import datetime
from typing import Annotated

import typer

from duban.cli.asking import As, AsJson, actor, plan_called, put
from duban.cli.found import Number, Text, app_of
from models.words import Life

inspection = app_of(Life.INSPECTION)
PlanName = Annotated[str, typer.Argument(metavar="PLAN", help="文号或编号")]
ADDED = {"id": "编号"}


@inspection.command()
def add(
    plan: PlanName,
    name: Annotated[str, typer.Option("--name", help="名称，如“一季度检查”")],
    unit: Annotated[list[str], typer.Option("--unit", help="检查哪个单位（编码或名称）；可写多次")],
    team: Annotated[list[str], typer.Option("--team", help="谁去检查（编码、登录名或姓名）；可写多次")],
    begins: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="从哪一天")],
    ends: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="到哪一天")],
    text: Annotated[str, typer.Option("--text", help="检查什么")],
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """开始一轮检查，并告知被检查单位。"""
    from duban.clock import now
    from duban.database import reading
    from duban.inspections import Round, open_inspection
    from duban.lookups import unit_named

    with reading() as session:
        by = actor(session, as_)
        plan_id = plan_called(session, plan).id or 0
        units = tuple(unit_named(session, one).id or 0 for one in unit)
        people = tuple(actor(session, one).person_id or 0 for one in team)
    wanted = Round(plan_id, name, text, units, people, begins.date(), ends.date())
    put([{"id": open_inspection(wanted, by=by, now=now())}], ADDED, as_json=as_json)


@inspection.command()
def find(
    number: Number,
    unit: Annotated[str, typer.Option("--unit", help="哪个单位的问题（编码或名称）")],
    due: Annotated[datetime | None, typer.Option("--due", formats=["%Y-%m-%d"], help="整改时限")] = None,
    text: Text = "",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """登记这轮检查发现的一个问题。"""
    from duban.clock import now
    from duban.database import reading
    from duban.inspections import Problem
    from duban.inspections import find as put_down
    from duban.lookups import unit_named

    with reading() as session:
        by, unit_id = actor(session, as_), unit_named(session, unit).id or 0
    problem = Problem(unit_id, text, due.date() if due else None)
    put([{"id": put_down(number, problem, by=by, now=now())}], ADDED, as_json=as_json)
