"""`duban ledger export`: writes the Moves out as OCEL 2.0, XES or CSV."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.asking import AsJson, plan_called, put_json
from duban.cli.watching import watching
from duban.tongue import listed, said, say
from models.words import Life

if TYPE_CHECKING:
    from duban.exporting.writing import Form, Written

COUNTED = {"events": "%(n)s 条流转记录", "objects": "%(n)s 件相关事物", "traces": "%(n)s 件事项"}
DAY = ["%Y-%m-%d"]


def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写到哪里；--ocel 写 .sqlite 即为 SQLite 形式")],
    ocel: Annotated[bool, typer.Option("--ocel", help="OCEL 2.0，各类事项、单位、人员连在一起")] = False,
    xes: Annotated[bool, typer.Option("--xes", help="XES，一类事项一个文件；不写 --life 时写成文件夹")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV 表格，一条流转记录一行")] = False,
    plan: Annotated[str, typer.Option("--plan", help="只要这个方案的：文号或编号")] = "",
    life: Annotated[Life | None, typer.Option("--life", help="只要这一类事项（用于 --xes、--csv）")] = None,
    since: Annotated[datetime | None, typer.Option("--since", formats=DAY, help="从哪一天起，含当天")] = None,
    until: Annotated[datetime | None, typer.Option("--until", formats=DAY, help="到哪一天止，含当天")] = None,
    names: Annotated[bool, typer.Option("--names", help="写出姓名和各人写的文字；不写则人员只有编号")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="CSV 开头加 BOM，供 Excel 直接打开")] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    as_json: AsJson = False,
) -> None:
    """导出流转记录，供流程挖掘工具或表格软件使用。联系方式从不导出。"""
    from duban.database import reading
    from duban.exporting.steps import Wanted
    from duban.exporting.writing import write_out

    form = _form(ocel=ocel, xes=xes, csv=as_csv)
    with reading() as session:
        plan_id = plan_called(session, plan).id if plan else None
    days = {"since": since.date() if since else None, "until": until.date() if until else None}
    wanted = Wanted(plan_id=plan_id, life=life, names=names, **days)
    with watching("导出流转记录"):
        written = write_out(form, wanted, out, force=force, bom=bom)
    _put(written, as_json=as_json)


def _form(**asked: bool) -> "Form":
    from duban.exporting.writing import Form
    from models.errors import BadInput

    chosen = [name for name, wanted in asked.items() if wanted]
    if len(chosen) != 1:
        raise BadInput("请写明一种形式：--ocel、--xes 或 --csv。", "Give one form: --ocel, --xes or --csv.")
    return Form(chosen[0])


def _put(written: "Written", *, as_json: bool) -> None:
    if as_json:
        put_json({"form": written.form, "file": str(written.file)} | written.counts)
        return
    counted = listed(say(COUNTED[name], n=count) for name, count in written.counts.items())
    what = {"form": said(written.form), "counted": counted, "file": written.file}
    typer.echo(say("已按 %(form)s 写出 %(counted)s：%(file)s。", **what))
