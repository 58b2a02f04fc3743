"""`duban paper`: reports as papers: list, draft, act, history, file."""

from pathlib import Path
from typing import Annotated

import typer

from duban.cli.asking import As, AsJson, actor, plan_called, put, put_path
from duban.cli.found import Number, app_of
from models.words import Life

MADE = {"id": "编号", "state": "状态", "name": "文件", "hindered": "送审未成的原因"}

paper = app_of(Life.PAPER)
PlanName = Annotated[str, typer.Argument(metavar="PLAN", help="文号或编号")]


@paper.command()
def draft(
    plan: PlanName,
    kind: Annotated[str, typer.Option("--kind", help="哪种报告，见 duban report kinds")] = "monthly",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """拟一份报告稿，截至现在；督办规则要求先审核的随即送审。"""
    from duban.clock import now
    from duban.database import reading
    from duban.papers import Draft
    from duban.papers import draft as keep
    from duban.reports.kinds import kind_called
    from duban.reports.shelf import Order, keep_report

    wanted, moment = kind_called(kind), now()
    with reading() as session:
        by = actor(session, as_)
        plan_id = plan_called(session, plan).id or 0
        path = keep_report(session, plan_id, Order(wanted), now=moment)
    made = keep(Draft(plan_id, wanted.name, wanted.zh, moment, path.name, path.read_bytes()), by=by, now=moment)
    row = {"id": made.id, "state": made.state, "hindered": made.hindered, "name": path.name}
    put([row], MADE, as_json=as_json)


@paper.command()
def file(
    number: Number,
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件夹")] = Path(),
    as_json: AsJson = False,
) -> None:
    """取出一份报告稿的文件，与拟稿时一字不差。"""
    from duban.database import reading
    from duban.papers import read
    from duban.subjects import load

    with reading() as session:
        found = load(session, Life.PAPER, number)
        content, path = read(session, found), out / found.name
    path.write_bytes(content)
    put_path(path, as_json=as_json)
