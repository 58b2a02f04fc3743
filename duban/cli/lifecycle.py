"""`duban lifecycle`: show, draw and check the rules of each life. What is stored is read where asked for."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from duban.cli import lifecycle_migrate
from duban.cli.asking import AsJson
from duban.cli.helping import Commands
from models.words import Life

if TYPE_CHECKING:
    from workflows.rules import Lifecycle

app = Commands(no_args_is_help=True)
app.command()(lifecycle_migrate.definitions)
app.command()(lifecycle_migrate.migrate)
LifeName = Annotated[Life | None, typer.Argument(help="哪一类事项，如 task、review")]
English = Annotated[bool, typer.Option("--english", help="用英文")]


def _language(english: bool) -> Literal["zh", "en"]:
    return "en" if english else "zh"


@app.command()
def show(
    life: LifeName = None,
    table: Annotated[bool, typer.Option("--table", help="印成一张表")] = False,
    english: English = False,
    as_json: AsJson = False,
) -> None:
    """逐个状态读出：谁可以办什么、办后怎样、不能办时怎么答复，以及此时谁也不能办什么。不指明时读出全部。"""
    from duban.cli.lifecycle_shown import put_sentences, put_tables

    (put_tables if table else put_sentences)(_chosen(life), _language(english), as_json=as_json)


@app.command()
def draw(life: LifeName = None, english: English = False, as_json: AsJson = False) -> None:
    """画出状态图（Mermaid）；不指明时，全部画在一张图上。"""
    from duban.cli.lifecycle_shown import put_drawing

    put_drawing(_chosen(life), _language(english), as_json=as_json)


def _chosen(life: Life | None) -> "dict[Life, Lifecycle[Any]]":
    from workflows.lives import LIVES

    return LIVES if life is None else {life: LIVES[life]}


@app.command()
def check(
    register: Annotated[bool, typer.Option("--register", help="检查库里的名册能不能支撑办理中的方案")] = False,
    plan: Annotated[str, typer.Option("--plan", help="只对照这个方案：文号或编号")] = "",
    policy: Annotated[str, typer.Option("--policy", help="只对照这份督办规则：名称，或 名称@版次")] = "",
    quick: Annotated[bool, typer.Option("--quick", help="只推演最小的几种安排，几秒钟")] = False,
    english: English = False,
    as_json: AsJson = False,
) -> None:
    """逐条证明规则没有漏洞，并把任务连同审核、延期、督办的全部情形走一遍。有问题时逐条列出，退出码为 1。

    用 --register 则检查名册：岗位有人、审核组凑得齐。
    """
    if register or plan or policy:
        from duban.cli.lifecycle_register import put_fitness

        put_fitness(plan, policy, language=_language(english), as_json=as_json)
        return
    from duban.cli.lifecycle_check import put_proof

    put_proof(quick=quick, language=_language(english), as_json=as_json)
