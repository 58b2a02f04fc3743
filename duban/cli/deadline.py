"""duban deadline: sweep what is due, explain the deadline of a task."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.asking import AsJson
from duban.cli.exits import Exits
from duban.cli.helping import Commands
from duban.cli.watching import watching

if TYPE_CHECKING:
    from duban.actions.swept import Swept

app = Commands(help="时限：清扫到期事项，说明一项任务的时限。", no_args_is_help=True)
AsOf = Annotated[str, typer.Option("--as-of", help="按这一时刻计算，如 2026-03-02T08:30；没有时区的按北京时间")]


@app.command()
def sweep(as_of: AsOf = "", as_json: AsJson = False) -> None:
    """办理到期的提醒、催办、督办，按期新开周期任务；重复运行不会重复办理。有没办成的，退出码为 1。"""
    from duban.sweeping import sweep_all

    moment = _moment(as_of)
    with watching("办理到期事项"):
        swept = sweep_all(now=moment)
    if as_json:
        typer.echo(swept.model_dump_json())
    else:
        _tell(swept)
    if swept.failures:
        raise typer.Exit(Exits.FOUND)


@app.command()
def explain(
    task_id: Annotated[int, typer.Argument(metavar="TASK_ID", help="任务编号")],
    as_of: AsOf = "",
    as_json: AsJson = False,
) -> None:
    """说明一项任务的时限、亮灯和下一步督办。"""
    from duban.database import reading
    from duban.explaining import explain as explained

    with reading() as session:
        found = explained(session, task_id, now=_moment(as_of))
    typer.echo(found.model_dump_json() if as_json else "\n".join(found.sentences))


def _tell(swept: "Swept") -> None:
    for step in swept.steps:
        where = f"任务 {step.task_id}" if step.task_id else f"方案 {step.plan_number}"
        typer.echo(f"{where}　{step.unit}　{step.act.zh} → {step.became}　{step.title[:40]}")
    for failure in swept.failures:
        typer.echo(f"未办成：{failure.kind.value} {failure.subject_id}：{failure.why}", err=True)
    typer.echo(f"办理 {swept.done} 项，未办成 {len(swept.failures)} 项。")


def _moment(text: str) -> datetime:
    from duban import clock
    from models.errors import BadInput
    from workflows.moments import SHANGHAI

    if not text:
        return clock.now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError as problem:
        raise BadInput(
            f"--as-of 看不懂“{text}”；请写成 2026-03-02T08:30 这样。",
            f"--as-of: cannot read {text!r}; write it like 2026-03-02T08:30.",
        ) from problem
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
