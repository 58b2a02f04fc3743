"""`duban report`: list, make."""

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.asking import AsJson, plan_called, put

if TYPE_CHECKING:
    from duban.reports.values import Summary

app = typer.Typer(no_args_is_help=True)
PlanName = Annotated[str, typer.Argument(metavar="PLAN", help="文号或编号")]


class Form(StrEnum):
    """The forms a report is written in."""

    MD = "md"
    DOCX = "docx"
    XLSX = "xlsx"
    JSON = "json"


@app.command("list")
def list_(plan: PlanName, as_json: AsJson = False) -> None:
    """列出一个方案已生成的报告，最近的在前。"""
    from duban.database import reading
    from duban.reports.shelf import files_of

    with reading() as session:
        found = plan_called(session, plan)
    rows = [{"path": str(file.path), "form": file.form, "day": file.day} for file in files_of(found.number)]
    put(rows, {"day": "截至", "form": "格式", "path": "文件"}, as_json=as_json)


@app.command()
def make(
    plan: PlanName,
    form: Annotated[
        Form, typer.Option("--format", help="md：文本；docx：公文格式报告；xlsx：台账；json：全部数据")
    ] = Form.DOCX,
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件夹；不写则放在数据目录的 reports 下")] = None,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="截至哪一天，含当日；不写则截至现在")
    ] = None,
    to: Annotated[str, typer.Option("--to", help="主送机关，只用于 docx")] = "",
    as_json: AsJson = False,
) -> None:
    """生成一份落实情况报告，并显示文件所在。"""
    from duban.database import reading
    from duban.reports.shelf import write_report
    from duban.reports.summary import make_summary

    moment = _moment(as_of)
    with reading() as session:
        summary = make_summary(session, plan_called(session, plan).id or 0, now=moment)
    path = write_report(summary, form.value, folder=out, to=to)
    _tell(summary, path, as_json=as_json)


def _moment(as_of: datetime | None) -> datetime:
    from duban.clock import now
    from models.errors import BadInput
    from workflows.moments import day_of, end_of

    present = now()
    if as_of is None or as_of.date() == day_of(present):
        return present
    if as_of.date() > day_of(present):
        raise BadInput(
            f"{as_of.date()} 还没有到，不能按那一天出报告；请用今天或更早的日期。",
            f"{as_of.date()} lies in the future; give today or an earlier day.",
        )
    return end_of(as_of.date())


def _tell(summary: "Summary", path: Path, *, as_json: bool) -> None:
    if as_json:
        totals = summary.totals.tally
        said = {"path": str(path), "tasks": totals.tasks, "closed": totals.closed, "overdue": totals.overdue}
        typer.echo(json.dumps(said, ensure_ascii=False))
    else:
        typer.echo(str(path))
