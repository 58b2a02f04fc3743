"""Every row of every table of patterns does what its example says."""

import datetime as dt

import pytest

from duban.notices import (
    amounts,
    columns,
    cover,
    frame_signs,
    handed_down,
    lexicon,
    lists,
    manners,
    names,
    outline,
    predicates,
    read_text,
    roles,
)
from duban.notices.clauses import sort_clause
from duban.notices.dates import Years
from duban.notices.deadlines import KINDS, LABELLED, NOT_A_DEADLINE, find_deadlines, loose_doubts
from duban.notices.demands import demands_in
from duban.notices.items import Habits, read_item
from duban.notices.lists import split_rows
from duban.notices.numerals import value
from duban.notices.owners import owner_clauses
from duban.notices.page import FOLDS, Page, fold

SIGNED = Years(None, dt.date(2022, 6, 30))


def sorted_as(text: str) -> str:
    return sort_clause(Page(text), (0, len(text))).sort


@pytest.mark.parametrize(("row", "example"), lexicon.STRONG, ids=lambda x: x[:8])
def test_each_strong_verb_opens_a_demand(row: str, example: str) -> None:
    assert sorted_as(example) == "strong"
    assert {word: sorted_as(word + "全部工作") for word in row.split()} == dict.fromkeys(row.split(), "strong")


@pytest.mark.parametrize(("row", "example"), lexicon.WEAK, ids=lambda x: x[:8])
def test_each_weak_verb_is_weak(row: str, example: str) -> None:
    assert sorted_as(example) in ("weak", "lead")


@pytest.mark.parametrize(("pattern", "example"), lexicon.LEADS, ids=lambda x: x[-8:])
def test_each_lead_waits_for_what_follows(pattern: str, example: str) -> None:
    text = example + "开展专项检查。"
    found = demands_in(Page(text), (0, len(text)))
    assert [text[slice(*d.span)] for d in found] == [text.rstrip("。")]
    assert sorted_as(example.rstrip("，")) == "lead"


@pytest.mark.parametrize(("pattern", "example"), lexicon.AIMS, ids=lambda x: x[-8:])
def test_each_aim_goes_with_the_demand_before_it(pattern: str, example: str) -> None:
    text = "开展专项检查，" + example.rstrip("，") + "。"
    found = demands_in(Page(text), (0, len(text)))
    assert [text[slice(*d.span)] for d in found] == [text.rstrip("。")]


@pytest.mark.parametrize(("pattern", "example"), lexicon.DESCRIBES, ids=lambda x: x[-8:])
def test_a_description_is_no_demand(pattern: str, example: str) -> None:
    assert demands_in(Page(example), (0, len(example))) == []


@pytest.mark.parametrize(("row", "example"), [*lexicon.ADVERBS, *lexicon.CONNECTIVES], ids=lambda x: x[:8])
def test_adverbs_and_connectives_do_not_hide_the_verb(row: str, example: str) -> None:
    assert sorted_as(example) == "strong"
    hidden = [word for word in row.split() if sorted_as(word + "开展检查") != "strong"]
    assert hidden == []


@pytest.mark.parametrize(("row", "example"), lexicon.UNIT_ENDS, ids=lambda x: x[:8])
def test_a_unit_before_要_is_told(row: str, example: str) -> None:
    text = example + "要开展检查"
    clause = sort_clause(Page(text), (0, len(text)))
    assert (clause.directive, clause.subject) == (True, (0, len(example)))


@pytest.mark.parametrize(("kind", "signs", "pattern", "example"), KINDS, ids=[row[3] for row in KINDS])
def test_each_kind_of_deadline_is_found(kind: str, signs: str, pattern: str, example: str) -> None:
    text = f"各单位，{example}开展排查。" if "展" not in example and "办" not in example else f"各单位，{example}排查。"
    found = find_deadlines(Page(text), (0, len(text)), SIGNED)
    assert [d.kind for d in found] == [kind] * len(example.split("、"))


@pytest.mark.parametrize(("kind", "signs", "pattern", "example"), LABELLED, ids=[row[3] for row in LABELLED])
def test_each_kind_is_found_after_a_label(kind: str, signs: str, pattern: str, example: str) -> None:
    text = f"完成时限：{example}"
    assert [d.kind for d in find_deadlines(Page(text), (0, len(text)), SIGNED, labelled=True)] == [kind] * len(
        example.split("、")
    )


@pytest.mark.parametrize(("pattern", "example"), NOT_A_DEADLINE, ids=[row[1] for row in NOT_A_DEADLINE])
def test_what_only_looks_like_a_time_is_no_deadline(pattern: str, example: str) -> None:
    text = f"各单位，{example}有关事项。"
    assert find_deadlines(Page(text), (0, len(text)), SIGNED) == []


@pytest.mark.parametrize(
    ("text", "date", "rule", "inherited"),
    [
        ("9月底前完成", dt.date(2022, 9, 30), None, True),
        ("2023年2月底前完成", dt.date(2023, 2, 28), None, False),
        ("2022年（年）底前完成", dt.date(2022, 12, 31), None, False),
        ("二〇二三年三月五日前完成", dt.date(2023, 3, 5), None, False),
        ("9 月 30 日前完成", dt.date(2022, 9, 30), None, True),
        ("明年3月底前完成", dt.date(2023, 3, 31), None, True),
        ("须与12月20日前完成", dt.date(2022, 12, 20), None, True),
        ("印发之日起30日内完成", dt.date(2022, 7, 30), "issue+30d", False),
        ("印发之日起两周内完成", dt.date(2022, 7, 14), "issue+2w", False),
        ("收到通知后5个工作日内完成", None, "收到通知+5wd", False),
        ("每年2月底前报送", None, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", False),
        ("每年5月、10月各一次", None, "FREQ=YEARLY;BYMONTH=5,10;BYMONTHDAY=-1", False),
        ("每年6月30日、12月31日前报送", None, "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1", False),
        ("每年3月5日和9月10日前报送", None, None, False),
        ("上半年改厕120户", dt.date(2022, 6, 30), None, True),
        ("每双月25日前报送", None, "FREQ=MONTHLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=25", False),
        ("隔月通报", None, "FREQ=MONTHLY;INTERVAL=2", False),
        ("每年一季度前报送", None, "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", False),
        ("每年下半年开展", None, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", False),
        ("每月月底前报送", None, "FREQ=MONTHLY;BYMONTHDAY=-1", False),
        ("会议召开3日前报送", None, "before:会议召开-3d", False),
        ("任期届满3个月前启动", None, "before:任期届满-3m", False),
        ("本周五前反馈", dt.date(2022, 7, 1), None, True),
        ("下周三下班前反馈", dt.date(2022, 7, 6), None, True),
        ("到“十五五”末建成", dt.date(2030, 12, 31), None, False),
        ("9月30日（国庆节前最后一个工作日）前完成", dt.date(2022, 9, 30), None, True),
        ("收到通知后半个月内完成", None, "收到通知+15d", False),
        ("验收后半年内完成", None, "验收+6m", False),
        ("2022.9.20前完成", dt.date(2022, 9, 20), None, False),
        ("2022-10-01前上线", dt.date(2022, 10, 1), None, False),
        ("自印发之日起至9月30日整治", dt.date(2022, 9, 30), None, True),
        ("本月25日前报送", dt.date(2022, 6, 25), None, True),
        ("下月5日前通报", dt.date(2022, 7, 5), None, True),
        ("每月第一个周五开展", None, "FREQ=MONTHLY;BYDAY=1FR", False),
        ("每月最后一个星期一前报送", None, "FREQ=MONTHLY;BYDAY=-1MO", False),
        ("县住建局接到台账后7个工作日内修复", None, "接到台账+7wd", False),
        ("会费到账后，财务部10个工作日内开具票据", None, "会费到账+10wd", False),
        ("2025年春节前完成", None, "before:2025年春节", False),
        ("每月25日前报送", None, "FREQ=MONTHLY;BYMONTHDAY=25", False),
        ("每季度末报送", None, "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", False),
        ("每个季度第1个月的20日前报送", None, "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=20", False),
        ("每半年报送一次", None, "FREQ=MONTHLY;INTERVAL=6", False),
        ("每半年度报送一次", None, "FREQ=MONTHLY;INTERVAL=6", False),
        ("按半年报送进展", None, "FREQ=MONTHLY;INTERVAL=6", False),
        ("半年一总结", None, "FREQ=MONTHLY;INTERVAL=6", False),
        ("每年报送", None, "FREQ=YEARLY", False),
        ("每年度报送", None, "FREQ=YEARLY", False),
        ("按年度报送", None, "FREQ=YEARLY", False),
        ("一年一次评估", None, "FREQ=YEARLY", False),
        ("每周五报送", None, "FREQ=WEEKLY;BYDAY=FR", False),
        ("党的二十大召开前完成", None, "before:党的二十大召开", False),
        ("到2025年建成", dt.date(2025, 12, 31), None, False),
        ("三季度前完成", dt.date(2022, 9, 30), None, True),
        ("9月前完成", dt.date(2022, 8, 31), None, True),
        ("2023年1月之前完成", dt.date(2022, 12, 31), None, False),
        ("每月5日、20日报送", None, "FREQ=MONTHLY;BYMONTHDAY=5,20", False),
        ("每双周开展一次", None, "FREQ=WEEKLY;INTERVAL=2", False),
        ("每季度首月5日前报送", None, "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=5", False),
        ("春季学期开学后第二周开展", None, "春季学期开学+2w", False),
    ],
)
def test_a_deadline_means(text: str, date: dt.date | None, rule: str | None, inherited: bool) -> None:
    found = find_deadlines(Page(text), (0, len(text)), SIGNED)
    assert [(d.date, d.rule, d.year_inherited) for d in found] == [(date, rule, inherited)]


@pytest.mark.parametrize(
    "text",
    [
        "落实年度工作要点",
        "编制2024年度市科技计划",
        "纳入年度考核",
        "报送年度总结",
        "完成上年度评估",
        "投入逐年提高",
        "按年度计划推进",
        "近半年一次性办结",
        "五年一次的换届",
    ],
)
def test_a_word_for_a_year_or_a_half_is_no_rhythm_by_itself(text: str) -> None:
    found = find_deadlines(Page(text), (0, len(text)), SIGNED)
    assert [d for d in found if d.rule and d.rule.startswith(("FREQ=YEARLY", "FREQ=MONTHLY"))] == []


def test_a_year_is_inherited_from_the_item_before_the_signature() -> None:
    text = "2021年6月底前完成排查，12月底前完成整改"
    found = find_deadlines(Page(text), (0, len(text)), SIGNED)
    assert [(d.text, d.date, d.year_inherited) for d in found] == [
        ("2021年6月底前", dt.date(2021, 6, 30), False),
        ("12月底前", dt.date(2021, 12, 31), True),
    ]


def test_days_in_a_row_share_their_bound() -> None:
    text = "于2019年4月15日、7月15日及2020年1月15日前报送"
    found = find_deadlines(Page(text), (0, len(text)), SIGNED)
    assert [d.date for d in found] == [dt.date(2019, 4, 15), dt.date(2019, 7, 15), dt.date(2020, 1, 15)]
    assert loose_doubts(found) == []


def test_without_any_year_the_date_stays_open() -> None:
    found = find_deadlines(Page("9月底前完成"), (0, 6), Years())
    assert [(d.date, d.year_inherited) for d in found] == [(None, True)]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("（A局、B局负责）", [("A局", "responsible"), ("B局", "responsible")]),
        (
            "（A局牵头，B局、C局等有关部门按职责分工负责）",
            [("A局", "lead"), ("B局", "responsible"), ("C局", "responsible")],
        ),
        ("（负责部门：A局、B局，适用范围：全市）", [("A局", "responsible"), ("B局", "responsible")]),
        (
            "（牵头单位：A局，配合单位：B局、C局，各区）",
            [("A局", "lead"), ("B局", "supporting"), ("C局", "supporting"), ("各区", "supporting")],
        ),
        ("[牵头单位:A局;责任单位:B局]", [("A局", "lead"), ("B局", "responsible")]),
        (
            "（发展和改革委牵头，公安局和交通局配合）",
            [("发展和改革委", "lead"), ("公安局", "supporting"), ("交通局", "supporting")],
        ),
        ("（各县（市、区）政府负责）", [("各县（市、区）政府", "responsible")]),
        ("（A局牽頭，B局配合）", [("A局", "lead"), ("B局", "supporting")]),
    ],
)
def test_owner_clauses_name_units_and_roles(clause: str, expected: list[tuple[str, str]]) -> None:
    text = f"开展排查。{clause}"
    found = owner_clauses(Page(text), (0, len(text)), first_leads=False)
    assert [(o.name, o.role) for c in found for o in c.owners] == expected


@pytest.mark.parametrize(("pattern", "role", "example"), roles.LABELS, ids=lambda x: str(x)[-8:])
def test_each_label_gives_its_role(pattern: str, role: str | None, example: str) -> None:
    text = f"（{example}，牵头单位：甲局）"
    found = owner_clauses(Page(text), (0, len(text)), first_leads=False)[0].owners
    assert {o.role for o in found if o.name != "甲局"} == ({role} if role else set())


@pytest.mark.parametrize(("pattern", "role", "example"), predicates.ACTS, ids=lambda x: str(x)[-8:])
def test_each_act_gives_its_role(pattern: str, role: str, example: str) -> None:
    text = f"（{example}，牵头单位：乙局）"
    found = owner_clauses(Page(text), (0, len(text)), first_leads=False)[0].owners
    assert {o.role for o in found if o.name != "乙局"} == {role}


@pytest.mark.parametrize(("pattern", "example"), predicates.MANNERS, ids=lambda x: str(x)[-8:])
def test_a_manner_before_an_act_is_no_part_of_a_name(pattern: str, example: str) -> None:
    text = f"（甲局{example}负责，乙局配合）"
    found = owner_clauses(Page(text), (0, len(text)), first_leads=False)[0].owners
    assert [(o.name, o.role) for o in found] == [("甲局", "responsible"), ("乙局", "supporting")]


@pytest.mark.parametrize(
    ("pattern", "role", "example"), handed_down.HEADINGS, ids=[row[2] for row in handed_down.HEADINGS]
)
def test_a_heading_that_says_who_gives_its_items_an_owner(pattern: str, role: str, example: str) -> None:
    text = (
        f"关于甲的通知\n各局：\n一、{example}\n1.开展排查。\n2.开展培训。配合单位：乙局。\n二、其他事项\n1.开展演练。\n"
    )
    name = "区教育局"
    found = [[(o.name, o.role) for o in r.owners] for r in read_text(text).requirements]
    assert found == [[(name, role)], [(name, role), ("乙局", "supporting")], []]


@pytest.mark.parametrize(
    ("pattern", "example"), handed_down.ABOUT_THE_PART, ids=[row[1] for row in handed_down.ABOUT_THE_PART]
)
def test_a_sentence_about_the_part_gives_its_items_an_owner(pattern: str, example: str) -> None:
    text = f"关于甲的通知\n各科：\n一、住院安全\n{example}，医务科配合。\n（一）开展排查。\n二、其他事项\n（一）开展演练。\n"
    found = {r.measure: [(o.name, o.role) for o in r.owners] for r in read_text(text).requirements}
    assert found == {
        "1": [("护理部", "lead"), ("医务科", "supporting")],
        "1.1": [("护理部", "lead"), ("医务科", "supporting")],
        "2.1": [],
    }


def test_brackets_side_by_side_are_one_clause() -> None:
    text = "开展排查。【牵头单位：A局】【配合单位：B局】【完成时限：6月底前】"
    (requirement,) = read_item(Page(text), (0, len(text)), Habits(SIGNED, first_leads=False))
    assert [(o.name, o.role) for o in requirement.owners] == [("A局", "lead"), ("B局", "supporting")]
    assert [d.date for d in requirement.deadlines] == [dt.date(2022, 6, 30)]


def test_the_first_listed_leads_where_the_notice_says_so() -> None:
    text = "（A局、B局负责）"
    found = owner_clauses(Page(text), (0, len(text)), first_leads=True)[0].owners
    assert [(o.name, o.role) for o in found] == [("A局", "lead"), ("B局", "supporting")]


@pytest.mark.parametrize(("signs", "pattern", "example"), amounts.DELIVERABLES, ids=lambda x: x[-8:])
def test_each_deliverable_is_found(signs: str, pattern: str, example: str) -> None:
    text = f"，{example}。"
    assert amounts.deliverables(Page(text), (0, len(text)))


@pytest.mark.parametrize(("pattern", "example"), amounts.QUANTITIES, ids=lambda x: x[-8:])
def test_each_quantity_is_found(pattern: str, example: str) -> None:
    assert amounts.quantities(Page(example), (0, len(example))) == (example,)


@pytest.mark.parametrize("text", ["第十七届评选", "《2021年三项制度》", "举办一个活动", "第3次会议"])
def test_an_ordinal_or_a_title_is_no_quantity(text: str) -> None:
    assert amounts.quantities(Page(text), (0, len(text))) == ()


@pytest.mark.parametrize(("signs", "pattern", "example"), amounts.FAN_OUT, ids=lambda x: x[-8:])
def test_each_word_fans_out(signs: str, pattern: str, example: str) -> None:
    assert amounts.fan_out(Page(example), (0, len(example)))


@pytest.mark.parametrize("text", ["推动各项工作", "落实到各个环节各个方面", "各种形式"])
def test_各_before_things_does_not_fan_out(text: str) -> None:
    assert amounts.fan_out(Page(text), (0, len(text))) is None


@pytest.mark.parametrize(("pattern", "example"), lists.EVENTS, ids=lambda x: x[-8:])
def test_a_row_of_events_becomes_one_demand_each(pattern: str, example: str) -> None:
    text = f"举办{example}、第二届青年论坛等。"
    page = Page(text)
    parts = [d for whole in demands_in(page, (0, len(text))) for d in split_rows(page, whole)]
    assert [text[slice(*d.span)] for d in parts] == [f"举办{example}", "第二届青年论坛等"]


@pytest.mark.parametrize(("last", "others", "example"), lists.COMMON_HEADS, ids=lambda x: x[-8:])
def test_items_that_share_an_end_become_one_demand_each(last: str, others: str, example: str) -> None:
    page = Page(example)
    parts = [d for whole in demands_in(page, (0, len(example))) for d in split_rows(page, whole)]
    assert len(parts) == example.count("、") + 1


@pytest.mark.parametrize(
    "text",
    ["做好休养考察、津补贴发放、医疗保障等服务工作", "推动工作站、服务站的升级赋能", "贯彻落实《甲条例》《乙方案》"],
)
def test_one_job_with_several_parts_stays_one_demand(text: str) -> None:
    page = Page(text)
    assert len([d for whole in demands_in(page, (0, len(text))) for d in split_rows(page, whole)]) == 1


@pytest.mark.parametrize(("rank", "kind", "pattern", "example"), outline.SCHEMES, ids=lambda x: str(x)[-8:])
def test_each_kind_of_number_opens_a_heading(rank: int, kind: str, pattern: object, example: str) -> None:
    beside = {"plain": "1.1 目标\n1.2 任务", "decimal": "1.2 任务", "decimal_3": "1.1 目标\n1.2 任务"}
    text = f"{example}\n{beside.get(kind, example if kind in outline.UNNUMBERED else '')}"
    found = outline.sections(Page(text), (0, len(text)), closed=[])
    assert [(s.marker.kind, s.id) for s in found][:1] == [(kind, "1")]


def test_decimal_numbers_nest_by_their_points_and_an_amount_at_the_start_of_a_line_is_none() -> None:
    text = "1 目标\n1.1 排查。\n1.5万亩农田。\n1.2 整治\n1.2.1 清理。\n2 保障\n2.1 督导。"
    found = outline.sections(Page(text), (0, len(text)), closed=[])
    assert [(s.id, s.number) for s in found] == [
        ("1", "1"), ("1.1", "1.1"), ("1.2", "1.2"), ("1.2.1", "1.2.1"), ("2", "2"), ("2.1", "2.1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["◆开展排查。", "【市教育局】\n【市财政局】", "★牵头单位：科普部\n★配合单位：学会部", "【打印】\n【关闭】"]
)
def test_a_sign_alone_and_owner_clauses_open_no_heading(text: str) -> None:
    assert outline.sections(Page(text), (0, len(text)), closed=[]) == []


def test_a_heading_in_brackets_has_items_under_it() -> None:
    text = "【德育】\n1、开展教育。\n2、组织演练。\n【教学】\n3、推进教研。"
    found = outline.sections(Page(text), (0, len(text)), closed=[])
    assert [(s.id, s.number, text[slice(*s.title)]) for s in found if s.children] == [
        ("1", "", "德育"),
        ("2", "", "教学"),
    ]
    assert [s.id for s in found if not s.children] == ["1.1", "1.2", "2.1"]


@pytest.mark.parametrize(("pattern", "example"), cover.IMPRINT, ids=lambda x: x[-8:])
def test_each_imprint_ends_the_text(pattern: str, example: str) -> None:
    text = f"关于甲的通知\n各局：\n一、开展排查。\n{example}\n"
    found = cover.read_cover(Page(text))
    assert [text[slice(*span)] for span, _ in found.asides] == [example]


@pytest.mark.parametrize(("name", "pattern", "example"), columns.COLUMNS, ids=lambda x: str(x)[-8:])
def test_each_head_of_a_column_is_known(name: str, pattern: str, example: str) -> None:
    assert columns.kind_of(example) == name


@pytest.mark.parametrize(
    ("written", "number"),
    [("十三", 13), ("五十三", 53), ("一百零二", 102), ("二〇二二", 2022), ("二○二二", 2022), ("二O二二", 2022), ("③", 3), ("30", 30), ("甲", None), ("", None)],
)  # fmt: skip
def test_numerals(written: str, number: int | None) -> None:
    assert value(written) == number


@pytest.mark.parametrize(("source", "target"), FOLDS.items(), ids=lambda x: x[:4])
def test_folding_keeps_every_place(source: str, target: str) -> None:
    assert fold(source) == target
    assert len(fold(source)) == len(source)


@pytest.mark.parametrize(("pattern", "example"), manners.ONLY_TELLS, ids=lambda x: x[-8:])
def test_a_title_that_only_tells_is_known(pattern: str, example: str) -> None:
    assert manners.TELLS.search(example)


@pytest.mark.parametrize(("pattern", "example"), manners.TOPICS, ids=lambda x: x[-8:])
def test_a_part_that_lists_what_something_is_about_is_known(pattern: str, example: str) -> None:
    assert manners.is_topic(example)


@pytest.mark.parametrize(
    "title", ["重点任务", "工作要求", "加强组织保障", "整治内容", "延长热门景区开放时间", "改善学生生活条件"]
)
def test_a_part_with_work_is_no_topic(title: str) -> None:
    assert not manners.is_topic(title)


@pytest.mark.parametrize(("pattern", "example"), frame_signs.NOT_THE_TITLE, ids=lambda x: x[-8:])
def test_what_stands_around_a_title_is_known(pattern: str, example: str) -> None:
    assert frame_signs.NOISE.match(example)


@pytest.mark.parametrize(("pattern", "example"), names.SEVERAL, ids=lambda x: x[-8:])
def test_words_after_the_last_name_are_no_part_of_it(pattern: str, example: str) -> None:
    (name,) = names.split_names(Page(example), (0, len(example)))
    assert example[slice(*name)] in ("卫生健康委", "科普部")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("由A局牵头，B局、C局配合，6月底前完成排查。", [("A局", "lead"), ("B局", "supporting"), ("C局", "supporting")]),
        (
            "开展排查。责任单位：A局、各市、县（区）政府",
            [("A局", "responsible"), ("各市、县（区）政府", "responsible")],
        ),
        ("开展排查。（A局、各区政府）", [("A局", "responsible"), ("各区政府", "responsible")]),
        ("开展排查。（A局会同B局负责）", [("A局", "lead"), ("B局", "supporting")]),
        ("开展排查。（责任单位：A局牵头，B局配合）", [("A局", "lead"), ("B局", "supporting")]),
        ("请A局牵头，会同B局、C局，对商户开展检查。", [("A局", "lead"), ("B局", "supporting"), ("C局", "supporting")]),
        ("请A局负责设备安装，B局做好配合，8月底前联网。", [("A局", "responsible"), ("B局", "supporting")]),
        (
            "举办大赛。由A局承办，B局、C局协办，12月评出结果。",
            [("A局", "responsible"), ("B局", "supporting"), ("C局", "supporting")],
        ),
        ("A局为牵头单位，B局为配合单位，6月底前完成。", [("A局", "lead"), ("B局", "supporting")]),
        ("开展排查。A局、B局按职责分工负责。", [("A局", "responsible"), ("B局", "responsible")]),
        ("开展排查，由A局负总责，各区抓落实，6月底前完成。", [("A局", "lead"), ("各区", "responsible")]),
        ("开展排查，以A局为主，B局配合，6月底前完成。", [("A局", "lead"), ("B局", "supporting")]),
        ("坚持党委领导，政府负责，部门配合。", []),
        ("A局牵头推广秸秆还田，B局落实补助资金。", []),
        ("开展排查（人才工作委员会，9月15日前出台办法）。", [("人才工作委员会", "responsible")]),
        (
            "开展排查。【A局（牵头）；B局、C局（配合）】",
            [("A局", "lead"), ("B局", "supporting"), ("C局", "supporting")],
        ),
        ("开展排查。【主责：A局；协同：B局】", [("A局", "lead"), ("B局", "supporting")]),
        ("开展排查。【信息中心】", [("信息中心", "responsible")]),
        ("开展排查。牵头部门：A局（联系人：张某，电话：123456）", [("A局", "lead")]),
        ("开展排查。（实验室与设备管理处负责）", [("实验室与设备管理处", "responsible")]),
        ("开展排查。牵头科室：A科（负责人：吴某）；协助科室：B科", [("A科", "lead"), ("B科", "supporting")]),
        ("测产由A部门承担，B机构参与，9月25日前完成。", [("A部门", "responsible"), ("B机构", "supporting")]),
        ("对学校（幼儿园、中小学校）开展排查", []),
        ("将名单报送我局（安全科）。", []),
    ],
)
def test_owner_clauses_of_other_shapes(sentence: str, expected: list[tuple[str, str]]) -> None:
    found = owner_clauses(Page(sentence), (0, len(sentence)), first_leads=False)
    assert [(o.name, o.role) for c in found for o in c.owners] == expected


@pytest.mark.parametrize(
    ("text", "years", "date"),
    [
        ("3月底前完成", Years(None, dt.date(2022, 12, 29), 2023), dt.date(2023, 3, 31)),  # the plan is for 2023
        ("1月10日前完成", Years(None, dt.date(2022, 12, 23)), dt.date(2023, 1, 10)),  # far before the signature
        ("3月底前完成", Years(None, dt.date(2022, 6, 30)), dt.date(2022, 3, 31)),  # not far before it
        ("明年1月底前完成", Years(None, dt.date(2021, 11, 15)), dt.date(2022, 1, 31)),
        ("6月底前完成", Years(None, None, None, 2023), dt.date(2023, 6, 30)),  # only the number tells the year
    ],
)
def test_a_year_that_is_not_written(text: str, years: Years, date: dt.date) -> None:
    assert [d.date for d in find_deadlines(Page(text), (0, len(text)), years)] == [date]


def test_in_a_plan_for_several_years_a_day_without_a_year_is_of_the_first_and_unsure() -> None:
    text = "甲市三年行动计划（2026—2028年）\n一、各单位要在6月底前制定方案。\n甲局\n2026年4月3日\n"
    (requirement,) = read_text(text).requirements
    assert (requirement.deadlines[0].date, requirement.certainty) == (dt.date(2026, 6, 30), "unsure")


def test_a_day_before_the_notice_makes_the_demand_unsure() -> None:
    text = "关于甲的通知\n各局：\n一、各单位要在2024年12月底前完成整改。\n甲局\n2026年4月3日\n"
    (requirement,) = read_text(text).requirements
    assert (requirement.deadlines[0].date, requirement.certainty) == (dt.date(2024, 12, 31), "unsure")


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("6月31日前", dt.date(2026, 6, 30)),  # there is no such day
        ("周五前", dt.date(2026, 4, 3)),  # of which week?
        ("月底前", dt.date(2026, 4, 30)),  # of which month?
    ],
)
def test_a_day_that_the_text_does_not_settle_makes_the_demand_unsure(said: str, date: dt.date) -> None:
    text = f"关于甲的通知\n各局：\n一、各单位要在{said}完成整改。\n甲局\n2026年4月3日\n"
    (requirement,) = read_text(text).requirements
    assert [d.date for d in requirement.deadlines] == [date]
    assert requirement.certainty == "unsure"


def test_the_end_of_the_month_behind_a_monthly_day_is_monthly() -> None:
    text = "每月25日前收集进展，月底前编发通报"
    found = find_deadlines(Page(text), (0, len(text)), SIGNED)
    assert [d.rule for d in found] == ["FREQ=MONTHLY;BYMONTHDAY=25", "FREQ=MONTHLY;BYMONTHDAY=-1"]


@pytest.mark.parametrize(
    "text", ["在5月1日前后集中检查", "6月1日前往北京", "政策执行至2026年12月31日止", "6月30日前已建成的项目"]
)
def test_a_day_before_another_sign_is_no_deadline(text: str) -> None:
    assert find_deadlines(Page(text), (0, len(text)), SIGNED) == []


def test_a_time_label_behind_an_owner_clause_belongs_to_it() -> None:
    text = "建设茶园。\n县林业局牵头，县财政局配合；完成时间：12月31日。"
    (clause,) = owner_clauses(Page(text), (0, len(text)), first_leads=False)
    assert [text[slice(*span)] for span in clause.times] == ["完成时间：12月31日"]


def test_a_post_before_the_name_of_who_holds_it_is_no_owner() -> None:
    text = "牵头领导：副市长 赵明华、何 伟"
    (clause,) = owner_clauses(Page(text), (0, len(text)), first_leads=False)
    assert [o.name for o in clause.owners] == ["赵明华", "何 伟"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "市教育局（牵头单位）、市财政局、市人社局（配合单位）",
            [("市教育局", "lead"), ("市财政局", "supporting"), ("市人社局", "supporting")],
        ),
        ("责任单位：市教育局、\n市财政局", [("市教育局", "responsible"), ("市财政局", "responsible")]),
        ("牵头单位∶市教育局；配合单位∶市财政局", [("市教育局", "lead"), ("市财政局", "supporting")]),
        ("包保单位：市教育局；责任村：柳湾村", [("市教育局", "responsible"), ("柳湾村", "responsible")]),
    ],
)
def test_an_owner_clause_on_a_line_below(said: str, expected: list[tuple[str, str]]) -> None:
    text = f"开展整治。\n{said}"
    found = owner_clauses(Page(text), (0, len(text)), first_leads=False)
    assert [(o.name, o.role) for c in found for o in c.owners] == expected


def test_handing_a_list_on_sets_no_task_unless_it_names_a_day() -> None:
    cover = "关于印发清单的通知\n各局：\n现将清单印发给你们，请细化措施，确保完成。{more}\n甲局\n2026年4月3日\n清单\n一、排查\n开展排查。\n"
    assert [r.text for r in read_text(cover.format(more="")).requirements] == ["开展排查"]
    dated = read_text(cover.format(more="请于5月10日前报送方案。")).requirements
    assert [r.text for r in dated] == ["请于5月10日前报送方案", "开展排查"]


def test_of_people_behind_a_label_none_leads() -> None:
    text = "责任单位：甲科、乙科\n责任人：何静、苏 琳"
    (clause,) = owner_clauses(Page(text), (0, len(text)), first_leads=True)
    assert [(o.name, o.role) for o in clause.owners] == [
        ("甲科", "lead"),
        ("乙科", "supporting"),
        ("何静", "responsible"),
        ("苏 琳", "responsible"),
    ]


def test_units_that_semicolons_part_have_each_its_own_share() -> None:
    text = "关于甲的通知\n各局：\n一、农业农村办负责日常调度；镇纪委负责监督。\n甲局\n2026年4月3日\n"
    found = [(r.text, [o.name for o in r.owners]) for r in read_text(text).requirements]
    assert found == [("农业农村办负责日常调度", ["农业农村办"]), ("镇纪委负责监督", ["镇纪委"])]


def test_a_year_that_is_not_settled_makes_the_demand_unsure() -> None:
    text = "关于甲的通知\n各局：\n一、各单位要在1月10日前报送总结。\n甲局\n2022年12月23日\n"
    (requirement,) = read_text(text).requirements
    assert (requirement.deadlines[0].date, requirement.certainty) == (dt.date(2023, 1, 10), "unsure")
