"""Writes docs/cli.md: every command with its arguments and options, taken from the commands themselves."""

from collections.abc import Iterator
from typing import Any

import typer

from duban.__main__ import LASTING
from duban.cli.exits import Exits
from duban.cli.helping import called, own_params, written

HEAD = """# 命令

由 `make docs` 从程序生成，请勿手改。每条命令都可以加 `--help`；除 {} 外都可以加 `--json`，
此时标准输出只有一个 JSON 值，说明写在标准错误上。输出接到文件或别的程序时不带颜色。

`duban --install-completion` 给当前的 shell（bash、zsh、fish、PowerShell）装上按 Tab 补全，重新打开终端后起作用；
`duban --show-completion` 只打印出来。写成 `.venv/bin/duban` 在 bash、zsh 里一样能补全；
fish 只补全在 PATH 里找得到的 `duban`。

## 退出码

| 退出码 | 含义 | meaning |
|---:|---|---|
{}
"""


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
    yield f"## {name}\n"
    yield f"{(command.help or '').strip()}\n"
    yield f"    {written(command, name)}\n"
    told = [f"| `{called(param)}` | {param.help} |" for param in own_params(command) if param.help]
    if told:
        yield "\n".join(["| 参数 | 说明 |", "|---|---|", *told, ""])
