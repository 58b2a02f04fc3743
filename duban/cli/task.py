"""`duban task`: list, show, act, history."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from duban.cli.asking import As, AsJson, Reason, act_called, actor, plan_called, put, put_json, put_move, put_path
from duban.cli.helping import Commands
from duban.cli.shown import lacking, offered, put_facts
from duban.tongue import lookup, mark, period, said, say

app = Commands(no_args_is_help=True)
TaskId = Annotated[int, typer.Argument(help="任务编号")]

# fmt: off
LISTED = {
    "id": "编号", "lamp": "灯", "why": "为何", "state": "状态", "unit": "牵头单位", "due": "时限", "title": "任务",
    "subject": "对象", "period": "期次",
}
MOVES = {"at": "时间", "who": "谁", "act": "办了什么", "became": "变为", "why": "理由"}
FILED = {"id": "编号", "name": "文件", "deliverable": "成果", "sha256": "SHA-256"}
FACTS = {
    "id": "编号", "title": "任务名称", "plan": "方案文号", "measure": "举措", "state": "状态", "lamp": "灯",
    "why": "为何",
    "unit": "牵头单位", "helping": "配合单位", "subject": "对象", "period": "期次", "due": "时限",
    "original_due": "原定时限", "progress": "进度", "counted": "数量", "deliverables": "成果",
    "report": "报告", "offers": "可办",
}
GIVES = {
    "reason": mark("--reason 理由"), "text": mark("--text 内容"), "due": mark("--due 日期"),
    "unit_id": mark("--unit 单位"), "percent": mark("--percent 百分比"), "count": mark("--count 数量"),
    "file": mark("文件（duban task attach）"),
}
# fmt: on


@app.command("list")
def list_(
    plan: Annotated[str, typer.Option("--plan", help="只看某个方案：文号或编号")] = "",
    unit: Annotated[str, typer.Option("--unit", help="只看某个牵头单位")] = "",
    state: Annotated[str, typer.Option("--state", help="只看某种状态，如 in_progress")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10000, help="最多列出几项")] = 50,
    as_json: AsJson = False,
) -> None:
    """列出任务，带灯和时限。"""
    from duban.clock import now
    from duban.database import reading
    from duban.tasks_listed import TaskFilter, task_rows

    with reading() as session:
        plan_id = plan_called(session, plan).id if plan else None
        rows = task_rows(session, TaskFilter(plan_id, unit, state, limit + 1), now=now())
    if len(rows) > limit:
        more = say("只列出前 %(limit)s 项；加 --limit 看更多，或用 --plan、--unit、--state 缩小范围。", limit=limit)
        typer.echo(more, err=True)
    rows = rows[:limit]
    put(rows if as_json else [row | _period_named(row) for row in rows], LISTED, as_json=as_json)


@app.command()
def show(task: TaskId, as_: As = "", as_json: AsJson = False) -> None:
    """显示一项任务；写明 --as 时还列出此人现在能办什么、还缺什么。"""
    from duban.clock import now
    from duban.database import reading
    from duban.tasks_listed import task_facts_for_people

    with reading() as session:
        by = actor(session, as_) if as_ else None
        told = task_facts_for_people(session, task, by=by, now=now())
    if as_json:
        put_json(told)
    else:
        put_facts(told | _in_words(told), FACTS)


def _period_named(told: dict[str, Any]) -> dict[str, Any]:
    return {"period": period(told["period"])}


def _in_words(told: dict[str, Any]) -> dict[str, Any]:
    counted = f"{told['quantity_done']}/{told['quantity_wanted']}" if told["quantity_wanted"] else ""
    return _period_named(told) | {
        "progress": f"{told['percent']}%" if told["percent"] else "",
        "counted": counted,
        "helping": [
            say("%(what)s（%(more)s）", what=one["unit"], more=said(one["owed"])) for one in told["supporting"]
        ],
        "original_due": told["original_due"] if told["original_due"] != told["due"] else None,
        "offers": [_offer(offer) for offer in told.get("can", [])]
        or ([say("现在没有可办的事")] if "can" in told else []),
    }


def _offer(offer: dict[str, Any]) -> str:
    asks = say("，").join(dict.fromkeys(lookup(GIVES.get(name, name)) for name in offer["asks"]))
    return f"{offered(offer)} {asks}".rstrip() + lacking(offer)


@app.command("act")
def act_(
    task: TaskId,
    what: Annotated[str, typer.Argument(help="要办的事，如 accept（签收）、report（报告）、pass_check（初审通过）")],
    as_: As = "",
    reason: Reason = "",
    text: Annotated[str, typer.Option("--text", help="内容")] = "",
    due: Annotated[datetime | None, typer.Option("--due", formats=["%Y-%m-%d"], help="新的时限")] = None,
    unit: Annotated[str, typer.Option("--unit", help="单位名称或编码（改派给谁、免报哪个单位）")] = "",
    percent: Annotated[int | None, typer.Option("--percent", min=0, max=100, help="完成百分比")] = None,
    count: Annotated[int, typer.Option("--count", min=0, help="完成数量")] = 0,
    as_json: AsJson = False,
) -> None:
    """对任务办一件事。"""
    from duban.clock import now
    from duban.database import reading
    from duban.doing import do
    from duban.tasks_listed import unit_called
    from models.values import Attempt, Given
    from models.words import Act, Life

    act = act_called(Life.TASK, what, not_here=frozenset({Act.ATTACH}))
    with reading() as session:
        by, unit_id = actor(session, as_), unit_called(session, unit) if unit else None
    day = due.date() if due else None
    given = Given(reason=reason, text=text, due=day, unit_id=unit_id, percent=percent, count=count)
    attempt = Attempt(life=Life.TASK, subject_id=task, act=act, given=given)
    put_move(do(attempt, by=by, now=now()), as_json=as_json, attempt=attempt)


@app.command()
def paper(
    task: TaskId,
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件；不写则在当前文件夹")] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已有时覆盖")] = False,
    as_json: AsJson = False,
) -> None:
    """生成任务目前这一级督办的公文（催办单、督办通知单、约谈通知单），.docx，供签发盖章。"""
    from duban.clock import now
    from duban.database import reading
    from duban.reports.supervision_paper import paper_of, write_paper
    from duban.subjects import load
    from duban.whole_files import whole_file
    from models.words import Life

    with reading() as session:
        found = paper_of(session, load(session, Life.TASK, task), now=now())
    path = out or Path(f"{found.name}_任务{task}_{found.issued}.docx")
    with whole_file(path, force=force) as begun:
        begun.write_bytes(write_paper(found))
    put_path(path, as_json=as_json)


@app.command()
def attach(
    task: TaskId,
    file: Annotated[Path, typer.Argument(help="要上传的文件")],
    deliverable: Annotated[str, typer.Option("--deliverable", help="属于哪项成果")] = "",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """上传一份佐证材料。"""
    from duban import evidence
    from duban.clock import now
    from duban.database import reading
    from duban.file_troubles import why_zh
    from models.errors import BadInput

    with reading() as session:
        by = actor(session, as_)
    try:
        data = file.read_bytes()
    except OSError as problem:
        raise BadInput(
            f"{file} 打不开：{why_zh(problem)}。请核对文件名。", f"{file} cannot be opened ({problem.strerror})."
        ) from problem
    kept = evidence.attach(task, file.name, data, deliverable=deliverable, by=by, now=now())
    said = {"id": kept.id, "name": kept.name, "deliverable": kept.deliverable, "sha256": kept.sha256}
    put([said], FILED, as_json=as_json)


@app.command()
def history(task: TaskId, as_json: AsJson = False) -> None:
    """列出一项任务的全部流转记录。"""
    from duban.database import reading
    from duban.records_shown import history_rows
    from models.words import Life

    with reading() as session:
        rows = history_rows(session, Life.TASK, task)
    put(rows, MOVES, as_json=as_json)
