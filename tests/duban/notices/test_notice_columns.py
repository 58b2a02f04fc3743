"""What the columns of a table hold is told by their heads, by the head above, or by what stands in them."""

import pytest

from duban.notices import read_text


def owners_and_times(table: str) -> list[tuple[str, list[tuple[str, str]], list[str]]]:
    reading = read_text(table.strip("\n").replace("|", "\t"))
    return [
        (r.text, [(o.role, o.name) for o in r.owners], [str(d.date or d.rule) for d in r.deadlines])
        for r in reading.requirements
    ]


def test_a_column_of_units_is_taken_for_who_does_it_where_no_head_names_one() -> None:
    assert owners_and_times("""
海州市2026年重点任务分解表
序号|重点任务|哪家办|验收单位|完成时限
1|建设智慧停车平台|市城管局|市委督查室|6月底前
2|改造老旧小区30个|市住建局、各区政府|市委督查室|2026年10月
""") == [
        ("建设智慧停车平台", [("responsible", "市城管局")], ["2026-06-30"]),
        ("改造老旧小区30个", [("responsible", "市住建局"), ("responsible", "各区政府")], ["2026-10-31"]),
    ]


def test_a_column_of_times_is_taken_for_the_deadlines_where_no_head_names_one() -> None:
    assert owners_and_times("""
海州市2026年重点任务分解表
序号|重点任务|牵头单位|何时见效|启动时间
1|建设智慧停车平台|市城管局|2026年6月底前|2026年1月
2|改造老旧小区30个|市住建局|2026年10月|2026年3月
""") == [
        ("建设智慧停车平台", [("lead", "市城管局")], ["2026-06-30"]),
        ("改造老旧小区30个", [("lead", "市住建局")], ["2026-10-31"]),
    ]


def test_units_under_a_shared_head_answer_also_where_their_own_head_names_no_role() -> None:
    assert owners_and_times("""
海州市2026年重点任务分解表
序号|重点任务|责任分工||完成时限
序号|重点任务|市级部门|县（市、区）|完成时限
1|建设智慧停车平台|市城管局牵头，市财政局配合|各区政府|2026年6月底前
""") == [
        (
            "建设智慧停车平台",
            [("lead", "市城管局"), ("supporting", "市财政局"), ("responsible", "各区政府")],
            ["2026-06-30"],
        )
    ]


@pytest.mark.parametrize("when", ["获奖时间", "发证日期", "入选时间"])
def test_a_list_that_says_when_something_was_given_asks_for_nothing(when: str) -> None:
    assert (
        owners_and_times(f"""
2025年度优秀项目名单
序号|项目名称|单位|{when}
1|建设智慧停车平台|市城管局|2025年6月
2|改造老旧小区|市住建局|2025年8月
""")
        == []
    )


def test_a_row_without_a_task_is_said_to_be_left_and_a_sum_is_not() -> None:
    table = (
        "2026年任务表\n序号\t重点任务\t牵头单位\t完成时限\n1\t建平台\t市教育局\t6月底\n\t\t市财政局\t\n合计\t1项\t\t\n"
    )
    reading = read_text(table)
    assert [r.text for r in reading.requirements] == ["建平台"]
    assert [(table[slice(*rest.span)], rest.why) for rest in reading.rest] == [
        ("市财政局", "表中这一行没有写任务，没有读成要求；如是上一行的续行，请补录。")
    ]


@pytest.mark.parametrize(
    ("said", "unsure"),
    [
        ("按序时进度", ("时限一栏写的是“按序时进度”，没有读出时限，请补充。",)),
        ("6.3", ("时限一栏写的是“6.3”，没有读出时限，请补充。",)),
        ("—", ()),
        ("2026年全年", ()),
    ],
)
def test_a_time_that_is_not_read_makes_the_row_unsure(said: str, unsure: tuple[str, ...]) -> None:
    reading = read_text(f"2026年任务表\n序号\t重点任务\t牵头单位\t完成时限\n1\t建平台\t市教育局\t{said}\n")
    assert [r.unsure for r in reading.requirements] == [unsure]


def test_a_mark_under_the_name_of_a_unit_says_whose_task_it_is() -> None:
    assert owners_and_times("""
2026年重点任务分解表
序号|重点任务|政策科|数据科|经济科|完成时限|备注
1|编制数据条例|★|○||2026年9月底|
2|建设数据平台||★|○|2026年12月底|★牵头，○配合
""") == [
        ("编制数据条例", [("lead", "政策科"), ("supporting", "数据科")], ["2026-09-30"]),
        ("建设数据平台", [("lead", "数据科"), ("supporting", "经济科")], ["2026-12-31"]),
    ]


def test_figures_under_the_names_of_units_say_nothing_of_whose_task_it_is() -> None:
    table = "2026年任务表\n序号|重点任务|东街道|西街道|完成时限\n1|改造厕所|3|5|2026年9月底\n"
    assert owners_and_times(table) == [("改造厕所", [], ["2026-09-30"])]


@pytest.mark.parametrize(
    ("heads", "cells", "read"),
    [
        ("整改措施|整改进度|整改时限", "修路|进行中|2026年9月底", ("修路", [], ["2026-09-30"])),
        ("重点任务|具体举措和目标|完成时限", "路网|修路|2026年9月底", ("修路", [], ["2026-09-30"])),
        ("项目名称|形象进度|竣工时间", "修路|完成路基|2026年9月", ("修路", [], ["2026-09-30"])),
        ("工作任务|完成时限及标准|分工", "修路|2026年9月底，通车|县局", ("修路", [("responsible", "县局")], ["2026-09-30"])),
        ("督办事项|办结时限|反馈要求", "修路|2026年9月底|书面报送", ("修路", [], ["2026-09-30"])),
        ("类别|存在问题|责任单位|整改时限", "道路|路面破损|县局|2026年9月底", ("路面破损", [("responsible", "县局")], ["2026-09-30"])),
    ],
)  # fmt: skip
def test_each_column_is_taken_for_what_its_head_says(
    heads: str, cells: str, read: tuple[str, list[tuple[str, str]], list[str]]
) -> None:
    assert owners_and_times(f"2026年任务表\n序号|{heads}\n1|{cells}\n") == [read]


def test_a_form_right_under_the_title_is_read_from_its_first_label() -> None:
    assert owners_and_times("""
2026年改革任务台账
任务名称|推进招投标改革
主要内容|出台专家管理办法
牵头单位|市发改委
完成时间|2026年9月30日
任务名称|推进数据改革
主要内容|建立数据制度
牵头单位|市数据局
完成时间|2026年12月底
""") == [
        ("出台专家管理办法", [("lead", "市发改委")], ["2026-09-30"]),
        ("建立数据制度", [("lead", "市数据局")], ["2026-12-31"]),
    ]


@pytest.mark.parametrize(
    ("cell", "text", "owners"),
    [
        ("整治油烟120家（责任单位：县城管局、县环保局）", "整治油烟120家", [("responsible", "县城管局"), ("responsible", "县环保局")]),
        ("淘汰锅炉18台。县市场监管局牵头，县工信局配合。", "淘汰锅炉18台", [("lead", "县市场监管局"), ("supporting", "县工信局")]),
        ("整治油烟120家", "整治油烟120家", []),
    ],
)  # fmt: skip
def test_a_task_names_its_units_where_no_column_does(cell: str, text: str, owners: list[tuple[str, str]]) -> None:
    table = f"2026年任务表\n序号|重点任务及责任单位|完成时限\n1|{cell}|2026年8月底\n"
    assert owners_and_times(table) == [(text, owners, ["2026-08-31"])]


def test_how_it_is_to_be_done_is_not_what_is_to_be_done() -> None:
    table = "2026年行动安排表\n阶段|时间|主要工作|责任单位|工作要求\n动员|2026年3月15日前|召开动员会|镇党政办|每周五通报进度\n"
    assert owners_and_times(table) == [
        ("召开动员会", [("responsible", "镇党政办")], ["FREQ=WEEKLY;BYDAY=FR", "2026-03-15"])
    ]
