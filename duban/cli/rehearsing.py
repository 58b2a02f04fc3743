"""duban rehearse: play a plan through before it is real."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from duban.cli.asking import AsJson, put
from duban.cli.watching import watching

SHOWN = 10
"""Rows of each table on the screen; the sheet holds all."""


def rehearse(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="文号或编号")],
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="推演到哪一天；不写则到方案结束后三十天"),
    ] = None,
    assume: Annotated[str, typer.Option("--assume", help="假定，如 late=0.1,returned=0.2,seed=7")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件夹；不写则放在数据目录的 reports 下")] = None,
    as_json: AsJson = False,
) -> None:
    """在内存里的副本上，把方案按同样的规则和日历预先走一遍：谁会收到多少提醒，哪天扎堆，谁会被督办。"""
    from duban.clock import now
    from duban.rehearsals import rehearse_plan
    from duban.rehearsing.tables import TABLES, said_of

    day = until.date() if until else None
    with watching("推演"):
        found, files = rehearse_plan(plan, now=now(), until=day, assume=assume, folder=out)
    if as_json:
        typer.echo(found.model_dump_json())
        return
    typer.echo(said_of(found))
    for table in TABLES:
        rows = [dict(zip(table.heads, row, strict=True)) for row in table.rows(found)]
        typer.echo(f"\n{table.title}" + ("" if rows else f"：{table.none}"))
        if rows:
            put(rows[:SHOWN], {head: head for head in table.heads}, as_json=False)
        if len(rows) > SHOWN:
            typer.echo(f"…… 共 {len(rows)} 行")
    typer.echo("")
    for path in files.values():
        typer.echo(str(path))
