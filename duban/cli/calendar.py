"""duban calendar: load a year's arrangement of holidays, show a year, count in working days."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli import local_days
from duban.cli.asking import AsJson
from duban.cli.calendar_shown import WEEKDAYS, tell, text_of
from duban.cli.helping import Commands
from models.errors import BadInput

if TYPE_CHECKING:
    from sqlmodel import Session

    from duban.arrangements import Arrangement
    from duban.calendars import DayChange
    from duban.recomputing import Recounted

app = Commands(help="工作日历：放假、调休上班与工作日推算。", no_args_is_help=True)
app.add_typer(local_days.app, name="local", help="本地休息日：单位自己的放假日和调休上班日，下属单位随同。")


@app.command()
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="国务院办公厅放假安排通知的文本文件（.txt）。")],
    year: Annotated[int | None, typer.Option("--year", help="年份；通知没有标题时写明。")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问，直接存入。")] = False,
    as_json: AsJson = False,
) -> None:
    """读取一份放假安排，列出会改变的日子，确认后存入；带 --json 而不带 --yes 时只列出。"""
    from duban.arrangements import read_arrangement
    from duban.calendars import changes, store
    from duban.clock import now
    from duban.database import reading, writing
    from duban.local_days import calendars_now
    from duban.recomputing import Recounted, recount

    arrangement = read_arrangement(text_of(file), year)
    with reading() as session:
        changed = changes(session, arrangement)
    if not as_json:
        _list_changes(arrangement, changed)
    moved = Recounted()
    stored = yes or (not as_json and typer.confirm("存入工作日历？"))
    if stored:
        with writing() as session:
            before = calendars_now(session)
            changed = store(session, arrangement)
            moved = recount(session, before, source=arrangement.source, now=now()) if changed else moved
    if as_json:
        typer.echo(_as_json(arrangement, changed, stored=stored, moved=moved))
    else:
        typer.echo("已存入。" if stored else "没有存入。")
        tell(moved)


def _list_changes(arrangement: "Arrangement", changed: "tuple[DayChange, ...]") -> None:
    typer.echo(f"{arrangement.year} 年放假安排（{arrangement.source}），与现有日历不同的有 {len(changed)} 天：")
    for change in changed:
        kind = change.becomes.zh if change.becomes else "按平常"
        typer.echo(f"  {change.day} 星期{WEEKDAYS[change.day.weekday()]} {kind}（{change.name}）")


def _as_json(arrangement: "Arrangement", changed: "tuple[DayChange, ...]", *, stored: bool, moved: "Recounted") -> str:
    days = [{"day": str(c.day), "was": c.was, "becomes": c.becomes, "name": c.name} for c in changed]
    said = {"year": arrangement.year, "source": arrangement.source, "stored": stored, "moved": moved.ladders}
    said |= {"recounted": asdict(moved), "changes": days}
    return json.dumps(said, ensure_ascii=False)


@app.command()
def show(year: Annotated[int, typer.Argument(metavar="YEAR", help="年份。")], as_json: AsJson = False) -> None:
    """列出一年的放假日、调休上班日及其来源。"""
    from duban.calendars import calendar_year
    from duban.database import reading

    with reading() as session:
        found, days = calendar_year(session, year)
        kept = found.model_dump(mode="json")
        rows = [(row.day, row.kind, row.name) for row in days]
        status = found.status
    if as_json:
        said = [{"day": str(day), "kind": kind, "name": name} for day, kind, name in rows]
        typer.echo(json.dumps(kept | {"days": said}, ensure_ascii=False))
        return
    typer.echo(f"{year} 年（{status.zh}，来源：{kept['source']}，第 {kept['revision']} 版）")
    for day, kind, name in rows:
        typer.echo(f"  {day} 星期{WEEKDAYS[day.weekday()]} {kind.zh}（{name}）")


@app.command("add-workdays", context_settings={"ignore_unknown_options": True})
def add_workdays(
    day: Annotated[str, typer.Argument(metavar="DATE", help="起算日期，如 2026-09-28；当日不计。")],
    n: Annotated[int, typer.Argument(metavar="N", help="工作日数；负数向前推算。")],
    unit: Annotated[str | None, typer.Option("--unit", help="单位编码或名称；按该单位的日历推算。")] = None,
    as_json: AsJson = False,
) -> None:
    """推算某日之后（或之前）第 N 个工作日。"""
    from duban.database import reading
    from duban.local_days import calendars_now

    start = _day(day)
    with reading() as session:
        calendar = calendars_now(session).of(_numbered(session, unit) if unit else None)
    end = calendar.add_workdays(start, n)
    waiting = calendar.provisional_years(start, end)
    if as_json:
        said = {"start": str(start), "workdays": n, "end": str(end)}
        typer.echo(json.dumps(said | {"provisional": bool(waiting), "provisional_years": waiting}))
    else:
        years = "、".join(f"{year} 年" for year in waiting)
        note = f"（暂定：{years}的放假安排尚未公布，公布后用 duban calendar load 导入）" if waiting else ""
        typer.echo(f"{end} 星期{WEEKDAYS[end.weekday()]}{note}")


def _numbered(session: "Session", unit: str) -> int | None:
    from duban.lookups import unit_named

    return unit_named(session, unit).id


def _day(text: str) -> date:
    from duban.register_tables import Unreadable, read_date

    try:
        return read_date(text)
    except Unreadable as problem:
        raise BadInput(f"{problem.zh}。", f"{problem.en}.") from problem
