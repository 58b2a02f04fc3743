"""Writes docs/cli.md: every command with its arguments and options, taken from the commands themselves."""

from collections.abc import Iterator
from typing import Any

import typer

HEAD = """# 命令

由 `make docs` 从程序生成，请勿手改。每条命令都可以加 `--help`；除 `up`、`serve`、`demo` 外都可以加 `--json`，
此时标准输出只有一个 JSON 值。退出码：0 办成了；1 检查发现问题；2 规则不允许或用法不对；3 程序或环境出了故障。
"""
OWN_HELP = ("--help", "--install-completion", "--show-completion")


def page() -> str:
    """Write the page."""
    from duban.cli import app

    root: Any = typer.main.get_command(app)
    return "\n".join([HEAD, *(line for name, command in _commands(root, "duban") for line in _section(name, command))])


def _commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    """List the commands below a group, in the order they were declared."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _section(name: str, command: Any) -> Iterator[str]:
    params = [param for param in command.params if not set(param.opts) & set(OWN_HELP)]
    yield f"## {name}\n"
    yield f"{(command.help or '').strip()}\n"
    yield f"    {' '.join([name, *(_usage(param) for param in params)])}\n"
    told = [f"| `{_called(param)}` | {param.help} |" for param in params if getattr(param, "help", None)]
    if told:
        yield "\n".join(["| 参数 | 说明 |", "|---|---|", *told, ""])


def _called(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper().rstrip("_"))
    return ", ".join(param.opts)


def _usage(param: Any) -> str:
    if param.param_type_name == "argument":
        called = _called(param)
    else:
        value = "" if getattr(param, "is_flag", False) else f" {param.metavar or param.name.upper().rstrip('_')}"
        called = f"{param.opts[0]}{value}"
    return called if param.required else f"[{called}]"
