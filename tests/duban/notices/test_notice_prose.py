"""What only looks like a demand, an owner or a deadline: sentences of ordinary notices that set none."""

import datetime as dt

import pytest

from duban.notices import read_text
from models.reading import Reading

FRAME = "海州市教育局关于推进校园安全建设的通知\n各学校：\n{cover}\n一、推进校园安全建设\n{body}\n二、做好宣传\n{after}\n海州市教育局\n2024年5月20日"


def reading(
    *, cover: str = "现将有关事项通知如下。", body: str = "制作短视频。", after: str = "制作短视频。"
) -> Reading:
    return read_text(FRAME.format(cover=cover, body=body, after=after))


@pytest.mark.parametrize(
    "cover", ["去年，各县区均在11月底前完成整改。", "我局计划于6月底前完成评估。", "每周五前报送材料的县区占八成。"]
)
def test_what_was_or_is_planned_asks_for_nothing(cover: str) -> None:
    assert [r.text for r in reading(cover=cover).requirements if r.measure == ""] == []


@pytest.mark.parametrize(
    "body",
    [
        "业务指导：加强对基层的培训。",
        "整改责任：要层层压实。",
        "坚持主要领导负总责、分管领导牵头的责任机制。",
    ],
)
def test_words_behind_a_label_that_are_no_names_own_nothing(body: str) -> None:
    assert [o.name for r in reading(body=body).requirements if r.measure == "1" for o in r.owners] == []


@pytest.mark.parametrize(
    "body",
    [
        "2025年更新改造的管网须验收。",
        "提前3天预约的，可以免费参观。",
        "实行提前15日告知制度。",
        "加强赛前训练。",
        "总结推广入户前发放告知书的做法。",
        "丰富每晚的广场文化活动。",
        "组织学习上半年完成情况。",
    ],
)
def test_a_time_that_only_says_which_sets_no_deadline(body: str) -> None:
    assert [d.text for r in reading(body=body).requirements if r.measure == "1" for d in r.deadlines] == []


def test_a_line_that_counts_visits_is_no_foot_of_a_web_page() -> None:
    found = reading(after="制作短视频。\n访问量由网信办每月统计。\n各学校6月底前报送作品。")
    assert (found.issuer, found.date) == ("海州市教育局", dt.date(2024, 5, 20))
    assert [r.text for r in found.requirements if "报送作品" in r.text] == ["各学校6月底前报送作品"]


def test_what_is_said_to_be_done_dates_nothing() -> None:
    found = reading(after="制作短视频。\n以上工作已于2023年12月底前完成。")
    assert [d.text for r in found.requirements for d in r.deadlines] == []


def test_a_part_of_aims_keeps_what_it_asks() -> None:
    text = reading(after="制作短视频。\n三、目标任务\n建成智慧校园平台，改造食堂20个。").requirements
    assert [r.text for r in text if r.measure == "3"] == ["建成智慧校园平台", "改造食堂20个"]


def test_how_a_matter_stands_asks_for_nothing() -> None:
    found = reading(body="存在问题：该项目应于5月底完成桩基施工，目前仅完成40%。\n制作短视频。")
    assert [d.text for r in found.requirements for d in r.deadlines] == []
