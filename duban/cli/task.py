"""`duban task`: list, show, act, history."""

import json
from datetime import datetime
from typing import Annotated

import typer

from duban.cli.asking import As, AsJson, Reason, actor, plan_called, put, put_move
from models.words import Act

app = typer.Typer(no_args_is_help=True)
TaskId = Annotated[int, typer.Argument(help="任务编号")]


@app.command("list")
def list_(
    plan: Annotated[str, typer.Option("--plan", help="只看某个方案：文号或编号")] = "",
    unit: Annotated[str, typer.Option("--unit", help="只看某个牵头单位")] = "",
    state: Annotated[str, typer.Option("--state", help="只看某种状态，如 in_progress")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10000)] = 50,
    as_json: AsJson = False,
) -> None:
    """列出任务，带灯和时限。"""
    from duban.clock import now
    from duban.database import reading
    from duban.exports import task_rows

    with reading() as session:
        plan_id = plan_called(session, plan).id if plan else None
        rows = task_rows(session, plan_id=plan_id, unit=unit, state=state, limit=limit, now=now())
    columns = {"id": "编号", "lamp": "灯", "state": "状态", "unit": "牵头单位", "due": "时限", "title": "任务"}
    put(rows, columns, as_json=as_json)


@app.command()
def show(task: TaskId, as_: As = "", as_json: AsJson = False) -> None:
    """显示一项任务；写明 --as 时还列出此人现在能办什么、还缺什么。"""
    from duban.clock import now
    from duban.database import reading
    from duban.exports import task_facts_for_people

    with reading() as session:
        by = actor(session, as_) if as_ else None
        told = task_facts_for_people(session, task, by=by, now=now())
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1, default=str))
        return
    for name, value in told.items():
        for line in value if isinstance(value, list) else [value]:
            typer.echo(f"{name}：{line}")


@app.command("act")
def act_(
    task: TaskId,
    what: Annotated[Act, typer.Argument(help="要办的事，如 accept、report、pass_check")],
    as_: As = "",
    reason: Reason = "",
    text: Annotated[str, typer.Option("--text", help="内容")] = "",
    due: Annotated[datetime | None, typer.Option("--due", formats=["%Y-%m-%d"], help="新的时限")] = None,
    unit: Annotated[int | None, typer.Option("--unit", help="单位编号")] = None,
    percent: Annotated[int | None, typer.Option("--percent", min=0, max=100, help="完成百分比")] = None,
    count: Annotated[int, typer.Option("--count", min=0, help="完成数量")] = 0,
    as_json: AsJson = False,
) -> None:
    """对任务办一件事。"""
    from duban.clock import now
    from duban.database import reading
    from duban.doing import do
    from models.values import Attempt, Given
    from models.words import Life

    with reading() as session:
        by = actor(session, as_)
    day = due.date() if due else None
    given = Given(reason=reason, text=text, due=day, unit_id=unit, percent=percent, count=count)
    move = do(Attempt(life=Life.TASK, subject_id=task, act=what, given=given), by=by, now=now())
    put_move(move, as_json=as_json)


@app.command()
def history(task: TaskId, as_json: AsJson = False) -> None:
    """列出一项任务的全部流转记录。"""
    from duban.database import reading
    from duban.exports import history_rows
    from models.words import Life

    with reading() as session:
        rows = history_rows(session, Life.TASK, task)
    columns = {"at": "时间", "who": "谁", "act": "办了什么", "became": "变为", "why": "理由"}
    put(rows, columns, as_json=as_json)
