"""The corpus of notices is read as well as the targets ask, and the page about it says so."""

import pytest
from corpus_notices import notices
from reading_page import PAGE, page
from scoring import FIELDS, Result, scored

from duban.notices.opening import ENDINGS, READERS

# fmt: off
TARGETS = {
    # field                                       F1 at least
    "文头 head":                                  0.99,
    "标题和条目 headings and items":              0.99,
    "责任单位及角色 owner clauses with roles":    0.97,
    "时限及日期 deadlines with dates":            0.97,
    "表格行 rows of tables":                      0.99,
}
# fmt: on


@pytest.fixture(scope="module")
def result() -> Result:
    return scored(notices())


def test_the_corpus_is_wide_and_has_every_format() -> None:
    corpus = notices()
    assert len(corpus) >= 60
    assert (
        {ENDINGS[f".{notice.format.rpartition('.')[2]}"] for notice in corpus} == set(READERS) == set(ENDINGS.values())
    )


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_read_as_well_as_asked(result: Result, field: str) -> None:
    score = result.scores[field]
    assert score.f1 >= TARGETS[field], (sorted(score.missed), sorted(score.extra))


def test_no_date_is_wrong_and_marked_certain(result: Result) -> None:
    assert result.wrong == []


def test_nothing_is_proposed_where_nothing_is_asked(result: Result) -> None:
    assert result.false == []


def test_the_page_about_reading_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make reading"
