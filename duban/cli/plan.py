"""`duban plan`: import, list, show, act, change the policy, export."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from duban.cli import plan_own
from duban.cli.asking import As, AsJson, Reason, act_called, actor, plan_called, put, put_json, put_move
from duban.cli.helping import Commands
from duban.cli.plan_table import CAME, import_table
from duban.cli.watching import watching
from duban.tongue import listed, said, say, speaking

WRITTEN_TO = {"path": "文件", "rows": "条数"}

app = Commands(no_args_is_help=True)
PlanName = Annotated[str, typer.Argument(help="文号或编号")]

# fmt: off
LISTED = {"id": "编号", "number": "文号", "state": "状态", "issued_on": "日期", "title": "标题"}
SHOWN = {
    "seq": "序号", "measure": "举措", "text": "任务要求", "lead": "谁办", "when": "何时", "settled": "确认情况",
    "unsure": "存疑",
}
# fmt: on


IMPORTED = {"id": "编号", "number": "文号", "state": "状态", "title": "标题", "requirements": "任务要求"}


@app.command("import")
def import_(
    file: Annotated[Path | None, typer.Argument(help="通知文件：.txt、.docx、.xlsx、.html 或 .pdf")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="改读 export 导出、改过的任务分解表")] = None,
    plan: Annotated[str, typer.Option("--plan", help="任务分解表是哪个方案的；不写则按表里所记")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问，采用表里的差异")] = False,
    number: Annotated[str, typer.Option("--number", help="文号；通知里没有时必填")] = "",
    ends_on: Annotated[
        datetime | None, typer.Option("--ends-on", formats=["%Y-%m-%d"], help="周期任务开到哪一天；不写则为一年")
    ] = None,
    policy: Annotated[str, typer.Option("--policy", help="用哪份督办规则：名称，或 名称@版次")] = "",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """读一份通知，存成拟稿的工作方案；或用 --xlsx 读回任务分解表，先列出差异，同意后采用。"""
    until = ends_on.date() if ends_on else None
    if file is not None and xlsx is None:
        _import_notice(file, number=number, ends_on=until, policy=policy, as_=as_, as_json=as_json)
    elif xlsx is not None and file is None:
        import_table(xlsx, plan=plan, as_=as_, yes=yes, as_json=as_json)
    else:
        raise _one_of_two("FILE 通知", "--xlsx 任务分解表")


def _import_notice(file: Path, *, number: str, ends_on: date | None, policy: str, as_: str, as_json: bool) -> None:
    from sqlmodel import col, func, select

    from duban.actions.plans import import_reading
    from duban.clock import now
    from duban.database import writing
    from duban.importing import unknown_names
    from duban.notices import read_notice
    from duban.notices.notes import of_the_opening
    from models.plan import Requirement

    with watching(say("读通知")):
        reading_ = read_notice(file)
    with writing() as session:
        by = actor(session, as_)
        new = import_reading(session, reading_, by=by, now=now(), number=number, ends_on=ends_on, policy=policy)
        row: dict[str, Any] = {"id": new.id, "number": new.number, "state": said(new.state), "title": new.title}
        stored = session.exec(select(func.count(col(Requirement.id))).where(Requirement.plan_id == new.id)).one()
        row["requirements"] = stored
        unknown = unknown_names(session, reading_)
    if as_json:
        row["unknown_names"] = [name.model_dump(mode="json") for name in unknown]
    put([row], IMPORTED, as_json=as_json)
    for note in () if as_json else of_the_opening(reading_.warnings):
        typer.echo(say("注意：%(note)s", note=said(note)))
    if not as_json and stored > len(reading_.requirements):
        more = stored - len(reading_.requirements)
        typer.echo(say("比读出的多 %(n)s 条：写了几个时限的，每个时限存为一条。", n=more))
    for name in () if as_json else unknown:
        near = say("；名称相近的有：%(names)s", names=listed(name.near)) if name.near else ""
        typer.echo(say("名册里没有“%(name)s”", name=name.name) + near)


def _one_of_two(one: str, other: str) -> Exception:
    from models.errors import BadInput

    return BadInput(f"请给出 {one}或 {other}，两者给一个。", "Give one of the two: the first, or the option.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """列出全部工作方案。"""
    from sqlmodel import col, select

    from duban.database import reading
    from models.plan import Plan

    with reading() as session:
        plans = session.exec(select(Plan).order_by(col(Plan.id))).all()
        rows = [
            {"id": p.id, "number": p.number, "state": p.state, "issued_on": p.issued_on, "title": p.title}
            for p in plans
        ]
    put(rows, LISTED, as_json=as_json)


@app.command()
def show(plan: PlanName, as_json: AsJson = False) -> None:
    """显示一个方案：举措、任务要求、谁办、何时办。"""
    from duban.database import reading
    from duban.exports import plan_rows
    from models.policy_stored import Policy, named

    with reading() as session:
        found = plan_called(session, plan)
        rows = plan_rows(session, found)
        policy = named(session.get_one(Policy, found.policy_id))
    if not as_json:
        rows = [
            row | {"measure": "" if row["measure"] == before else row["measure"]} for row, before in _with_last(rows)
        ]
    put(rows, SHOWN, as_json=as_json, title=f"{found.number}　{found.plan_title or found.title}　{said(found.state)}")
    if not as_json:
        typer.echo(say("督办规则：%(policy)s", policy=policy))


def _with_last(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    return list(zip(rows, ["", *(row["measure"] for row in rows)], strict=False))


@app.command("act")
def act_(
    plan: PlanName,
    what: Annotated[str, typer.Argument(help="要办的事，如 submit（送审）、issue（印发）、withdraw（撤回）")],
    as_: As = "",
    reason: Reason = "",
    text: Annotated[str, typer.Option("--text", help="内容（送审总结时填写）")] = "",
    as_json: AsJson = False,
) -> None:
    """对方案办一件事：送审、印发、总结、归档、撤回。"""
    from duban.clock import now
    from duban.database import reading
    from duban.doing import do
    from models.values import Attempt, Given
    from models.words import Act, Life

    elsewhere = frozenset({Act.CONFIRM, Act.DROP, Act.ADD, Act.AMEND, Act.SET_POLICY, Act.SET_EVENT})
    act = act_called(Life.PLAN, what, not_here=elsewhere)
    with reading() as session:
        by, plan_id = actor(session, as_), plan_called(session, plan).id or 0
    attempt = Attempt(life=Life.PLAN, subject_id=plan_id, act=act, given=Given(reason=reason, text=text))
    put_move(do(attempt, by=by, now=now()), as_json=as_json, attempt=attempt)


@app.command("set-policy")
def set_policy(
    plan: PlanName,
    policy: Annotated[str, typer.Option("--policy", help="换用哪份督办规则：名称，或 名称@版次")],
    as_: As = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """给方案换一版督办规则：先送审，审核组同意后才换，并按新规则重算催办时间。"""
    from duban.clock import now
    from duban.database import reading
    from duban.doing import do
    from duban.policies import policy_called
    from models.policy_stored import named
    from models.values import Attempt, Given
    from models.words import Act, Life

    with reading() as session:
        by, plan_id = actor(session, as_), plan_called(session, plan).id or 0
        wanted = policy_called(session, policy)
    attempt = Attempt(
        life=Life.PLAN, subject_id=plan_id, act=Act.SET_POLICY, given=Given(reason=reason, policy_id=wanted.id)
    )
    move = do(attempt, by=by, now=now())
    if as_json:
        put_json(move.model_dump(mode="json"))
    else:
        what = {"review": move.subject_id, "plan": plan_id, "policy": named(wanted)}
        typer.echo(say("已送审（审核 %(review)s）；审核同意后，方案 %(plan)s 换用 %(policy)s。", **what))


@app.command("set-event")
def set_event(
    plan: PlanName,
    event: Annotated[str, typer.Option("--event", help="活动名称，与任务要求里写的一致")],
    on: Annotated[datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="活动日期，如 2026-09-20")],
    as_: As = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """定下或改变一项活动的日期；随它办理的各项任务，时限随之重新推算。"""
    from duban.clock import now
    from duban.database import reading
    from duban.doing import do
    from models.values import Attempt, Given
    from models.words import Act, Life

    with reading() as session:
        by, plan_id = actor(session, as_), plan_called(session, plan).id or 0
    given = Given(reason=reason, text=event, due=on.date())
    attempt = Attempt(life=Life.PLAN, subject_id=plan_id, act=Act.SET_EVENT, given=given)
    put_move(do(attempt, by=by, now=now()), as_json=as_json, attempt=attempt)


@app.command()
def confirm(
    plan: PlanName,
    file: Annotated[Path | None, typer.Argument(help="export 导出并填好的 .xlsx")] = None,
    certain: Annotated[bool, typer.Option("--certain", help="不给文件时，只确认原文明确、已经填全的各条")] = False,
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """按填好的表逐条确认任务要求；不给文件则确认已经填全的各条。"""
    from duban.clock import now
    from duban.confirming import confirm_complete, confirm_from
    from duban.database import reading

    with reading() as session:
        by, plan_id = actor(session, as_), plan_called(session, plan).id or 0
    if file:
        told = confirm_from(file, plan_id, by=by, now=now())
    else:
        told = confirm_complete(plan_id, by=by, now=now(), only_certain=certain)
    put(told, CAME, as_json=as_json)
    if not as_json:
        counts = Counter(str(row["result"]) for row in told)
        typer.echo("，".join(f"{result} {count} 条" for result, count in counts.items()) + "。")


@app.command()
def export(
    plan: PlanName,
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件：.xlsx 或 .json")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="写成任务分解表，写到这个 .xlsx 文件")] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    as_json: AsJson = False,
) -> None:
    """把任务要求导出成任务分解表，供填写谁办、何时办，再用 import --xlsx 或 confirm 读回。不含联系人信息。"""
    from duban.database import reading
    from duban.exports import choices, plan_rows
    from duban.sheet import write_rows, write_sheet
    from models.errors import BadInput

    if (out is None) == (xlsx is None):
        raise _one_of_two("--xlsx 文件", "--out 文件")
    out = xlsx or out or Path()
    if out.suffix not in (".xlsx", ".json") or (xlsx and out.suffix != ".xlsx"):
        raise BadInput(f"不会写 {out.name}；文件名请用 .xlsx 或 .json 结尾。", f"End {out.name} in .xlsx or .json.")
    if out.exists() and not force:
        raise BadInput(
            f"{out} 已经有了，可能是填过的表；换一个文件名，或加 --force 覆盖。",
            f"{out} is there already; choose another name, or add --force to write over it.",
        )
    with reading() as session, speaking("zh"):  # a sheet is read back by its words
        found = plan_called(session, plan)
        rows, offered, numbered = plan_rows(session, found), choices(session), found.number
    if out.suffix == ".json":
        write_rows(rows, out)
    else:
        write_sheet(rows, out, choices=offered, plan=numbered)
    put([{"path": str(out), "rows": len(rows)}], WRITTEN_TO, as_json=as_json)


app.command()(plan_own.begin)
app.command()(plan_own.add)
app.command()(plan_own.below)
