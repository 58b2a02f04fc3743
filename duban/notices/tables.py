"""Reads tables of tasks: lines of cells between tabs under a header that names the columns."""

# ruff: noqa: E501  one pattern a line, its example beside it

import itertools
import re
from dataclasses import dataclass

from duban.notices.deadlines import Years, find_deadlines
from duban.notices.items import Details, requirement
from duban.notices.owners import split_names
from duban.notices.page import Page
from models.reading import OwnerFound, OwnerRole, RequirementFound, Span

# fmt: off
COLUMNS = (
    # what the column holds    how its head is written                                                      example
    ("lead",        r"(?:牵头|主办|主责)(?:单位|部门|处室)?$|第一责任单位",                                  "牵头单位"),
    ("supporting",  r"(?:配合|协办|参与|协同|参加)(?:单位|部门|处室)?$",                                     "配合单位"),
    ("responsible", r"(?:责任|负责|承办|落实|实施)(?:单位|部门|处室|科室|领导)$",                            "责任单位"),
    ("time",        r"(?:完成|办结|工作|推进)?(?:时限|期限|时间|时间节点|进度安排)(?:要求)?$",               "完成时限"),
    ("task",        r"(?:重点|工作|主要|具体|目标)?(?:任务|事项|措施|举措|内容|要求)(?:内容|分解|名称|及要求)?$", "重点任务"),
)
# fmt: on
HEADS = [(name, re.compile(pattern)) for name, pattern, _ in COLUMNS]
ROLES: tuple[OwnerRole, ...] = ("lead", "supporting", "responsible")


@dataclass(frozen=True)
class TaskTable:
    """A table of tasks: where it stands, what each column holds, its rows of cells."""

    span: Span
    columns: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]


def task_tables(page: Page, zone: Span) -> list[TaskTable]:
    """Return the tables in `zone` whose header names tasks and who does them or when."""
    found: list[TaskTable] = []
    lines = page.lines(zone)
    at = 0
    while at < len(lines):
        columns = _columns(page, lines[at])
        rows = _rows(page, lines[at + 1 :], len(columns)) if columns else []
        if columns and rows:
            body = tuple(row for row in rows if _columns(page, (row[0][0], row[-1][1])) != columns)
            found.append(TaskTable((lines[at][0], rows[-1][-1][1]), columns, body))
        at += len(rows) + 1
    return found


def read_table(page: Page, table: TaskTable, years: Years) -> list[RequirementFound]:
    """Return one requirement a row: the last task column says what, the others who and when."""
    found = []
    for row in table.rows:
        tasks = _cells_of(table, row, "task")
        if tasks:
            found.append(requirement(page, tasks[-1], _details(page, table, row, years), years))
    return found


def _cells_of(table: TaskTable, row: tuple[Span, ...], kind: str) -> list[Span]:
    return [cell for cell, column in zip(row, table.columns, strict=False) if column == kind and cell[0] < cell[1]]


def _details(page: Page, table: TaskTable, row: tuple[Span, ...], years: Years) -> Details:
    owners = [
        OwnerFound(name=page.cut(name), role=role, span=name)
        for role in ROLES
        for cell in _cells_of(table, row, role)
        for name in split_names(page, cell)
    ]
    deadlines = find_deadlines(page, _cells_of(table, row, "task")[-1], years)
    deadlines += [d for cell in _cells_of(table, row, "time") for d in find_deadlines(page, cell, years, labelled=True)]
    return Details(tuple(owners), tuple(deadlines))


def _columns(page: Page, line: Span) -> tuple[str, ...]:
    """Return what each column holds, or () when the line is no header of a table of tasks."""
    kinds = tuple(_kind(page.plain[slice(*cell)]) for cell in _cells(page, line))
    return kinds if len(kinds) >= 3 and "task" in kinds and len({*kinds} - {"", "task"}) >= 1 else ()


def _kind(head: str) -> str:
    head = re.sub(r"\s", "", head)
    return next((name for name, pattern in HEADS if pattern.search(head)), "")


def _rows(page: Page, lines: list[Span], width: int) -> list[tuple[Span, ...]]:
    """Take the lines that have cells, up to the first that has none."""
    rows = []
    for line in lines:
        cells = _cells(page, line)
        if len(cells) < min(width, 3):
            break
        rows.append(tuple(cells))
    return rows


def _cells(page: Page, line: Span) -> list[Span]:
    start = page.plain.rfind("\n", 0, line[0]) + 1
    end = page.plain.find("\n", line[0])
    end = len(page.plain) if end < 0 else end
    edges = [start - 1, *(i for i in range(start, end) if page.plain[i] == "\t"), end]
    return [page.tight((a + 1, b)) for a, b in itertools.pairwise(edges)]
