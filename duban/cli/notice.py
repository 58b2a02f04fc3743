"""`duban notice`: read an official notice and show what was found in it; read an amended one against its plan."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.helping import Commands
from duban.cli.notice_amend import amend
from duban.cli.watching import watching
from duban.tongue import listed, lookup, mark, said, say

if TYPE_CHECKING:
    from rich.console import Console

    from models.reading import DeadlineFound, Reading, RequirementFound

app = Commands(help="读取公文通知", no_args_is_help=True)

ROLE_NAMES = {"lead": mark("牵头"), "supporting": mark("配合"), "responsible": mark("负责")}
CERTAINTY_NAMES = {"certain": "", "likely": mark("较可能"), "unsure": mark("存疑")}


@app.callback()
def group() -> None:
    """读取公文通知。"""


@app.command("read")
def read(
    file: Annotated[Path, typer.Argument(help=".txt、.docx、.xlsx、.html 或带文字的 .pdf 文件")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    explained: Annotated[bool, typer.Option("--explain", help="原文着色，逐项说明依哪条规则读出、有多大把握")] = False,
) -> None:
    """读出通知的文头、举措和任务要求；只提出建议，由人确认。"""
    from duban.notices import read_notice

    with watching(say("读通知")):
        reading = read_notice(file)
    if as_json:
        typer.echo(reading.model_dump_json(indent=1))
        return
    if explained:
        from duban.cli.notice_explained import explain

        explain(reading)
        return
    show(reading)


def show(reading: "Reading") -> None:
    """Print a summary for people: head data, then every measure with the demands read from it, then warnings."""
    from rich.console import Console
    from rich.markup import escape

    from duban.notices.notes import note_told

    console = Console(highlight=False)
    for label, text in _head(reading):
        _put(console, f"[bold]{label}[/bold]", text or say("没有找到"))
    counted = say("举措 %(m)s 项，任务要求 %(n)s 条", m=len(reading.measures), n=len(reading.requirements))
    console.print(f"\n[bold]{counted}[/bold]")
    _put_demands(console, "", reading)
    for measure in reading.measures:
        heading = escape(f"{measure.number}{measure.title}")
        console.print(f"{'　' * (measure.level - 1)}[bold]{heading}[/bold]", overflow="fold")
        _put_demands(console, measure.id, reading)
    for warning in reading.warnings:
        _put(console, f"[yellow]{say('注意')}[/yellow]", said(note_told(warning)))


def _put(console: "Console", label: str, text: str) -> None:
    """Print a label and a text that may take several lines, whole."""
    from rich.markup import escape

    console.print(say("%(label)s：%(text)s", label=label, text=escape(text)), overflow="fold")


def _put_demands(console: "Console", measure: str, reading: "Reading") -> None:
    from rich.markup import escape
    from rich.padding import Padding
    from rich.text import Text

    for number, requirement in enumerate(reading.requirements, start=1):
        if requirement.measure != measure:
            continue
        text = f"{number}、{escape(requirement.text.replace(chr(10), ''))}"
        console.print(Padding(Text.from_markup(text, overflow="fold"), (0, 0, 0, 4), expand=False))
        for detail in filter(None, _details(requirement)):
            console.print(Padding(Text(detail, style="dim", overflow="fold"), (0, 0, 0, 8), expand=False))


def _head(reading: "Reading") -> tuple[tuple[str, str | None], ...]:
    # fmt: off
    return (
        (say("文号"),     reading.number),
        (say("标题"),     reading.title),
        (say("方案名称"), reading.plan_title),
        (say("发文单位"), reading.issuer),
        (say("日期"),     str(reading.date) if reading.date else None),
        (say("主送"),     "；".join("、".join(group) for group in reading.addressees) or None),
        (say("主送类别"), "、".join(reading.addressee_classes) or None),
        (say("依据"),     "；".join(f"{basis.title}{basis.number or ''}" for basis in reading.basis) or None),
        (say("联系人"),   _contact(reading)),
    )
    # fmt: on


def _contact(reading: "Reading") -> str | None:
    if reading.contact is None:
        return None
    return " ".join(filter(None, (reading.contact.name, reading.contact.phone)))


def _details(requirement: "RequirementFound") -> tuple[str, ...]:
    """One line each for who, when, what comes of it, and what a person has to settle; empty where nothing was read."""
    from duban.notices.doubts import doubt_told

    unsure = (said(doubt_told(doubt)) for doubt in requirement.unsure)
    doubts = (lookup(CERTAINTY_NAMES[requirement.certainty]), *unsure)
    deadlines = (say("%(what)s（%(more)s）", what=d.text, more=_time(d)) for d in requirement.deadlines)
    # fmt: off
    return (
        listed(_labelled(lookup(ROLE_NAMES[owner.role]), owner.name) for owner in requirement.owners),
        _labelled(say("时限"),       listed(deadlines)),
        _labelled(say("成果和数量"), listed((*requirement.deliverables, *requirement.quantities))),
        _labelled(say("逐个"),       requirement.fan_out or ""),
        _labelled(say("需确认"),     say("；").join(filter(None, doubts))),
    )
    # fmt: on


def _time(deadline: "DeadlineFound") -> str:
    return str(deadline.date or deadline.rule or say("待定"))


def _labelled(label: str, text: str) -> str:
    return say("%(label)s：%(text)s", label=label, text=text) if text else ""


app.command()(amend)
