"""The tables of a report, as rows of cells that each form prints in its own way.

A cell is text, a number, a day or a lamp. `widths` are shares of the table's width; `empty` is said instead of no rows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from duban.reports.digest import Coming, Digest
from duban.reports.values import (
    Ask,
    ExemplarLine,
    MeasureLine,
    Missing,
    Return,
    RungLine,
    Spread,
    Summary,
    Tally,
    TaskLine,
    UnitLine,
)
from duban.reports.wording import headed, share, short, some, task_name
from models.words import Lamp, SupervisionState, TaskState
from workflows.periods import period_called

Cell = str | int | date | Lamp | None
R = TypeVar("R", contravariant=True)


class Counted(Protocol):
    """A line with a tally."""

    @property
    def tally(self) -> Tally: ...


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: its head, its share of the width, and what stands in a row."""

    head: str | Lamp
    width: int
    cell: Callable[[R], Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to print."""

    heads: tuple[str | Lamp, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str


def table(columns: tuple[Column[R], ...], rows: Iterable[R], *, empty: str) -> Table:
    """Fill a table."""
    return Table(
        heads=tuple(column.head for column in columns),
        widths=tuple(column.width for column in columns),
        rows=tuple(tuple(column.cell(row) for column in columns) for row in rows),
        empty=empty,
    )


def _lamp(lamp: Lamp) -> Column[Counted]:
    return Column(lamp, 2, lambda line: line.tally.lamps.of(lamp))


def _rung(task: TaskLine) -> str:
    return "未督办" if task.rung is SupervisionState.CALM else task.rung.zh


# fmt: off
LAMPS = tuple(_lamp(lamp) for lamp in Lamp)

MEASURES: tuple[Column[MeasureLine], ...] = (
    #      head            width  cell
    Column("举措",             13, lambda m: headed(m.heading, m.title)),
    Column("任务",              3, lambda m: m.tally.tasks),
    Column("办结",              3, lambda m: m.tally.closed),
    Column("办结率",            4, lambda m: _percent(m.tally)),
    Column("逾期",              3, lambda m: m.tally.overdue),
    *LAMPS,
)
UNITS: tuple[Column[UnitLine], ...] = (
    Column("牵头单位",         10, lambda u: u.unit),
    Column("任务",              3, lambda u: u.tally.tasks),
    Column("办结",              3, lambda u: u.tally.closed),
    Column("在办",              3, lambda u: u.tally.in_progress),
    Column("逾期",              3, lambda u: u.tally.overdue),
    Column("退回",              3, lambda u: u.tally.returned),
    Column("延期",              3, lambda u: u.tally.extensions),
    *LAMPS,
)
OVERDUE: tuple[Column[TaskLine], ...] = (
    Column("编号",              4, lambda t: t.id),
    Column("任务",             14, task_name),
    Column("牵头单位",          8, lambda t: t.unit),
    Column("时限",              6, lambda t: t.due),
    Column("原定时限",          6, lambda t: t.original_due),
    Column("逾期工作日",        5, lambda t: t.days_late),
    Column("督办",              5, _rung),
)
SPREADS: tuple[Column[Spread], ...] = (
    Column("任务要求",         13, lambda s: short(s.text)),
    Column("分解到",            5, lambda s: s.kind.zh),
    Column("周期",              7, lambda s: period_called(s.period).zh or "—"),
    Column("完成",              7, lambda s: share(s.done)),
    Column("尚未完成",         12, lambda s: _still(s)),
)
RETURNS: tuple[Column[Return], ...] = (
    Column("任务",             14, lambda r: task_name(r.task)),
    Column("牵头单位",          7, lambda r: r.task.unit),
    Column("次数",              3, lambda r: r.times),
    Column("最近退回",          6, lambda r: r.last_on),
    Column("理由",             12, lambda r: r.last_reason),
)
ASKS: tuple[Column[Ask], ...] = (
    Column("任务",             13, lambda a: task_name(a.task)),
    Column("牵头单位",          7, lambda a: a.task.unit),
    Column("当时时限",          6, lambda a: a.old_due),
    Column("申请延至",          6, lambda a: a.wanted),
    Column("工作日",            4, lambda a: a.days),
    Column("结果",              4, lambda a: a.state.zh),
    Column("理由",              9, lambda a: a.reason),
)
RUNGS: tuple[Column[RungLine], ...] = (
    Column("督办层级",          8, lambda r: r.rung.zh),
    Column("目前处于该层级",    8, lambda r: r.standing),
    Column("累计次数",          8, lambda r: r.times),
)
STANDING: tuple[Column[TaskLine], ...] = (
    Column("任务",             16, task_name),
    Column("牵头单位",          7, lambda t: t.unit),
    Column("方式",              5, lambda t: t.timing.zh if t.timing else "—"),
    Column("最近填报",          6, lambda t: t.heard_on or "尚未填报"),
    Column("灯",                4, lambda t: t.lamp),
)
CONTRIBUTIONS: tuple[Column[Missing], ...] = (
    Column("配合单位",          8, lambda m: m.unit),
    Column("任务",             16, lambda m: task_name(m.task)),
    Column("牵头单位",          7, lambda m: m.task.unit),
    Column("时限",              6, lambda m: m.task.due or "—"),
)
EXEMPLARS: tuple[Column[ExemplarLine], ...] = (
    Column("类别",              5, lambda e: e.kind.zh),
    Column("单位",              7, lambda e: e.unit),
    Column("名称",              7, lambda e: e.name),
    Column("事迹",             16, lambda e: e.text),
    Column("状态",              4, lambda e: e.state.zh),
)
COMING: tuple[Column[Coming], ...] = (
    Column("时限",              6, lambda c: c.due),
    Column("任务",             16, lambda c: _shared_name(c)),
    Column("项数",              4, lambda c: c.count),
    Column("牵头单位",         11, lambda c: some(c.units, at_most=4)),
)
OF_ONE_UNIT: tuple[Column[TaskLine], ...] = (
    Column("编号",              4, lambda t: t.id),
    Column("举措",              6, lambda t: t.heading),
    Column("任务",             19, task_name),
    Column("时限",              6, lambda t: t.due or (t.timing.zh if t.timing else "—")),
    Column("状态",              5, lambda t: t.state.zh),
    Column("灯",                3, lambda t: t.lamp),
)
# fmt: on


def _percent(tally: Tally) -> str:
    return "—" if tally.done.percent is None else f"{tally.done.percent:g}%"


def _still(spread: Spread) -> str:
    count = spread.done.whole - spread.done.part
    return some(spread.missing, of=count) if count else "无"


def measure_table(of: Summary | Digest) -> Table:
    return table(MEASURES, of.by_measure, empty="方案尚未分解出任务。")


def unit_table(of: Summary | Digest) -> Table:
    return table(UNITS, of.by_unit, empty="方案尚未分解出任务。")


def overdue_table(lines: Sequence[TaskLine]) -> Table:
    return table(OVERDUE, lines, empty="目前没有逾期未办结的任务。")


def spread_table(of: Summary | Digest) -> Table:
    return table(SPREADS, of.spreads, empty="没有分解到多个对象的任务要求。")


def return_table(summary: Summary) -> Table:
    return table(RETURNS, summary.returns, empty="没有任务被退回重办。")


def ask_table(summary: Summary) -> Table:
    return table(ASKS, summary.extensions.lines, empty="没有单位申请延期。")


def rung_table(summary: Summary) -> Table:
    reached = [line for line in summary.supervision if line.times]
    return table(RUNGS, reached, empty="没有发出提醒、催办或督办。")


def standing_table(summary: Summary) -> Table:
    return table(STANDING, summary.standing, empty="没有长期坚持或时间待定的任务。")


def contribution_table(summary: Summary) -> Table:
    return table(CONTRIBUTIONS, summary.contributions_missing, empty="配合单位的情况均已报送或免报。")


def exemplar_table(of: Summary | Digest) -> Table:
    return table(EXEMPLARS, of.exemplars, empty="尚未推荐典型。")


def coming_table(coming: Sequence[Coming]) -> Table:
    return table(COMING, coming, empty="今后10个工作日内没有任务到期。")


def _shared_name(coming: Coming) -> str:
    return task_name(coming.task) if coming.count == 1 else short(coming.task.title)


def tables_by_unit(summary: Summary) -> tuple[tuple[str, Table], ...]:
    """Give every lead unit's tasks, in the order of the register."""
    of: dict[str, list[TaskLine]] = {line.unit: [] for line in summary.by_unit}
    for task in summary.tasks:
        of[task.unit].append(task)
    return tuple((unit, table(OF_ONE_UNIT, tasks, empty="")) for unit, tasks in of.items())


def by_state(of: Summary | Digest) -> tuple[tuple[TaskState, int], ...]:
    """The states that any task is in, in the order of a task's life."""
    return tuple((state, count) for state, count in of.totals.by_state.items() if count)
