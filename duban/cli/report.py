"""`duban report`: list, make."""

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.asking import AsJson, plan_called, put
from duban.cli.helping import Commands
from duban.cli.watching import watching

KINDS_SHOWN = {"name": "--kind", "called": "报告", "span": "期间", "about": ""}

MADE = {"day": "截至", "form": "格式", "path": "文件"}

if TYPE_CHECKING:
    from duban.reports.values import Summary

app = Commands(no_args_is_help=True)
PlanName = Annotated[str, typer.Argument(metavar="PLAN", help="文号或编号")]


class Form(StrEnum):
    """The forms a report is written in."""

    MD = "md"
    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"
    CSV = "csv"
    JSON = "json"


@app.command("list")
def list_(plan: PlanName, as_json: AsJson = False) -> None:
    """列出一个方案已生成的报告，最近的在前。"""
    from duban.database import reading
    from duban.reports.shelf import files_of

    with reading() as session:
        found = plan_called(session, plan)
    rows = [{"path": str(file.path), "form": file.form, "day": file.day} for file in files_of(found.number)]
    put(rows, MADE, as_json=as_json)


@app.command()
def make(
    plan: PlanName,
    form: Annotated[
        Form,
        typer.Option(
            "--format", help="md：文本；docx：公文格式；xlsx：表格；html：网页，可打印；csv：纯表格；json：全部数据"
        ),
    ] = Form.DOCX,
    kind: Annotated[
        str, typer.Option("--kind", help="哪种报告，见 duban report kinds；不写则是落实情况报告（xlsx 为台账）")
    ] = "standing",
    about: Annotated[str, typer.Option("--about", help="专报写哪件事：任务编号，或举措的位置，如 2.1")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件夹；不写则放在数据目录的 reports 下")] = None,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="截至哪一天，含当日；不写则截至现在")
    ] = None,
    to: Annotated[str, typer.Option("--to", help="主送机关，只用于 docx")] = "",
    element: Annotated[
        list[str], typer.Option("--element", help="公文要素，如 文号=岭科协〔2026〕5号，可写多次，只用于 docx")
    ] = [],  # noqa: B006
    as_json: AsJson = False,
) -> None:
    """生成一份报告，并显示文件所在。"""
    from duban.clock import now
    from duban.database import reading
    from duban.reports.dispatch import dispatch_of
    from duban.reports.kinds import kind_called
    from duban.reports.shelf import Order, keep_report, moment_as_of
    from duban.reports.summary import make_summary

    moment, wanted = (
        moment_as_of(as_of.date() if as_of else None, now=now()),
        Order(
            kind_called(kind), form.value, about=about, sent=dispatch_of(element, to=to), folder=out, told=_tell_rows
        ),
    )
    with reading() as session, watching("生成报告"):
        plan_id = plan_called(session, plan).id or 0
        path = keep_report(session, plan_id, wanted, now=moment)
        summary = make_summary(session, plan_id, now=moment) if as_json else None
    _tell(summary, path)


@app.command()
def kinds(as_json: AsJson = False) -> None:
    """列出各种报告。"""
    from duban.reports.kinds import KINDS

    rows = [{"name": one.name, "called": one.zh, "span": one.span.zh, "about": one.about} for one in KINDS]
    shown = [row | {"about": "要写 --about" if row["about"] else ""} for row in rows]
    put(rows if as_json else shown, KINDS_SHOWN, as_json=as_json)


def _tell_rows(count: int) -> None:
    """Say how far a long sheet is, to whoever watches; a file of what is said stays clean."""
    typer.echo(f"已写 {count} 行……", err=True)


def _tell(summary: "Summary | None", path: Path) -> None:
    """Say where the file is; to a program also what it counts."""
    if summary is None:
        typer.echo(str(path))
        return
    totals = summary.totals.tally
    said = {"path": str(path), "tasks": totals.tasks, "closed": totals.closed, "overdue": totals.overdue}
    typer.echo(json.dumps(said, ensure_ascii=False))
