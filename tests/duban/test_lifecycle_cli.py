"""`duban lifecycle`: the rules shown, drawn and checked, for people and for programs."""

import json

from typer.testing import CliRunner

from duban.cli.lifecycle import app
from models.words import Life
from workflows.drawing import mermaid
from workflows.lives import LIVES

RUN = CliRunner()


def test_show_reads_the_rows_state_by_state_with_the_answers():
    result = RUN.invoke(app, ["show", "task"])

    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    here = lines.index("已报告")
    assert lines[here + 1 : here + 4] == [
        "  - 联络员可以拿回，任务变为“办理中”。",
        "  - 初审督查员可以初审通过，任务变为“审核中”；随后成立审核、请审核组审核。",
        "      ✗ 报告人不能审核自己的报告，代理或兼任也不行。",
    ]


def test_show_speaks_english_when_asked():
    result = RUN.invoke(app, ["show", "exemplar", "--english"])

    assert "  - The planner may: adopt; it becomes “accepted”; then tell the lead unit." in result.stdout.splitlines()


def test_show_gives_programs_every_state():
    found = json.loads(RUN.invoke(app, ["show", "plan", "--json"]).stdout)

    assert list(found) == ["new", *(state.value for state in LIVES[Life.PLAN].states)]
    assert found["concluded"] == [{"may": "计划专责可以归档，工作方案变为“已归档”。", "otherwise": []}]


def test_draw_prints_the_diagram():
    assert RUN.invoke(app, ["draw", "review"]).stdout == mermaid(LIVES[Life.REVIEW]) + "\n"


def test_check_says_that_all_holds_and_exits_0():
    result = RUN.invoke(app, ["check"])

    assert (result.exit_code, result.stdout) == (0, "7 类事项的规则全部成立。\n")
    assert json.loads(RUN.invoke(app, ["check", "--json"]).stdout) == {"lives": 7, "faults": []}


def test_check_lists_what_is_wrong_and_exits_1(monkeypatch):
    from dataclasses import replace

    without_end = replace(LIVES[Life.EXEMPLAR], rows=LIVES[Life.EXEMPLAR].rows[:-1])
    monkeypatch.setitem(LIVES, Life.EXEMPLAR, without_end)

    result, told = RUN.invoke(app, ["check"]), RUN.invoke(app, ["check", "--json"])

    assert (result.exit_code, told.exit_code) == (1, 1)
    assert result.stdout.splitlines() == [
        "典型：没有任何一步能到“已宣传”。",
        "典型：“已采纳”之后再也到不了终点。最短路径：（尚未建立） ─推荐→ 已推荐 ─采纳→ 已采纳。",
    ]
    assert [fault["trace"] for fault in json.loads(told.stdout)["faults"]] == [
        [],
        [["new", "nominate", "nominated"], ["nominated", "adopt", "accepted"]],
    ]


def test_a_life_that_does_not_exist_is_refused_with_the_names():
    result = RUN.invoke(app, ["show", "nothing"])

    assert result.exit_code == 2
    assert "supervision" in result.stderr
