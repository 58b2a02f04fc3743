"""Claims about duban policy, plan set-policy and lifecycle check --register: what they say, and how they end."""

import json
from pathlib import Path

import pytest
from cli_testing import PLANNER, Duban
from sqlmodel import select

from duban.database import reading, writing
from duban.policy_page import schema_page
from duban.samples import NOTICE, POLICIES
from models.plan import Plan
from models.policy import PolicySettings
from models.policy_stored import Policy, named
from models.question import Review
from models.register import Holding, Post

ORDERS, BEHIND = str(POLICIES / "one_order_after_another.yaml"), str(POLICIES / "points_behind.yaml")
WHY = ("--reason", "试行")


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def policy_of_plan() -> str:
    with reading() as session:
        return named(session.get_one(Policy, session.get_one(Plan, 1).policy_id))


@pytest.mark.usefixtures("home")
def test_check_says_what_differs_from_the_usual(duban: Duban, tmp_path: Path) -> None:
    path = write(tmp_path / "规则.yaml", "extensions_at_most: 1\nwaits: {sign: 1}\n")

    text, found = duban("policy", "check", path), duban("policy", "check", path, "--json")

    assert (text.code, text.out.splitlines()[0]) == (0, "没有发现问题。与缺省规则不同的有 2 处：")
    assert (found.code, found.json) == (
        0,
        {
            "problems": [],
            "differences": [
                {"setting": "waits.sign", "value": "1", "usual": "3"},
                {"setting": "extensions_at_most", "value": "1", "usual": "2"},
            ],
        },
    )


@pytest.mark.usefixtures("home")
def test_check_of_the_usual_policy_says_that_it_is_that(duban: Duban) -> None:
    said = duban("policy", "check", str(POLICIES / "default.yaml"))

    assert (said.code, said.out) == (0, "没有发现问题；与缺省规则完全相同。\n")


@pytest.mark.usefixtures("home")
def test_check_of_a_bad_file_lists_every_fault_and_ends_with_one(duban: Duban, tmp_path: Path) -> None:
    path = write(tmp_path / "规则.yaml", "extension_at_most: 1\nwaits: {sign: 0}\n")

    text, found = duban("policy", "check", path), duban("policy", "check", path, "--json")

    assert (text.code, text.err) == (1, "")
    assert text.out.splitlines() == [
        "规则.yaml 有 2 处问题，改正后再试：",
        "第 1 行第 1 列，extension_at_most：没有这个设置，是不是 extensions_at_most？",
        "第 2 行第 15 列，waits.sign（已交办任务等牵头单位签收）：不能小于 1，现在是 0。",
    ]
    assert (found.code, [problem["en"] for problem in found.json["problems"]]) == (
        1,
        [
            "line 1 column 1, extension_at_most: there is no such setting; did you mean extensions_at_most?",
            "line 2 column 15, waits.sign: must not be less than 1; it is 0.",
        ],
    )


@pytest.mark.usefixtures("home")
def test_check_of_a_file_that_is_not_there_names_it(duban: Duban) -> None:
    said = duban("policy", "check", "nowhere.yaml")

    assert said.code != 0
    assert "nowhere.yaml" in said.err


@pytest.mark.usefixtures("office")
def test_store_tells_the_version_and_stores_the_same_only_once(duban: Duban) -> None:
    words = ("policy", "store", BEHIND, "--name", "按进度", *PLANNER, *WHY)

    first, again = duban(*words), duban(*words)

    assert first.out == "已存为 按进度@1。办理中的方案不受影响；要换用，请用 duban plan set-policy。\n"
    assert again.out == "与 按进度@1 完全相同，没有另存。\n"
    assert duban(*words, "--json").json == {"policy": "按进度@1", "id": 1, "new": False}


@pytest.mark.usefixtures("office")
def test_store_by_somebody_else_or_of_a_bad_file_stores_nothing(duban: Duban, tmp_path: Path) -> None:
    bad = write(tmp_path / "规则.yaml", "lamps: 1")

    refused = duban("policy", "store", BEHIND, "--name", "按进度", "--as", "cai.lingran", *WHY)
    unread = duban("policy", "store", bad, "--name", "按进度", *PLANNER, *WHY)

    assert (refused.code, refused.err) == (2, "不能存入督办规则：只有计划专责可以办这件事。\n")
    assert (unread.code, unread.err.splitlines()[0]) == (2, "规则.yaml 有 1 处问题，改正后再试：")
    assert duban("policy", "list", "--json").json == []


@pytest.mark.usefixtures("office")
def test_list_tells_who_stored_each_version_and_why(duban: Duban) -> None:
    duban("policy", "store", BEHIND, "--name", "按进度", *PLANNER, *WHY)

    [row] = duban("policy", "list", "--json").json

    assert {key: row[key] for key in ("policy", "plans", "stored_by", "why")} == {
        "policy": "按进度@1",
        "plans": 0,
        "stored_by": "纪晓舟",
        "why": "试行",
    }
    assert duban("policy", "list").out.splitlines()[-1].split() == ["按进度@1", "0", "2026-01-06", "纪晓舟", "试行"]


@pytest.mark.usefixtures("office")
def test_what_show_writes_can_be_stored_again_as_the_same(duban: Duban, tmp_path: Path) -> None:
    duban("policy", "store", ORDERS, "--name", "逐级", *PLANNER, *WHY)

    shown = duban("policy", "show", "逐级").out
    again = duban("policy", "store", write(tmp_path / "回.yaml", shown), "--name", "逐级", *PLANNER, *WHY)

    assert shown.splitlines()[0] == "# 督办规则 逐级@1，2026-01-06 存入。试行"
    assert again.out == "与 逐级@1 完全相同，没有另存。\n"


@pytest.mark.usefixtures("office")
def test_show_finds_a_version_either_way(duban: Duban) -> None:
    duban("policy", "store", ORDERS, "--name", "甲", *PLANNER, *WHY)
    duban("policy", "store", str(POLICIES / "default.yaml"), "--name", "甲", *PLANNER, *WHY)

    first = duban("policy", "show", "甲", "--version", "1", "--json").json

    assert first["extensions_at_most"] == 1
    assert duban("policy", "show", "甲@1", "--json").json == first
    assert duban("policy", "show", "甲", "--json").json == json.loads(PolicySettings().model_dump_json())
    assert duban("policy", "show", "乙").err == "没有叫“乙”的督办规则；现有：甲。\n"


@pytest.mark.usefixtures("home")
def test_schema_is_the_page_that_is_published(duban: Duban) -> None:
    assert duban("policy", "schema").out == duban("policy", "schema", "--json").out == schema_page()


@pytest.mark.usefixtures("office")
def test_a_plan_is_imported_under_the_policy_that_is_named(duban: Duban) -> None:
    duban("policy", "store", BEHIND, "--name", "按进度", *PLANNER, *WHY)

    missing = duban("plan", "import", str(NOTICE), "--policy", "按进展", *PLANNER)
    taken = duban("plan", "import", str(NOTICE), "--policy", "按进度", *PLANNER)

    assert (missing.code, missing.err) == (2, "没有叫“按进展”的督办规则，是不是 按进度？\n")
    assert (taken.code, policy_of_plan()) == (0, "按进度@1")
    assert duban("plan", "show", "1").out.splitlines()[-1] == "督办规则：按进度@1"


@pytest.mark.usefixtures("drafted")
def test_importing_again_under_another_policy_is_refused_and_changes_nothing(duban: Duban) -> None:
    duban("policy", "store", BEHIND, "--name", "按进度", *PLANNER, *WHY)

    same = duban("plan", "import", str(NOTICE), "--policy", "default", *PLANNER)
    other = duban("plan", "import", str(NOTICE), "--policy", "按进度", *PLANNER)

    assert (same.code, other.code, policy_of_plan()) == (0, 2, "default@1")
    assert other.err.endswith("已经导入，用的是另一份督办规则；要换用，请用 duban plan set-policy。\n")


@pytest.mark.usefixtures("drafted")
def test_a_plan_changes_its_policy_when_the_panel_has_said_yes(duban: Duban) -> None:
    duban("policy", "store", BEHIND, "--name", "按进度", *PLANNER, *WHY)

    asked = duban("plan", "set-policy", "1", "--policy", "按进度", *PLANNER, "--reason", "与全市一致")

    assert (asked.code, asked.out) == (0, "已送审（审核 1）；审核同意后，方案 1 换用 按进度@1。\n")
    assert policy_of_plan() == "default@1"
    assert duban("review", "approve", "1", "--as", "qian.peng").code == 0
    assert policy_of_plan() == "按进度@1"


@pytest.mark.usefixtures("drafted")
def test_a_change_of_policy_that_the_rules_refuse_opens_no_review(duban: Duban) -> None:
    same = duban("plan", "set-policy", "1", "--policy", "default", *PLANNER, *WHY)
    other = duban("plan", "set-policy", "1", "--policy", "default", "--as", "qian.peng", *WHY)
    unknown = duban("plan", "set-policy", "1", "--policy", "default@2", *PLANNER, *WHY)

    assert (same.code, other.code, unknown.code) == (2, 2, 2)
    assert unknown.err == "督办规则“default”没有第 2 版；最新是第 1 版。\n"
    with reading() as session:
        assert session.exec(select(Review)).all() == []


@pytest.mark.usefixtures("drafted")
def test_the_register_is_checked_against_the_policies_of_running_plans(duban: Duban) -> None:
    text, found = duban("lifecycle", "check", "--register"), duban("lifecycle", "check", "--register", "--json")

    assert (text.code, text.out) == (
        0,
        "名册够用：岗位都有人，每个单位都有联络员，督办规则 default@1 的审核组都凑得齐。\n",
    )
    assert (found.code, found.json) == (0, {"policies": ["default@1"], "problems": [], "warnings": []})


@pytest.mark.usefixtures("drafted")
def test_what_the_register_lacks_is_listed_and_ends_with_one(duban: Duban) -> None:
    with writing() as session:
        head = session.exec(select(Post).where(Post.code == "KPB-HEAD")).one()
        session.delete(session.exec(select(Holding).where(Holding.post_id == head.id)).one())

    text = duban("lifecycle", "check", "--plan", "1")
    english = duban("lifecycle", "check", "--policy", "default", "--english")

    assert (text.code, text.out) == (
        1,
        "科普部的主要负责人（KPB-HEAD）：今天没有人任职，也没有代理；请在名册里补上任职或代理。\n",
    )
    assert (english.code, english.out) == (
        1,
        "KPB-HEAD: nobody holds it today, and no deputy is there; name a holder or a deputy in the register.\n",
    )


@pytest.mark.usefixtures("drafted")
def test_a_plan_and_a_policy_at_once_are_too_much(duban: Duban) -> None:
    said = duban("lifecycle", "check", "--plan", "1", "--policy", "default")

    assert (said.code, said.err) == (2, "--plan 和 --policy 只能写一个。\n")
