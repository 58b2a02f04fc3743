"""What a rehearsal found, as tables: the same on the screen, in the sheet and on the page of a run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duban.rehearsing.rehearsal import ANSWERS_A_DAY, Full, Rehearsed

Cells = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the heads of the columns, and what stands in the rows; `none` says it when there are no rows."""

    title: str
    heads: tuple[str, ...]
    rows: Callable[[Rehearsed], Iterator[Cells]]
    none: str


def said_of(found: Rehearsed) -> str:
    """Say in a sentence or two what the rehearsal came to."""
    most = max(found.days, key=lambda one: one.letters, default=None)
    full = f"最忙的一天是 {most.day}，共 {most.letters} 件，涉及 {most.people} 人。" if most else ""
    assumed = f"假定 {found.assumed.late:.0%} 的任务逾期、{found.assumed.returned:.0%} 的报告被退回"
    others = found.tasks - found.closed - found.open
    cancelled = f"，撤销 {others} 项" if others else ""
    return (
        f"{found.number} 从 {found.begins} 推演到 {found.until}（{assumed}，种子 {found.assumed.seed}）："
        f"任务 {found.tasks} 项，办结 {found.closed} 项，未了结 {found.open} 项{cancelled}；"
        f"通知 {found.letters} 件，其中催办提醒 {found.reminders} 件；"
        f"升级到督办通知以上 {found.escalated_count} 项。{full}"
    )


def fullest(found: Rehearsed) -> list[Full]:
    """Give the ten days with the most letters, the fullest first."""
    return sorted(found.days, key=lambda one: (-one.letters, one.day))[:10]


# fmt: off
TABLES: tuple[Table, ...] = (
    Table("每人收到的通知", ("人员", "单位", "通知", "其中催办提醒", "合并后条数", "最多一天", "是哪天"),
          lambda f: ((p.person, p.unit, p.letters, p.reminders, p.messages, p.most, p.on) for p in f.people),
          "没有人会收到通知。"),
    Table("最忙的日子", ("日期", "通知", "涉及人数"),
          lambda f: ((d.day, d.letters, d.people) for d in fullest(f)), "没有通知。"),
    Table("会升级督办的任务", ("任务", "事项", "牵头单位", "责任人", "到哪一级", "日期"),
          lambda f: ((e.task_id, e.title, e.unit, e.person, e.rung, e.on) for e in f.escalated),
          "没有任务会升级到督办通知。"),
    Table("要再看一眼的时限", ("日期", "任务数", "原因"),
          lambda f: ((d.day, d.tasks, d.why) for d in f.doubtful), "没有时限落在休息日或尚未公布放假安排的年份。"),
    Table("忙不过来的审核人", ("审核人", "日期", "当天要表态"),
          lambda f: ((o.person, o.day, o.answers) for o in f.overloaded), f"没有人一天要表态超过 {ANSWERS_A_DAY} 次。"),
    Table("办不成的事", ("事由", "次数"),
          lambda f: iter(f.wrong), "没有办不成的事。"),
)
# fmt: on


def markdown(found: Rehearsed, *, rows: int = 20, picture: str = "") -> str:
    """Write the tables as a page, each cut to so many rows; before them a picture, if there is one."""
    parts = [f"# 推演：{found.title}", said_of(found), *filter(None, [picture])]
    for table in TABLES:
        parts.append(f"## {table.title}")
        lines = [[_cell(value) for value in row] for row in table.rows(found)]
        if not lines:
            parts.append(table.none)
            continue
        head = [f"| {' | '.join(table.heads)} |", f"|{'---|' * len(table.heads)}"]
        parts.append("\n".join(head + [f"| {' | '.join(line)} |" for line in lines[:rows]]))
        if len(lines) > rows:
            parts.append(f"共 {len(lines)} 行，只列前 {rows} 行；全部见表格文件。")
    return "\n\n".join(parts) + "\n"


def _cell(value: Any) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
