"""`duban register absence`: add, list, end: who is away and who stands in."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban.cli.asking import As, AsJson, actor, put
from duban.cli.helping import Commands

if TYPE_CHECKING:
    from duban.absences import AbsenceShown

app = Commands(no_args_is_help=True)
Person = Annotated[str, typer.Option("--person", metavar="CODE", help="谁外出：人员编码、登录名或姓名；不写就是本人")]
COLUMNS = {"id": "编号", "person": "谁", "since": "从", "until": "到", "why": "事由", "cover": "谁代理", "by": "登记人"}


@app.command()
def add(
    since: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="从哪一天，当天算在内")],
    until: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="到哪一天，当天算在内")],
    person: Person = "",
    why: Annotated[str, typer.Option("--reason", help="事由")] = "",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """登记外出：自己的；计划专责和系统操作员可以替别人登记。"""
    from duban.absences import Away, add_absence
    from duban.clock import now
    from duban.database import reading
    from duban.lookups import person_named

    with reading() as session:
        by = actor(session, as_)
        who = person_named(session, person) if person else by
    away = Away(since.date(), until.date(), why)
    absence = add_absence(who.person_id or 0, away, by=by, now=now())
    rows = _rows(who.person_id, days_back=0)
    put([row for row in rows if row["id"] == absence.id], COLUMNS, as_json=as_json)


@app.command("list")
def list_(
    person: Person = "",
    days: Annotated[int, typer.Option("--days", min=0, help="连同最近几天内已结束的")] = 0,
    as_json: AsJson = False,
) -> None:
    """列出外出的人和期间由谁代理；不写 --person 列出所有人。"""
    from duban.database import reading
    from duban.lookups import person_named

    with reading() as session:
        person_id = person_named(session, person).person_id if person else None
    put(_rows(person_id, days_back=days), COLUMNS, as_json=as_json)


@app.command()
def end(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="外出登记的编号")],
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """提前结束外出，今天起由本人办理；今天才开始或还没开始的就取消。"""
    from duban.absences import end_absence
    from duban.cli.shown import put_json
    from duban.clock import now
    from duban.database import reading

    with reading() as session:
        by = actor(session, as_)
    left = end_absence(number, by=by, now=now())
    if as_json:
        put_json({"id": number, "until": left.until.isoformat() if left else None, "deleted": left is None})
    else:
        typer.echo(
            f"外出 {number} 已改为到 {left.until} 为止，今天起由本人办理。" if left else f"外出 {number} 已取消。"
        )


def _rows(person_id: int | None, *, days_back: int) -> list[dict[str, Any]]:
    from duban.absences import absences
    from duban.clock import now
    from duban.database import reading
    from workflows.moments import day_of

    with reading() as session:
        found = absences(session, person_id, since=day_of(now()) - timedelta(days=days_back))
    return [_row(shown) for shown in found]


def _row(shown: "AbsenceShown") -> dict[str, Any]:
    covers = (f"{c.post}：{'、'.join(c.deputies) or '没有代理人，期间无人办理'}" for c in shown.covers)
    return {
        "id": shown.absence.id,
        "person": shown.person.name,
        "since": shown.absence.since.isoformat(),
        "until": shown.absence.until.isoformat(),
        "why": shown.absence.why,
        "cover": "；".join(covers) or "没有担任岗位",
        "by": shown.entered_by,
    }
