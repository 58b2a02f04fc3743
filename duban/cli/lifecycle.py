"""`duban lifecycle`: show, draw and check the rules of each life. Reads no database."""

import json
from typing import Annotated, Literal

import typer

from duban.cli.asking import AsJson
from models.words import Life

app = typer.Typer(no_args_is_help=True)
LifeName = Annotated[Life, typer.Argument(help="plan、task、review、extension、supervision、finding 或 exemplar")]
English = Annotated[bool, typer.Option("--english", help="用英文")]


def _language(english: bool) -> Literal["zh", "en"]:
    return "en" if english else "zh"


@app.command()
def show(life: LifeName, english: English = False, as_json: AsJson = False) -> None:
    """逐个状态读出：谁可以办什么、办后怎样、不能办时怎么答复。"""
    from workflows.drawing import states, told
    from workflows.lives import LIVES
    from workflows.rules import phrase

    language, rules = _language(english), LIVES[life]
    found = {state: told(rules, state, language) for state in states(rules)}
    if as_json:
        said = {state: [{"may": t.may, "otherwise": list(t.otherwise)} for t in rows] for state, rows in found.items()}
        typer.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    for state, rows in found.items():
        typer.echo(f"{phrase(rules, state).in_language(language)}")
        for row in rows:
            typer.echo(f"  - {row.may}")
            for answer in row.otherwise:
                typer.echo(f"      ✗ {answer}")


@app.command()
def draw(life: LifeName, english: English = False, as_json: AsJson = False) -> None:
    """画出状态图（Mermaid）。"""
    from workflows.drawing import mermaid
    from workflows.lives import LIVES

    drawn = mermaid(LIVES[life], _language(english))
    typer.echo(json.dumps({"life": life.value, "mermaid": drawn}, ensure_ascii=False) if as_json else drawn)


@app.command()
def check(english: English = False, as_json: AsJson = False) -> None:
    """逐条证明规则没有漏洞；有漏洞时逐条列出，退出码为 1。"""
    from workflows.checking import check as faults_of
    from workflows.lives import LIVES

    faults = [fault for rules in LIVES.values() for fault in faults_of(rules)]
    if as_json:
        said = [
            {"life": f.life.value, "zh": f.what.zh, "en": f.what.en, "trace": [list(step) for step in f.trace]}
            for f in faults
        ]
        typer.echo(json.dumps({"lives": len(LIVES), "faults": said}, ensure_ascii=False))
    else:
        for fault in faults:
            typer.echo(fault.in_language(_language(english)))
        if not faults:
            typer.echo(_all_well(len(LIVES), english))
    if faults:
        raise typer.Exit(1)


def _all_well(lives: int, english: bool) -> str:
    return f"All {lives} lives hold." if english else f"{lives} 类事项的规则全部成立。"
