"""Tables of commands on narrow terminals: nothing is cut off, and what is short stays on its line."""

import io
import re

import pytest
from rich.console import Console

from duban.cli.helping import cells
from duban.cli.shown import _table

HEADINGS = ["编号", "灯", "缘由", "状态", "牵头单位", "时限", "任务", "对象", "期次"]
TASK = "各地级以上市科协要在2月底前报送县级场馆需求清单"
UNIT = "岚州市科学技术协会"
ROW = ["34", "红灯", "已逾期 187 个工作日", "已交办", "岚州市科协", "2026-02-28", TASK, UNIT, ""]


def shown(width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(_table([ROW], HEADINGS, width))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize("width", [72, 80, 100, 160])
def test_a_table_shows_everything_however_narrow_the_terminal(width: int) -> None:
    lines = shown(width)

    assert [line for line in lines if cells(line.rstrip()) > width] == []
    assert sorted("".join(lines[2:]).replace(" ", "")) == sorted("".join(ROW).replace(" ", ""))
    assert [word for word in ("34", "红灯", "已交办", "岚州市科协", "2026-02-28") if word not in lines[2]] == []


def test_a_column_without_anything_in_it_goes_first_when_room_is_short() -> None:
    assert ["期次" in re.split(r"\s+", shown(width)[0]) for width in (80, 160)] == [False, True]
