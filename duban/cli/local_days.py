"""duban calendar local: load and list the days that units rest or work on by themselves."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from duban.cli.asking import AsJson
from duban.cli.calendar_shown import WEEKDAYS, tell, text_of
from duban.cli.helping import Commands
from models.errors import BadInput

app = Commands(no_args_is_help=True)


@app.command()
def load(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="单位编码或名称；下属单位随同。")],
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="文本文件，一行一日或一段：2026-04-18至2026-04-21 放假 壮族三月三。"),
    ],
    source: Annotated[str, typer.Option("--source", help="依据的文号，例如 桂政办发〔2026〕9号；写入流转记录。")],
    year: Annotated[
        int | None, typer.Option("--year", help="文件所说的年份；文件是空的时，删去该年的本地休息日。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """存入一个单位自己的放假日和调休上班日，代替它在文件所涉年份原有的；办理时限随之重新推算，逐项记入流转记录。"""
    from duban.clock import now
    from duban.database import writing
    from duban.local_days import calendars_now, read_own_days, store_own_days, years_of
    from duban.lookups import unit_named
    from duban.recomputing import Recounted, recount

    days = read_own_days(text_of(file))
    years = tuple(sorted({*years_of(days), *((year,) if year else ())}))
    _check_years(file, years, year)
    moved = Recounted()
    with writing() as session:
        found = unit_named(session, unit)
        before = calendars_now(session)
        changed = store_own_days(session, found.id or 0, days, years=years, source=source)
        if changed:
            moved = recount(session, before, source=f"{found.name}本地休息日，{source}", now=now())
        name = found.name
    if as_json:
        said = {"unit": name, "years": years, "days": len(days), "changed": changed, "recounted": asdict(moved)}
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    of = "、".join(map(str, years))
    typer.echo(f"{name} {of} 年的本地休息日共 {len(days)} 天，" + ("已存入。" if changed else "与原来相同，没有改动。"))
    tell(moved)


def _check_years(file: Path, years: tuple[int, ...], year: int | None) -> None:
    if not years:
        raise BadInput(
            f"{file.name} 里没有一天；要删去某一年的本地休息日，请加 --year。",
            f"{file.name} has no day; to take the days of a year away, give --year.",
        )
    if year is not None and years != (year,):
        others = "、".join(str(one) for one in years if one != year)
        raise BadInput(
            f"{file.name} 里还有 {others} 年的日子，与 --year {year} 不符；请核对年份。",
            f"{file.name} also has days of {others}, not of {year} alone; check the year.",
        )


@app.command()
def show(
    unit: Annotated[str | None, typer.Argument(metavar="[UNIT]", help="单位编码或名称；不写时列出所有单位的。")] = None,
    as_json: AsJson = False,
) -> None:
    """列出单位自己的放假日和调休上班日及其依据。"""
    from duban.database import reading
    from duban.local_days import own_days
    from duban.lookups import unit_named
    from models.register import Unit

    with reading() as session:
        wanted = unit_named(session, unit).id if unit else None
        rows = [(session.get_one(Unit, one.unit_id).name, one.model_copy()) for one in own_days(session, wanted)]
    if as_json:
        said = [
            {"unit": name, "day": str(one.day), "kind": one.kind, "name": one.name, "source": one.source}
            for name, one in rows
        ]
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    if not rows:
        typer.echo("没有本地休息日。")
    for name, one in rows:
        typer.echo(f"{name} {one.day} 星期{WEEKDAYS[one.day.weekday()]} {one.kind.zh}（{one.name}，{one.source}）")
