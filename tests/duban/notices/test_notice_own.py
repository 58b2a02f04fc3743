"""Notices in other manners than the real one: owner clauses, deadlines, flattened text, tables, nothing at all."""

import datetime as dt

import pytest
from notice_texts import FLATTENED, LETTER, LIST_WITHOUT_DEMANDS, PHASES, SAMPLE, SCHOOL_SAFETY, TASK_TABLE

from duban.notices import read_notice, read_text
from models.reading import Reading, RequirementFound


def said(requirement: RequirementFound) -> tuple[str, str, list[tuple[str, str]], list[tuple[str, str]]]:
    """Measure, text, (owner, role), (kind, date or rule)."""
    return (
        requirement.measure,
        requirement.text,
        [(owner.name, owner.role) for owner in requirement.owners],
        [(d.kind, str(d.date or d.rule)) for d in requirement.deadlines],
    )


@pytest.fixture(scope="module")
def school() -> Reading:
    return read_text(SCHOOL_SAFETY)


def test_school_safety_head(school: Reading) -> None:
    assert (school.number, school.date) == ("海教〔2021〕7号", dt.date(2021, 3, 5))
    assert school.title == "关于印发《海州市校园安全专项整治行动方案》的通知"
    assert (school.plan_title, school.issuer) == ("海州市校园安全专项整治行动方案", "海州市教育局")
    assert school.addressee_classes == ("县（市、区）教育局", "市直学校", "市直幼儿园", "机关科室")
    assert [(b.title, b.number) for b in school.basis] == [
        ("《海州市安全生产条例》", None),
        ("《关于加强校园安全工作的意见》", "海省教〔2020〕15号"),
    ]


def test_school_safety_outline_knows_an_item_that_starts_with_a_year(school: Reading) -> None:
    assert [(m.id, m.number) for m in school.measures] == [
        ("1", "一、"),
        ("2", "二、"),
        ("2.1", "1．"),
        ("2.2", "2."),
        ("2.3", "3．"),
        ("2.4", "4."),
        ("2.5", "5."),
        ("3", "三、"),
    ]


def test_school_safety_requirements_are_cut_by_owner_clause(school: Reading) -> None:
    county = "各县（市、区）教育局"
    assert [said(r) for r in school.requirements] == [
        (
            "",
            "各县（市、区）教育局请于2021年3月20日前将联络员名单报市教育局安全科",
            [(county, "responsible")],
            [("fixed", "2021-03-20")],
        ),
        (
            "2.1",
            "2021年6月底前完成校舍安全排查，12月底前完成整改",
            [("安全科", "lead"), ("基建科", "supporting"), (county, "supporting")],
            [("fixed", "2021-06-30"), ("fixed", "2021-12-31")],
        ),
        (
            "2.2",
            "各学校每学期至少组织2次消防疏散演练",
            [("安全科", "lead"), ("市消防救援支队", "supporting"), (county, "supporting")],
            [("recurring", "FREQ=MONTHLY;INTERVAL=6")],
        ),
        (
            "2.3",
            "建立校车台账，每月25日前更新",
            [("安全科", "lead"), ("发展和改革科", "supporting"), ("公安和交通部门", "supporting")],
            [("recurring", "FREQ=MONTHLY;BYMONTHDAY=25")],
        ),
        (
            "2.3",
            "严禁超员超速。发现问题的，要在5个工作日内整改到位",
            [(county, "responsible")],
            [("relative", "+5wd")],
        ),
        ("2.4", "加强食堂管理", [("体卫科", "responsible")], [("fixed", "2021-09-30")]),
        ("2.5", "利用校园广播开展安全宣传", [], [("fixed", "2021-12-31")]),
    ]


def test_what_the_issuer_will_do_and_how_long_it_holds_are_no_tasks(school: Reading) -> None:
    rest = [school.text[slice(*piece.span)] for piece in school.rest]
    assert any(text.startswith("市教育局将于2022年1月公布考核结果") for text in rest)
    assert any(text.startswith("附件：1.校园安全隐患排查表") for text in rest)
    assert any(text.startswith("抄送：") for text in rest)


def test_a_date_from_below_is_marked_for_confirmation(school: Reading) -> None:
    dated = next(r for r in school.requirements if r.measure == "2.5")
    assert dated.unsure == ("时限“2021年12月31日前”来自后文对以上工作的统一要求，请确认。",)


def test_flattened_text_is_cut_by_the_sequence_of_numbers() -> None:
    reading = read_text(FLATTENED)
    assert [(m.id, m.title) for m in reading.measures] == [
        ("1", "压实责任"),
        ("1.1", "落实责任制"),
        ("1.2", "加强值守"),
        ("2", "抓好排查"),
        ("3", "严明纪律"),
    ]
    kinds = [d.kind for r in reading.requirements for d in r.deadlines]
    assert kinds == ["event", "recurring", "relative", "goal", "relative"]


def test_what_is_missing_is_none_and_said() -> None:
    reading = read_text(FLATTENED)
    assert (reading.number, reading.date, reading.issuer) == (None, None, None)
    assert reading.warnings[:3] == (
        "没有找到文号，请补充。",
        "没有找到落款日期，没有年份的时限无法推算，请补充。",
        "没有找到发文单位的落款，请补充。",
    )


def test_a_numbered_list_without_demands_gives_no_proposal() -> None:
    reading = read_text(LIST_WITHOUT_DEMANDS)
    assert len(reading.measures) == 3
    assert reading.requirements == ()
    assert "没有读出任何任务要求。" in reading.warnings


def test_a_table_gives_one_requirement_a_row_and_its_repeated_header_none() -> None:
    reading = read_text(TASK_TABLE)
    assert [said(r) for r in reading.requirements] == [
        (
            "",
            "推行“一网通办”，实现90%以上事项网上办理",
            [("市政务服务局", "lead"), ("市大数据局", "supporting"), ("各县区", "supporting")],
            [("fixed", "2023-06-30")],
        ),
        (
            "",
            "出台《惠企政策清单》",
            [("市发展改革委", "lead"), ("市财政局", "supporting"), ("市工业和信息化局", "supporting")],
            [("fixed", "2023-03-31")],
        ),
        (
            "",
            "开展营商环境评价",
            [("市政务服务局", "lead"), ("各县区", "supporting")],
            [("recurring", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1")],
        ),
    ]
    assert reading.addressee_classes == ("县人民政府", "区人民政府", "市政府部门", "市政府直属机构")


def test_every_owner_clause_of_the_sample_gives_a_requirement_with_its_lead() -> None:
    reading = read_notice(SAMPLE)
    clauses = reading.text.count("牵头，") + reading.text.count("负责）")
    owned = [r for r in reading.requirements if r.text[-1] != "）" and reading.text[r.span[1]] == "（"]
    assert len(owned) == clauses
    assert all(r.owners for r in owned)


def test_a_deadline_before_the_signature_is_doubted_not_moved() -> None:
    reading = read_text("关于甲的通知\n各局：\n一、开展排查\n3月底前完成排查。\n甲局\n2022年6月30日\n")
    (requirement,) = reading.requirements
    assert requirement.deadlines[0].date == dt.date(2022, 3, 31)
    assert requirement.unsure == ("“3月底前”按2022年推算，早于发文日期，请核对年份。",)


@pytest.mark.parametrize(
    ("line", "classes"),
    [
        ("各市、县人民政府：", ("市人民政府", "县人民政府")),
        ("各县（市、区）人民政府，市直各单位：", ("县（市、区）人民政府", "市直单位")),
        ("各省、自治区、直辖市人民政府：", ("省人民政府", "自治区人民政府", "直辖市人民政府")),
        ("各省级学会、协会，各高校科协：", ("省级学会", "省级协会", "高校科协")),
        ("局机关各处室、直属各单位：", ("局机关处室", "局直属单位")),
    ],
)
def test_addressees_share_what_is_written_once(line: str, classes: tuple[str, ...]) -> None:
    assert read_text(f"关于甲的通知\n{line}\n请于5月底前报送总结。\n").addressee_classes == classes


@pytest.mark.parametrize(
    ("numbers", "ids"),
    [
        (("一、", "（一）", "1.", "（1）", "（2）", "2.", "（二）", "二、"), ("1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.2", "1.1.2", "1.2", "2")),
        (("一、", "1.", "2.", "二、", "3."), ("1", "1.1", "1.2", "2", "2.1")),
        (("一、", "（一）", "（二）", "二、", "（三）"), ("1", "1.1", "1.2", "2", "2.1")),
        (("1.", "（一）", "（二）", "2.", "（一）"), ("1", "1.1", "1.2", "2", "2.1")),
        (("（一）", "（二）", "一、", "（一）", "二、"), ("1", "2", "3", "3.1", "4")),
        (("1、", "2、", "３．"), ("1", "2", "3")),
        (("①", "②"), ("1", "2")),
    ],
)  # fmt: skip
def test_levels_follow_the_order_in_which_numbers_appear(numbers: tuple[str, ...], ids: tuple[str, ...]) -> None:
    text = "关于甲的通知\n各局：\n" + "".join(f"{number}开展排查工作\n" for number in numbers)
    assert tuple(m.id for m in read_text(text).measures) == ids


def test_a_gap_in_the_numbers_is_reported() -> None:
    reading = read_text("关于甲的通知\n各局：\n一、开展排查\n三、开展整改\n")
    assert "编号不连续：“一、”之后是“三、”，请核对。" in reading.warnings


def test_a_number_that_lost_its_brackets_is_reported_never_guessed() -> None:
    reading = read_text("海教20187号\n关于甲的通知\n各局：\n请于5月底前报送总结。\n")
    assert reading.number is None
    assert reading.warnings[0] == "“海教20187号”像是括号丢失的文号，没有采用，请核对。"


def test_spaces_and_full_width_signs_do_not_move_any_place() -> None:
    text = "\u3000关于甲的通知\r\n各局：\r\n一、\u00a0开展排查。各单位要在９月３０日前报送《情况表》(甲局牵头)。\r\n甲局\r\n２０２２年６月３０日"
    (requirement,) = read_text(text).requirements
    assert requirement.text == "各单位要在９月３０日前报送《情况表》"
    assert requirement.deadlines[0].date == dt.date(2022, 9, 30)
    assert [(o.name, o.role) for o in requirement.owners] == [("甲局", "lead")]


def test_the_closing_formula_is_no_task_but_an_order_in_the_cover_is() -> None:
    text = "关于甲的通知\n各局：\n现印发给你们，请认真贯彻落实。执行情况请于12月10日前报送我局。\n甲局\n2022年6月30日\n"
    assert [r.text for r in read_text(text).requirements] == ["执行情况请于12月10日前报送我局"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("现印发给你们，请各单位结合实际，认真贯彻落实。", []),
        ("现印发给你们，请结合实际，6月底前抓好落实。", ["6月底前抓好落实"]),
        ("请各单位认真组织实施。", []),
        ("请各单位制定实施方案。", ["请各单位制定实施方案"]),
    ],
)
def test_what_looks_like_the_formula_but_names_a_day_or_a_paper_is_an_order(said: str, asked: list[str]) -> None:
    found = [r.text for r in read_text(f"关于甲的通知\n各局：\n{said}\n甲局\n2022年3月30日\n").requirements]
    assert [text.rpartition("，")[2] for text in found] == asked


def test_phases_date_what_stands_under_them_and_topics_of_inspection_are_no_tasks() -> None:
    reading = read_text(PHASES)
    assert [said(r) for r in reading.requirements] == [
        ("2.1", "各地制定实施方案", [("各地", "responsible")], [("fixed", "2022-07-10")]),
        ("2.1", "成立工作专班", [("各地", "responsible")], [("fixed", "2022-07-10")]),
        ("2.2", "企业全面开展自查", [("企业", "responsible")], [("fixed", "2022-08-31")]),
        ("2.2", "建立隐患清单", [("企业", "responsible")], [("fixed", "2022-08-31")]),
        (
            "3",
            "一是严格执法。对拒不整改的，依法从严处罚。二是加强信息报送。每周五17时前报送进展情况",
            [("市应急管理局", "lead"), ("市公安局", "responsible"), ("各地", "responsible")],
            [("recurring", "FREQ=WEEKLY;BYDAY=FR")],
        ),
    ]
    assert reading.contact is not None
    assert reading.contact.phone == "020-00000000"


def test_a_letter_without_headings_names_who_is_asked_and_by_when() -> None:
    reading = read_text(LETTER)
    assert [said(r) for r in reading.requirements] == [
        (
            "",
            "为全面掌握情况，请各单位于12月15日下午5:00前，将工作总结（含电子版）报送至办公室，逾期不再受理",
            [("各单位", "responsible")],
            [("fixed", "2023-12-15")],
        ),
        ("", "会议期间请保持通讯畅通", [], []),
    ]


def test_a_time_for_all_of_the_above_is_kept_where_each_has_its_own() -> None:
    above = "一、任务\n1.开展排查。5月底前完成。\n2.完成整治。6月底前完成。\n以上工作要在2026年10月底前完成并组织验收。\n二、要求\n"
    dates = [str(d.date) for r in read_text(f"关于甲的通知\n各局：\n{above}").requirements for d in r.deadlines]
    assert "2026-10-31" in dates
