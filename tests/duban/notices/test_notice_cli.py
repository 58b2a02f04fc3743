"""`duban notice read` shows what was read, or prints it as JSON."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from notice_texts import SAMPLE
from typer.testing import CliRunner

from duban.cli.notice import app
from duban.notices import read_notice
from models.errors import BadInput
from models.reading import Reading


def test_json_is_the_whole_reading() -> None:
    result = CliRunner().invoke(app, ["read", str(SAMPLE), "--json"])
    assert result.exit_code == 0
    assert Reading.model_validate(json.loads(result.stdout)) == read_notice(SAMPLE)


def test_the_summary_names_head_measures_owners_and_warnings() -> None:
    result = CliRunner().invoke(app, ["read", str(SAMPLE)], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    shown = ("岭科协〔2026〕18号", "2026-01-05", "（一）办好主题活动", "牵头：科普部", "2026-03-31", "需由办公室指定")
    assert [piece for piece in shown if piece not in result.stdout] == []


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["read", str(tmp_path / "none.txt")])
    assert isinstance(result.exception, BadInput)


@pytest.mark.parametrize("markup", ["[bold]甲[/bold]", "[/]"])
def test_brackets_in_a_notice_are_shown_as_written(tmp_path: Path, markup: str) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(f"关于甲的通知\n各局：\n一、工作安排\n各单位要报送{markup}情况。\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["read", str(file)], env={"COLUMNS": "200"})
    assert markup in result.stdout


def test_explain_names_the_rule_and_the_certainty_of_each_field(tmp_path: Path) -> None:
    file = tmp_path / "notice.txt"
    file.write_text(
        "关于甲的通知\n各局：\n一、开展排查。（甲局牵头，乙局配合，9月底前完成）\n二、各单位要每月报送情况。\n甲局\n2022年6月30日\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(app, ["read", str(file), "--explain"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    shown = [line.strip() for line in result.stdout.splitlines()]
    assert [line for line in shown if line.startswith(("牵头 ", "配合 ", "负责 ", "时限 ", "举措 "))][1:] == [
        "举措 一、 → 举措 1（编号，形如“一、总体要求”；原文明确）",
        "牵头 甲局（分句，形如“科普部牵头”；原文明确）",
        "配合 乙局（分句，形如“办公室、学会部配合”；原文明确）",
        "时限 9月底前 → 固定日期 2022-09-30，年份为推算（时间，形如“9月底前”；原文明确）",
        "举措 二、 → 举措 2（编号，形如“一、总体要求”；原文明确）",
        "负责 各单位（句子的主语；原文明确）",
        "时限 每月 → 周期 FREQ=MONTHLY（时间，形如“每月25日前”；原文明确）",
    ]


COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7]")


def explained(**wanted: str) -> str:
    """Read the sample with --explain in a process of its own, its output caught, not shown in a terminal."""
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    command = [sys.executable, "-m", "duban", "notice", "read", str(SAMPLE), "--explain"]
    return subprocess.run(command, env=clean | wanted, capture_output=True, text=True, check=True).stdout


def test_what_is_piped_has_no_colours_unless_they_are_asked_for() -> None:
    assert "\x1b" not in explained()
    assert COLOUR.search(explained(FORCE_COLOR="1", TERM="xterm-256color"))


def test_whoever_wants_no_colours_gets_none_even_in_a_terminal() -> None:
    said = explained(FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color")

    assert not COLOUR.search(said)
    assert "牵头" in said
