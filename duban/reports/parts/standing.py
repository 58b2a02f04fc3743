"""How a plan stands: totals by measure and unit, lamps, what is late, what comes; with the pictures of it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from duban.reports import tables
from duban.reports.report import Captioned, Drawing, Part
from duban.reports.source import Source
from duban.reports.tables import Column, Table, table
from duban.reports.values import Lamps, Rate, TaskLine
from duban.reports.wording import (
    how_extended,
    how_far,
    how_helped,
    how_lit,
    how_returned,
    how_supervised,
    more_of,
    share,
    task_name,
    what_comes,
    what_is_late,
    who_is_late,
)
from models.words import Lamp, Stage, TaskState
from workflows.task.lifecycle import STAGES as STAGES_OF

WEEKS_SHOWN = 14
# fmt: off
LEDGER: tuple[Column[TaskLine], ...] = (
    Column("编号",       4, lambda t: t.id),
    Column("举措",       6, lambda t: t.heading),
    Column("任务",      16, task_name),
    Column("牵头单位",   8, lambda t: t.unit),
    Column("时限",       6, lambda t: t.due),
    Column("原定时限",   6, lambda t: t.original_due),
    Column("状态",       5, lambda t: t.state.zh),
    Column("灯",         3, lambda t: t.lamp),
    Column("完成率%",    4, lambda t: t.percent),
    Column("办结日期",   6, lambda t: t.closed_on),
)
RATES: tuple[Column[tuple[str, Rate]], ...] = (
    Column("指标",       8, lambda r: r[0]),
    Column("数值",       8, lambda r: share(r[1])),
    Column("分母",      12, lambda r: r[1].of),
)
WEEKS: tuple[Column[tuple[date, int, int]], ...] = (
    Column("截至",       6, lambda r: r[0]),
    Column("按原定时限应办结", 6, lambda r: r[1]),
    Column("实际办结",   6, lambda r: r[2]),
)
OVER_TIME: tuple[Column[tuple[date, Lamps]], ...] = (
    Column("截至",       6, lambda r: r[0]),
    *(Column(lamp, 3, lambda r, lamp=lamp: r[1].of(lamp)) for lamp in Lamp),  # type: ignore[misc]
)
STAGES: tuple[Column[tuple[str, int]], ...] = (
    Column("走到这一步", 8, lambda r: r[0]),
    Column("任务",       4, lambda r: r[1]),
)
# fmt: on


def overall(source: Source) -> Part:
    """How far it is, every rate with its denominator, and the measures."""
    digest = source.digest
    lit = how_lit(digest)
    totals = digest.totals
    rates = (("办结率", totals.closed), ("按时办结率", totals.on_time), ("任务要求分解率", totals.covered))
    return Part(
        heading="总体情况",
        said=(how_far(digest), *([f"按亮灯情况分，{lit}。"] if lit else [])),
        tables=(
            Captioned(caption="主要指标", table=table(RATES, rates, empty="")),
            Captioned(caption="各项举措落实情况", table=tables.measure_table(digest)),
        ),
    )


def units(source: Source) -> Part:
    """The counts and lamps of every lead unit, drawn as stacked bars."""
    counted = tables.unit_table(source.digest)
    lamps = _columns(counted, (0, *range(len(counted.heads) - len(Lamp), len(counted.heads))))
    return Part(
        heading="各牵头单位办理情况统计表",
        tables=(
            Captioned(caption="各牵头单位任务数量", table=counted),
            Captioned(caption="各牵头单位亮灯", table=lamps, drawn=Drawing.STACK, echo=True),
        ),
        annex=True,
    )


def _columns(whole: Table, places: tuple[int, ...]) -> Table:
    return Table(
        heads=tuple(whole.heads[n] for n in places),
        widths=tuple(whole.widths[n] for n in places),
        rows=tuple(tuple(row[n] for n in places) for row in whole.rows),
        empty=whole.empty,
    )


def burn_up(source: Source) -> Part:
    """Tasks closed against what the original deadlines ask for, week by week; cancelled ones are left out."""
    weeks = tuple(weeks_of(source))
    said = f"到{weeks[-1][0].month}月{weeks[-1][0].day}日，按原定时限应办结{weeks[-1][1]}项，实际办结{weeks[-1][2]}项。"
    shown = Captioned(caption="办结进度与计划", table=table(WEEKS, weeks, empty=""), drawn=Drawing.LINES)
    return Part(heading="办结进度", said=(said,), tables=(shown,))


def weeks_of(source: Source) -> Iterator[tuple[date, int, int]]:
    """Count week by week the tasks that the first deadlines ask for, and those closed; from the first day on."""
    pace = source.digest.pace
    first = pace.first or source.until
    step = max(1, -(-((source.until - first).days // 7) // WEEKS_SHOWN))
    day = source.until
    days = [day]
    while day > first:
        day = max(day - timedelta(weeks=step), first)
        days.append(day)
    for day in reversed(days):
        yield day, _until(day, pace.due), _until(day, pace.closed)


def _until(day: date, counts: Iterable[tuple[date, int]]) -> int:
    return sum(count for on, count in counts if on <= day)


def lamps_over_time(source: Source) -> Part | None:
    """How many tasks showed which lamp, from the day the plan was issued."""
    if not source.history:
        return None
    shown = Captioned(caption="亮灯变化", table=table(OVER_TIME, source.history, empty=""), drawn=Drawing.STACK)
    return Part(heading="亮灯变化", tables=(shown,))


FUNNEL = (Stage.ASSIGNMENT, Stage.EXECUTION, Stage.REPORT, Stage.REVIEW, Stage.CLOSED)


def funnel(source: Source) -> Part:
    """How many tasks stand at a stage or beyond it; cancelled ones are left out."""
    order, states = list(Stage), source.digest.totals.by_state
    kept = [(order.index(STAGES_OF[state]), n) for state, n in states.items() if state is not TaskState.CANCELLED]
    rows = [(f"{s.zh}及以后", sum(n for place, n in kept if place >= order.index(s))) for s in FUNNEL]
    rows.insert(0, ("全部任务", sum(n for _, n in kept)))
    shown = Captioned(caption="各阶段任务数", table=table(STAGES, rows, empty=""), drawn=Drawing.BARS)
    return Part(heading="任务走到哪一步", tables=(shown,))


def problems(source: Source) -> Part:
    """What is late, what was sent back, whose help is missing."""
    digest = source.digest
    late = what_is_late(digest) + who_is_late(digest)
    return Part(heading="存在的问题", said=(late, how_returned(digest), how_helped(digest)))


def red_list(source: Source) -> Part:
    """Every task that is late and open; of very many the worst."""
    late = source.digest.late
    listed = Captioned(caption="逾期未办结任务", table=tables.overdue_table(late.lines))
    return Part(heading="逾期未办结任务清单", said=more_of(late), tables=(listed,), annex=True)


def supervised(source: Source) -> Part:
    """How far the ladder went, what became of the extensions."""
    return Part(heading="督办情况", said=(how_supervised(source.digest), how_extended(source.digest)))


def coming(source: Source) -> Part:
    """What falls due in the next ten working days."""
    listed = Captioned(caption="今后10个工作日到期的任务", table=tables.coming_table(source.digest.coming))
    return Part(heading="下一步安排", said=(what_comes(source.digest),), tables=(listed,))


def spread(source: Source) -> Part | None:
    """k of n, for every demand that fans out."""
    if not source.digest.spreads:
        return None
    shown = Captioned(caption="分解到多个对象的要求", table=tables.spread_table(source.digest))
    return Part(heading="分解任务完成情况", tables=(shown,))


def ledger(source: Source) -> Part:
    """Every task."""
    rows = table(LEDGER, source.summary.tasks, empty="方案尚未分解出任务。")
    return Part(heading="台账", tables=(Captioned(caption="台账", table=rows),))
