"""The rows told as sentences, as a table and as a diagram: complete, in both languages, with ASCII ids."""

import re

import pytest

from models.words import Act, Life, TaskState
from workflows.drawing import acts, impossible, mermaid, states, table, told
from workflows.lives import LIVES
from workflows.rules import NEW
from workflows.task.lifecycle import TASK

HAN = re.compile("[\u4e00-\u9fff]")


def test_a_row_reads_as_a_sentence():
    first, *_ = told(TASK, TaskState.PLANNED)

    assert first.may == "计划专责可以交办，任务变为“已交办”；随后告知牵头单位、告知配合单位。"
    assert first.otherwise == (
        "工作方案尚未印发，或者已经总结。",
        "尚未确定牵头单位。",
        "尚未确定时限、活动节点或报告周期。",
    )


def test_the_same_row_reads_in_english():
    first, *_ = told(TASK, TaskState.PLANNED, "en")

    assert (
        first.may
        == "The planner may: assign; it becomes “assigned”; then tell the lead unit, tell the supporting units."
    )
    assert first.otherwise[0] == "The plan has to be issued, and not yet concluded."


# fmt: off
SENTENCES = [
    # life               state          n   sentence
    (Life.TASK,          "in_review",   0,  "审核一有结果，系统随即据此审核通过，任务变为“已办结”；随后告知牵头单位、告知计划专责、了结督办。"),
    (Life.TASK,          "in_progress", 1,  "联络员可以填报进展，状态不变，只作记录。"),
    (Life.SUPERVISION,   "calm",        0,  "到了时间，系统自动提醒，督办变为“已提醒”；随后告知牵头单位。"),
    (Life.SUPERVISION,   "circulated",  0,  "系统随相关事项自动了结，督办变为“已了结”。"),
    (Life.PLAN,          NEW,           0,  "计划专责可以立项，工作方案变为“拟稿”。"),
]
# fmt: on


@pytest.mark.parametrize(("life", "state", "n", "sentence"), SENTENCES)
def test_people_the_panel_the_clock_and_the_system_are_told_apart(life, state, n, sentence):
    assert told(LIVES[life], state)[n].may == sentence


@pytest.mark.parametrize("life", Life)
def test_every_row_is_told_once_per_state_it_speaks_of(life):
    rules = LIVES[life]

    assert sum(len(told(rules, state)) for state in states(rules)) == sum(len(row.sources) for row in rules.rows)


@pytest.mark.parametrize("life", Life)
def test_the_english_has_no_chinese_in_it(life):
    rules = LIVES[life]
    said = [line for state in states(rules) for t in told(rules, state, "en") for line in (t.may, *t.otherwise)]

    assert [line for line in (*said, table(rules, "en"), mermaid(rules, "en")) if HAN.search(line)] == []


@pytest.mark.parametrize("life", Life)
def test_what_can_and_what_cannot_happen_are_all_acts_of_the_life(life):
    rules = LIVES[life]
    beginnings = {row.may for row in rules.rows if row.sources == (NEW,)}
    for state in states(rules)[1:]:
        possible = {row.may for row in rules.rows if state in row.sources}
        assert possible | set(impossible(rules, state)) | beginnings == set(acts(rules))
        assert possible & set(impossible(rules, state)) == set()


def test_a_task_in_review_cannot_be_reported_or_suspended():
    assert {Act.REPORT, Act.SUSPEND, Act.PASS_CHECK, Act.ACCEPT} <= set(impossible(TASK, TaskState.IN_REVIEW))


def test_that_a_thing_there_cannot_begin_again_goes_without_saying():
    assert [state for state in TaskState if Act.OPEN in impossible(TASK, state)] == []


@pytest.mark.parametrize("life", Life)
def test_the_table_has_one_line_per_row_and_five_cells_in_each(life):
    lines = table(LIVES[life]).splitlines()

    assert len(lines) == len(LIVES[life].rows) + 2
    assert {line.count("|") for line in lines} == {6}


@pytest.mark.parametrize("life", Life)
def test_the_diagram_has_ascii_ids_and_chinese_labels(life):
    rules = LIVES[life]
    head, *lines = mermaid(rules).splitlines()

    assert head == "stateDiagram-v2"
    named = [re.fullmatch(r'    state "(.+)" as ([a-z_]+)', line) for line in lines]
    labels = {match[2]: match[1] for match in named if match}
    assert labels == {state.value: state.zh for state in rules.states}
    arrows = [re.fullmatch(r"    (\[\*\]|[a-z_]+) --> (\[\*\]|[a-z_]+)(?:: (.+))?", line) for line in lines]
    assert [bool(a) != bool(n) for a, n in zip(arrows, named, strict=True)] == [True] * len(lines)


@pytest.mark.parametrize("life", Life)
def test_the_diagram_draws_exactly_the_steps_of_the_rows(life):
    rules = LIVES[life]
    drawn = set()
    for line in mermaid(rules).splitlines():
        match = re.fullmatch(r"    (\[\*\]|[a-z_]+) --> ([a-z_]+): (.+)", line)
        if match:
            drawn |= {(match[1], match[2], act) for act in match[3].split("、")}

    assert drawn == {
        ("[*]" if source == NEW else str(source), row.target(source), row.may.zh)
        for row in rules.rows
        for source in row.sources
    }


def test_only_ended_states_lead_to_the_end():
    ends = re.findall(r"^    ([a-z_]+) --> \[\*\]$", mermaid(TASK), re.MULTILINE)

    assert ends == ["closed", "cancelled"]
