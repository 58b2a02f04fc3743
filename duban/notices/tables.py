"""Reads tables of tasks: lines of cells under a header that names the columns.

Cells stand between tabs (every format gives tables so), between | or, where the header does too, between two blanks.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from duban.notices.columns import (
    HELPED,
    IN_BRACKETS,
    ROLES,
    WORK,
    ask_for_work,
    kind_of,
    kinds_of,
    of_their_year,
    told_by_cells,
    under,
)
from duban.notices.cutting import CELL_ENDS, ONE_BLANK, Row, Rows, cells_of, rows_under, texts_of
from duban.notices.deadlines import find_deadlines
from duban.notices.items import STOPS, Details, Habits, gaps, requirement
from duban.notices.marked_units import marked_owners
from duban.notices.owners import owner_clauses
from duban.notices.page import Page
from duban.notices.roles import FIRST_LEADS, parse
from duban.notices.row_times import row_times
from duban.notices.stacked import FIRST_COLUMN, stacked_cells
from duban.notices.task_table import NOTHING, TaskTable, cells_in
from models.reading import OwnerFound, OwnerRole, RequirementFound, Span

LONGEST_HEAD = 16
FEWEST_COLUMNS = 4
AS_ABOVE = re.compile("(?:(?:责任|牵头|配合)单位|时限)?同上|同前|〃|″")
FIGURES = re.compile(r"[\d.,%‰ ]+")
NO_ROW = re.compile("(?:合|小|总|共)计|(?:填[表报]|制表|审核|审批|复核|联系)(?:人|单位|部门|日期|时间)?：")
"""合计, 填表人：某某: a line under the rows."""
DONE = re.compile(
    r"(?:[均都]?已(?:全部|经)?|全部)?(?:按[时期])?(?:办结|完成|销号|整改到位|整改完[成毕]|完成整改|落实到位|办理完[成毕])"
    r"(?:[，、]?(?:并|且)?已?(?:销号|办结|归档|验收|通过验收|报备|上报))*。?|是"
)
LEADS_UP_TO = re.compile("[/；、，]")


@dataclass(frozen=True)
class _Head:
    """The heads of a table and what each says that its column holds."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    places: tuple[Span, ...]


def task_tables(page: Page, zone: Span) -> list[TaskTable]:
    """Return the tables in `zone` whose header names tasks and who does them or when.

    A line of one text between rows (一、经济发展) parts a table in two that share the header.
    """
    found: list[TaskTable] = []
    lines = page.lines(zone)
    at = 0
    while at < len(lines):
        ends = next((end for end in CELL_ENDS if _columns(page, lines[at], end)), None)
        ends = ends or (ONE_BLANK if _parted_by_one_blank(page, lines, at) else None)
        if ends is None:
            parts, taken = _stacked(page, lines, at) or _form(page, lines, at) or ([], 1)
            found += parts
            at += taken
            continue
        parts, at = _headed(page, lines, at, ends=ends)
        found += parts
    return found


def _headed(page: Page, lines: list[Span], at: int, *, ends: re.Pattern[str]) -> tuple[list[TaskTable], int]:
    """Return the parts of the table whose header is the line `at`, and the line behind it."""
    places = tuple(cells_of(page, lines[at], ends))
    head = _Head(tuple(texts_of(page, lines[at], ends)), _columns(page, lines[at], ends), places)
    start, header = lines[at][0], lines[at]
    declared = FIRST_LEADS.search(page.plain, *lines[at]) is not None
    at += 1
    parts: list[tuple[Span, Rows]] = []
    while at < len(lines):
        rows = rows_under(page, lines[at:], header, ends=ends)
        below = 0
        while below < len(rows) and rows[below] and (lower := _lower(page, rows[below], head)):
            head, below = lower, below + 1
        tasks = tuple(row for row in rows[below:] if row and not _named_columns(_texts(page, row)))
        if tasks:
            parts.append(((start, lines[at + len(rows) - 1][1]), tasks))
        at += len(rows)
        if not (at + 1 < len(lines) and len(cells_of(page, lines[at + 1], ends)) == len(head.kinds)):
            break
        at, start = at + 1, lines[at + 1][0]
    kinds = told_by_cells(page, [row for _, rows in parts for row in rows], head.names, head.kinds)
    asks = ask_for_work(head.names)
    return [TaskTable(span, kinds, rows, declared, asks, head.names, head.places) for span, rows in parts], at


def _stacked(page: Page, lines: list[Span], at: int) -> tuple[list[TaskTable], int] | None:
    """Return the parts of a table copied with one cell a line, and how many lines they take."""
    found = stacked_cells(page, lines, at, task_of=_task_column)
    if found is None:
        return None
    places, parts, taken = found
    heads = tuple(page.plain[slice(*place)] for place in places)
    kinds = kinds_of(list(heads))
    spans = [(rows[0][0][0], rows[-1][-1][1]) for rows in parts]
    return [
        TaskTable(span, kinds, rows, heads=heads, places=tuple(places)) for span, rows in zip(spans, parts, strict=True)
    ], taken


def _task_column(heads: list[str]) -> int | None:
    kinds = kinds_of(heads)
    return next((place for place, kind in enumerate(kinds) if kind in ("task", "goal")), None)


def _form(page: Page, lines: list[Span], at: int) -> tuple[list[TaskTable], int] | None:
    """Return a form as a table of one row, and how many lines it takes: labels and what they say stand side by side.

    A label that comes again begins the next form.
    """
    labels: list[str] = []
    values: list[Span] = []
    end = at
    while end < len(lines) and page.plain.find("\t", *lines[end]) >= 0:
        cells = cells_of(page, lines[end], CELL_ENDS[0])
        pairs = [pair for pair in zip(cells[::2], cells[1::2], strict=False) if pair[0][0] < pair[0][1]]
        named = [page.plain[slice(*label)] for label, _ in pairs]
        headed = end > at and _columns(page, lines[end], CELL_ENDS[0])
        if headed or {*named} & {*labels} or any(len(name) > LONGEST_HEAD for name in named):
            break
        labels += named
        values += [value for _, value in pairs]
        end += 1
    kinds = tuple(kind_of(label) for label in labels)
    if not {*kinds} & {"task", "goal"} or not {*kinds} - {"", "remark", "task", "goal"}:
        return None
    kinds = tuple("" if kind == "period" else kind for kind in kinds)
    return [TaskTable((lines[at][0], lines[end - 1][1]), kinds, (tuple(values),))], end - at


def _lower(page: Page, row: Row, head: _Head) -> _Head | None:
    """Return what the columns hold where a row is a second line of heads, which names them more closely.

    Merged cells come again in it or are blank: then all that is not must name a role or a time.
    """
    names = _texts(page, row)
    if len(row) != len(head.kinds):
        return None
    second = _named_columns(names)
    told = [name for name in names if name]
    named_all = told and len(told) < len(names) and all(kind_of(name) in (*ROLES, "time", "period") for name in told)
    if second:
        kinds = under(head.kinds, head.names, names, second)
        kept = [not kind and above == "period" for kind, above in zip(kinds, head.kinds, strict=True)]
        kinds = tuple("period" if keeps else kind for kind, keeps in zip(kinds, kept, strict=True))
    elif named_all:
        kinds = tuple(kind_of(name) or kind for name, kind in zip(names, head.kinds, strict=True))
        kept = [not name for name in names]
    else:
        return None
    places = tuple(
        above if keeps or one[0] == one[1] else one for one, above, keeps in zip(row, head.places, kept, strict=True)
    )
    below = tuple(above if keeps else name for name, above, keeps in zip(names, head.names, kept, strict=True))
    return _Head(of_their_year(head.names, below), kinds, places)


def _texts(page: Page, row: Row) -> tuple[str, ...]:
    return tuple(page.plain[slice(*cell)] for cell in row)


def _parted_by_one_blank(page: Page, lines: list[Span], at: int) -> bool:
    """Tell whether single blanks part the cells beyond doubt: all heads are known, rows are 1, 2 … and as wide."""
    heads = texts_of(page, lines[at], ONE_BLANK) if FIRST_COLUMN.match(page.plain, *lines[at]) else []
    if (
        len(heads) < FEWEST_COLUMNS
        or not _columns(page, lines[at], ONE_BLANK)
        or not all(kind_of(head) or head == "备注" for head in heads[1:])
    ):
        return False
    wide = itertools.takewhile(
        lambda row: len(row) == len(heads), (texts_of(page, one, ONE_BLANK) for one in lines[at + 1 :])
    )
    numbers = [row[0] for row in wide]
    return (
        bool(numbers)
        and numbers == [str(n + 1) for n in range(len(numbers))]
        and not _goes_on(page, lines, at + 1 + len(numbers))
    )


def _goes_on(page: Page, lines: list[Span], at: int) -> bool:
    """A row that is not as wide as the header follows: something of it is missing, or a cell holds a blank."""
    return at < len(lines) and re.match(r"\d+ ", page.plain[slice(*lines[at])]) is not None


def read_table(page: Page, table: TaskTable, habits: Habits) -> list[RequirementFound]:
    """Return one requirement a row: the last task column says what, the others who and when."""
    found = []
    for rows in _joined(page, table, _filled(page, table.rows)):
        row = rows[0]
        if NO_ROW.match(page.plain, row[0][0] if row else 0) or _is_done(page, table, row):
            continue
        tasks = _tasks(page, table, row)
        if tasks:
            said, details = tasks[-1], _details(page, table, rows, habits=habits)
            if not {kind.rstrip(HELPED) for kind in table.columns} & {*ROLES, "both", "marked"}:
                said, details = _owned_inside(page, said, details, habits)
            found.append(requirement(page, said, details, habits.years))
    return found


def _tasks(page: Page, table: TaskTable, row: Row) -> list[Span]:
    """The cells that say what is to be done; a bare number, as under 新建公厕（座）, says only how many."""
    told = (cells_in(table, row, kind) for kind in ("task", "goal"))
    return next((found for cells in told if (found := [c for c in cells if not FIGURES.fullmatch(page.plain, *c)])), [])


def _owned_inside(page: Page, task: Span, details: Details, habits: Habits) -> tuple[Span, Details]:
    """整治油烟120家（责任单位：县城管局）: where no column has units, the task may name them itself."""
    clauses = owner_clauses(page, task, first_leads=habits.first_leads)
    if not clauses:
        return task, details
    before, *between = gaps(task, [clause.span for clause in clauses]) or [task]
    behind = "".join(page.plain[slice(*gap)] for gap in between).strip(STOPS)
    said = page.tight(before, also=STOPS) if before[0] == task[0] and not behind else task
    owners = dict.fromkeys(owner for clause in clauses for owner in clause.owners)
    times = [d for c in clauses for one in c.times for d in find_deadlines(page, one, habits.years, labelled=True)]
    known = {(d.kind, d.date, d.rule) for d in details.deadlines}
    deadlines = (*details.deadlines, *(d for d in times if (d.kind, d.date, d.rule) not in known))
    return said, details._replace(owners=tuple(owners), deadlines=deadlines)


def _filled(page: Page, rows: Rows) -> Iterator[Row]:
    """同上 says what the cell above it says."""
    above: Row = ()
    for row in rows:
        same = [at for at, cell in enumerate(row) if AS_ABOVE.fullmatch(page.plain, *cell) and at < len(above)]
        above = tuple(above[at] if at in same else cell for at, cell in enumerate(row)) if same else row
        yield above


def _joined(page: Page, table: TaskTable, rows: Iterable[Row]) -> Iterator[Rows]:
    """Put rows together that differ in their units only: a cell merged over two units is one task."""
    group: list[Row] = []
    for row in rows:
        if group and not _same_but_for_units(page, table, group[0], row):
            yield tuple(group)
            group = []
        group.append(row)
    if group:
        yield tuple(group)


def _same_but_for_units(page: Page, table: TaskTable, above: Row, row: Row) -> bool:
    if len(above) != len(row) or not _tasks(page, table, row):
        return False
    pairs = zip(above, row, table.columns, strict=False)
    others = [(one, two) for one, two, kind in pairs if kind.rstrip(HELPED) not in (*ROLES, "both", "marked", "remark")]
    return all(page.plain[slice(*one)] == page.plain[slice(*two)] for one, two in others)


def _is_done(page: Page, table: TaskTable, row: Row) -> bool:
    return any(DONE.fullmatch(page.plain, *cell) for cell in cells_in(table, row, "state"))


def rows_done(page: Page, table: TaskTable) -> list[Span]:
    """Rows that say of themselves that they are done: 已办结, 已完成并销号."""
    return [page.tight((row[0][0], row[-1][1])) for row in table.rows if _is_done(page, table, row)]


def rows_without_task(page: Page, table: TaskTable) -> list[Span]:
    """Rows in which no column of tasks says anything, but another does."""
    told = [row for row in table.rows if not _tasks(page, table, row)]
    lines = [page.tight((row[0][0], row[-1][1])) for row in told if not NO_ROW.match(page.plain, row[0][0])]
    return [line for line in lines if line[0] < line[1]]


def _details(page: Page, table: TaskTable, rows: Rows, *, habits: Habits) -> Details:
    owners = [owner for row in rows for owner in _owners(page, table, row, habits=habits)]
    named: dict[tuple[str, str], OwnerFound] = {}
    for owner in owners:
        if owner.name not in NOTHING:
            named.setdefault((owner.name, owner.role), owner)
    times = row_times(page, table, rows[0], years=habits.years)
    return Details(tuple(named.values()), times.deadlines, times.certainty, times.doubts, habits.measure)


def _owners(page: Page, table: TaskTable, row: Row, *, habits: Habits) -> list[OwnerFound]:
    owners = [*_both(page, table, row), *marked_owners(page, table, row)]
    for role in ROLES:
        for cell in cells_in(table, row, f"{role}{HELPED}"):
            owners += _with_helpers(page, cell, role)
        for cell in cells_in(table, row, role):
            owners += parse(page, cell, first_leads=habits.first_leads or table.first_leads, role=role)[0]
    return owners


def _with_helpers(page: Page, cell: Span, role: OwnerRole) -> list[OwnerFound]:
    """后勤处（学生处、基建科） in a column 责任部门（配合部门）: those in the bracket help."""
    bracket = next(((a, b) for a, b in page.pairs_in(cell) if b == cell[1] - 1), (cell[1], cell[1]))
    owners = [*parse(page, (cell[0], bracket[0]), first_leads=False, role=role)[0]]
    inside = (bracket[0] + 1, bracket[1])
    helpers = parse(page, inside, first_leads=False, role="supporting")[0] if inside[0] < inside[1] else ()
    return [*owners, *helpers]


def _both(page: Page, table: TaskTable, row: Row) -> list[OwnerFound]:
    """科普部/学会部、办公室 in a column 牵头/配合单位: who stands before the first sign leads."""
    owners: list[OwnerFound] = []
    for cell in cells_in(table, row, "both"):
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
    cells = texts_of(page, line, ends)
    return _two_columns(cells) if len(cells) == 2 and ends is CELL_ENDS[0] else _named_columns(cells)


def _two_columns(cells: list[str]) -> tuple[str, ...]:
    """重点任务 and 责任单位 alone are heads, too."""
    kinds = tuple(map(kind_of, cells))
    return kinds if kinds[0] == "task" and kinds[1] in ROLES and WORK.search(cells[0]) else ()


def _named_columns(cells: Sequence[str]) -> tuple[str, ...]:
    if len(cells) < 3 or any(len(IN_BRACKETS.sub("", cell)) > LONGEST_HEAD for cell in cells):
        return ()
    return kinds_of(list(cells))
