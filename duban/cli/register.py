"""duban register: check and import the register of units, people, posts and holdings; who is away."""

import json
from pathlib import Path
from typing import Annotated

import typer

from duban.cli import absence
from duban.cli.asking import As, AsJson, Reason
from duban.cli.exits import Exits
from duban.cli.helping import Commands
from duban.cli.watching import watching

ERASED = {"person": "编号", "at": "时间", "by": "经办人", "why": "理由"}

app = Commands(help="名册：单位、人员、岗位、任职、外出。", no_args_is_help=True)
app.add_typer(absence.app, name="absence", help="外出登记：外出期间由岗位的代理人（AB 角）办理。")

Source = Annotated[Path, typer.Argument(metavar="PATH", help="含四个 CSV 的文件夹，或一个 .xlsx 文件。")]

TABLES = {"units": "单位", "people": "人员", "posts": "岗位", "holdings": "任职"}
TALLY = {"added": "新增", "changed": "更正", "same": "未变", "ended": "终止"}


@app.command("import")
def import_(path: Source, as_json: AsJson = False) -> None:
    """导入名册；重复导入不会改变什么。"""
    from duban import clock
    from duban.database import writing
    from duban.registers import import_register, read_register

    with watching("导入名册"):
        register = read_register(path)
        with writing() as session:
            counts = import_register(session, register, now=clock.now()).model_dump()
    if as_json:
        typer.echo(json.dumps(counts, ensure_ascii=False))
        return
    for table, tally in counts.items():
        typer.echo(f"{TABLES[table]}：" + "，".join(f"{TALLY[name]} {count}" for name, count in tally.items()))


@app.command()
def check(path: Source, as_json: AsJson = False) -> None:
    """只检查名册，不导入；有问题时退出码为 1。"""
    from duban.register_checks import RegisterProblems
    from duban.registers import read_register

    try:
        with watching("检查名册"):
            register = read_register(path)
    except RegisterProblems as found:
        problems = [{"zh": problem.zh, "en": problem.en} for problem in found.problems]
        typer.echo(json.dumps({"problems": problems}, ensure_ascii=False) if as_json else found.sentence.zh)
        raise typer.Exit(Exits.FOUND) from None
    sizes = {table: len(getattr(register, table)) for table in TABLES}
    if as_json:
        typer.echo(json.dumps({"problems": [], **sizes}, ensure_ascii=False))
    else:
        typer.echo("没有发现问题：" + "，".join(f"{TABLES[table]} {size}" for table, size in sizes.items()))


@app.command()
def erase(
    person: Annotated[str, typer.Argument(help="人员编码、登录名或姓名")],
    who: As = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """抹去一个人：名册里只留编号，账号、令牌、订阅都取消；流转记录一条不动，照样核验得过。"""
    from duban.cli.asking import actor, put_json
    from duban.clock import now
    from duban.database import reading
    from duban.erasing import erase as erase_person
    from duban.lookups import person_named

    with reading() as session:
        by, found = actor(session, who), person_named(session, person)
    row = erase_person(found.person_id or 0, reason, by=by, now=now())
    if as_json:
        put_json({"person": row.person_id, "at": row.at.isoformat(), "by": row.by_person_id, "why": row.why})
        return
    typer.echo(f"已抹去，今后显示为“人员{row.person_id}（已抹去）”。以前的备份里还有此人，按保存期限销毁。")


@app.command()
def erased(as_json: AsJson = False) -> None:
    """列出抹去过的人员：编号、时间、经办人、理由。"""
    from duban.cli.asking import put
    from duban.database import reading
    from duban.erasing import erasures
    from workflows.moments import shown

    with reading() as session:
        found = erasures(session)
    rows = [row | {"at": row["at"].isoformat() if as_json else shown(row["at"])} for row in found]
    put(rows, ERASED, as_json=as_json)
