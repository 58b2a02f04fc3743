"""Claims about reading arrangement notices: real ones come out as published, faulty ones are refused with their fault."""

from datetime import date, timedelta

import pytest
from chinese_calendar.constants import holidays, workdays

from duban.arrangements import FESTIVALS, read_arrangement
from models.errors import BadInput
from models.words import DayKind

Y2026 = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
鼓励单位和个人结合落实带薪年休假等制度，实际形成较长假期。
国务院办公厅
2025年11月4日"""

Y2024 = """国务院办公厅关于2024年部分节假日安排的通知
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。"""

Y2023 = """国务院办公厅关于2023年部分节假日安排的通知
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。"""

Y2019 = """国务院办公厅关于2019年部分节假日安排的通知 国办发明电〔2018〕15号
一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日放假。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。"""

Y2019_AMENDED = """国务院办公厅关于调整2019年劳动节假期安排的通知 国办发明电〔2019〕3号
经国务院批准，现将调整2019年劳动节放假安排通知如下。
一、2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
二、各地区、各部门要抓紧做好劳动节假期调整落实工作。
国务院办公厅
2019年3月22日"""

NOTICES = {2026: Y2026, 2024: Y2024, 2023: Y2023}


def differing(first: date, last: date) -> dict[date, DayKind]:
    """What the package says about a stretch: the weekdays off and the weekend days worked."""
    off = {day: DayKind.OFF for day in holidays if day.weekday() < 5}
    work = dict.fromkeys(workdays, DayKind.WORK)
    return {day: kind for day, kind in (off | work).items() if first <= day <= last}


@pytest.mark.parametrize("year", NOTICES)
def test_a_year_comes_out_as_published(year: int) -> None:
    read = read_arrangement(NOTICES[year], year)

    days = {d.day: d.kind for d in read.days if d.kind == DayKind.WORK or d.day.weekday() < 5}
    assert days == differing(read.first, read.last)
    assert read.complete


def test_the_new_year_may_reach_into_december() -> None:
    days = {d.day: d.kind for d in read_arrangement(Y2019).days if d.day.year == 2018}

    assert days == {
        date(2018, 12, 29): DayKind.WORK,
        date(2018, 12, 30): DayKind.OFF,
        date(2018, 12, 31): DayKind.OFF,
    }


def test_december_without_a_year_belongs_to_the_year_before() -> None:
    text = Y2019.replace("2018年12月29日", "12月29日").replace("2018年12月30日至2019年1月1日", "12月30日至1月1日")

    assert read_arrangement(text) == read_arrangement(Y2019)


def test_the_layout_makes_no_difference() -> None:
    flat = Y2026.replace("\n", "").replace("（", "(").replace("）", ")").replace("：", ":")

    assert read_arrangement(flat) == read_arrangement(Y2026.replace("\n", "\r\n\r\n\u3000\u3000"))


def test_what_is_only_encouraged_is_no_day_off() -> None:
    assert date(2024, 2, 9) not in {d.day for d in read_arrangement(Y2024).days}


def test_an_amendment_sets_its_own_festival_only() -> None:
    read = read_arrangement(Y2019_AMENDED)

    assert (read.complete, read.festivals, read.source) == (False, {"劳动节"}, "国办发明电〔2019〕3号")
    assert {(d.day.isoformat()[5:], d.kind.value) for d in read.days} == {
        ("05-01", "off"), ("05-02", "off"), ("05-03", "off"), ("05-04", "off"), ("04-28", "work"), ("05-05", "work"),
    }  # fmt: skip


def test_two_festivals_in_one_item_are_both_read() -> None:
    read = read_arrangement(Y2023)

    assert read.festivals == set(FESTIVALS)
    assert {d.name for d in read.days if d.day == date(2023, 10, 2)} == {"中秋节、国庆节"}


# fmt: off
@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("5月9日（周六）",   "5月9日（周日）",   "5月9日.周日.*2026-05-09 是星期六"),     # weekday does not fit
        ("共9天",            "共8天",            "共 8 天，数出来是 9 天"),               # count does not add up
        ("五、端午节：",     "五、端午：",       "没有读到端午节"),                       # a festival is missing
        ("5月9日（周六）上", "5月8日上",         "2026-05-08 本来就是工作日"),            # a weekday "at work"
        ("5月9日（周六）上", "2月29日上",        "2月29日.不是日历上的日子"),             # no such day
        ("1月4日（周日）上", "1月3日（周六）上", "2026-01-03 既写了放假又写了上班"),      # both at once
        ("共5天。5月9日",    "共5天，5月9日",    "同时写了放假和上班"),                   # one sentence says both
        ("5月9日（周六）上", "2027年5月9日上",   "2027-05-09 不在 2026 年"),              # another year's day
    ],
)
def test_a_fault_is_named_where_it_stands(right: str, wrong: str, said: str) -> None:
    faulty = Y2026.replace(right, wrong)
    assert faulty != Y2026

    with pytest.raises(BadInput, match=said):
        read_arrangement(faulty)
# fmt: on


def test_all_faults_are_told_at_once() -> None:
    faulty = Y2026.replace("共9天", "共8天").replace("5月9日（周六）", "5月9日（周日）")

    with pytest.raises(BadInput, match=r"数出来是 9 天；.*是星期六"):
        read_arrangement(faulty)


def test_the_year_asked_for_must_be_the_year_of_the_title() -> None:
    with pytest.raises(BadInput, match="标题写的是 2026 年，要导入的却是 2027 年"):
        read_arrangement(Y2026, 2027)


def test_a_notice_without_a_title_needs_the_year() -> None:
    untitled = Y2026.split("\n", 1)[1]

    assert read_arrangement(untitled, 2026).days == read_arrangement(Y2026).days
    with pytest.raises(BadInput, match="看不出这是哪一年"):
        read_arrangement(untitled)


def test_any_other_paper_is_refused() -> None:
    with pytest.raises(BadInput, match="没有读到元旦、春节"):
        read_arrangement("关于2026年会议安排的通知。一、会议：3月5日召开。")


def test_a_long_range_never_runs_past_its_end() -> None:
    spring = [d.day for d in read_arrangement(Y2026).days if d.name == "春节" and d.kind == DayKind.OFF]

    assert spring == [date(2026, 2, 15) + timedelta(days=n) for n in range(9)]
