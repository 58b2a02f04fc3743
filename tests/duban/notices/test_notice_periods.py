"""Columns whose heads are times, remarks that set one, rows of one task with several units, notes under a table."""

import pytest

from duban.notices import read_text
from models.reading import RequirementFound

HEAD = "市府办关于下达任务的通知\n各县区：\n请抓好落实。\n市府办\n2026年2月1日\n附件\n任务分工表\n"


def tasks(table: str) -> list[RequirementFound]:
    return [r for r in read_text(HEAD + table.replace("|", "\t")).requirements if "抓好落实" not in r.text]


def dates(one: RequirementFound) -> list[str]:
    return [str(d.date or d.rule) for d in one.deadlines]


@pytest.mark.parametrize(
    ("heads", "cells", "days"),
    [
        ("一季度|二季度|三季度|四季度", "招标||开工|完工", ["2026-03-31", "2026-09-30", "2026-12-31"]),
        ("第一季度|第二季度|第三季度|第四季度", "/|—|无|完工", ["2026-12-31"]),
        ("上半年目标|下半年目标|备注|说明", "开工|完工||", ["2026-06-30", "2026-12-31"]),
        ("3月底|6月底|9月底|12月底", "20%|50%|80%|100%", ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]),
        ("2026年|2027年|2028年|备注", "3个|5个|8个|", ["2026-12-31", "2027-12-31", "2028-12-31"]),
        ("2025年|2026年|2027年|备注", "3个|5个|8个|", ["2026-12-31", "2027-12-31"]),
        ("一季度|二季度|三季度|四季度", "招标|5月20日前开工||12月上旬完工", ["2026-03-31", "2026-05-20", "2026-12-10"]),
        ("9月|10月|11月|12月", "√|√|√|", ["2026-11-30"]),
    ],
)
def test_what_stands_under_a_time_is_to_be_reached_by_its_end(heads: str, cells: str, days: list[str]) -> None:
    (row,) = tasks(f"序号|重点任务|责任单位|{heads}\n1|修路|市交通局|{cells}\n")
    assert dates(row) == days


def test_a_deadline_of_its_own_stands_for_the_quarters() -> None:
    (row,) = tasks("序号|重点任务|责任单位|一季度|四季度|完成时限\n1|修路|市交通局|招标|完工|11月底\n")
    assert dates(row) == ["2026-11-30"]


def test_a_mark_under_a_month_does_not_make_its_end_certain() -> None:
    (row,) = tasks("序号|重点任务|责任单位|5月|6月\n1|修路|市交通局|●|●\n")
    assert (dates(row), row.certainty) == (["2026-06-30"], "unsure")


def test_figures_by_quarters_ask_for_nothing() -> None:
    assert tasks("序号|指标|一季度|二季度\n1|生产总值|5.1|5.3\n") == []


@pytest.mark.parametrize(
    ("remark", "days", "sure"),
    [
        ("其中2处6月底前完成", ["2026-09-30", "2026-06-30"], "likely"),
        ("每月通报", ["2026-09-30", "FREQ=MONTHLY"], "likely"),
        ("原定6月底前完成", ["2026-09-30"], "certain"),
        ("已于1月底前完成招标", ["2026-09-30"], "certain"),
        ("续建项目", ["2026-09-30"], "certain"),
    ],
)
def test_a_time_in_a_remark_is_taken_and_to_be_confirmed(remark: str, days: list[str], sure: str) -> None:
    (row,) = tasks(f"序号|重点任务|责任单位|完成时限|备注\n1|修路|市交通局|9月底|{remark}\n")
    assert (sorted(dates(row)), row.certainty) == (sorted(days), sure)


def test_a_task_whose_cell_is_merged_over_two_units_is_one() -> None:
    rows = "序号|重点任务|责任单位|完成时限\n1|修路|市交通局|9月底\n1|修路|市财政局|9月底\n2|修路|各县区|9月底\n"
    found = [[o.name for o in one.owners] for one in tasks(rows)]
    assert found == [["市交通局", "市财政局"], ["各县区"]]


def test_a_task_that_each_unit_has_its_own_time_for_is_two() -> None:
    rows = "序号|重点任务|责任单位|完成时限\n1|修路|市交通局|9月底\n1|修路|市财政局|10月底\n"
    assert [dates(one) for one in tasks(rows)] == [["2026-09-30"], ["2026-10-31"]]


@pytest.mark.parametrize(
    ("note", "told", "owners"),
    [
        ("完成时限为“全年”的任务，12月20日前报送完成情况。", ["2026-12-20"], []),
        ("属地责任单位每周一将盯守情况报县安委办。", ["FREQ=WEEKLY;BYDAY=MO"], ["属地责任单位"]),
        ("逾期未整改的，由县安委办负责提请县政府关闭。", [], ["县安委办"]),
        ("完成时限填写具体日期，如2026年6月底前。", None, []),
        ("本清单由县督查室每月通报。", None, []),
        ("本清单由县安委办负责解释。", None, []),
    ],
)
def test_a_note_asks_for_what_is_to_be_handed_in_or_is_in_the_charge_of_somebody(
    note: str, told: list[str] | None, owners: list[str]
) -> None:
    found = tasks(f"序号|重点任务|责任单位|完成时限\n1|修路|市交通局|9月底\n注：{note}\n")[1:]
    assert [dates(one) for one in found] == ([] if told is None else [told])
    assert [o.name for one in found for o in one.owners] == owners


def test_quarters_below_a_year_are_of_that_year_also_in_a_third_line_of_heads() -> None:
    heads = "序号|重点任务|责任单位|分年度计划|||\n|||2026年||2027年|\n|||三季度|四季度|上半年|下半年\n"
    (row,) = tasks(f"{heads}1|修路|市交通局|开工||主体|完工\n")
    assert dates(row) == ["2026-09-30", "2027-06-30", "2027-12-31"]


def test_quarters_of_a_table_copied_with_one_cell_a_line_are_read() -> None:
    lines = ["序号", "重点任务", "责任单位", "一季度", "四季度", "1", "修路", "市交通局", "招标", "完工", "2", "建桥"]
    found = tasks("\n".join([*lines, "市财政局", "设计", "通车"]))
    assert [dates(one) for one in found][:1] == [["2026-03-31", "2026-12-31"]]


def test_a_second_line_of_heads_between_strokes_keeps_its_columns() -> None:
    text = HEAD + "序号|重点任务|责任分工||完成时限\n| |牵头单位|配合单位|\n1|修路|市交通局|市财政局|6月底\n"
    row = read_text(text).requirements[-1]
    assert [(o.role, o.name) for o in row.owners] == [("lead", "市交通局"), ("supporting", "市财政局")]


def test_a_cell_of_several_lines_in_a_text_is_one_cell() -> None:
    rows = "1|修路|市交通局|一季度招标，\n二季度完工|续建\n2|建桥|市财政局|10月|\n"
    found = tasks(f"序号|重点任务|责任单位|完成时限|备注\n{rows}")
    assert [dates(one) for one in found] == [["2026-03-31", "2026-06-30"], ["2026-10-31"]]


def test_a_row_that_is_cut_short_does_not_take_the_line_below() -> None:
    rows = "1|修路|市交通局|9月底\n合计|1项\n二、建设\n2|建桥|市财政局|10月|\n"
    found = tasks(f"序号|重点任务|责任单位|完成时限|备注\n{rows}")
    assert [dates(one) for one in found] == [["2026-09-30"], ["2026-10-31"]]


def test_tasks_and_units_alone_make_a_table() -> None:
    found = tasks("重点任务|责任股室\n修路，6月底前通车|建管股、质监股\n建桥|建管股\n")
    assert [(r.text, [o.name for o in r.owners]) for r in found] == [
        ("修路，6月底前通车", ["建管股", "质监股"]),
        ("建桥", ["建管股"]),
    ]


def test_the_day_that_a_table_is_as_of_is_no_signature() -> None:
    reading = read_text(
        "2026年重点任务台账\n截至2026年3月31日\n序号\t重点任务\t责任单位\t完成时限\n1\t修路\t县局\t6月底\n"
    )
    assert (reading.issuer, str(reading.date)) == (None, "2026-03-31")
