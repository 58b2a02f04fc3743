"""Reads tables of tasks: lines of cells under a header that names the columns.

Cells stand between tabs (every format gives tables so), between | or, where the header does too, between two blanks.
"""

# ruff: noqa: E501  one pattern a line, its example beside it

import itertools
import re
from dataclasses import dataclass

from duban.notices.deadlines import find_deadlines
from duban.notices.items import Details, Habits, requirement
from duban.notices.page import Page
from duban.notices.roles import FIRST_LEADS, parse
from duban.notices.roles import WHO as NAMED_WHO
from duban.notices.stacked import FIRST_COLUMN, stacked_cells
from models.reading import DeadlineFound, OwnerFound, OwnerRole, RequirementFound, Span

WHO = rf"(?:(?:{NAMED_WHO}|责任人)(?:[/、和及](?:{NAMED_WHO}|负责人|责任人))?)?"
# fmt: off
COLUMNS = (
    # what the column holds    how its head is written                                                      example
    ("both",        rf"(?:牵头|主办|主责|责任)(?:单位|部门|处室|科室)?[/、和及与—-](?:配合|协办|协同|参与|协助){WHO}$",      "牵头/配合单位"),
    ("lead",        rf"(?:牵头|主办|主责|主抓|主导)(?:责任)?{WHO}$|第一责任{WHO}$|主要责任{WHO}$",                                            "牵头单位"),
    ("supporting",  rf"(?:配合|协办|参与|协同|协作|参加|协助|支持|会办)(?:责任|推进|落实|实施|办理)?{WHO}$",                                    "配合单位"),
    ("responsible", rf"(?:责任|负责|承办|承担|落实|实施|分管|包保|包联|包抓|经办)(?:{NAMED_WHO}|分工)(?:及责任人)?$|(?:责任|任务|工作|部门|职责)分工$", "责任单位"),
    ("",            r"(?:启动|开始|起始|开工|立项|填报|更新|提出|受理|交办|印发)(?:时间|日期|节点)$",                        "启动时间"),
    ("time",        r"(?:完成|办结|工作|推进|整改|计划)?(?:时限|期限|时间|时间节点|时间要求|进度安排|时间安排|日期|时间进度|时序|进度|节点)(?:要求)?$|时间节点", "完成时限"),
    ("goal",        r"(?:目标要求|年度目标|工作目标|阶段目标|预期目标|考核指标|目标值|进度要求|工作标准|预期成果|目标)$", "目标要求"),
    ("task",        r"(?:重点|工作|主要|具体|目标|议定|督办|整改|建设|改革|办理)?(?:任务|事项|措施|举措|内容|要求|工作|项目|要点)(?:内容|分解|名称|及要求|和要求|清单|要求)?$", "重点任务"),
)
# fmt: on
HEADS = [(name, re.compile(pattern)) for name, pattern, _ in COLUMNS]
ROLES: tuple[OwnerRole, ...] = ("lead", "supporting", "responsible")
CELL_ENDS = (re.compile(r"\t"), re.compile(r"\|"), re.compile(r" {2,}"))
RULE_LINE = re.compile(r"[|\-:：—+= ]+")
LONGEST_HEAD = 16
SUM = re.compile("(?:合|小|总|共)计")
IN_BRACKETS = re.compile(r"（.*?）")
HELPED = "+"
HELPERS_IN_BRACKET = re.compile(r"（(?:配合|协办|协助|参与|协同)")
LEADS_UP_TO = re.compile("[/；、，]")


@dataclass(frozen=True)
class TaskTable:
    """A table of tasks: where it stands, what each column holds, its rows of cells."""

    span: Span
    columns: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]
    first_leads: bool = False


def task_tables(page: Page, zone: Span) -> list[TaskTable]:
    """Return the tables in `zone` whose header names tasks and who does them or when.

    A line of one text between rows (一、经济发展) parts a table in two that share the header.
    """
    found: list[TaskTable] = []
    lines = page.lines(zone)
    at = 0
    while at < len(lines):
        ends = next((end for end in CELL_ENDS if _columns(page, lines[at], end)), None)
        if ends is None:
            parts, taken = _stacked(page, lines, at) or _form(page, lines, at) or ([], 1)
            found += parts
            at += taken
            continue
        columns, start = _columns(page, lines[at], ends), lines[at][0]
        declared = FIRST_LEADS.search(page.plain, *lines[at]) is not None
        at += 1
        while at < len(lines):
            rows = _rows(page, lines[at:], len(columns), ends=ends)
            tasks = tuple(row for row in rows if row and not _columns(page, (row[0][0], row[-1][1]), ends))
            columns = _richer(page, rows, columns, ends=ends)
            if tasks:
                found.append(TaskTable((start, lines[at + len(rows) - 1][1]), columns, tasks, declared))
            at += len(rows)
            if not (at + 1 < len(lines) and len(_cells(page, lines[at + 1], ends)) == len(columns)):
                break
            at, start = at + 1, lines[at + 1][0]
    return found


def _stacked(page: Page, lines: list[Span], at: int) -> tuple[list[TaskTable], int] | None:
    """Return the parts of a table copied with one cell a line, and how many lines they take."""
    found = stacked_cells(page, lines, at, task_of=_task_column)
    if found is None:
        return None
    heads, parts, taken = found
    return [TaskTable((rows[0][0][0], rows[-1][-1][1]), _kinds(heads), rows) for rows in parts], taken


def _task_column(heads: list[str]) -> int | None:
    kinds = _kinds(heads)
    return next((place for place, kind in enumerate(kinds) if kind in ("task", "goal")), None)


def _form(page: Page, lines: list[Span], at: int) -> tuple[list[TaskTable], int] | None:
    """Return a form as a table of one row, and how many lines it takes: labels and what they say stand side by side.

    A label that comes again begins the next form.
    """
    labels: list[str] = []
    values: list[Span] = []
    end = at
    while end < len(lines) and page.plain.find("\t", *lines[end]) >= 0:
        cells = _cells(page, lines[end], CELL_ENDS[0])
        pairs = [pair for pair in zip(cells[::2], cells[1::2], strict=False) if pair[0][0] < pair[0][1]]
        named = [page.plain[slice(*label)] for label, _ in pairs]
        if {*named} & {*labels} or any(len(name) > LONGEST_HEAD for name in named):
            break
        labels += named
        values += [value for _, value in pairs]
        end += 1
    kinds = tuple(_kind(label) for label in labels)
    if not {*kinds} & {"task", "goal"} or not {*kinds} - {"", "task", "goal"}:
        return None
    return [TaskTable((lines[at][0], lines[end - 1][1]), kinds, (tuple(values),))], end - at


def _richer(
    page: Page, rows: list[tuple[Span, ...]], columns: tuple[str, ...], *, ends: re.Pattern[str]
) -> tuple[str, ...]:
    """A second header line under the first one names the columns more closely."""
    second = _columns(page, (rows[0][0][0], rows[0][-1][1]), ends) if rows and rows[0] else ()
    return second if len(second) == len(columns) and len(set(second)) > len(set(columns)) else columns


def read_table(page: Page, table: TaskTable, habits: Habits) -> list[RequirementFound]:
    """Return one requirement a row: the last task column says what, the others who and when."""
    found = []
    for row in table.rows:
        if SUM.match(page.plain, row[0][0] if row else 0):
            continue
        tasks = _cells_of(table, row, "task") or _cells_of(table, row, "goal")
        if tasks:
            found.append(requirement(page, tasks[-1], _details(page, table, row, habits=habits), habits.years))
    return found


def _cells_of(table: TaskTable, row: tuple[Span, ...], kind: str) -> list[Span]:
    return [cell for cell, column in zip(row, table.columns, strict=False) if column == kind and cell[0] < cell[1]]


def _details(page: Page, table: TaskTable, row: tuple[Span, ...], *, habits: Habits) -> Details:
    years = habits.years
    owners = _both(page, table, row)
    for role in ROLES:
        for cell in _cells_of(table, row, f"{role}{HELPED}"):
            owners += _with_helpers(page, cell, role)
        for cell in _cells_of(table, row, role):
            owners += parse(page, cell, first_leads=habits.first_leads or table.first_leads, role=role)[0]
    said = [cell for kind in ("task", "goal") for cell in _cells_of(table, row, kind)]
    deadlines = [d for cell in said for d in find_deadlines(page, cell, years)]
    deadlines += [d for cell in _cells_of(table, row, "time") for d in find_deadlines(page, cell, years, labelled=True)]
    named = dict.fromkeys(o for o in owners if o.name not in ("/", "—", "-", "无"))
    return Details(tuple(named), _once(deadlines), measure=habits.measure)


def _once(deadlines: list[DeadlineFound]) -> tuple[DeadlineFound, ...]:
    """What the task and its time both say, as 每月调度一次 and 每月, is one deadline."""
    found: dict[tuple[object, ...], DeadlineFound] = {}
    for deadline in deadlines:
        found.setdefault((deadline.kind, deadline.date, deadline.rule or deadline.text), deadline)
    return tuple(found.values())


def _with_helpers(page: Page, cell: Span, role: OwnerRole) -> list[OwnerFound]:
    """后勤处（学生处、基建科） in a column 责任部门（配合部门）: those in the bracket help."""
    bracket = next(((a, b) for a, b in page.pairs_in(cell) if b == cell[1] - 1), (cell[1], cell[1]))
    owners = [*parse(page, (cell[0], bracket[0]), first_leads=False, role=role)[0]]
    inside = (bracket[0] + 1, bracket[1])
    helpers = parse(page, inside, first_leads=False, role="supporting")[0] if inside[0] < inside[1] else ()
    return [*owners, *helpers]


def _both(page: Page, table: TaskTable, row: tuple[Span, ...]) -> list[OwnerFound]:
    """科普部/学会部、办公室 in a column 牵头/配合单位: who stands before the first sign leads."""
    owners: list[OwnerFound] = []
    for cell in _cells_of(table, row, "both"):
        said, _ = parse(page, cell, first_leads=False)
        if said:
            owners += said
            continue
        sign = LEADS_UP_TO.search(page.plain, *cell)
        first, rest = (cell[0], sign.start() if sign else cell[1]), (sign.end() if sign else cell[1], cell[1])
        owners += parse(page, first, first_leads=False, role="lead")[0]
        owners += parse(page, rest, first_leads=False, role="supporting")[0] if rest[0] < rest[1] else ()
    return owners


def _columns(page: Page, line: Span, ends: re.Pattern[str]) -> tuple[str, ...]:
    """Return what each column holds, or () when the line is no header of a table of tasks."""
    if ends.search(page.plain, *line) is None:
        return ()
    cells = [page.plain[slice(*cell)] for cell in _cells(page, line, ends)]
    if len(cells) < 3 or any(len(IN_BRACKETS.sub("", cell)) > LONGEST_HEAD for cell in cells):
        return ()
    return _kinds(cells)


def _kinds(heads: list[str]) -> tuple[str, ...]:
    """What each column holds, or () where the heads are not those of a table of tasks.

    Where units and times have columns and nothing is called a task, the first other column holds what it is about.
    """
    kinds = [_kind(head) for head in heads]
    named = {*kinds} - {""}
    if named & {*ROLES} and "time" in named and not named & {"task", "goal"}:
        about = [place for place, head in enumerate(heads) if not kinds[place] and not FIRST_COLUMN.fullmatch(head)]
        for place in about[:1]:
            kinds[place] = "task"
        named |= {"task"} if about else set()
    return tuple(kinds) if named & {"task", "goal"} and named - {"task", "goal"} else ()


def _kind(head: str) -> str:
    head = re.sub(r"\s", "", head)
    short = IN_BRACKETS.sub("", head)
    kind = next((name for name, pattern in HEADS if pattern.search(short)), "")
    return f"{kind}{HELPED}" if kind in ROLES and HELPERS_IN_BRACKET.search(head) else kind


def _rows(page: Page, lines: list[Span], width: int, *, ends: re.Pattern[str]) -> list[tuple[Span, ...]]:
    """Take the lines that have cells, up to the first that has none; lines that only draw the table are left out."""
    rows = []
    for line in lines:
        cells = _cells(page, line, ends)
        if len(cells) < min(width, 3):
            break
        rows.append(() if RULE_LINE.fullmatch(page.plain, *line) else tuple(cells))
    return rows


def _cells(page: Page, line: Span, ends: re.Pattern[str]) -> list[Span]:
    start = page.plain.rfind("\n", 0, line[0]) + 1
    end = page.plain.find("\n", line[0])
    end = len(page.plain) if end < 0 else end
    if ends is not CELL_ENDS[0]:
        start, end = page.tight((start, end), also="|" if ends is CELL_ENDS[1] else "")
    cuts = [m.span() for m in ends.finditer(page.plain, start, end)]
    edges = [start, *itertools.chain.from_iterable(cuts), end]
    return [page.tight((a, b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
