"""`duban finding` and `duban exemplar`: list, show, act; add a problem, nominate an example."""

from datetime import datetime
from typing import Annotated, Any

import typer

from duban.cli.asking import As, AsJson, Reason, act_called, actor, plan_called, put, put_move
from duban.cli.helping import Commands
from models.words import Act, ExemplarKind, Life

BEGUN = {"life": "已登记", "id": "编号"}

Plan = Annotated[str, typer.Option("--plan", help="只看某个方案：文号或编号")]
TaskId = Annotated[int, typer.Option("--task", help="在哪项任务里发现的：任务编号")]
Number = Annotated[int, typer.Argument(help="编号")]
Text = Annotated[str, typer.Option("--text", help="内容")]
STEPS = {"at": "时间", "who": "谁", "act": "办了什么", "became": "变为", "why": "理由"}
COMMON = {"id": "编号", "state": "状态", "unit": "单位", "task": "任务"}
LISTED = {
    Life.FINDING: COMMON | {"due": "整改时限", "text": "问题", "fix": "整改情况"},
    Life.EXEMPLAR: COMMON | {"kind": "类别", "name": "名称", "text": "事迹、做法"},
    Life.INSPECTION: {
        "id": "编号",
        "state": "状态",
        "plan": "方案",
        "name": "名称",
        "begins": "从",
        "ends": "到",
        "conclusion": "结论",
    },
    Life.APPEAL: {
        "id": "编号",
        "state": "状态",
        "unit": "单位",
        "paper": "通报",
        "said": "得分记录",
        "reason": "理由",
        "answer": "复核意见",
    },
    Life.PAPER: {"id": "编号", "state": "状态", "plan": "方案", "called": "报告", "as_of": "截至", "name": "文件"},
}


def app_of(life: Life) -> typer.Typer:
    """Make the commands that these lives have in common."""
    app = Commands(no_args_is_help=True)

    @app.command("list", help=f"列出{life.zh}。")
    def list_(plan: Plan = "", as_json: AsJson = False) -> None:
        from duban.database import reading
        from duban.found import found_rows

        with reading() as session:
            rows = found_rows(session, life, plan_called(session, plan).id if plan else None)
        put(rows, LISTED[life], as_json=as_json)

    @app.command(help=f"列出一个{life.zh}的全部流转记录。")
    def history(number: Number, as_json: AsJson = False) -> None:
        from duban.database import reading
        from duban.records_shown import history_rows

        with reading() as session:
            rows = history_rows(session, life, number)
        put(rows, STEPS, as_json=as_json)

    @app.command("act", help=f"对一个{life.zh}办一件事。")
    def act_(
        number: Number,
        what: Annotated[str, typer.Argument(help="要办的事，写英文或中文都可以；写错时列出可以办的")],
        as_: As = "",
        reason: Reason = "",
        text: Text = "",
        as_json: AsJson = False,
    ) -> None:
        from duban.clock import now
        from duban.database import reading
        from duban.doing import do
        from models.values import Attempt, Given

        act = act_called(life, what)
        with reading() as session:
            by = actor(session, as_)
        attempt = Attempt(life=life, subject_id=number, act=act, given=Given(reason=reason, text=text))
        put_move(do(attempt, by=by, now=now()), as_json=as_json, attempt=attempt)

    return app


finding, exemplar = app_of(Life.FINDING), app_of(Life.EXEMPLAR)


@finding.command()
def add(
    task: TaskId,
    text: Text,
    due: Annotated[datetime | None, typer.Option("--due", formats=["%Y-%m-%d"], help="整改时限")] = None,
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """登记一个在督办检查中发现的问题。"""
    _begin(task, Act.FIND, {"text": text, "due": due.date() if due else None}, as_=as_, as_json=as_json)


@exemplar.command()
def nominate(
    task: TaskId,
    kind: Annotated[ExemplarKind, typer.Option("--kind", help="person 人、deed 事、unit 单位、case 案例")],
    name: Annotated[str, typer.Option("--name", help="名称")],
    text: Text,
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """推荐一个典型：人、事、单位或案例。"""
    _begin(task, Act.NOMINATE, {"text": text}, as_=as_, as_json=as_json, kind=kind, name=name)


def _begin(task: int, what: Act, said: dict[str, Any], *, as_: str, as_json: bool, **example: Any) -> None:
    from duban.beginnings import Begun, Example, do_or_begin
    from duban.clock import now
    from duban.database import reading
    from models.values import Attempt, Given

    with reading() as session:
        by = actor(session, as_)
    attempt = Attempt(life=Life.TASK, subject_id=task, act=what, given=Given(**said))
    begun = do_or_begin(attempt, by=by, now=now(), example=Example(**example))
    if isinstance(begun, Begun):
        put([{"life": begun.life, "id": begun.id}], BEGUN, as_json=as_json)
