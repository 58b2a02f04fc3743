"""The sentences of a report, the same in every form of it."""

from collections import Counter
from datetime import date

from duban.reports.digest import Digest, Named
from duban.reports.values import Rate, TaskLine
from models.words import Lamp, SubjectKind, TaskState
from workflows.moments import day_of
from workflows.periods import period_called

TITLE_SHOWN = 48


def long_day(day: date) -> str:
    """Write a day as documents do, without leading zeros: 2026年6月30日. Source: GB/T 9704—2012, 7.3.5.4."""
    return f"{day.year}年{day.month}月{day.day}日"


def share(rate: Rate) -> str:
    """Write a share with its numbers: 21%（56/267）; a dash when there is nothing to divide by."""
    return "—" if rate.percent is None else f"{rate.percent:g}%（{rate.part}/{rate.whole}）"


def task_name(task: TaskLine) -> str:
    """Call a task by its words, cut to what a table holds, with its subject and period."""
    shown = short(task.title)
    marks = [] if task.subject_kind in (SubjectKind.WHOLE, SubjectKind.UNIT) else [task.subject]
    marks += [period_called(task.period).zh] if task.period else []
    return f"{shown}（{'，'.join(marks)}）" if marks else shown


def headed(heading: str, title: str) -> str:
    """三、聚焦重点人群, but 三（一）服务青少年成长."""
    mark = "" if heading.endswith("）") or not heading else "、"
    return f"{heading}{mark}{title}"


def short(title: str) -> str:
    """Cut words to what a table holds."""
    title = title.rstrip("。；")
    return title if len(title) <= TITLE_SHOWN else title[: TITLE_SHOWN - 1] + "…"


def three_sentences(digest: Digest) -> tuple[str, str, str]:
    """Say what a leader needs: how far it is, what is late, what comes."""
    return how_far(digest), what_is_late(digest), what_comes(digest)


def how_far(digest: Digest) -> str:
    """How many tasks there are and how many are closed, each rate with its denominator."""
    day, totals = long_day(day_of(digest.head.as_of)), digest.totals
    if not totals.tally.tasks:
        return f"截至{day}，方案尚未分解出任务。"
    said = f"截至{day}，方案分解任务{totals.tally.tasks}项，已办结{totals.tally.closed}项"
    said += (
        f"，办结率{totals.closed.percent:g}%（按未撤销的{totals.closed.whole}项计算）" if totals.closed.whole else ""
    )
    if not totals.on_time.whole:
        return f"{said}；尚无任务到达原定时限。"
    return (
        f"{said}；原定时限已到的任务{totals.on_time.whole}项（不含撤销、挂账），"
        f"其中按时办结{totals.on_time.part}项，按时办结率{totals.on_time.percent:g}%。"
    )


def what_is_late(digest: Digest) -> str:
    """How many tasks are late, of how many units, and which is latest."""
    late = digest.late
    if not late.count:
        return "目前没有逾期未办结的任务。"
    worst = late.lines[0]
    return (
        f"目前逾期未办结{late.count}项，涉及{len(late.units)}个牵头单位；"
        f"逾期最长的是{worst.unit}牵头的“{task_name(worst)}”，已逾期{worst.days_late}个工作日。"
    )


def who_is_late(digest: Digest) -> str:
    """The units with most late tasks, when any has more than one."""
    counts = Counter(dict(digest.late.units))
    most = [f"{unit}（{count}项）" for unit, count in counts.most_common(3) if count > 1]
    return f"逾期较多的单位是{'、'.join(most)}。" if most else ""


def more_of(found: Named) -> tuple[str, ...]:
    """Say of a long list how many of how many it names, and where the others are; nothing of one that names all."""
    if not found.more:
        return ()
    return (f"共{found.count}项，本清单列前{len(found.lines)}项，另有{found.more}项见台账。",)


def how_lit(digest: Digest) -> str:
    """How many tasks show which lamp; red also counts what was closed late, so the open ones are said apart."""
    tally = digest.totals.tally
    said = []
    for lamp in (lamp for lamp in Lamp if tally.lamps.of(lamp)):
        apart = f"（其中逾期未办结{tally.overdue}项）" if lamp is Lamp.RED and tally.overdue else ""
        said.append(f"{lamp.zh}{tally.lamps.of(lamp)}项{apart}")
    return "、".join(said)


def what_comes(digest: Digest) -> str:
    """What falls due soon, and what waits for somebody's answer."""
    until = long_day(digest.coming_until)
    count = sum(one.count for one in digest.coming)
    said = f"今后10个工作日内（至{until}）有{count}项到期" if count else ""
    said = said or f"今后10个工作日内（至{until}）没有任务到期"
    waiting = [f"{count}{what}" for count, what in _waiting(digest) if count]
    return f"{said}；另有{'、'.join(waiting)}。" if waiting else f"{said}。"


def _waiting(digest: Digest) -> tuple[tuple[int, str], ...]:
    states = digest.totals.by_state
    return (
        (states[TaskState.REPORTED] + states[TaskState.IN_REVIEW], "项已报告待审核"),
        (digest.asked.waiting, "件延期申请待批复"),
        (digest.owed[0], "家次配合情况未报送"),
        (states[TaskState.DECLINED], "项退回交办待改派"),
    )


def how_extended(digest: Digest) -> str:
    """What became of the extensions asked for."""
    asks = digest.asked
    if not asks.asked:
        return "没有单位申请延期。"
    other = asks.asked - asks.granted - asks.refused - asks.waiting
    said = f"共申请延期{asks.asked}件，批准{asks.granted}件（合计延长{asks.days_granted}个工作日）"
    said += f"，未批准{asks.refused}件，待批复{asks.waiting}件"
    return said + (f"，撤回或失去意义{other}件。" if other else "。")


def how_supervised(digest: Digest) -> str:
    """How often each rung of the ladder was reached."""
    reached = [f"{rung.zh.removeprefix('已')}{times}次" for rung, times in digest.reached if times]
    return f"累计{'、'.join(reached)}。" if reached else "没有发出提醒、催办或督办。"


def how_returned(digest: Digest) -> str:
    """How many tasks were sent back, how often in all."""
    tasks, times = digest.returned
    return f"共有{tasks}项任务被退回重办，合计{times}次。" if tasks else "没有任务被退回重办。"


def how_helped(digest: Digest) -> str:
    """Which contributions are missing."""
    owed, units = digest.owed
    if not owed:
        return "配合单位的情况均已报送或免报。"
    return f"尚有{owed}家次配合情况未报送，涉及{some(units)}。"


def some(names: tuple[str, ...], *, at_most: int = 6, of: int = 0) -> str:
    """List names; more than `at_most` end in 等N个. `of`: how many there are, when `names` are only the first."""
    listed, count = "、".join(names[:at_most]), of or len(names)
    return listed if count <= at_most else f"{listed}等{count}个"


def among(names: tuple[str, ...], *, at_most: int = 6) -> str:
    """List names where it is said already how many there are; more than `at_most` end in 等."""
    return "、".join(names[:at_most]) + ("等" if len(names) > at_most else "")
