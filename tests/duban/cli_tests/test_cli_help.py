"""What commands say when asked for help: in Chinese throughout, in lines that fit the terminal."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from duban.cli import app
from duban.cli.helping import help_of, shortly
from duban.cli.laid_out import CLOSING, cells

LIBRARY = ("Usage", "Options", "Arguments", "Commands", "Show this", "default:")
TASKS = """\
用法：duban task list [--plan PLAN] [--unit UNIT] [--state STATE] [--limit LIMIT]
      [--json]

列出任务，带灯和时限。

参数和选项：
  --plan PLAN    只看某个方案：文号或编号
  --unit UNIT    只看某个牵头单位
  --state STATE  只看某种状态，如 in_progress
  --limit LIMIT  最多列出几项；最小 1，最大 10000；不写则为 50
  --json         输出 JSON
  --help, -h     显示这份说明
"""


def _helps() -> Iterator[tuple[Any, str]]:
    """Ask every command and every group for help."""
    waiting = [typer.Context(typer.main.get_command(app), info_name="duban")]
    for context in waiting:
        command: Any = context.command
        yield command, help_of(command, context)
        below = getattr(command, "commands", {})
        waiting += [typer.Context(one, parent=context, info_name=name) for name, one in below.items()]


def test_a_command_says_what_it_takes_in_chinese() -> None:
    asked = [sys.executable, "-m", "duban", "task", "list", "--help"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": "84"})

    assert (done.stdout, done.stderr) == (f"{TASKS}\n", "")


@pytest.mark.parametrize("width", [60, 80])
def test_no_help_is_wider_than_the_terminal_or_begins_a_line_with_a_stop(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = [line for _, said in _helps() for line in re.sub(r"\x1b\[[0-9;]*m", "", said).splitlines()]

    assert len(lines) > 500
    assert [line for line in lines if cells(line) > width or line.lstrip()[:1] in set(CLOSING)] == []


def test_no_help_has_the_words_of_the_library() -> None:
    assert [said for _, said in _helps() if any(word in said for word in LIBRARY)] == []


def test_every_command_says_in_one_sentence_what_it_is_for() -> None:
    assert [command.name for command, _ in _helps() if not shortly(command)] == []
