"""Rows of patterns are left out for a text only where they cannot find anything in it."""

import re
from importlib import import_module
from typing import Any

import pytest

from duban.notices.amounts import DELIVERABLES, FAN_OUT
from duban.notices.deadlines import AN_EVENT, AT_THE_HEAD, KINDS, LABELLED, MAY_STAND_AT_THE_HEAD
from duban.notices.sieve import sieve

ROWS = [
    *((signs, pattern) for _, signs, pattern, _ in LABELLED),
    *((signs, pattern) for signs, pattern, _ in (*DELIVERABLES, *FAN_OUT)),
]


EVENTS = (
    "春节 国庆 元旦 五一 清明 端午 中秋 汛期 开学 换届 暑假 高考 中考 会 考 赛 市人大 党代会 二十大 全会 两会 展览举办 "
    "工作开始 项目完成 工程验收 会议召开 活动结束 大会举行 雨季到来 雨季来临 规划发布 大会开幕 大会闭幕 方案通过 立项批准 "
    "任期届满 任务到期 新生报到 培训开班"
)


def holds(parsed: Any, signs: str) -> bool:
    """Tell whether every text that a parsed pattern matches has one of the signs."""
    return any(_holds(str(what), told, signs) for what, told in parsed)


def _holds(what: str, told: Any, signs: str) -> bool:
    match what:
        case "LITERAL":
            return chr(told) in signs
        case "IN":
            return all(str(kind) == "LITERAL" and chr(one) in signs for kind, one in told)
        case "BRANCH":
            return all(holds(branch, signs) for branch in told[1])
        case "MAX_REPEAT" | "MIN_REPEAT":
            return told[0] > 0 and holds(told[2], signs)
        case "SUBPATTERN":
            return holds(told[-1], signs)
        case "ASSERT":  # what stands before a match is not in it
            return told[0] > 0 and holds(told[1], signs)
    return False


def needs(pattern: str, signs: str) -> bool:
    return holds(import_module("re._parser").parse(pattern), signs)


@pytest.mark.parametrize(
    ("pattern", "signs", "needed"),
    [
        ("[前后]", "前后", True),
        ("[前后中]", "前后", False),
        ("(?:之前|前|截止)", "前止", True),
        ("(?:之前|前|截止)?", "前止", False),
        (r"\d日", "日", True),
        (r"(?<=前)\d", "前", False),
        (r"\d(?=前)", "前", True),
        (r"\d(?!前)", "前", False),
    ],
)
def test_a_sign_is_needed_where_no_match_is_without_it(pattern: str, signs: str, needed: bool) -> None:
    assert needs(pattern, signs) is needed


@pytest.mark.parametrize(("signs", "pattern"), ROWS, ids=[pattern for _, pattern in ROWS])
def test_no_match_of_a_row_is_without_its_signs(signs: str, pattern: str) -> None:
    assert [one for one in signs.split() if not needs(pattern, one)] == []


def test_rows_whose_signs_all_stand_in_a_text_are_given_in_order() -> None:
    likely = sieve([("day", "前止 日"), ("any", ""), ("month", "前止 月")])
    assert [likely(text) for text in ("6月底前", "5日前截止", "6月5日")] == [("any", "month"), ("day", "any"), ("any",)]


@pytest.mark.parametrize("pattern", [pattern for kind, _, pattern, _ in KINDS if kind == "event"])
def test_what_comes_right_before_an_event_s_side_tells_of_an_event(pattern: str) -> None:
    """Without such a sign the rows of events are not tried."""
    said = [
        f"{begins}{what}{side}{goes_on}"
        for what in EVENTS.split()
        for side in ("前", "后", "之前", "之后", "前夕", "前3个月", "3日前")
        for begins, goes_on in (("", ""), ("在", "完成培训"), ("", "完成培训"))
    ]
    matched = [text for text in said if re.search(pattern, text)]
    assert matched
    assert [text for text in matched if not AN_EVENT.search(text)] == []


@pytest.mark.parametrize("example", [*(row[3] for row in LABELLED), "寒暑假期间", "上半年", "会议结束后", "于5月中旬"])
def test_what_may_stand_at_the_head_of_a_clause_is_looked_for(example: str) -> None:
    for text in (example, f"{example}完成", f"请于{example}完成"):
        assert not AT_THE_HEAD.match(text) or MAY_STAND_AT_THE_HEAD.match(text)
