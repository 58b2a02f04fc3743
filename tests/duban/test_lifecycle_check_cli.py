"""`duban lifecycle check`: what was proved of how much, in words and for programs; and what is wrong, with its way."""

import json
from dataclasses import replace

import pytest
import typer
from typer.testing import CliRunner

from duban.cli.lifecycle import app
from duban.cli.lifecycle_check import put_proof
from models.words import Act, Life, Then
from workflows.checking import proven
from workflows.exploring.exploration import laws
from workflows.lives import LIVES

RUN = CliRunner()
SAID = (*proven(), *laws())


@pytest.fixture(scope="module")
def quick() -> list[str]:
    result = RUN.invoke(app, ["check", "--quick"])
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def broken():
    """Lives of which an exemplar is never published, and a cancelled task keeps its ladder."""
    exemplar, task = LIVES[Life.EXEMPLAR], LIVES[Life.TASK]
    rows = tuple(
        replace(r, then=tuple(t for t in r.then if t is not Then.SETTLE_LADDER)) if r.may is Act.CANCEL else r
        for r in task.rows
    )
    return LIVES | {Life.EXEMPLAR: replace(exemplar, rows=exemplar.rows[:-1]), Life.TASK: replace(task, rows=rows)}


def test_check_lists_every_proof_and_how_much_it_was_held_against(quick):
    assert [line for line in quick if line.startswith("  ✓ ")] == [f"  ✓ {said.zh}" for said in SAID]
    assert quick[0].startswith(f"对 {len(LIVES)} 类事项的 ")
    assert [line for line in quick if line.startswith("对任务连同它的审核、延期、督办，在 9 种")]
    assert quick[-1] == "没有发现漏洞。"


def test_check_says_it_in_english_and_for_programs_alike():
    english = RUN.invoke(app, ["check", "--quick", "--english"]).stdout.splitlines()
    told = json.loads(RUN.invoke(app, ["check", "--quick", "--json"]).stdout)

    assert [line for line in english if line.startswith("  ✓ ")] == [f"  ✓ {said.en}" for said in SAID]
    assert [one["en"] for one in told["proved"]] == [said.en for said in SAID]
    assert (told["lives"], told["rows"], told["faults"]) == (10, sum(len(life.rows) for life in LIVES.values()), [])
    assert told["worlds"] < told["steps"] > told["questions"] > 0


def test_check_lists_every_fault_with_its_way_and_exits_1(capsys):
    with pytest.raises(typer.Exit) as exit_:
        put_proof(broken(), quick=True, language="zh", as_json=False)

    said = capsys.readouterr().out.splitlines()
    assert exit_.value.exit_code == 1
    assert said[0] == "✗ 典型：没有任何一步能到“已宣传”。"
    assert "✗ 督办：任务已经了结，督办还没有了结。最短路径：〔或签，2 席〕" in "\n".join(said)
    assert said[-1] == f"共发现 {len(said) - 1} 处漏洞。"


def test_check_gives_programs_the_way_step_by_step(capsys):
    with pytest.raises(typer.Exit):
        put_proof(broken(), quick=True, language="zh", as_json=True)

    faults = json.loads(capsys.readouterr().out)["faults"]
    unsettled = next(fault for fault in faults if fault["zh"] == "任务已经了结，督办还没有了结")
    assert (unsettled["life"], unsettled["trace"]) == (
        "supervision",
        [
            ["the planner", "open", "task planned"],
            ["the planner", "assign", "task assigned"],
            ["the planner", "cancel", "task cancelled"],
        ],
    )
    assert unsettled["way"]["en"].endswith("the planner: cancel → task “cancelled”")
