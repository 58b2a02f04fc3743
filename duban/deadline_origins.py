"""Where the deadline of a task comes from, in one sentence for each kind; and what has moved it since."""

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from duban.counts import count_of, date_of_event, waits_or_counts
from duban.desk.opened import desk_of
from duban.local_days import calendar_for
from duban.spans import span_words
from models.plan import Requirement
from models.task import Task
from models.words import Start, Timing
from workflows.counting import last_day
from workflows.moments import day_of
from workflows.periods import MONTHS
from workflows.workdays import WorkCalendar


def where_from(session: Session, task: Task) -> str:
    """Say in a sentence where the deadline of a task comes from."""
    demand, calendar = session.get_one(Requirement, task.requirement_id), calendar_for(desk_of(session), task)
    if task.due is not None and not waits_or_counts(task) and task.due != task.original_due:
        return "时限已由延期或重新办理改为一个确定的日期，不再随起算日、活动或日历变动。" + _stood_still(task)
    if task.starts_from is Start.EVENT:
        return _of_event(session, task) + _stood_still(task) + _provisional(task, calendar)
    if task.starts_from is not None:
        return _of_act(task) + _stood_still(task) + _provisional(task, calendar)
    said = _KINDS.get(demand.timing) if demand.timing else None
    return (said(demand) if said else "任务要求没有写明时限。") + _stood_still(task) + _provisional(task, calendar)


def _span(task: Task) -> str:
    return span_words(task.starts_from, task.days, in_workdays=task.in_workdays)


def _of_event(session: Session, task: Task) -> str:
    day = date_of_event(desk_of(session), task)
    when = f"活动“{task.event}”" + (_span(task).removeprefix("活动") if task.days else "当日")
    if day is None:
        return f"时限是{when}；活动日期还没有定，定下之后再推算。"
    return f"时限是{when}；该活动定于 {day}，日期有变时限随之变动。"


def _of_act(task: Task) -> str:
    start = task.starts_from.zh if task.starts_from else ""
    if task.counted_from is None:
        return f"时限是{_span(task)}内；还没有{start}，{start}之后起算。"
    return f"时限是{_span(task)}内；{task.counted_from} {start}，从次日起算。"


def _stood_still(task: Task) -> str:
    return f"其间停止计时 {task.stood_still} 个工作日，时限顺延。" if task.stood_still else ""


def _provisional(task: Task, calendar: WorkCalendar) -> str:
    if task.counted_from is None or task.due is None or not (task.in_workdays or task.stood_still):
        return ""
    waits = calendar.provisional(task.counted_from, day_of(task.due))
    return "所涉年份的放假安排尚未公布，推算结果为暂定。" if waits and _moves(task, calendar) else ""


def _moves(task: Task, calendar: WorkCalendar) -> bool:
    """A count of no days at all needs no calendar."""
    return last_day(count_of(task), calendar) != task.counted_from


def _of_rhythm(demand: Requirement) -> str:
    kind = _LAST_MONTH.get(demand.timing, "每月") if demand.timing else "每月"
    on = demand.rhythm_day or 31
    last = "的最后一天" if on >= 31 else f" {on} 日（没有这一天的月份为最后一天）" if on > 28 else f" {on} 日"
    return f"时限按周期：{kind}{last}。"


_LAST_MONTH = {
    Timing.QUARTERLY: "每季度最后一个月",
    Timing.HALF_YEARLY: "每半年最后一个月",
    Timing.YEARLY: "每年 12 月",
}


def _of_date(demand: Requirement) -> str:
    due: date | None = demand.due
    return f"时限是任务要求规定的日期 {due}。"


_KINDS: dict[Timing, Callable[[Requirement], str]] = {
    Timing.FIXED: _of_date,
    **dict.fromkeys(MONTHS, _of_rhythm),
    Timing.STANDING: lambda _: "任务要求长期坚持，不定日期。",
}
