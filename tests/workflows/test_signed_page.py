"""The pages that people sign hold every sentence that the rows of the lives tell, word for word, in both languages."""

from pathlib import Path

import pytest

from models.words import Life
from workflows.drawing import cells, mermaid, mermaid_of_all, states, table
from workflows.lives import LIVES
from workflows.telling import a_life, closing, told

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"zh": "lifecycles.md", "en": "lifecycles.en.md"}


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("life", Life)
def test_the_page_holds_every_sentence(life, language):
    page = (DOCS / PAGES[language]).read_text(encoding="utf-8")
    rules = LIVES[life]
    said = [line for state in states(rules) for line in closing(rules, state, language)]
    said += [part for state in states(rules) for t in told(rules, state, language) for part in (t.may, *t.otherwise)]

    assert [sentence for sentence in said if sentence not in page] == []


@pytest.mark.parametrize("life", Life)
def test_chinese_is_told_when_nothing_else_is_asked_for(life):
    rules = LIVES[life]

    assert table(rules) == table(rules, "zh")
    assert mermaid(rules) == mermaid(rules, "zh")
    assert mermaid_of_all({life: rules}) == mermaid_of_all({life: rules}, "zh")
    assert [cells(rules, row) for row in rules.rows] == [cells(rules, row, "zh") for row in rules.rows]
    assert [told(rules, state) for state in states(rules)] == [told(rules, state, "zh") for state in states(rules)]


# fmt: off
HEADS = {
    "zh": ["| 什么状态下 | 谁 | 可以 | 变为 | 随后 |", "| --- | --- | --- | --- | --- |"],
    "en": ["| when it is | who | may | it becomes | and then |", "| --- | --- | --- | --- | --- |"],
}
APPROVING = {
    "zh": "| 待审 | 审核组 | 审核通过 | 已通过 | 执行审核结论、告知提出人 |",
    "en": "| open | the panel | approve | approved | carry the decision out, tell whoever asked |",
}
LABELS = {
    "zh": ['    state "待审" as open', "    open --> approved: 审核通过"],
    "en": ['    state "no longer needed" as moot', "    open --> withdrawn: withdraw"],
}
# fmt: on


@pytest.mark.parametrize("language", HEADS)
def test_the_table_and_the_diagram_speak_one_language(language):
    lines = table(LIVES[Life.REVIEW], language).splitlines()
    drawn = mermaid(LIVES[Life.REVIEW], language).splitlines()

    assert lines[:2] == HEADS[language]
    assert APPROVING[language] in lines
    assert set(LABELS[language]) <= set(drawn)


def test_a_life_is_named_with_its_article():
    assert [a_life(life) for life in Life] == [
        "a plan", "a task", "a review", "an extension", "a supervision", "a finding", "an exemplar",
        "a report paper", "an inspection", "an appeal",
    ]  # fmt: skip
