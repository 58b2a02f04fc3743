"""Supplementary and amended notices against their plan: what they change is proposed, taken by a person, and followed."""

from datetime import date

import pytest
from small_plan import CITIES, LIAISON, MONTHLY, MUSEUM, PLAIN, PLANNER, POPULAR, at, rows

from duban.amending import Proposed, proposed, take
from duban.database import reading
from duban.notices import read_text
from duban.notices.changes import CHANGES, COMPILED, changes
from models.errors import BadInput
from models.plan import Plan, Requirement
from models.question import Extension
from models.record import Move
from models.register import Unit
from models.task import Task
from models.words import Act, Life, TaskState, Timing
from workflows.moments import day_of

NOW = at("2026-02-02 09:00")
HEAD = "试科协〔2026〕5号\n\n关于调整《试行方案》有关事项的补充通知\n\n各有关单位：\n　　现就有关事项通知如下：\n"
TAIL = "\n\n岭海省科学技术协会\n2026年2月2日\n"


def notice(*sentences: str):
    return read_text(HEAD + "\n".join(f"　　{sentence}" for sentence in sentences) + TAIL)


def found(small, *sentences: str) -> list[Proposed]:
    with reading() as session:
        return proposed(session, session.get_one(Plan, small.plan_id), notice(*sentences))


def taken(small, *sentences: str, who: str = PLANNER) -> list[str]:
    came = take(found(small, *sentences), notice(*sentences), plan_id=small.plan_id, by=small.people[who], now=NOW)
    return [one["result"] for one in came]


def unit(code: str) -> int:
    return next(one.id for one in rows(Unit) if one.code == code)


@pytest.mark.parametrize(("kind", "pattern", "example"), CHANGES, ids=[example for _, _, example in CHANGES])
def test_every_manner_of_a_change_reads_its_own_example(kind, pattern, example):
    signed = read_text(example + "。").model_copy(update={"date": date(2026, 2, 2)})

    assert [one.kind for one in changes(signed)] == [kind]
    assert pattern in {compiled.pattern for _, compiled in COMPILED}


# fmt: off
SAID = [
    # the notice says                                                    act        seq  timing         due                lead
    ("将“更新展项”的完成时限由2026年3月31日前调整为2026年4月30日前。",   Act.AMEND, 1, Timing.FIXED,  date(2026, 4, 30), MUSEUM),
    ("“更新展项”工作延期至4月30日前完成。",                              Act.AMEND, 1, Timing.FIXED,  date(2026, 4, 30), MUSEUM),
    ("“更新展项”的牵头单位由省科技馆调整为科普部。",                      Act.AMEND, 1, Timing.FIXED,  date(2026, 3, 31), POPULAR),
    ("“更新台账”改由科普部负责。",                                       Act.AMEND, 2, Timing.MONTHLY, None,             POPULAR),
    ("取消“走进社区”。",                                                 Act.DROP,  3, None,          None,              None),
    ("第3条任务不再执行。",                                              Act.DROP,  3, None,          None,              None),
    ("将第1项任务的完成时间由“3月31日前”修改为“4月30日前”。",             Act.AMEND, 1, Timing.FIXED,  date(2026, 4, 30), MUSEUM),
    ("“更新展项”提前至2月28日前完成。",                                  Act.AMEND, 1, Timing.FIXED,  date(2026, 2, 28), MUSEUM),
    ("“更新展项”的完成期限延长一个月，至4月30日止。",                     Act.AMEND, 1, Timing.FIXED,  date(2026, 4, 30), MUSEUM),
    ("将“3月31日前更新展项”修改为“4月30日前更新展项”。",                  Act.AMEND, 1, Timing.FIXED,  date(2026, 4, 30), MUSEUM),
    ("“更新展项”由科普部牵头，省科技馆不再承担。",                        Act.AMEND, 1, Timing.FIXED,  date(2026, 3, 31), POPULAR),
    ("“更新展项”工作移交科普部承担。",                                   Act.AMEND, 1, Timing.FIXED,  date(2026, 3, 31), POPULAR),
    ("“走进社区”不再列入2026年任务。",                                   Act.DROP,  3, None,          None,              None),
]
# fmt: on


@pytest.mark.parametrize(("sentence", "act", "seq", "timing", "due", "lead"), SAID)
def test_a_change_is_proposed_for_the_demand_it_means(small, sentence, act, seq, timing, due, lead):
    [one] = found(small, sentence)

    assert (one.act, one.seq, one.source) == (act, seq, sentence)
    settled = one.settled
    assert (settled and settled.timing, settled and settled.due) == (timing, due)
    assert (settled and settled.lead_unit_id) == (unit(lead) if lead else None)


def test_a_unit_that_joins_helps_and_the_lead_stays(small):
    [one] = found(small, "增加科普部为“更新台账”的配合单位。")

    assert (one.settled.lead_unit_id, unit(POPULAR) in one.settled.supporting) == (unit(MUSEUM), True)
    assert taken(small, "“更新台账”的配合单位增加科普部。") == ["已办"]
    assert found(small, "“更新台账”的配合单位增加科普部。") == []


def test_what_is_newly_asked_for_is_proposed_with_who_and_when(small):
    [one] = found(small, "请省科技馆于2026年5月31日前编制开放指南。")

    assert (one.act, one.seq, one.settled.due, one.settled.lead_unit_id) == (
        Act.ADD,
        0,
        date(2026, 5, 31),
        unit(MUSEUM),
    )


def test_a_later_date_by_notice_keeps_the_first_and_is_no_extension(small):
    assert taken(small, SAID[0][0]) == ["已办"]

    task = small.tasks(PLAIN)[0]
    assert (day_of(task.due), day_of(task.original_due), task.extensions) == (date(2026, 4, 30), date(2026, 3, 31), 0)
    assert rows(Extension) == []
    amended = [move for move in rows(Move) if move.act is Act.AMEND]
    assert [move.why for move in amended] == [
        f"据《关于调整《试行方案》有关事项的补充通知》（试科协〔2026〕5号）：{SAID[0][0]}"
    ]
    assert amended[0].detail["before"]["due"] == "2026-03-31"


def test_another_lead_by_notice_hands_the_open_task_over(small):
    assert taken(small, SAID[2][0]) == ["已办"]

    task = small.tasks(PLAIN)[0]
    assert (task.lead_unit_id, task.state) == (unit(POPULAR), TaskState.ASSIGNED)


def test_a_demand_withdrawn_by_notice_ends_its_open_tasks(small):
    assert taken(small, SAID[4][0]) == ["已办"]

    assert {task.state for task in small.tasks(CITIES)} == {TaskState.CANCELLED}
    assert {task.state for task in small.tasks(MONTHLY)} == {TaskState.ASSIGNED}


def test_a_new_demand_becomes_a_task_at_once(small):
    before = len(rows(Task))
    assert taken(small, "请省科技馆于2026年5月31日前编制开放指南。") == ["已办"]

    added = rows(Requirement)[-1]
    [task] = [one for one in rows(Task) if one.requirement_id == added.id]
    assert (len(rows(Task)), task.lead_unit_id, day_of(task.due)) == (before + 1, unit(MUSEUM), date(2026, 5, 31))
    with reading() as session:
        text = session.get_one(Plan, small.plan_id).text
    assert text[added.start : added.end] == added.text


def test_the_same_notice_again_changes_nothing_more(small):
    taken(small, SAID[0][0], SAID[4][0])

    assert found(small, SAID[0][0], SAID[4][0]) == []


def test_a_notice_that_says_most_of_the_plan_again_asks_about_what_it_leaves_out(small):
    again = found(small, "1. 更新展项（省科技馆负责，2026年4月30日前完成）。", "2. 更新台账。")

    assert [(one.act, one.seq) for one in again] == [(Act.AMEND, 1), (Act.DROP, 3)]
    assert again[1].doubts == ("通知重述了方案而没有这一条，请核对是否撤销。",)


def test_an_unknown_unit_is_told_and_not_taken(small):
    sentence = "“更新展项”的牵头单位由省科技馆调整为省科技管理中心。"

    [one] = found(small, sentence)
    assert "名册里没有“省科技管理中心”" in one.doubts[0]
    assert taken(small, sentence) == ["未办"]


def test_only_a_planner_takes_what_a_notice_changes(small):
    assert taken(small, SAID[0][0], who=LIAISON) == ["未办"]
    assert [move for move in rows(Move) if move.act is Act.AMEND] == []


def test_a_plan_that_is_not_issued_is_not_amended_by_a_notice(approved):
    with reading() as session, pytest.raises(BadInput) as refusal:
        proposed(session, session.get_one(Plan, approved.plan_id), notice(SAID[0][0]))
    assert refusal.value.sentence.zh == (
        "方案 试科协〔2026〕2号 现为“已审定”，不按补充、修订通知办理；只有已印发的方案才可以。"
    )


def test_every_taken_change_has_its_move_and_its_person(small):
    taken(small, *(said[0] for said in SAID[:1]), SAID[4][0])

    done = [(m.act, m.person_id) for m in rows(Move) if m.life is Life.PLAN and m.act in (Act.AMEND, Act.DROP)]
    assert done == [(Act.AMEND, small.people[PLANNER].person_id), (Act.DROP, small.people[PLANNER].person_id)]
