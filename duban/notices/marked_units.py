"""Columns headed by units, in which a mark says whose task a row is: ★ under 数据资源科, and ★牵头，○配合 below."""

import re

from duban.notices.cutting import Row
from duban.notices.page import Page
from duban.notices.task_table import TaskTable
from models.reading import OwnerFound, OwnerRole, Span

MARK = re.compile(r"[√✓✔●○◎★☆▲△■□◆◇※]")
# fmt: off
SAID: tuple[tuple[OwnerRole, str, str], ...] = (
    # role          what the mark stands for, behind it    example
    ("lead",        "牵头|主责|主办|主抓",                   "★为牵头部门"),
    ("supporting",  "配合|协办|协同|协助|参与",              "○配合"),
    ("responsible", "责任|负责|承办|落实",                   "●表示责任部门"),
)
# fmt: on
MEANS = r"(?:[：:—-]|表示|代表|为|是|系|指)?"
FEWEST_COLUMNS = 2


def marked_columns(page: Page, rows: list[tuple[Span, ...]], free: list[int]) -> list[int]:
    """Return those of the `free` columns that hold nothing but marks, where there are several."""
    marked = []
    for place in free:
        cells = [row[place] for row in rows if place < len(row) and row[place][0] < row[place][1]]
        if cells and all(MARK.fullmatch(page.plain, *cell) for cell in cells):
            marked.append(place)
    return marked if len(marked) >= FEWEST_COLUMNS else []


def marked_owners(page: Page, table: TaskTable, row: Row) -> list[OwnerFound]:
    """Return the units in whose columns a row has a mark; what the mark stands for is said somewhere on the page."""
    return [
        OwnerFound(name=page.cut(place), role=_role(page, page.plain[cell[0]]), span=place)
        for cell, kind, place in zip(row, table.columns, table.places, strict=False)
        if kind == "marked" and cell[0] < cell[1]
    ]


def _role(page: Page, mark: str) -> OwnerRole:
    told = (role for role, words, _ in SAID if re.search(rf"{re.escape(mark)}{MEANS}(?:{words})", page.plain))
    return next(told, "responsible")
