"""Claims about `duban plan begin`, `add` and `below`: a unit's own plan under an issued one."""

from pathlib import Path

import pytest
from cli_testing import Duban

LIAISON = ("--as", "cai.lingran")


@pytest.fixture
def begun(small, duban: Duban) -> str:
    said = duban("plan", "begin", "1", "--unit", "KJG", "--number", "馆发〔2026〕1号", *LIAISON, "--json")
    assert said.code == 0, said.err
    assert said.json[0] | {"id": 0, "title": ""} == {
        "id": 0,
        "number": "馆发〔2026〕1号",
        "state": "拟稿",
        "title": "",
        "requirements": 2,
    }
    return str(said.json[0]["id"])


def test_a_unit_begins_adds_to_and_sees_its_own_plan(begun: str, duban: Duban, tmp_path: Path) -> None:
    added = duban("plan", "add", begun, "--text", "办夜场。", "--lead", "KJG", "--due", "2026-06-30", *LIAISON)
    assert (added.code, added.err) == (0, "")

    [row] = duban("plan", "below", "1", "--json").json
    assert (row["unit"], row["state"], row["filed"], row["tasks"]) == ("岭海省科学技术馆", "drafted", None, 0)
    assert [line["text"] for line in duban("plan", "show", begun, "--json").json][-1] == "办夜场。"


def test_a_unit_without_a_task_there_has_nothing_to_make_a_plan_of(small, duban: Duban) -> None:
    said = duban("plan", "begin", "1", "--unit", "LHKX", "--as", "ji.xiaozhou")

    assert (said.code, said.err) == (
        2,
        "方案 试科协〔2026〕2号 里没有岭海省科学技术协会牵头的任务，无从制定本单位方案。\n",
    )
