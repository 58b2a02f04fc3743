"""Titles break where words end, in lines that fit."""

import pytest

from duban.reports.titles import title_lines

# fmt: off
CASES = (
    ("关于某项工作的报告",
     ("关于某项工作的报告",)),
    ("关于《关于实施全民科学素质提升年的工作方案》落实情况的报告",
     ("关于《关于实施全民科学素质提升年的", "工作方案》落实情况的报告")),
    ("关于《关于认真学习宣传贯彻省第十三次党代会精神的工作方案》落实情况的报告",
     ("关于《关于认真学习宣传贯彻", "省第十三次党代会精神的", "工作方案》落实情况的报告")),
)
# fmt: on


@pytest.mark.parametrize(("title", "lines"), CASES)
def test_a_title_breaks_where_a_word_ends(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title) == lines


@pytest.mark.parametrize("length", [21, 40, 60, 120, 200])
def test_a_title_of_one_long_word_still_fits_and_loses_nothing(length: int) -> None:
    title = "关于《" + "长" * length + "》落实情况的报告"
    lines = title_lines(title)
    assert "".join(lines) == title
    assert max(map(len, lines)) <= 20
    assert not [line for line in lines if line[0] in "》、，：）" or line[-1] in "《（"]
