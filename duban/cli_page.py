"""Writes docs/cli.md: every command with its arguments and options, taken from the commands themselves."""

from collections.abc import Iterator
from typing import Any

import typer

from duban.cli import LASTING
from duban.cli.exits import Exits

HEAD = """# 命令

由 `make docs` 从程序生成，请勿手改。每条命令都可以加 `--help`；除 {} 外都可以加 `--json`，
此时标准输出只有一个 JSON 值，说明写在标准错误上。输出接到文件或别的程序时不带颜色。

`duban --install-completion` 给当前的 shell（bash、zsh、fish、PowerShell）装上按 Tab 补全；`duban --show-completion`
只打印出来。

## 退出码

| 退出码 | 含义 | meaning |
|---:|---|---|
{}
"""
OWN_HELP = ("--help", "--install-completion", "--show-completion")


def page() -> str:
    """Write the page."""
    from duban.cli import app

    root: Any = typer.main.get_command(app)
    return "\n".join(
        [_head(), *(line for name, command in _commands(root, "duban") for line in _section(name, command))]
    )


def _head() -> str:
    codes = (f"| {code.value} | {code.zh} | {code.en} |" for code in Exits)
    return HEAD.format("、".join(f"`{name}`" for name in LASTING), "\n".join(codes))


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
