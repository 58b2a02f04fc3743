"""What is read from the real notice, against what a careful reader found in it."""

import datetime as dt
import json
import os
import re
import time

import pytest
from notice_texts import REAL, REAL_EXPECTED

from duban.notices import read_notice, read_text
from models.reading import Reading, RequirementFound, Span

pytestmark = pytest.mark.skipif(
    not REAL.exists() and not os.environ.get("CI"),
    reason="the real notice is not part of the repository; CI has to have it beside",
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_notice(REAL)


@pytest.fixture(scope="module")
def quotes(reading: Reading) -> dict[str, Span]:
    """Task id → place of its quote; … in a quote stands for text left out."""
    tasks = json.loads(REAL_EXPECTED.read_text(encoding="utf-8"))["tasks"]
    return {task["id"]: place_of(task["quote"], reading.text) for task in tasks}


def place_of(quote: str, text: str) -> Span:
    match = re.search(".*?".join(map(re.escape, quote.split("…"))), text, re.S)
    assert match, quote
    return match.span()


def overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def test_head_data_is_what_the_notice_says(reading: Reading) -> None:
    assert reading.number == "粤科协〔2022〕30号"
    assert reading.title == "广东省科协印发《关于认真学习宣传贯彻省第十三次党代会精神的工作方案》的通知"
    assert reading.plan_title == "关于认真学习宣传贯彻省第十三次党代会精神的工作方案"
    assert reading.issuer == "广东省科学技术协会"
    assert reading.date == dt.date(2022, 6, 30)
    assert reading.contact is not None
    assert (reading.contact.name, reading.contact.phone) == ("刘泽周", "83517658")


def test_basis_is_found_once_with_its_number(reading: Reading) -> None:
    found = [(basis.title, basis.number) for basis in reading.basis]
    assert found == [("《中共广东省委关于认真学习宣传省第十三次党代会精神的通知》", "粤发〔2022〕9号")]


def test_addressees_are_four_groups_and_eight_classes(reading: Reading) -> None:
    assert reading.addressees == (
        ("各省级学会", "协会", "研究会"),
        ("各地级以上市科协",),
        ("各高校科协", "企业科协"),
        ("省科协机关各部室", "直属各单位"),
    )
    assert reading.addressee_classes == (
        "省级学会",
        "省级协会",
        "省级研究会",
        "地级以上市科协",
        "高校科协",
        "企业科协",
        "省科协机关部室",
        "省科协直属单位",
    )


def test_outline_has_four_parts_and_thirteen_measures(reading: Reading) -> None:
    ids = [measure.id for measure in reading.measures]
    assert ids == [
        "1", "2", "2.1", "2.2", "2.3", "2.4", "3", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "4", "4.1", "4.2", "4.3",
    ]  # fmt: skip
    leaves = [i for i in ids if not any(other.startswith(i + ".") for other in ids)]
    assert len(leaves) == 14
    assert {m.id: m.title for m in reading.measures}["3.2"] == "强化政治引领"


def test_nearly_every_expected_demand_is_proposed(reading: Reading, quotes: dict[str, Span]) -> None:
    missed = [i for i, quote in quotes.items() if not any(overlap(r.span, quote) for r in reading.requirements)]
    assert len(quotes) == 104
    assert missed == []


def test_hardly_anything_else_is_proposed(reading: Reading, quotes: dict[str, Span]) -> None:
    extra = [r.text for r in reading.requirements if not any(overlap(r.span, q) for q in quotes.values())]
    assert len(extra) <= 5, extra


def test_one_proposal_rarely_swallows_several_demands(reading: Reading, quotes: dict[str, Span]) -> None:
    alone = sum(
        1
        for quote in quotes.values()
        if any(
            overlap(r.span, quote) and sum(overlap(r.span, q) for q in quotes.values()) == 1
            for r in reading.requirements
        )
    )
    assert alone >= 95


def test_demands_stand_under_the_measure_that_the_reader_gave(reading: Reading, quotes: dict[str, Span]) -> None:
    wrong = [
        (task, r.measure)
        for task, quote in quotes.items()
        for r in reading.requirements
        if overlap(r.span, quote) and r.measure != task.rsplit(".", 1)[0].removesuffix(".0")
    ]
    assert wrong == []


def test_no_deadline_and_no_lead_is_invented(reading: Reading) -> None:
    assert [r.deadlines for r in reading.requirements if r.deadlines] == []
    assert {owner.role for r in reading.requirements for owner in r.owners} == {"responsible"}


def test_subjects_are_proposed_as_owners_as_written(reading: Reading) -> None:
    owners = {owner.name for r in reading.requirements for owner in r.owners}
    assert owners == {
        "全省各级科协组织",
        "各级科协组织",
        "党组",
        "理论学习中心组",
        "直属机关党委",
        "党支部",
        "省党代会代表",
        "党组成员",
        "直属机关党支部",
        "党支部书记",
        "省科协直属机关党委",
        "省科技社团党委",
        "各省级学会",
        "地市科协",
    }


def test_four_groups_get_one_topic_each(reading: Reading) -> None:
    topics = [r for r in reading.requirements if r.measure == "2.3" and r.text.rstrip("专题调研").endswith("”")]
    assert [r.fan_out for r in topics] == ["分4个组"] * 4


def _one(reading: Reading, measure: str, words: str) -> RequirementFound:
    [found] = [r for r in reading.requirements if r.measure == measure and words in r.text]
    return found


def test_one_lecture_for_each_person_and_three_regions_fan_out(reading: Reading) -> None:
    lecture, regions = _one(reading, "2.2", "专题党课"), _one(reading, "3.5", "粤东粤西粤北")

    assert lecture.fan_out == "党组成员、党支部书记"
    assert regions.fan_out == "粤东粤西粤北"


def test_five_contests_are_five_proposals(reading: Reading) -> None:
    contests = [r for r in reading.requirements if r.measure == "3.5" and "并列的5项共用" in "".join(r.unsure)]
    assert len(contests) == 5


def test_four_places_of_which_three_can_be_told_apart_are_flagged(reading: Reading) -> None:
    places = _one(reading, "3.4", "佛山东莞松山湖")

    assert places.quantities == ("四个",)
    assert places.certainty != "certain"
    assert places.unsure[-1] == (
        "原文写“等四”，“依托广州、深圳、佛山东莞松山湖高新区”只分得出3个，可能漏了顿号或没有列全，请核对。"
    )


def test_reading_takes_far_less_than_a_second(reading: Reading) -> None:
    start = time.perf_counter()
    read_text(reading.text)
    assert time.perf_counter() - start < 1
