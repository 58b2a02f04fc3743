"""`duban notice`: read an official notice and show what was found in it; read an amended one against its plan."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.asking import in_language
from duban.cli.helping import Commands
from duban.cli.notice_amend import amend
from duban.cli.watching import watching

if TYPE_CHECKING:
    from rich.console import Console

    from models.reading import Reading, RequirementFound

app = Commands(help="读取公文通知", no_args_is_help=True)

ROLE_NAMES = {"lead": "牵头", "supporting": "配合", "responsible": "负责"}
CERTAINTY_NAMES = {"certain": "", "likely": "较可能", "unsure": "存疑"}


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

    with watching("读通知"):
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
        _put(console, f"[bold]{label}[/bold]", text or "没有找到")
    console.print(f"\n[bold]举措 {len(reading.measures)} 项，任务要求 {len(reading.requirements)} 条[/bold]")
    _put_demands(console, "", reading)
    for measure in reading.measures:
        heading = escape(f"{measure.number}{measure.title}")
        console.print(f"{'　' * (measure.level - 1)}[bold]{heading}[/bold]", overflow="fold")
        _put_demands(console, measure.id, reading)
    for warning in reading.warnings:
        _put(console, "[yellow]注意[/yellow]", in_language(note_told(warning)))


def _put(console: "Console", label: str, text: str) -> None:
    """Print a label and a text that may take several lines, whole."""
    from rich.markup import escape

    console.print(f"{label}：{escape(text)}", overflow="fold")


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
        ("文号",     reading.number),
        ("标题",     reading.title),
        ("方案",     reading.plan_title),
        ("发文单位", reading.issuer),
        ("日期",     str(reading.date) if reading.date else None),
        ("主送",     "；".join("、".join(group) for group in reading.addressees) or None),
        ("主送类别", "、".join(reading.addressee_classes) or None),
        ("依据",     "；".join(f"{basis.title}{basis.number or ''}" for basis in reading.basis) or None),
        ("联系人",   _contact(reading)),
    )
    # fmt: on


def _contact(reading: "Reading") -> str | None:
    if reading.contact is None:
        return None
    return " ".join(filter(None, (reading.contact.name, reading.contact.phone)))


def _details(requirement: "RequirementFound") -> tuple[str, ...]:
    """One line each for who, when, what comes of it, and what a person has to settle; empty where nothing was read."""
    from duban.notices.doubts import doubt_told

    unsure = (in_language(doubt_told(doubt)) for doubt in requirement.unsure)
    owners = "、".join(f"{ROLE_NAMES[owner.role]}：{owner.name}" for owner in requirement.owners)
    deadlines = "、".join(f"{d.text}（{d.date or d.rule or '待定'}）" for d in requirement.deadlines)
    amounts = "、".join((*requirement.deliverables, *requirement.quantities))
    doubts = "；".join(filter(None, (CERTAINTY_NAMES[requirement.certainty], *unsure)))
    # fmt: off
    return (
        owners,
        f"时限：{deadlines}"             if deadlines           else "",
        f"成果和数量：{amounts}"         if amounts             else "",
        f"逐个：{requirement.fan_out}"   if requirement.fan_out else "",
        f"需确认：{doubts}"              if doubts              else "",
    )
    # fmt: on


app.command()(amend)
