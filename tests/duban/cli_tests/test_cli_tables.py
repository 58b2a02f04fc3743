"""Tables of commands on narrow terminals: nothing is cut off, and what is short stays on its line."""

import re

import pytest

from duban.cli.laid_out import CLOSING, OPENING, cells, folded, table

HEADINGS = ["编号", "灯", "缘由", "状态", "牵头单位", "时限", "任务", "对象", "期次"]
TASK = "各地级以上市科协要在2月底前报送县级场馆需求清单"
UNIT = "岚州市科学技术协会"
ROW = ["34", "红灯", "已逾期 187 个工作日", "已交办", "岚州市科协", "2026-02-28", TASK, UNIT, ""]


def shown(width: int) -> list[str]:
    return list(table([ROW], HEADINGS, width))


@pytest.mark.parametrize("width", [72, 80, 100, 160])
def test_a_table_shows_everything_however_narrow_the_terminal(width: int) -> None:
    lines = shown(width)

    assert [line for line in lines if cells(line) > width or line.endswith(" ")] == []
    assert sorted("".join(lines[2:]).replace(" ", "")) == sorted("".join(ROW).replace(" ", ""))
    assert [word for word in ("34", "红灯", "已交办", "岚州市科协", "2026-02-28") if word not in lines[2]] == []


def test_a_column_without_anything_in_it_goes_first_when_room_is_short() -> None:
    assert ["期次" in re.split(r"\s+", shown(width)[0]) for width in (80, 160)] == [False, True]


@pytest.mark.parametrize("width", range(6, 40))
def test_lines_break_where_chinese_may_be_broken(width: int) -> None:
    told = "请核对《通知》（试科协〔2026〕2号）、“名册”。再运行 duban setup --register FILE；口令见 .duban/demo/accounts.txt。"
    lines = folded(told, width)

    assert [line for line in lines if cells(line) > width] == []
    assert [line for line in lines if line[0] in CLOSING or line[-1] in OPENING] == []
    assert "".join(lines).replace(" ", "") == told.replace(" ", "")


def test_what_has_lines_of_its_own_keeps_them_and_signs_for_terminals_are_left_out() -> None:
    assert folded("一\n二\x1b[31m三\t四", 20) == ["一", "二 [31m三 四"]


def test_words_and_days_stay_in_one_piece_where_room_is_short() -> None:
    row = ["34", "red", "overdue by 187 working days", "assigned", UNIT, "2026-02-28", TASK, UNIT, "January 2026"]
    headings = ["No.", "Lamp", "Why", "State", "Lead unit", "Deadline", "Tasks", "Subject", "Period"]
    lines = list(table([row], headings, 80))

    assert [line for line in lines if cells(line) > 80] == []
    assert [
        word for word in ("overdue", "working", "assigned", "January", "2026-02-28") if word not in "".join(lines)
    ] == []
