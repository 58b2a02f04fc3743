"""The command `duban`. Heavy modules are imported inside the commands, so that --help is quick."""

import json
import sys
from typing import Annotated

import typer

from duban.cli import backup, completing, rehearsing, serving
from duban.cli.asking import AsJson, put, put_json
from duban.cli.exits import Exits
from duban.cli.helping import Commands
from duban.cli.later import later
from duban.cli.serving import Alone
from duban.cli.watching import watching
from duban.tongue import say, speaking
from models.errors import Refused

EXAMINED = {"check": "检查项目", "ok": "结果", "saw": "所见", "wrong": "问题"}

app = Commands(
    help="督办：把工作方案从印发督促到办结。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

# fmt: off
GROUPS = (
    # module        group         command        what it is about
    ("notice",    "app",        "notice",      "读通知"),
    ("plan",      "app",        "plan",        "工作方案"),
    ("task",      "app",        "task",        "任务"),
    ("review",    "app",        "review",      "审核"),
    ("deadline",  "app",        "deadline",    "时限"),
    ("found",     "finding",    "finding",     "发现的问题和整改"),
    ("found",     "exemplar",   "exemplar",    "典型"),
    ("inspection","inspection", "inspection",  "检查"),
    ("paper",     "paper",      "paper",       "报告稿"),
    ("appeal",    "appeal",     "appeal",      "对通报得分的申诉"),
    ("policy",    "app",        "policy",      "督办规则"),
    ("calendar",  "app",        "calendar",    "工作日历"),
    ("register",  "app",        "register",    "单位、岗位、人员名册"),
    ("report",    "app",        "report",      "报告"),
    ("notify",    "app",        "notify",      "送不出的通知"),
    ("account",   "app",        "account",     "账号"),
    ("feed",      "app",        "feed",        "日历订阅"),
    ("token",     "app",        "token",       "程序用的令牌"),
    ("webhook",   "app",        "webhook",     "推送事件的地址"),
    ("lifecycle", "app",        "lifecycle",   "流转规则"),
    ("journal",   "app",        "journal",     "门禁记录"),
    ("ledger",    "app",        "ledger",      "流转记录的封存、核验和存证"),
)
# fmt: on
for module, group, name, about in GROUPS:
    app.add_typer(later(module, group), name=name, help=about)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"duban {version('duban')}")
        raise typer.Exit()


@app.callback()
def root(
    asked: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本")] = False,
    install: Annotated[
        bool,
        typer.Option(
            "--install-completion", callback=completing.install, is_eager=True, help="给当前的 shell 装上按 Tab 补全"
        ),
    ] = False,
    show: Annotated[
        bool,
        typer.Option("--show-completion", callback=completing.show, is_eager=True, help="印出当前 shell 的补全脚本"),
    ] = False,
) -> None:
    """督办：把工作方案从印发督促到办结。"""


@app.command()
def up(demo: Annotated[bool, typer.Option("--demo", help="打开演示数据")] = False) -> None:
    """启动 Prefect、流程和收件箱，直到按 Ctrl-C。"""
    serving.up(demo)


@app.command()
def serve() -> None:
    """把流程作为部署提供给 Prefect（由 up 启动，也可单独运行）。"""
    serving.serve()


@app.command()
def run(service: Annotated[Alone, typer.Argument(help="哪一个进程", show_choices=True)]) -> None:
    """只运行一个进程：分布在多台机器上时用，见 deploy/。"""
    serving.run(service)


@app.command()
def setup(
    register_path: Annotated[str, typer.Option("--register", metavar="PATH", help="要导入的名册：文件夹或 .xlsx")] = "",
    as_json: AsJson = False,
) -> None:
    """建库、升级库结构，可同时导入名册。"""
    from pathlib import Path

    from duban.up_setup import set_up

    said: list[str] = []
    with watching(say("准备数据库")):
        set_up(Path(register_path) if register_path else None, say=said.append if as_json else typer.echo)
    if as_json:
        put_json({"said": said})


@app.command()
def demo(
    notice_path: Annotated[str, typer.Option("--notice", help="另一份通知；不写则用自带的示例")] = "",
) -> None:
    """把一份示例通知办上半年：真的 Prefect、真的数据库，几分钟走完。"""
    from pathlib import Path

    from duban.demo import run

    run(Path(notice_path) if notice_path else None)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """检查版本、数据库、文件权限、时钟、日历、名册、规则、通知、封存和服务，逐项说明怎么办；发现问题时退出码为 1。"""
    from duban.clock import now
    from duban.doctor import look_over

    with watching(say("正在检查"), shown=not as_json):
        seen = look_over(now=now())
    if as_json:
        put_json([one.model_dump() | {"ok": one.well} for one in seen])
    else:
        rows = [{"check": one.check, "ok": one.result, "saw": one.saw, "wrong": "\n".join(one.wrong)} for one in seen]
        put(rows, EXAMINED, as_json=False)
    if any(one.wrong for one in seen):
        raise typer.Exit(Exits.FOUND)


app.command()(rehearsing.rehearse)
app.command()(backup.backup)
app.command()(backup.restore)


def main() -> None:
    """Run the command line; a refusal is a sentence on standard error and exit 2, a fault of ours exit 3."""
    completing.answer_shells()
    try:
        with speaking(_language):
            code = app(standalone_mode=False, prog_name="duban")
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(Exits.INTERRUPTED)
    except Exception as error:  # the outermost place: whatever went wrong becomes a sentence
        sys.exit(_told(error))
    sys.exit(code if isinstance(code, int) else 0)


def _told(error: Exception) -> int:
    """Print what went wrong, with --json also as JSON; give the exit code."""
    from duban.cli.wrong import problem_of

    problem = problem_of(error)
    if "--json" in sys.argv:
        said = {"error": type(problem).__name__, "zh": problem.sentence.zh, "en": problem.sentence.en}
        typer.echo(json.dumps(said, ensure_ascii=False))
    typer.echo(problem.sentence.in_language(_language()), err=True)
    return Exits.REFUSED if isinstance(problem, Refused) else Exits.BROKEN


def _language() -> str:
    from duban.settings import settings

    try:
        return settings().language
    except ValueError:  # the settings themselves are what is wrong
        return "zh"
