"""The rows told as sentences: complete, in both languages, with what is answered and what cannot happen."""

import re
from collections.abc import Iterator

import pytest

from models.words import Act, ExemplarState, FindingState, Life, PlanState, Role, TaskState
from workflows.drawing import states
from workflows.lives import LIVES
from workflows.phrases import AFTER_MAY, WHEN_THE_PANEL
from workflows.rules import NEW
from workflows.task.lifecycle import TASK
from workflows.telling import closing, impossible, listed, told

HAN = re.compile("[\u4e00-\u9fff]")
LANGUAGES = ("zh", "en")


def test_a_row_reads_as_a_sentence():
    first, *_ = told(TASK, TaskState.PLANNED)

    assert first.may == "计划专责可以交办，任务变为“已交办”；系统随后告知牵头单位、告知配合单位。"
    assert first.unless == "条件不满足时，答复："
    assert first.otherwise == (
        "工作方案尚未印发，或者已经总结。",
        "尚未确定牵头单位。",
        "尚未确定时限、活动节点或报告周期。",
    )


def test_the_same_row_reads_in_english():
    first, *_ = told(TASK, TaskState.PLANNED, "en")

    assert first.may == (
        "The planner may assign it: the task becomes “assigned”; "
        "the system is then to tell the lead unit and tell the supporting units."
    )
    assert first.unless == "Where a condition fails, the answer is:"
    assert first.otherwise[0] == "The plan has to be issued, and not yet concluded."


# fmt: off
SENTENCES = [
    # life               state          n   in Chinese, and in English
    (Life.TASK,          "in_review",   0,  "审核组一同意，即记为“审核通过”，任务变为“已办结”；系统随后告知牵头单位、告知计划专责、了结督办。",
                                            "As soon as the panel says yes, this is recorded as “approve”: the task becomes “closed”; the system is then to tell the lead unit, tell the planner and settle the supervision."),
    (Life.TASK,          "in_review",   1,  "审核组一退回，即记为“退回重办”，任务变为“办理中”；系统随后告知牵头单位、计退回一次。",
                                            "As soon as the panel says no, this is recorded as “send back”: the task becomes “in progress”; the system is then to tell the lead unit and count the return."),
    (Life.TASK,          "in_review",   2,  "审核一撤回，即记为“拿回”，任务变为“已报告”；系统随后请督查员初审。",
                                            "As soon as the review is withdrawn, this is recorded as “take back”: the task becomes “reported”; the system is then to ask the checker."),
    (Life.TASK,          "in_progress", 2,  "联络员可以填报进展，任务仍为“办理中”。",
                                            "The liaison may file progress: the task stays “in progress”."),
    (Life.TASK,          "assigned",    2,  "计划专责可以改派，任务仍为“已交办”；系统随后告知原牵头单位、告知牵头单位、作废所涉延期申请。",
                                            "The planner may reassign it: the task stays “assigned”; the system is then to tell the unit that led before, tell the lead unit and make its extensions moot."),
    (Life.TASK,          NEW,           0,  "工作方案印发、增加要求之后，系统自动建立任务，从“拟办”开始；系统随后要求重新审定总结。",
                                            "After “issue” or “add a requirement” on a plan, the system will open a task: it begins as “planned”; the system is then to have the summary approved anew."),
    (Life.REVIEW,        NEW,           0,  "工作方案送审，或者任务初审通过，或者报告稿送审，或者须先审后办的事提出之后，系统自动建立审核，从“待审”开始；系统随后请审核组审核。",
                                            "After “submit” on a plan or “pass check” on a task or “submit” on a report paper or somebody's asking for what needs a panel first, the system will open a review: it begins as “open”; the system is then to ask the panel."),
    (Life.REVIEW,        "open",        11, "工作方案撤回，或者任务立项、撤销、重新办理，或者报告稿撤回，或者先审后办的事不再能办之后，系统自动作废，本次审核变为“已作废”。",
                                            "After “withdraw” on a plan or “open”, “cancel” or “reopen” on a task or “withdraw” on a report paper or a change after which what was asked cannot be done, the system will make it moot: the review becomes “no longer needed”."),
    (Life.SUPERVISION,   NEW,           0,  "有时限的任务交到牵头单位之后，系统自动建立督办，从“正常”开始。",
                                            "After the lead unit's receiving a task with a deadline, the system will open a supervision: it begins as “calm”."),
    (Life.SUPERVISION,   "calm",        0,  "到了时间，系统自动提醒，督办层级变为“已提醒”；系统随后告知牵头单位。",
                                            "When the time has come, the system will remind: the supervision becomes “reminded”; the system is then to tell the lead unit."),
    (Life.SUPERVISION,   "circulated",  0,  "任务审核通过、调整时限、重算时限、撤销之后，系统自动了结，督办层级变为“已了结”。",
                                            "After “approve”, “move the deadline”, “count the deadline anew” or “cancel” on a task, the system will settle it: the supervision becomes “settled”."),
    (Life.EXTENSION,     NEW,           0,  "联络员可以申请，延期申请从“待批”开始；系统随后请计划专责批复。",
                                            "The liaison may request an extension: it begins as “requested”; the system is then to ask the planner to answer."),
    (Life.PLAN,          "concluded",   0,  "计划专责可以归档，工作方案变为“已归档”。",
                                            "The planner may archive it: the plan becomes “archived”."),
    (Life.PLAN,          "drafted",     5,  "计划专责可以变更督办规则（一律先审后办），工作方案仍为“拟稿”；系统随后按新规则重算催办时间、告知计划专责。",
                                            "The planner may change the policy (a panel always comes first): the plan stays “drafted”; the system is then to work out the times of the clock anew and tell the planner."),
    (Life.PLAN,          NEW,           0,  "计划专责可以立项，工作方案从“拟稿”开始。",
                                            "The planner may open a plan: it begins as “drafted”."),
]
# fmt: on


@pytest.mark.parametrize(("life", "state", "n", "chinese", "english"), SENTENCES)
def test_people_the_panel_the_clock_and_the_system_are_told_apart(life, state, n, chinese, english):
    assert [told(LIVES[life], state, language)[n].may for language in LANGUAGES] == [chinese, english]


def test_what_happens_by_itself_is_refused_to_nobody():
    begins = {
        (
            row.who in (Role.PANEL, Role.CLOCK, Role.SYSTEM),
            *(told(rules, state, language)[n].unless for language in LANGUAGES),
        )
        for rules in LIVES.values()
        for state in states(rules)
        for n, row in enumerate(row for row in rules.rows if state in row.sources)
    }

    assert begins == {
        (False, "条件不满足时，答复：", "Where a condition fails, the answer is:"),
        (True, "条件不满足时不会发生，即：", "It does not happen while a condition fails:"),
    }


@pytest.mark.parametrize("life", Life)
def test_every_row_is_told_once_per_state_it_speaks_of(life):
    rules = LIVES[life]

    assert sum(len(told(rules, state)) for state in states(rules)) == sum(len(row.sources) for row in rules.rows)


def said(life: Life, language: str) -> Iterator[str]:
    """Everything that is told of a life."""
    for state in states(LIVES[life]):
        for row in told(LIVES[life], state, language):  # type: ignore[arg-type]
            yield from (row.may, row.unless, *row.otherwise)
        yield from closing(LIVES[life], state, language)  # type: ignore[arg-type]


@pytest.mark.parametrize("life", Life)
def test_the_english_has_no_chinese_in_it_and_the_chinese_no_english(life):
    assert [line for line in said(life, "en") if HAN.search(line)] == []
    assert [line for line in said(life, "zh") if re.search("[a-z]", line)] == []


@pytest.mark.parametrize("life", Life)
def test_every_sentence_begins_and_ends_as_one(life):
    assert [line for line in said(life, "en") if not re.fullmatch(r"[A-Z].*[.:]", line)] == []
    assert [line for line in said(life, "zh") if not re.fullmatch(r".*[。：]", line)] == []
    assert [
        line for language in LANGUAGES for line in said(life, language) if re.search(r"[{}]|  |，，|；。", line)
    ] == []


@pytest.mark.parametrize("life", Life)
def test_what_can_and_what_cannot_happen_are_all_acts_of_the_life(life):
    rules = LIVES[life]
    beginnings = {row.may for row in rules.rows if row.sources == (NEW,)}
    for state in states(rules)[1:]:
        possible = {row.may for row in rules.rows if state in row.sources}
        assert possible | set(impossible(rules, state)) | beginnings == {row.may for row in rules.rows}
        assert possible & set(impossible(rules, state)) == set()


def test_a_task_in_review_cannot_be_reported_or_suspended():
    assert {Act.REPORT, Act.SUSPEND, Act.PASS_CHECK, Act.ACCEPT} <= set(impossible(TASK, TaskState.IN_REVIEW))


def test_that_a_thing_there_cannot_begin_again_goes_without_saying():
    assert [state for state in TaskState if Act.OPEN in impossible(TASK, state)] == []


# fmt: off
CLOSINGS = [
    # life            state                        said in Chinese, and in English
    (Life.EXEMPLAR,   NEW,                         [], []),
    (Life.EXEMPLAR,   ExemplarState.NOMINATED,     ["此时谁也不能：宣传。", "久拖不办怎么办：等下一次评选。"],
                                                   ["Nobody can now: publish it.", "If nothing happens: it waits for the next selection."]),
    (Life.EXEMPLAR,   ExemplarState.PUBLISHED,     ["到此了结，什么也不能再办。"],
                                                   ["It has ended; nothing more can be done."]),
    (Life.FINDING,    FindingState.VERIFIED,       ["到此了结；此后只能办上面这一件事。"],
                                                   ["It has ended; only what stands above can still be done."]),
    (Life.FINDING,    FindingState.CLAIMED_FIXED,  ["此时谁也不能：交办、开始整改、报整改完成。", "久拖不办怎么办：到了时间，系统自动催办或升级。"],
                                                   ["Nobody can now: assign it, start fixing or claim that it is fixed.", "If nothing happens: when the time has come, the system urges or climbs."]),
    (Life.PLAN,       PlanState.CONCLUDED,         ["此时谁也不能：确认要求、增加要求、剔除要求、送审、审核通过、退回重办、拿回、印发、报送备案、修订要求、总结、催办、撤回、变更督办规则、定活动日期。", "久拖不办怎么办：归档不急。"],
                                                   ["Nobody can now: confirm a requirement, add a requirement, drop a requirement, submit it, approve it, send it back, take it back, issue it, file it with the office above, amend a requirement, conclude it, urge, withdraw it, change the policy or set the date of an event.", "If nothing happens: filing it is not urgent."]),
    (Life.REVIEW,     "open",                      ["久拖不办怎么办：到了时间，系统自动催办或升级。"],
                                                   ["If nothing happens: when the time has come, the system urges or climbs."]),
]
# fmt: on


@pytest.mark.parametrize(("life", "state", "chinese", "english"), CLOSINGS)
def test_a_state_closes_with_what_cannot_happen_and_what_if_nothing_does(life, state, chinese, english):
    assert [list(closing(LIVES[life], state, language)) for language in LANGUAGES] == [chinese, english]


def test_a_list_reads_as_one():
    assert listed(["甲", "乙", "丙"], "zh") == "甲、乙、丙"
    assert [listed(list("abc")[:n], "en") for n in (1, 2, 3)] == ["a", "a or b", "a, b or c"]
    assert listed(["a", "b"], "en", last="and") == "a and b"


def test_every_word_that_is_added_belongs_to_an_act_of_a_row():
    rows = [row for rules in LIVES.values() for row in rules.rows]

    assert set(AFTER_MAY) <= {row.may for row in rows}
    assert set(WHEN_THE_PANEL) == {row.may for row in rows if row.who is Role.PANEL}
