"""Claims about duban plan: import, show, export, confirm, act."""

import json
import re
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from cli_testing import NOW, PLANNER, Duban, Sheet
from sqlmodel import select

from duban.database import reading, writing
from duban.samples import NOTICE
from duban.settled import settled_of
from models.plan import Plan, Requirement
from models.record import Move
from models.values import Settled
from models.words import Act

NUMBER = "岭科协〔2026〕18号"


def settled() -> dict[int, Settled]:
    with reading() as session:
        return {r.seq: settled_of(r) for r in session.exec(select(Requirement)).all()}


def state() -> str:
    with reading() as session:
        return session.get_one(Plan, 1).state.value


@pytest.mark.usefixtures("office")
def test_import_stores_a_plan_once(duban: Duban) -> None:
    first = duban("plan", "import", str(NOTICE), *PLANNER, "--json")
    again = duban("plan", "import", str(NOTICE), *PLANNER, "--json")

    assert (first.code, first.err, first.json[0]["number"]) == (0, "", NUMBER)
    assert first.json[0]["requirements"] == len(duban("plan", "show", NUMBER, "--json").json)
    assert again.json == first.json
    assert len(duban("plan", "list", "--json").json) == 1


@pytest.mark.usefixtures("office")
def test_import_by_somebody_who_is_no_planner_stores_nothing(duban: Duban) -> None:
    said = duban("plan", "import", str(NOTICE), "--as", "cai.lingran")

    assert (said.code, said.out) == (2, "")
    assert said.err == "不能立项工作方案：只有计划专责可以办这件事。\n"
    assert duban("plan", "list", "--json").json == []


@pytest.mark.usefixtures("drafted")
def test_show_lists_every_requirement_for_programs_and_for_people(duban: Duban) -> None:
    rows = duban("plan", "show", NUMBER, "--json").json
    text = duban("plan", "show", "1").out

    assert [row["seq"] for row in rows] == sorted(settled())
    fifth = rows[4]
    assert (fifth["lead_unit"], fifth["supporting"]) == ("科普部", ["办公室", "省科普信息中心"])
    assert (fifth["timing"], fifth["due"], fifth["when"]) == ("fixed", "2026-03-31", "2026年3月31日（周二）前")
    assert text.splitlines()[0] == f"{NUMBER}　关于实施全民科学素质提升年的工作方案　拟稿"


def width(line: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line)


@pytest.mark.usefixtures("drafted")
def test_a_piped_table_has_no_colour_codes_and_its_columns_stand_under_each_other(duban: Duban) -> None:
    head, rule, *lines = duban("plan", "show", "1").out.splitlines()[1:]

    assert "\x1b" not in "".join((head, rule, *lines))
    column = width(head[: head.index("确认")])
    told = [line for line in lines if "待确认" in line]
    assert len(told) == len(settled())
    assert {width(line[: line.index("待确认")]) for line in told} == {column}


@pytest.mark.usefixtures("drafted")
def test_text_in_square_brackets_is_printed_as_it_is(duban: Duban) -> None:
    with writing() as session:
        session.exec(select(Plan)).one().title = "[red]重要[/red]通知[/]"

    assert "[red]重要[/red]通知[/]" in duban("plan", "list").out


def test_an_exported_sheet_read_back_gives_the_same_rows(duban: Duban, sheet: Sheet) -> None:
    before = settled()

    said = duban("plan", "confirm", "1", sheet.save(), *PLANNER, "--json")

    assert said.code == 0
    assert settled() == before
    results = {row["seq"]: row["result"] for row in said.json}
    complete = {s for s, v in before.items() if v.timing and (v.lead_unit_id or v.fan_out.unit_class)}
    assert {seq for seq, result in results.items() if result == "已确认"} == complete
    assert set(results.values()) == {"已确认", "待补"}


def test_a_completed_sheet_confirms_every_row_and_a_second_time_changes_nothing(duban: Duban, sheet: Sheet) -> None:
    sheet.complete()
    sheet.put(2, 剔除理由="原则性要求，不单列。")
    path = sheet.save()

    first = duban("plan", "confirm", "1", path, *PLANNER, "--json").json
    again = duban("plan", "confirm", "1", path, *PLANNER, "--json").json
    submitted = duban("plan", "act", "1", "submit", *PLANNER)

    assert {row["result"] for row in first if row["seq"] != 2} == {"已确认"}
    assert first[1] == {"seq": 2, "result": "已剔除", "why": "原则性要求，不单列。"}
    assert {row["result"] for row in again} == {"未变"}
    with reading() as session:
        acts = [move.act for move in session.exec(select(Move).where(Move.subject_id == 1)).all()]
    assert (acts.count(Act.CONFIRM), acts.count(Act.DROP)) == (len(first) - 1, 1)
    assert (submitted.out, state()) == ("工作方案 1：送审，现为“审核中”。\n", "in_review")


def test_what_is_exported_after_confirming_comes_back_unchanged(duban: Duban, sheet: Sheet, tmp_path: Path) -> None:
    sheet.complete()
    sheet.put(
        1, 牵头单位="KPB", 配合单位="省科技馆、学会部", 方式="每季度", 每期几日=25, 日期=None, 成果="台账；报告", 数量=3
    )
    sheet.put(2, 分解到="人员：领导", 方式="随活动时间", 活动="科学节前", 性质="自选动作")
    sheet.put(3, 分解到="小组：第一组；第二组")
    duban("plan", "confirm", "1", sheet.save(), *PLANNER)
    confirmed, second = settled(), tmp_path / "again.xlsx"

    duban("plan", "export", "1", "--out", str(second))
    again = duban("plan", "confirm", "1", str(second), *PLANNER, "--json").json

    assert {row["result"] for row in again} == {"未变"}
    assert settled() == confirmed
    assert (confirmed[1].rhythm_day, confirmed[1].quantity, confirmed[1].deliverables) == (25, 3, ("台账", "报告"))
    assert confirmed[3].fan_out.names == ("第一组", "第二组")


def test_every_mistake_is_told_with_its_cell_and_nothing_is_confirmed(duban: Duban, sheet: Sheet) -> None:
    sheet.put(5, 牵头单位="科普布", 方式="每天")
    sheet.put(6, 日期="月底", 数量="几个")
    sheet.put(7, 分解到="单位：火星科协")
    sheet.put(8, 任务要求="另一条要求")
    sheet.put(10, 每期几日=40)
    sheet.put(11, 配合单位="科普部")
    sheet.sheet.cell(13, 1).value = 5

    said = duban("plan", "confirm", "1", sheet.save(), *PLANNER)

    places = re.findall(r"^任务分解表!([A-Z]+)(\d+)（(\S+)）：", said.err, re.MULTILINE)
    assert [(f"{letters}{row}", heading) for letters, row, heading in places] == [
        ("G6", "牵头单位"),
        ("I6", "方式"),
        ("J7", "日期"),
        ("P7", "数量"),
        ("N8", "分解到"),
        ("C9", "任务要求"),
        ("K11", "每期几日"),
        ("H12", "配合单位"),
        ("A13", "序号"),
    ]
    assert (said.code, said.out) == (2, "")
    assert "名称相近的有：科普部" in said.err
    assert {row["settled"] for row in duban("plan", "show", "1", "--json").json} == {"待确认"}


def test_a_number_that_stands_twice_is_told(duban: Duban, sheet: Sheet) -> None:
    sheet.put(6, 序号=5, 任务要求=sheet.get(5, "任务要求"))

    said = duban("plan", "confirm", "1", sheet.save(), *PLANNER)

    assert said.err.splitlines()[1:] == ["任务分解表!A7（序号）：第 5 条已经出现过。"]


def test_a_formula_is_told_and_a_missing_column_too(duban: Duban, sheet: Sheet) -> None:
    sheet.put(1, 数量="=1+1")
    with_formula = duban("plan", "confirm", "1", sheet.save(), *PLANNER)
    sheet.sheet.cell(1, sheet.columns["方式"]).value = "怎么办"
    without_column = duban("plan", "confirm", "1", sheet.save(), *PLANNER)

    assert "公式或错误值，请改成文字、数字或日期：任务分解表!P2（数量）。" in with_formula.err
    assert "第 1 行缺少这些列：方式。" in without_column.err


def test_text_that_begins_like_a_formula_stays_text(duban: Duban, sheet: Sheet, tmp_path: Path) -> None:
    with writing() as session:
        requirement = session.exec(select(Requirement).where(Requirement.seq == 1)).one()
        requirement.text, requirement.deliverables = '=HYPERLINK("http://example.org")', ["@SUM(A1)", "+1"]
    path = tmp_path / "formula.xlsx"
    duban("plan", "export", "1", "--out", str(path))

    cell = Sheet(path).sheet.cell(2, 3)

    assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("http://example.org")', "s", True)
    assert duban("plan", "confirm", "1", str(path), *PLANNER, "--json").json[0]["result"] == "待补"


def test_the_sheet_offers_words_and_names_and_keeps_its_head_in_view(sheet: Sheet) -> None:
    offered = {str(rule.sqref).split("2:")[0]: rule.type for rule in sheet.sheet.data_validations.dataValidation}
    letters = {heading: sheet.sheet.cell(1, column).column_letter for heading, column in sheet.columns.items()}

    wanted = {"方式": "list", "性质": "list", "牵头单位": "list", "分解到": "list"}
    numbers = {"日期": "date", "每期几日": "whole", "数量": "whole"}
    assert offered == {letters[heading]: kind for heading, kind in (wanted | numbers).items()}
    assert all(rule.allow_blank and rule.showErrorMessage for rule in sheet.sheet.data_validations.dataValidation)
    assert sheet.sheet.freeze_panes == "D2"
    leads = [cell.value for cell in sheet.book["可选项"]["C"]]
    assert (leads[0], "科普部" in leads) == ("牵头单位", True)


def test_a_sheet_that_is_there_is_written_over_only_when_asked_to(duban: Duban, sheet: Sheet) -> None:
    sheet.put(1, 牵头单位="学会部")
    path = sheet.save()

    refused = duban("plan", "export", "1", "--out", path)
    kept = Sheet(sheet.path).get(1, "牵头单位")
    forced = duban("plan", "export", "1", "--out", path, "--force")

    assert (refused.code, kept) == (2, "学会部")
    assert refused.err == f"{path} 已经有了，可能是填过的表；换一个文件名，或加 --force 覆盖。\n"
    assert (forced.code, Sheet(sheet.path).get(1, "牵头单位")) == (0, None)


def test_no_export_holds_the_contact(duban: Duban, sheet: Sheet, tmp_path: Path) -> None:
    with reading() as session:
        contact = session.get_one(Plan, 1).contact
    path = tmp_path / "rows.json"
    duban("plan", "export", "1", "--out", str(path))

    cells = {str(cell.value) for page in sheet.book.worksheets for line in page.iter_rows() for cell in line}
    shown = "".join((path.read_text(encoding="utf-8"), *cells, duban("plan", "show", "1", "--json").out))
    assert (contact["name"], contact["phone"]) == ("纪晓舟", "00001818")
    assert [word for word in contact.values() if word in shown] == []


@pytest.mark.usefixtures("drafted")
def test_confirm_without_a_file_confirms_what_is_complete_and_says_what_others_lack(duban: Duban) -> None:
    said = duban("plan", "confirm", "1", *PLANNER, "--json").json

    lacking = {row["seq"]: row["why"] for row in said if row["result"] == "待补"}
    assert lacking[8] == "必须明确由谁来办：牵头单位，或分解到的一类单位、人员。"
    assert {row["seq"] for row in said} == set(settled())
    told = duban("plan", "confirm", "1", *PLANNER).out.splitlines()[-1]
    assert told == f"待补 {len(lacking)} 条，未变 {len(said) - len(lacking)} 条。"


@pytest.mark.usefixtures("drafted")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("act", "1", "submit"), "工作方案“拟稿”时不能送审：还有任务要求未经人工确认。"),
        (
            ("act", "1", "印发"),
            "工作方案“拟稿”时不能印发：这一步只能：确认要求、增加要求、剔除要求、送审、撤回、变更督办规则、定活动日期。",
        ),
        (("act", "1", "withdraw"), "工作方案“拟稿”时不能撤回：必须写明理由。"),
    ],
)
def test_an_act_that_the_rules_refuse_says_why_and_is_recorded(duban: Duban, words: tuple[str, ...], told: str) -> None:
    from models.record import Refusal

    said = duban("plan", *words, *PLANNER)

    assert (said.code, said.out, said.err) == (2, "", told + "\n")
    with reading() as session:
        refusal = session.exec(select(Refusal)).one()
    assert (refusal.at, refusal.why in told) == (NOW, True)


@pytest.mark.usefixtures("drafted")
def test_a_refusal_with_json_is_one_object_on_stdout(duban: Duban) -> None:
    said = duban("plan", "act", "1", "submit", *PLANNER, "--json")

    assert said.code == 2
    assert json.loads(said.out) == {
        "error": "RuleRefused",
        "zh": "工作方案“拟稿”时不能送审：还有任务要求未经人工确认。",
        "en": "Cannot submit a plan that is drafted: Every requirement has to be confirmed by a person, or dropped with a reason.",
    }
