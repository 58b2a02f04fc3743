"""By when the rows of a table are to be done: their columns of times, what the task says, columns headed by a time."""

import re
from typing import NamedTuple

from duban.notices.cutting import Row
from duban.notices.dates import Years
from duban.notices.deadlines import find_deadlines, loose_doubts
from duban.notices.doubts import CHANGED_TIME, IN_REMARK, LOOSE, MAY_BE_OCTOBER, TIME_UNREAD
from duban.notices.page import Page
from duban.notices.task_table import NOTHING, TaskTable, cells_in, years_in
from models.reading import Certainty, DeadlineFound, Span

CHANGED = re.compile("原定|原为|原计划|延期|延[至到长]|调整[为至到]|顺延|推迟|变更|提前[至到]")
TELLS = re.compile(f"{CHANGED.pattern}|已|正在|截至|上年|去年|同期")
"""A remark that says what was sets no time."""
MARKS = re.compile(r"[√✓✔●○◎★☆▲△■□◆◇※＊*xX×—→-]+")
"""A column of a month in which a row has a mark only says that the work goes on then."""


class RowTimes(NamedTuple):
    """The deadlines of one row, how sure they are, and why not."""

    deadlines: tuple[DeadlineFound, ...] = ()
    certainty: Certainty = "certain"
    doubts: tuple[str, ...] = ()


def row_times(page: Page, table: TaskTable, row: Row, *, years: Years) -> RowTimes:
    """Read by when a row is to be done.

    1. What the task and its goal say of themselves. 2. The column of times. 3. Where that says nothing, the heads of
    columns such as 一季度 under which the row says something. 4. The remark, which makes the row likely only.
    """
    said = [cell for kind in ("task", "goal") for cell in cells_in(table, row, kind)]
    deadlines = [d for cell in said for d in find_deadlines(page, cell, years_in(table, row, cell, years=years))]
    unread = loose_doubts(deadlines)
    labelled: list[DeadlineFound] = []
    for cell in cells_in(table, row, "time"):
        times = find_deadlines(page, cell, years_in(table, row, cell, years=years), labelled=True)
        labelled += times
        unread += [LOOSE.of(text=d.text) for d in times if page.plain.startswith("起", d.span[1])]
        unread += [MAY_BE_OCTOBER.of(text=d.text) for d in times if d.text.endswith(".1") and d.text.count(".") == 1]
        unread += [CHANGED_TIME.of(text=page.cut(cell))] if times and CHANGED.search(page.plain, *cell) else []
        unread += [] if times or page.cut(cell) in NOTHING else [TIME_UNREAD.of(text=page.cut(cell))]
    if not labelled:
        labelled, doubts = _by_periods(page, table, row, years=years)
        unread += doubts
    remarked = [
        d
        for cell in cells_in(table, row, "remark")
        if not TELLS.search(page.plain, *cell)
        for d in _remarked(page, cell, years)
        if d.kind != "relative"
    ]
    likely = [IN_REMARK.of(text=d.text) for d in remarked]
    certainty: Certainty = "unsure" if unread else "likely" if likely else "certain"
    return RowTimes(_once([*deadlines, *labelled, *remarked]), certainty, (*unread, *likely))


def _remarked(page: Page, cell: Span, years: Years) -> list[DeadlineFound]:
    """A remark that is all time needs no 前."""
    whole = [d for d in find_deadlines(page, cell, years, labelled=True) if d.span == cell and d.kind == "fixed"]
    return whole or find_deadlines(page, cell, years)


def _by_periods(page: Page, table: TaskTable, row: Row, *, years: Years) -> tuple[list[DeadlineFound], list[str]]:
    """Return the ends of the periods under whose heads the row says something, and what is doubtful of them.

    A day that such a cell sets itself stands for the end of its period.
    """
    found: list[DeadlineFound] = []
    marked: list[DeadlineFound] = []
    doubts: list[str] = []
    for place, kind, cell in zip(table.places, table.columns, row, strict=False):
        if kind != "period" or cell[0] == cell[1] or page.cut(cell) in NOTHING:
            continue
        at = years_in(table, row, cell, years=years)
        ends = find_deadlines(page, place, at, labelled=True)[:1]
        if any(_is_past(end, years) for end in ends):
            continue
        if MARKS.fullmatch(page.plain, *cell):
            marked = ends
            continue
        own = _own_times(page, cell, at)
        doubts += loose_doubts([d for d in own if d.span[0] != cell[0]])
        found += own
        found += [] if any(d.kind != "recurring" for d in own) else ends
    return [*found, *marked], [*doubts, *(LOOSE.of(text=d.text) for d in marked)]


def _own_times(page: Page, cell: Span, years: Years) -> list[DeadlineFound]:
    """What stands first in such a cell needs no 前: 4月至9月完成回填."""
    first = [d for d in find_deadlines(page, cell, years, labelled=True) if d.span[0] == cell[0]]
    others = find_deadlines(page, cell, years)
    return [*first, *(d for d in others if all(d.span[0] >= one.span[1] for one in first))]


def _is_past(end: DeadlineFound, years: Years) -> bool:
    """2023年 beside 2024年 in a plan of 2024 only tells what was."""
    now = years.signed.year if years.signed else years.named
    return end.date is not None and now is not None and end.date.year < now


def _once(deadlines: list[DeadlineFound]) -> tuple[DeadlineFound, ...]:
    """What the task and its time both say, as 每月调度一次 and 每月, is one deadline."""
    found: dict[tuple[object, ...], DeadlineFound] = {}
    for deadline in deadlines:
        found.setdefault((deadline.kind, deadline.date, deadline.rule or deadline.text), deadline)
    return tuple(found.values())
