"""The markdown form: what a leader needs first, then what is late; empty parts say so in words."""

import re

from facts_of_reports import a_task, at, due_on, facts

from duban.reports.facts import ExemplarFact
from duban.reports.markdown import render
from duban.reports.summary import summary_of
from duban.reports.values import Summary
from models.words import ExemplarKind, ExemplarState, TaskState


def test_three_sentences_come_first_and_then_what_is_late() -> None:
    told = render(
        summary_of(
            facts(
                a_task(1, due=due_on(5, 20), state=TaskState.CLOSED, reported_at=at(5, 1), closed_at=at(5, 2)),
                a_task(2, due=due_on(6, 19)),
                a_task(3, due=due_on(7, 3)),
            )
        )
    )
    assert told.split("\n\n")[:6] == [
        "# 关于某项工作的工作方案：落实情况",
        "岭科协〔2026〕18号　岭海省科学技术协会，2026年1月5日印发　方案已印发　数据截至 2026-06-30 09:00",
        "**截至2026年6月30日，方案分解任务3项，已办结1项，办结率33.3%（按未撤销的3项计算）；"
        "原定时限已到的任务2项（不含撤销、挂账），其中按时办结1项，按时办结率50%。**",
        "**目前逾期未办结1项，涉及1个牵头单位；逾期最长的是省科技馆牵头的“第2项任务”，已逾期7个工作日。**",
        "**今后10个工作日内（至2026年7月14日）有1项到期。**",
        "## 逾期未办结",
    ]


def test_every_empty_part_says_so_in_words() -> None:
    told = render(summary_of(facts()))
    assert [part for part in told.strip().split("\n\n")[2:] if not part.startswith(("#", "-", "🟢"))] == [
        "**截至2026年6月30日，方案尚未分解出任务。**",
        "**目前没有逾期未办结的任务。**",
        "**今后10个工作日内（至2026年7月14日）没有任务到期。**",
        "目前没有逾期未办结的任务。",
        "尚无任务。",
        "今后10个工作日内没有任务到期。",
        "方案尚未分解出任务。",
        "方案尚未分解出任务。",
        "没有分解到多个对象的任务要求。",
        "没有任务被退回重办。",
        "没有单位申请延期。",
        "没有发出提醒、催办或督办。",
        "配合单位的情况均已报送或免报。",
        "没有长期坚持或时间待定的任务。",
        "尚未推荐典型。",
    ]


def test_every_table_has_as_many_cells_in_each_row_as_in_its_head(summary: Summary) -> None:
    tables = [part for part in render(summary).split("\n\n") if part.startswith("|")]
    assert len(tables) == 11
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1


def test_a_long_table_is_cut_and_says_how_many_are_left_out() -> None:
    told = render(summary_of(facts(*(a_task(number, due=due_on(5, 20)) for number in range(1, 104)))))
    assert told.count("| 未督办 |") == 100
    assert "另有 3 项，见台账。" in told


def test_what_people_wrote_cannot_become_markup() -> None:
    named = ExemplarFact(ExemplarKind.DEED, ExemplarState.ACCEPTED, 1, "[点我](http://x)|<b>", "一行\n# 二行`", "")
    told = render(summary_of(facts(exemplars=(named,))))
    assert r"| 典型事 | 科普部 | \[点我\](http://x)\|\<b\> | 一行 \# 二行\` | 已采纳 |" in told
