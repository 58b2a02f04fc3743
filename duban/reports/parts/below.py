"""The plans below this one: how each stands, all of them together, and which unit has none."""

from duban.reports.report import Captioned, Part
from duban.reports.source import Source
from duban.reports.tables import Column, table
from duban.reports.values import Rate, Summary
from duban.reports.wording import among, share

# fmt: off
BELOW: tuple[Column[tuple[str, str, str, str, int, int, int, int, str, str]], ...] = (
    Column("制发单位",    8, lambda r: r[0]),
    Column("文号",        8, lambda r: r[1]),
    Column("方案状态",    4, lambda r: r[2]),
    Column("报送备案",    5, lambda r: r[3]),
    Column("任务",        3, lambda r: r[4]),
    Column("办结",        3, lambda r: r[5]),
    Column("逾期",        3, lambda r: r[6]),
    Column("红灯",        3, lambda r: r[7]),
    Column("办结率",      5, lambda r: r[8]),
    Column("按时办结率",  5, lambda r: r[9]),
)
# fmt: on
Row = tuple[str, str, str, str, int, int, int, int, str, str]


def below(source: Source) -> Part:
    """One line for each child plan and one for all; the units addressed that have filed none are named."""
    rows = [_row(child, source) for child in source.children]
    if rows:
        rows.append(_sum(source.children))
    makers = {child.head.issuer for child in source.children if child.head.number in source.filed}
    without = tuple(name for name in source.addressed.values() if name not in makers)
    said = (f"下级方案{len(source.children)}份。" if rows else "没有下级方案。") + (
        f"受文单位中尚未报送方案的有{len(without)}个：{among(without)}。" if without else "受文单位均已报送方案。"
    )
    listed = table(BELOW, rows, empty="")
    return Part(heading="下级方案落实情况", said=(said,), tables=(Captioned(caption="下级方案汇总", table=listed),))


def _row(child: Summary, source: Source) -> Row:
    t, head = child.totals.tally, child.head
    rates = share(child.totals.closed), share(child.totals.on_time)
    filed = source.filed.get(head.number)
    return (
        head.issuer,
        head.number,
        head.state.zh,
        str(filed) if filed else "未报",
        t.tasks,
        t.closed,
        t.overdue,
        t.lamps.red,
        *rates,
    )


def _sum(children: tuple[Summary, ...]) -> Row:
    tallies = [child.totals.tally for child in children]
    counts = (sum(getattr(t, n) for t in tallies) for n in ("tasks", "closed", "overdue"))
    rates = (_rate([c.totals.closed for c in children]), _rate([c.totals.on_time for c in children]))
    tasks, closed, overdue = counts
    return (
        "合计",
        "",
        "",
        "",
        tasks,
        closed,
        overdue,
        sum(t.lamps.red for t in tallies),
        share(rates[0]),
        share(rates[1]),
    )


def _rate(rates: list[Rate]) -> Rate:
    return Rate(part=sum(r.part for r in rates), whole=sum(r.whole for r in rates), of=rates[0].of)
