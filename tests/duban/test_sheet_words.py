"""Laws of the sheet's words: whatever is settled is written so that it is read back as it was; and its mistakes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.register_tables import GIVEN_BY_POST, Unreadable
from duban.sheet import written
from duban.sheet_cells import Line, read_count, read_day, read_fan_out, read_units, settled_in
from duban.sheet_words import Labels, fan_out_words, fields, when, who
from duban.spans import read_span
from duban.unit_names import UnitNames
from models.values import FanOut, Settled
from models.words import Origin, Role, Start, SubjectKind, Timing

CLASSES = ("省级学会", "高校科协")
CALLED = Labels(
    UnitNames({"学会部": 1, "科普部": 2, "省科技馆": 3, "岭海省科学技术馆": 3}, frozenset(CLASSES)),
    codes={"XHB": 1, "KPB": 2, "KJG": 3, "TWIN": 4},
    by_id={1: "学会部", 2: "科普部", 3: "省科技馆", 4: "TWIN"},
)

names = st.text(st.characters(categories=["L", "N"], include_characters="《》=+-@、，（）"), min_size=1, max_size=12)
fan_outs = st.one_of(
    st.just(FanOut()),
    st.builds(FanOut, kind=st.just(SubjectKind.UNIT), unit_class=st.sampled_from(CLASSES)),
    st.builds(FanOut, kind=st.just(SubjectKind.PERSON), role=st.sampled_from(GIVEN_BY_POST)),
    st.builds(FanOut, kind=st.just(SubjectKind.PERSON), post_name=names),
    st.builds(FanOut, kind=st.just(SubjectKind.PERSON), role=st.sampled_from(GIVEN_BY_POST), post_name=names),
    st.builds(
        FanOut,
        kind=st.sampled_from([SubjectKind.GROUP, SubjectKind.REGION, SubjectKind.PAIR]),
        names=st.lists(names, min_size=1, max_size=3).map(tuple),
    ),
)
times = st.one_of(
    st.just({}),
    st.builds(lambda day: {"timing": Timing.FIXED, "due": day}, st.dates(date(2000, 1, 1), date(2100, 1, 1))),
    st.builds(
        lambda timing, day: {"timing": timing, "rhythm_day": day},
        st.sampled_from([Timing.MONTHLY, Timing.QUARTERLY]),
        st.integers(1, 31),
    ),
    st.just({"timing": Timing.STANDING}),
    st.builds(lambda event: {"timing": Timing.EVENT, "event": event}, names),
    st.builds(
        lambda event, days, workdays: {"timing": Timing.EVENT, "event": event, "days": days, "in_workdays": workdays},
        names,
        st.integers(-999, 999).filter(bool),
        st.booleans(),
    ),
    st.builds(
        lambda start, days, workdays: {
            "timing": Timing.AFTER,
            "starts_from": start,
            "days": days,
            "in_workdays": workdays,
        },
        st.sampled_from([Start.ISSUE, Start.ASSIGNMENT, Start.SIGNING]),
        st.integers(1, 999),
        st.booleans(),
    ),
)


@st.composite
def settled_values(draw: st.DrawFn) -> Settled:
    lead = draw(st.sampled_from([None, 1, 2, 3, 4]))
    helping = st.lists(st.sampled_from([unit for unit in CALLED.by_id if unit != lead]), unique=True)
    return Settled(
        lead_unit_id=lead,
        supporting=tuple(draw(helping)),
        fan_out=draw(fan_outs),
        deliverables=tuple(draw(st.lists(names, max_size=3))),
        quantity=draw(st.none() | st.integers(1, 10**6)),
        origin=draw(st.sampled_from(list(Origin))),
        **draw(times),
    )


@given(settled_values())
def test_what_is_settled_is_read_back_as_it_was(settled: Settled) -> None:
    line = Line({key: written(value) for key, value in fields(settled, CALLED).items()})

    assert (settled_in(line, CALLED), line.faults) == (settled, [])


# fmt: off
@pytest.mark.parametrize(
    ("text", "fan_out"),
    [
        ("省级学会",               FanOut(kind=SubjectKind.UNIT, unit_class="省级学会")),
        ("单位:各省级学会",        FanOut(kind=SubjectKind.UNIT, unit_class="省级学会")),
        ("领导",                   FanOut(kind=SubjectKind.PERSON, role=Role.LEADER)),
        ("人员：leader",           FanOut(kind=SubjectKind.PERSON, role=Role.LEADER)),
        ("小组：第一组；第二组；", FanOut(kind=SubjectKind.GROUP, names=("第一组", "第二组"))),
    ],
)
def test_a_fan_out_may_be_written_shorter(text: str, fan_out: FanOut) -> None:
    assert read_fan_out(text, CALLED) == fan_out


@pytest.mark.parametrize(
    ("read", "text", "told"),
    [
        (lambda text: read_fan_out(text, CALLED), "各有关方面",   "看不懂“各有关方面”；请写成“单位：类别”"),
        (lambda text: read_fan_out(text, CALLED), "单位：企业",   "名册里没有“企业”这类单位，有的是：省级学会、高校科协"),
        (lambda text: read_fan_out(text, CALLED), "人员：天才",   "不认识“天才”，可以填：联络员、"),
        (lambda text: read_fan_out(text, CALLED), "人员：；",     "看不懂“人员：；”；请写成"),
        (lambda text: read_units(text, CALLED),   "学会部、气球", "名册里没有叫“气球”的单位；请按名册里的名称填写"),
        (read_day,                                "32",           "“32”不是一个月里的日子"),
        (read_day,                                "0日",          "“0日”不是一个月里的日子"),
        (read_count,                              "0",            "“0”不是数量"),
        (read_span,                               "尽快",         "看不懂“尽快”；请写成“签收后10个工作日”"),
        (read_span,                               "签收前3日",    "只有活动才能往前推算"),
        (read_count,                              "-3",           "“-3”不是数量"),
    ],
)
def test_a_cell_with_a_mistake_says_what_can_be_written(read, text: str, told: str) -> None:
    with pytest.raises(Unreadable) as mistake:
        read(text)

    assert mistake.value.zh.startswith(told)


# fmt: on


def test_a_date_alone_means_a_fixed_date() -> None:
    assert settled_in(Line({"due": "2026年3月31日"}), CALLED).timing is Timing.FIXED


def test_who_and_when_read_as_words() -> None:
    settled = Settled(lead_unit_id=1, supporting=(2, 3), timing=Timing.MONTHLY, rhythm_day=25)
    spread = Settled(fan_out=FanOut(kind=SubjectKind.UNIT, unit_class="高校科协"), timing=Timing.EVENT, event="会前")

    assert (who(settled, CALLED), when(settled)) == ("学会部牵头，科普部、省科技馆配合", "每月 25 日")
    assert (who(spread, CALLED), when(spread)) == ("分解到单位：高校科协", "会前")
    assert (who(Settled(), CALLED), when(Settled()), fan_out_words(FanOut())) == ("", "", "")
