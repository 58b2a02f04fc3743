"""`duban notice`: read an official notice and show what was found in it."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from models.reading import Reading, RequirementFound

app = typer.Typer(help="读取公文通知", no_args_is_help=True)

ROLE_NAMES = {"lead": "牵头", "supporting": "配合", "responsible": "负责"}
CERTAINTY_NAMES = {"certain": "", "likely": "较可能", "unsure": "存疑"}


@app.callback()
def group() -> None:
    """读取公文通知。"""


@app.command("read")
def read(
    file: Annotated[Path, typer.Argument(help=".txt、.docx 或带文字的 .pdf 文件")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """读出通知的文头、举措和任务要求；只提出建议，由人确认。"""
    from duban.notices import read_notice

    reading = read_notice(file)
    if as_json:
        typer.echo(reading.model_dump_json(indent=1))
        return
    show(reading)


def show(reading: "Reading") -> None:
    """Print a summary for people: head data, outline with counts, proposals, warnings."""
    from rich.console import Console

    console = Console()
    console.print(_head(reading))
    console.print(_outline(reading))
    console.print(_proposals(reading))
    for warning in reading.warnings:
        console.print(f"[yellow]注意[/yellow] {warning}")


def _head(reading: "Reading") -> "Table":
    from rich.markup import escape
    from rich.table import Table

    # fmt: off
    rows = (
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
    table = Table(show_header=False, box=None)
    for label, text in rows:
        table.add_row(f"[bold]{label}[/bold]", escape(text) if text else "[dim]没有找到[/dim]")
    return table


def _contact(reading: "Reading") -> str | None:
    if reading.contact is None:
        return None
    return " ".join(filter(None, (reading.contact.name, reading.contact.phone)))


def _outline(reading: "Reading") -> "Table":
    from rich.markup import escape
    from rich.table import Table

    counts = Counter(requirement.measure for requirement in reading.requirements)
    table = Table("编号", "举措", "要求数", title=f"举措 {len(reading.measures)} 项")
    if counts[""]:
        table.add_row("", "（正文开头，不在举措内）", str(counts[""]))
    for measure in reading.measures:
        table.add_row(
            measure.id, "　" * (measure.level - 1) + escape(measure.number + measure.title), str(counts[measure.id])
        )
    return table


def _proposals(reading: "Reading") -> "Table":
    from rich.markup import escape
    from rich.table import Table

    table = Table(
        "举措", "要求", "责任", "时限", "成果和数量", "需确认", title=f"任务要求 {len(reading.requirements)} 项"
    )
    for requirement in reading.requirements:
        cells = (requirement.measure, requirement.text.replace("\n", ""), *_details(requirement))
        table.add_row(*(escape(cell) for cell in cells))
    return table


def _details(requirement: "RequirementFound") -> tuple[str, str, str, str]:
    owners = "\n".join(f"{ROLE_NAMES[owner.role]}：{owner.name}" for owner in requirement.owners)
    deadlines = "\n".join(f"{d.text}（{d.date or d.rule or '待定'}）" for d in requirement.deadlines)
    fan_out = (f"逐个：{requirement.fan_out}",) if requirement.fan_out else ()
    amounts = "\n".join((*requirement.deliverables, *requirement.quantities, *fan_out))
    doubts = "\n".join(filter(None, (CERTAINTY_NAMES[requirement.certainty], *requirement.unsure)))
    return owners, deadlines, amounts, doubts
