"""The rows drawn as a table and as a diagram: complete, in both languages, with ASCII ids."""

import re

import pytest

from models.words import Life
from workflows.drawing import mermaid, mermaid_of_all, table
from workflows.lives import LIVES
from workflows.rules import NEW
from workflows.task.lifecycle import TASK


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


def test_a_row_of_the_table_says_what_stays_and_what_follows_in_either_language():
    rows = table(LIVES[Life.FINDING]).splitlines(), table(LIVES[Life.FINDING], "en").splitlines()

    assert [lines[9] for lines in rows] == [
        "| 已发现 | 时钟 | 催办 | （不变） | 请督办专员处理 |",
        "| found | the clock | urge | (stays) | ask the supervisor to act |",
    ]
    assert [lines[10] for lines in rows] == [
        "| 已交办、重新整改、整改中 | 时钟 | 催办 | （不变） | 告知牵头单位、告知督办专员 |",
        "| assigned, reopened, being fixed | the clock | urge | (stays) | tell the lead unit, tell the supervisor |",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_drawing_of_all_holds_the_drawing_of_each_under_its_name(language):
    lines = iter(mermaid_of_all(LIVES, language).splitlines())

    assert next(lines) == "stateDiagram-v2"
    for life, rules in LIVES.items():
        assert next(lines) == f'    state "{life.in_language(language)}" as {life.value} {{'
        held = list(iter(lambda: next(lines), "    }"))
        alone = mermaid(rules, language).splitlines()[1:]
        assert [line.strip().replace(f"{life.value}_", "", 2) for line in held] == [line.strip() for line in alone]
        assert all(line.startswith("        ") and f"{life.value}_" in line for line in held)
    assert next(lines, "") == ""


def test_no_two_lives_of_the_drawing_share_an_id():
    ids = re.findall(r" as ([a-z_]+)", mermaid_of_all(LIVES))

    assert len(ids) == len(set(ids)) == len(LIVES) + sum(len(rules.states) for rules in LIVES.values())


def test_the_drawing_speaks_english():
    assert mermaid(LIVES[Life.EXEMPLAR], "en").splitlines()[5:] == [
        "    [*] --> nominated: nominate",
        "    nominated --> accepted: adopt",
        "    nominated --> declined: pass over",
        "    accepted --> published: publish",
        "    published --> [*]",
        "    declined --> [*]",
    ]
