"""Renders a summary as Chinese markdown, for a Prefect artifact or a file: three sentences, then what is late."""

from collections.abc import Iterable
from datetime import date

from duban.reports import tables
from duban.reports.digest import digest_of
from duban.reports.tables import Cell, Table
from duban.reports.values import Summary
from duban.reports.wording import (
    how_extended,
    how_helped,
    how_returned,
    how_supervised,
    long_day,
    share,
    three_sentences,
)
from models.words import Lamp
from workflows.moments import shown

MARKS = {Lamp.GREEN: "🟢", Lamp.BLUE: "🔵", Lamp.YELLOW: "🟡", Lamp.RED: "🔴", Lamp.GREY: "⚪"}
ROWS_SHOWN = 100


def render(summary: Summary) -> str:
    """Write a summary as markdown. A table is cut after 100 rows and says how many are left out."""
    parts = [*_head(summary), *_overview(summary)]
    for title, said, rows in _sections(summary):
        parts += [f"## {title}", *([said] if said and rows.rows else []), _table(rows)]
    return "\n\n".join(parts) + "\n"


def _head(summary: Summary) -> list[str]:
    head, digest = summary.head, digest_of(summary)
    issued = f"，{long_day(head.issued_on)}印发" if head.issued_on else ""
    return [
        f"# {safe(head.title)}：落实情况",
        f"{safe(head.number)}　{safe(head.issuer)}{issued}　方案{head.state.zh}　数据截至 {shown(head.as_of)}",
        *("**" + safe(sentence) + "**" for sentence in three_sentences(digest)),
    ]


def _sections(summary: Summary) -> tuple[tuple[str, str, Table], ...]:
    digest = digest_of(summary)
    return (
        ("今后10个工作日到期", "", tables.coming_table(digest.coming)),
        ("按举措", "", tables.measure_table(summary)),
        ("按牵头单位", "", tables.unit_table(summary)),
        ("分解到多个对象的要求", "", tables.spread_table(summary)),
        ("退回重办", how_returned(digest), tables.return_table(summary)),
        ("延期", how_extended(digest), tables.ask_table(summary)),
        ("督办", how_supervised(digest), tables.rung_table(summary)),
        ("配合情况", how_helped(digest), tables.contribution_table(summary)),
        ("长期坚持和时间待定的任务", "", tables.standing_table(summary)),
        ("典型", "", tables.exemplar_table(summary)),
    )


def _overview(summary: Summary) -> list[str]:
    lamps, totals = summary.totals.tally.lamps, summary.totals
    return [
        "## 逾期未办结",
        _table(tables.overdue_table(summary.overdue)),
        "## 总体情况",
        "　".join(f"{MARKS[lamp]} {lamp.zh} {lamps.of(lamp)}" for lamp in Lamp),
        "、".join(f"{state.zh} {count}" for state, count in tables.by_state(summary)) or "尚无任务。",
        "\n".join(
            f"- {name} {share(rate)}，分母为{rate.of}"
            for name, rate in (
                ("办结率", totals.closed),
                ("按时办结率", totals.on_time),
                ("任务要求分解率", totals.covered),
            )
        ),
        f"- 已办结的任务中，按原定时限办结 {totals.tally.on_time} 项，晚于原定时限办结 {totals.tally.late} 项，"
        f"无时限 {totals.tally.undated} 项；是否按时以报告报出之日计。",
    ]


def _table(table: Table) -> str:
    if not table.rows:
        return table.empty
    lines = [_row(_head_cell(head) for head in table.heads), _row("---" for _ in table.heads)]
    lines += [_row(_cell(cell) for cell in row) for row in table.rows[:ROWS_SHOWN]]
    more = len(table.rows) - ROWS_SHOWN
    return "\n".join(lines) + (f"\n\n另有 {more} 项，见台账。" if more > 0 else "")


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _head_cell(head: str | Lamp) -> str:
    return f"{MARKS[head]} {head.zh[0]}" if isinstance(head, Lamp) else head


def _cell(cell: Cell) -> str:
    if isinstance(cell, Lamp):
        return f"{MARKS[cell]} {cell.zh}"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else safe(str(cell))


def safe(text: str) -> str:
    """Keep what people wrote from becoming markup: no line breaks, cell borders, tags or links."""
    flat = " ".join(text.split())
    for mark in "\\`*_[]<>|#":
        flat = flat.replace(mark, "\\" + mark)
    return flat
