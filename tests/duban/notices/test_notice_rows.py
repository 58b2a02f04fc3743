"""Which rows of a table are tasks, and what their cells and the notes under them say."""

from pathlib import Path

import openpyxl
import pytest

from duban.notices import read_notice, read_text
from models.reading import RequirementFound

HEAD = "市府办关于下达任务的通知\n各县区：\n请抓好落实。\n市府办\n2026年2月1日\n附件\n任务分工表\n"


def tasks(table: str) -> list[RequirementFound]:
    return [r for r in read_text(HEAD + table.replace("|", "\t")).requirements if "抓好落实" not in r.text]


def dates(found: list[RequirementFound]) -> list[list[str]]:
    return [[str(d.date or d.rule) for d in one.deadlines] for one in found]


@pytest.mark.parametrize(
    ("state", "is_task"),
    [("已办结", False), ("已完成，已销号", False), ("已完成初稿", True), ("未办结", True), ("在办", True), ("", True)],
)
def test_a_row_that_is_done_is_no_task_and_is_said_to_be_left(state: str, is_task: bool) -> None:
    table = (
        f"序号\t重点任务\t牵头单位\t完成时限\t办理状态\n1\t修路\t市交通局\t6月底\t{state}\n2\t建桥\t市交通局\t6月底\t\n"
    )
    assert [r.text for r in tasks(table)] == ["修路", "建桥"][not is_task :]
    left = [piece.why for piece in read_text(HEAD + table).rest if piece.why.startswith("表中")]
    assert left == ([] if is_task else ["表中这一行写明已经办结，没有作为任务；如仍需督办，请补录。"])


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("第一季度启动，第四季度完成", ["2026-12-31"]),
        ("3月开工，10月底完工", ["2026-10-31"]),
        ("6月底前启动", ["2026-06-30"]),
        ("二、四季度", ["2026-06-30", "2026-12-31"]),
        ("4.30前", ["2026-04-30"]),
        ("2027年寒假前", ["before:2027年寒假"]),
    ],
)
def test_a_time_in_a_cell_is_read_for_when_it_ends(said: str, days: list[str]) -> None:
    assert dates(tasks(f"序号|重点任务|牵头单位|完成时限\n1|修路|市交通局|{said}\n")) == [days]


def test_a_start_alone_makes_the_row_unsure() -> None:
    (row,) = tasks("序号|重点任务|牵头单位|完成时限\n1|修路|市交通局|第一季度启动\n")
    assert (row.deadlines, row.certainty) == ((), "unsure")


def test_a_day_of_the_task_that_may_be_a_start_makes_the_row_unsure() -> None:
    (row,) = tasks("序号|重点任务|牵头单位|完成时限\n1|5月开展巡查，修路|市交通局|6月底\n")
    assert row.certainty == "unsure"


def test_a_marked_unit_leads_where_the_head_says_what_the_mark_means() -> None:
    (row,) = tasks("序号|重点任务|责任科室（★为主责）|完成时限\n1|修路|★养护科、路政科|6月底\n")
    assert [(o.role, o.name) for o in row.owners] == [("lead", "养护科"), ("responsible", "路政科")]
    (row,) = tasks("序号|重点任务|责任科室|完成时限\n1|修路|★养护科、路政科|6月底\n")
    assert [(o.role, o.name) for o in row.owners] == [("responsible", "养护科"), ("responsible", "路政科")]


def test_members_help_and_a_name_with_a_blank_is_one_person() -> None:
    (row,) = tasks("序号|重点任务|牵头领导|牵头单位|成员单位|完成时限\n1|修路|李 娜|市局|市农办、各乡镇|6月底\n")
    assert [(o.role, o.name) for o in row.owners] == [
        ("lead", "李 娜"),
        ("lead", "市局"),
        ("supporting", "市农办"),
        ("supporting", "各乡镇"),
    ]


def test_the_lower_of_two_heads_names_the_columns() -> None:
    (row,) = tasks(
        "指标名称|量化目标||牵头部门|协同部门|报送时间\n指标名称|2025年实绩|2026年目标|牵头部门|协同部门|报送时间\n"
        "工业增速|7.1%|7.5%|市工信局|市统计局|每月20日前\n"
    )
    assert row.text == "工业增速"


def test_who_filled_the_table_in_is_no_task() -> None:
    table = "编号|整改措施|责任单位|整改时限\n1|修路|市交通局|6月底\n填表人：谢芸|审核人：马军||2026.4.18\n"
    assert [r.text for r in tasks(table)] == ["修路"]


def test_a_note_under_the_table_that_tells_somebody_to_do_something_by_a_time_is_a_task() -> None:
    table = "序号|重点任务|牵头单位|完成时限\n1|修路|市交通局|6月底\n备注：1.各责任单位每季度结束后5日内报送进展；2.投资以批复为准。\n"
    told = tasks(table)[-1]
    assert (told.text, [o.name for o in told.owners]) == ("各责任单位每季度结束后5日内报送进展", ["各责任单位"])
    assert dates([told]) == [["FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=5"]]
    assert "2.投资以批复为准" in [
        table.replace("|", "\t")[piece.span[0] - len(HEAD) : piece.span[1] - len(HEAD)]
        for piece in read_text(HEAD + table.replace("|", "\t")).rest
    ]


def test_a_day_behind_a_time_from_one_year_to_another_is_never_certain() -> None:
    reading = read_text(
        "关于整治的通知\n各科：\n一、整治。自2026年11月1日起至2027年1月31日。各科方案须于11月15日前报市局。\n市局\n2026年10月4日\n"
    )
    assert [(str(r.deadlines[0].date), r.certainty) for r in reading.requirements if r.deadlines] == [
        ("2026-11-15", "unsure")
    ]


def test_how_many_are_to_be_reached_goes_with_the_demand_before() -> None:
    reading = read_text("一、办好培训。组织技能培训3期，培训不少于150人。\n二、培训不少于150人。\n")
    assert [r.text for r in reading.requirements] == ["组织技能培训3期，培训不少于150人", "培训不少于150人"]


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("26年6月", ["2026-06-30"]),
        ("26年底前", ["2026-12-31"]),
        ("12月20前", ["2026-12-20"]),
        ("2026年6月15", ["2026-06-15"]),
        ("2026.6—12", ["2026-12-31"]),
        ("2026.6-2027.4", ["2027-04-30"]),
        ("2026.3.1-6.30", ["2026-06-30"]),
        ("2026年", ["2026-12-31"]),
        ("一月一调度", ["FREQ=MONTHLY"]),
        ("20260930", ["2026-09-30"]),
        ("6月底前9月底前", ["2026-06-30", "2026-09-30"]),
    ],
)
def test_a_time_written_short_is_read_whole(said: str, days: list[str]) -> None:
    found = tasks(f"序号|重点任务|牵头单位|完成时限\n1|修路|市交通局|{said}\n")
    assert (dates(found), found[0].certainty) == ([days], "certain")


@pytest.mark.parametrize(
    "said", ["2026年10月1日起", "原定6月，现调整为9月", "2026年9月底（延期至12月底）", "2026年Ⅱ季度", "2026.1"]
)
def test_a_time_that_may_be_another_makes_the_row_unsure(said: str) -> None:
    (row,) = tasks(f"序号|重点任务|牵头单位|完成时限\n1|修路|市交通局|{said}\n")
    assert row.certainty == "unsure"


def test_cells_set_apart_by_blanks_belong_to_the_column_they_stand_under() -> None:
    found = read_text(
        HEAD + "序号    重点任务        牵头单位      配合单位      完成时限\n"
        "1       建设平台        市城管局                    6月底\n"
        "2       修路            市交通局      市财政局      9月底\n"
    ).requirements[-2:]
    assert [[o.role for o in one.owners] for one in found] == [["lead"], ["lead", "supporting"]]
    assert dates(list(found)) == [["2026-06-30"], ["2026-09-30"]]


@pytest.mark.parametrize(("last", "count"), [("2 修路 市交通局 市财政局 9月底", 2), ("2 修路 市交通局 9月底", 0)])
def test_single_blanks_part_cells_only_where_every_row_is_as_wide_as_the_head(last: str, count: int) -> None:
    table = f"序号 重点任务 牵头单位 配合单位 完成时限\n1 建设平台 市城管局 市财政局 6月底\n{last}\n"
    assert sum(1 for r in tasks(table) if len(r.owners) > 1) == count


def test_a_second_line_of_heads_may_leave_blank_what_is_merged() -> None:
    (row,) = tasks("序号|重点任务|责任分工||完成时限\n||牵头单位|配合单位|\n1|修路|市交通局|市财政局|6月底\n")
    assert [(o.role, o.name) for o in row.owners] == [("lead", "市交通局"), ("supporting", "市财政局")]


@pytest.mark.parametrize(
    "table",
    [
        "序号|事项名称|实施单位|承诺时限|法定时限\n1|核发许可证|市住建局|5个工作日|20个工作日\n",
        "序号|项目名称|责任单位|获奖时间\n1|推广新技术|市农科院|2025年6月\n",
    ],
)
def test_a_table_of_services_or_prizes_asks_for_nothing(table: str) -> None:
    assert tasks(table) == []


@pytest.mark.parametrize(("head", "count"), [("项目名称|建设单位|建设周期", 0), ("重点任务|责任单位|完成时限", 2)])
def test_a_list_of_projects_asks_for_nothing_unless_its_heads_do(head: str, count: int) -> None:
    rows = "新建停车平台|市城投集团|2026年底\n改造污水厂|市水务集团|2027年底\n".replace("|", "\t")
    text = "海州市重点项目名单\n" + head.replace("|", "\t") + "\n" + rows
    assert len(read_text(text).requirements) == count


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("市级：市城管局；区级：各区政府", [("responsible", "市城管局"), ("responsible", "各区政府")]),
        ("1.市城管局 2.市财政局", [("responsible", "市城管局"), ("responsible", "市财政局")]),
        ("市城管局（主）、市财政局（协）", [("lead", "市城管局"), ("supporting", "市财政局")]),
        ("牵头单位为市城管局，配合单位为市财政局", [("lead", "市城管局"), ("supporting", "市财政局")]),
    ],
)
def test_a_cell_of_units_may_say_their_roles_in_its_own_way(cell: str, owners: list[tuple[str, str]]) -> None:
    (row,) = tasks(f"序号|重点任务|责任单位|完成时限\n1|修路|{cell}|6月底\n")
    assert [(o.role, o.name) for o in row.owners] == owners


def test_a_cell_that_says_the_same_as_above_has_what_stands_above() -> None:
    found = tasks("序号|重点任务|责任单位|完成时限\n1|修路|市交通局|6月底\n2|建桥|同上|同上\n3|植树|〃|9月底\n")
    assert [[o.name for o in one.owners] for one in found] == [["市交通局"]] * 3
    assert dates(found) == [["2026-06-30"], ["2026-06-30"], ["2026-09-30"]]


@pytest.mark.parametrize(
    ("value", "shown_as", "read"),
    [(2026.1, "0.00", "2026.10"), (2026.1, "General", "2026.1"), ("6月底前\n9月底前", "@", "6月底前；9月底前")],
)
def test_a_cell_of_a_sheet_is_read_as_it_is_shown(tmp_path: Path, value: object, shown_as: str, read: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["序号", "重点任务", "牵头单位", "完成时限"])
    sheet.append([1, "修路", "市交通局", value])
    sheet["D2"].number_format = shown_as
    book.save(tmp_path / "任务.xlsx")
    assert read_notice(tmp_path / "任务.xlsx").text.endswith(f"\t{read}")


def test_days_under_a_heading_for_a_later_year_are_of_that_year_and_never_certain() -> None:
    reading = read_text(
        "数字化三年行动方案\n各区：\n一、2026年重点任务\n（一）建平台。6月底前建成平台。\n"
        "二、2027年重点任务\n（一）推广平台。6月底前推广到各区。\n（二）其他任务\n"
        "序号\t重点任务\t责任单位\t完成时限\n1\t修路\t市交通局\t6月底\n市政府\n2026年3月10日\n"
    )
    assert [(r.text, str(r.deadlines[0].date), r.certainty) for r in reading.requirements] == [
        ("6月底前建成平台", "2026-06-30", "certain"),
        ("6月底前推广到各区", "2027-06-30", "unsure"),
        ("修路", "2027-06-30", "unsure"),
    ]


def test_days_of_a_table_are_of_the_year_that_the_line_above_it_names() -> None:
    table = "序号\t重点任务\t责任单位\t完成时限\n1\t{}\t市交通局\t6月底\n"
    reading = read_text(
        HEAD.replace("附件\n任务分工表\n", "附件1\n市2026年任务清单\n")
        + table.format("修路")
        + "附件2\n市2027年任务清单\n"
        + table.format("建桥")
    )
    assert [(r.text, str(r.deadlines[0].date), r.certainty) for r in reading.requirements[-2:]] == [
        ("修路", "2026-06-30", "certain"),
        ("建桥", "2027-06-30", "unsure"),
    ]


@pytest.mark.parametrize("other", ["会议时间", "复查时间", "实际完成时间", "原定时限", "上次督办时间"])
def test_a_column_that_only_tells_when_gives_no_deadline_beside_one_that_binds(other: str) -> None:
    found = tasks(f"序号|重点任务|责任单位|{other}|完 成 时 限\n1|修路|市交通局|4月6日|10月底\n")
    assert (dates(found), found[0].certainty) == ([["2026-10-31"]], "certain")


def test_a_time_of_its_own_gives_the_deadline_where_no_column_binds() -> None:
    assert dates(tasks("序号|活动名称|活动时间|承办单位\n1|科技周|5月20日|市科技局\n")) == [["2026-05-20"]]


def test_days_in_a_column_for_a_later_year_are_of_that_year_and_never_certain() -> None:
    (row,) = tasks("序号|重点任务|2026年目标|2027年目标|责任单位\n1|建平台||6月底前投用|市城管局\n")
    assert (dates([row]), row.certainty) == ([["2027-06-30"]], "unsure")


def test_a_bare_number_is_no_task_and_its_row_is_said_to_be_left() -> None:
    text = HEAD + "责任单位\t新建公厕（座）\t改造危房（户）\t完成时限\n石桥村\t1\t3\t6月底\n"
    reading = read_text(text)
    assert [r.text for r in reading.requirements if "\t" in text.split(r.text)[-1][:1]] == []
    assert "石桥村\t1\t3\t6月底" in [text[slice(*piece.span)] for piece in reading.rest]


@pytest.mark.parametrize("heads", ["一级指标|二级指标|年度目标", "类别|考核指标|目标值"])
def test_an_indicator_is_what_is_to_be_reached_and_not_its_figure(heads: str) -> None:
    (row,) = tasks(f"序号|{heads}|责任单位|完成时限\n1|经济发展|生产总值增速|7.5|市局|12月底\n")
    assert row.text == "生产总值增速"


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("4、10月", ["2026-04-30", "2026-10-31"]),
        ("3、6、9、12月底前", ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]),
        ("1、6月底前完成；2、9月底前完成", ["2026-06-30", "2026-09-30"]),
        ("27年上半年", ["2027-06-30"]),
        ("2027三季度", ["2027-09-30"]),
        ("9月新学期开学前", ["before:新学期开学"]),
    ],
)
def test_months_and_years_written_short_in_a_row_are_each_read(said: str, days: list[str]) -> None:
    assert dates(tasks(f"序号|重点任务|牵头单位|完成时限\n1|修路|市交通局|{said}\n")) == [days]
