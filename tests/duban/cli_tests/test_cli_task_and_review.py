"""Claims about duban task and duban review: a task carried from the notice to its end by commands alone."""

from pathlib import Path

import pytest
from cli_testing import PLANNER, Duban, Sheet

from duban.database import writing
from models.task import Task

LIAISON = ("--as", "cai.lingran")  # of the science museum
CHECKER = ("--as", "liang.lingwei")
FENG, WU = ("--as", "feng.yu"), ("--as", "wu.guyan")


@pytest.fixture
def issued(duban: Duban, sheet: Sheet) -> Duban:
    """The plan issued; all demands but the museum's first one are standing."""
    sheet.complete()
    for seq in range(1, sheet.sheet.max_row):
        if seq != 10:
            sheet.put(seq, 分解到=None, 方式="长期坚持", 日期=None, 每期几日=None, 活动=None, 数量=None)
            sheet.put(seq, 牵头单位="学会部", 配合单位=None)
    sheet.put(10, 数量=20)
    for words in (
        ("plan", "confirm", "1", sheet.save(), *PLANNER),
        ("plan", "act", "1", "submit", *PLANNER),
        ("review", "approve", "1", *FENG),
        ("review", "approve", "1", *WU),
        ("plan", "act", "1", "issue", *PLANNER),
    ):
        assert (duban(*words).code, words) == (0, words)
    return duban


def museum_task(duban: Duban) -> str:
    rows = duban("task", "list", "--unit", "省科技馆", "--json").json
    assert len(rows) == 1
    return str(rows[0]["id"])


def test_a_task_is_carried_to_its_end_by_commands(issued: Duban, tmp_path: Path) -> None:
    task = museum_task(issued)
    file = tmp_path / "照片.jpg"
    file.write_bytes(b"one")

    steps = (
        ("task", "act", task, "签收", *LIAISON),
        ("task", "act", task, "add_entry", "--count", "20", "--percent", "100", *LIAISON),
        ("task", "attach", task, str(file), *LIAISON),
        ("task", "act", task, "report", "--text", "已完成。", *LIAISON),
        ("task", "act", task, "pass_check", *CHECKER),
        ("review", "return", "2", "--reason", "缺照片说明。", *FENG),
        ("task", "act", task, "report", "--text", "已补。", *LIAISON),
        ("task", "act", task, "pass_check", *CHECKER),
        ("review", "approve", "3", *FENG),
    )
    said = [issued(*words) for words in steps]

    assert [(one.code, one.err) for one in said] == [(0, "")] * len(steps)
    assert said[0].out == f"任务 {task}：签收，现为“办理中”。\n"
    assert said[5].out == "审核 2：表态，现为“已退回”。\n"
    history = issued("task", "history", task, "--json").json
    assert [(row["who"], row["act"], row["became"]) for row in history] == [
        ("纪晓舟", "open", "拟办"),
        ("纪晓舟", "assign", "已交办"),
        ("蔡令然", "accept", "办理中"),
        ("蔡令然", "add_entry", "办理中"),
        ("蔡令然", "attach", "办理中"),
        ("蔡令然", "report", "已报告"),
        ("梁令维", "pass_check", "审核中"),
        ("冯榆", "send_back", "办理中"),
        ("蔡令然", "report", "已报告"),
        ("梁令维", "pass_check", "审核中"),
        ("冯榆", "approve", "已办结"),
    ]
    assert history[7]["why"] == "缺照片说明。"
    assert issued("task", "list", "--state", "已办结", "--json").json[0]["lamp"] == "green"


def test_show_tells_a_person_what_can_be_done_and_what_is_missing(issued: Duban) -> None:
    task = museum_task(issued)
    issued("task", "act", task, "accept", *LIAISON)

    can = issued("task", "show", task, *LIAISON, "--json").json["can"]
    lines = issued("task", "show", task, *LIAISON).out.splitlines()

    assert [offer["act"] for offer in can] == ["add_entry", "attach", "report"]
    assert can[2]["missing"] == ["尚未达到要求的数量。"]
    assert lines[-1] == "可办：report（报告） --text 内容　还不行：尚未达到要求的数量。"
    assert issued("task", "show", task, "--as", "he.guxi").out.splitlines()[-1] == "可办：现在没有可办的事"
    assert "can" not in issued("task", "show", task, "--json").json


def test_a_unit_is_named_and_not_numbered(issued: Duban) -> None:
    task = museum_task(issued)

    moved = issued("task", "act", task, "reassign", "--unit", "科普部", "--reason", "职责调整。", *PLANNER)

    assert moved.code == 0
    assert issued("task", "show", task, "--json").json["unit"] == "科普部"


def test_a_period_is_called_as_people_call_it_and_kept_for_programs(issued: Duban) -> None:
    task = museum_task(issued)
    with writing() as session:
        session.get_one(Task, int(task)).period = "2026H1"

    listed, shown = (issued("task", *words) for words in (("list", "--unit", "省科技馆"), ("show", task)))

    assert "2026年上半年" in listed.out
    assert "期次：2026年上半年" in shown.out.splitlines()
    assert issued("task", "show", task, "--json").json["period"] == "2026H1"


def test_a_list_is_cut_at_its_limit_and_begins_with_the_earliest_deadline(issued: Duban) -> None:
    said = issued("task", "list", "--limit", "3", "--json")
    rows = said.json

    assert said.err == "只列出前 3 项；加 --limit 看更多，或用 --plan、--unit、--state 缩小范围。\n"
    assert [row["due"] for row in rows] == ["2026-06-30", None, None]
    assert [row["lamp"] for row in rows] == ["green", "grey", "grey"]


def test_review_list_shows_a_person_only_what_waits_for_this_person(duban: Duban, sheet: Sheet) -> None:
    sheet.complete()
    duban("plan", "confirm", "1", sheet.save(), *PLANNER)
    duban("plan", "act", "1", "submit", *PLANNER)
    duban("review", "approve", "1", *FENG)

    def waits_for(who: str) -> list[int]:
        return [row["id"] for row in duban("review", "list", "--as", who, "--json").json]

    assert (waits_for("feng.yu"), waits_for("wu.guyan"), waits_for("ji.xiaozhou")) == ([], [1], [])
    shown = duban("review", "show", "1", "--json").json
    assert (shown["answers"], shown["rule"]) == ("1/4", "票签：4 人中 2 人同意")
    assert [seat["who"] for seat in shown["seats"]] == ["冯榆", "", "", ""]
    assert duban("review", "return", "1", *WU).err == "审核“待审”时不能表态：退回必须写明理由。\n"


def test_a_file_that_is_not_there_is_told(issued: Duban) -> None:
    said = issued("task", "attach", museum_task(issued), "/no/such/file", *LIAISON)

    assert (said.code, said.err.startswith("/no/such/file 打不开")) == (2, True)
