"""The command `duban`. Heavy modules are imported inside the commands, so that --help is quick."""

import json
import sys
from typing import Annotated

import click
import typer

from duban.cli import calendar, deadline, lifecycle, notice, plan, register, report, review, serving, task
from models.errors import Broken, Problem, Refused

REFUSED, BROKEN = 2, 3

app = typer.Typer(help="督办：把工作方案从印发督促到办结。", no_args_is_help=True, pretty_exceptions_enable=False)

# fmt: off
GROUPS = (
    # module          command        what it is about
    (notice.app,      "notice",      "读通知"),
    (plan.app,        "plan",        "工作方案"),
    (task.app,        "task",        "任务"),
    (review.app,      "review",      "审核"),
    (deadline.app,    "deadline",    "时限"),
    (calendar.app,    "calendar",    "工作日历"),
    (register.app,    "register",    "单位、岗位、人员名册"),
    (report.app,      "report",      "报告"),
    (lifecycle.app,   "lifecycle",   "流转规则"),
)
# fmt: on
for group, name, about in GROUPS:
    app.add_typer(group, name=name, help=about)


@app.command()
def up(demo: Annotated[bool, typer.Option("--demo", help="打开演示数据")] = False) -> None:
    """启动 Prefect、流程和收件箱，直到按 Ctrl-C。"""
    serving.up(demo)


@app.command()
def serve() -> None:
    """把流程作为部署提供给 Prefect（由 up 启动，也可单独运行）。"""
    serving.serve()


@app.command()
def setup(
    register_path: Annotated[str, typer.Option("--register", help="要导入的名册：文件夹或 .xlsx")] = "",
) -> None:
    """建库、升级库结构，可同时导入名册。"""
    from pathlib import Path

    serving.setup(Path(register_path) if register_path else None)


@app.command()
def demo(
    notice_path: Annotated[str, typer.Option("--notice", help="另一份通知；不写则用自带的示例")] = "",
) -> None:
    """把一份示例通知办上半年：真的 Prefect、真的数据库，几分钟走完。"""
    from pathlib import Path

    from duban.demo import run

    run(Path(notice_path) if notice_path else None)


def main() -> None:
    """Run the command line; a refusal is a sentence on standard error and exit 2, a fault of ours exit 3."""
    try:
        code = app(standalone_mode=False)
    except Problem as problem:
        sys.exit(_told(problem))
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(REFUSED)
    sys.exit(code if isinstance(code, int) else 0)


def _told(problem: Problem) -> int:
    from duban.settings import settings

    if "--json" in sys.argv:
        said = {"error": type(problem).__name__, "zh": problem.sentence.zh, "en": problem.sentence.en}
        typer.echo(json.dumps(said, ensure_ascii=False))
    typer.echo(problem.sentence.in_language(settings().language), err=True)
    return BROKEN if isinstance(problem, Broken) or not isinstance(problem, Refused) else REFUSED
