"""Explains the deadline of one task in words: when, how it moved, what it shows now, what the clock does next."""

from datetime import date, datetime

from sqlmodel import Session, col, func, select

from duban.climbing import climb_of
from duban.deadline_origins import where_from
from duban.desk.opened import desk_of
from duban.glances import glance_of, lamps_of
from duban.local_days import calendar_for
from duban.policies import settings_of
from duban.subjects import load
from models.policy import Rung
from models.question import Supervision
from models.task import Entry, Task
from models.values import Value
from models.words import Lamp, Life, SupervisionState
from workflows.ladder import called
from workflows.lamps import next_change
from workflows.moments import day_of, shown
from workflows.task.lifecycle import WITH_LEAD
from workflows.workdays import WorkCalendar


class Explained(Value):
    """A task's deadline at one moment; `sentences` say the same for people."""

    task_id: int
    title: str
    state: str
    due: datetime | None
    original_due: datetime | None
    lamp: Lamp
    why: str
    late_against_original: bool
    lamp_changes_at: datetime | None
    rung: SupervisionState | None
    next_rung: SupervisionState | None
    next_rung_at: datetime | None
    replied_on: date | None = None
    """The last day on which the lead unit answered a rung; from there the wait for the next one counts."""
    urged_at: datetime | None = None
    origin: str = ""
    provisional: bool = False
    """Some of these days lie in a year whose days off are not published yet."""
    sentences: tuple[str, ...] = ()


def explain(session: Session, task_id: int, *, now: datetime) -> Explained:
    """Explain the deadline of a task at `now`.

    Raises:
        NotFound: there is no such task.
    """
    task: Task = load(session, Life.TASK, task_id)
    seen = lamps_of(session, [task], now=now)[task_id]
    policy, calendar = settings_of(desk_of(session), task.plan_id), calendar_for(desk_of(session), task)
    heard = session.exec(select(func.max(Entry.at)).where(Entry.task_id == task_id)).one()
    ladder = _ladder(session, task)
    climb = climb_of(desk_of(session), ladder, task) if ladder and task.state in WITH_LEAD else None
    found = Explained(
        task_id=task_id,
        title=task.title,
        state=task.state.zh,
        due=task.due,
        original_due=task.original_due,
        lamp=seen.lamp,
        why=seen.why.zh,
        late_against_original=seen.late_against_original,
        lamp_changes_at=next_change(glance_of(task, heard), policy.lamps, calendar=calendar, now=now),
        rung=ladder.state if ladder else None,
        next_rung=climb.to if climb else None,
        next_rung_at=climb.at if climb else None,
        replied_on=ladder.replied_on if ladder else None,
        urged_at=task.next_at,
        origin=where_from(session, task),
        provisional=_provisional(calendar, now, task.due, climb.at if climb else None),
    )
    return found.model_copy(update={"sentences": _sentences(found, policy.ladder)})


def _provisional(calendar: WorkCalendar, now: datetime, *moments: datetime | None) -> bool:
    return any(calendar.provisional(day_of(now), day_of(moment)) for moment in moments if moment is not None)


def _ladder(session: Session, task: Task) -> Supervision | None:
    newest = (
        select(Supervision).where(Supervision.task_id == task.id).order_by(col(Supervision.deadline_version).desc())
    )
    return session.exec(newest).first()


def _sentences(found: Explained, ladder: tuple[Rung, ...]) -> tuple[str, ...]:
    said = [f"任务 {found.task_id}“{found.title}”，现为“{found.state}”。", _due(found), found.origin]
    said.append(f"亮{found.lamp.zh}：{found.why}。" + ("按原定时限已经逾期。" if found.late_against_original else ""))
    if found.lamp_changes_at:
        said.append(f"没有新情况的话，{shown(found.lamp_changes_at)} 变灯。")
    if found.rung:
        said.append(f"督办层级：{called(found.rung, ladder)}。" + _next(found, ladder))
    if found.provisional:
        said.append("所涉年份的放假安排尚未公布，按法定节假日推算，公布并导入后会重算。")
    if found.urged_at:
        said.append(f"停在“{found.state}”的，{shown(found.urged_at)} 起由系统催促经办人。")
    return tuple(said)


def _due(found: Explained) -> str:
    if found.due is None:
        return "现在没有时限。"
    if found.original_due and found.original_due != found.due:
        return f"时限 {day_of(found.due)}（含当日），原定 {day_of(found.original_due)}。"
    return f"时限 {day_of(found.due)}（含当日）。"


def _next(found: Explained, ladder: tuple[Rung, ...]) -> str:
    if found.next_rung is None or found.next_rung_at is None:
        return "此刻没有下一级。"
    replied = f"牵头单位 {found.replied_on} 已答复，等候从这天重新起算；" if found.replied_on else ""
    return f"{replied}下一级“{called(found.next_rung, ladder)}”，时间 {shown(found.next_rung_at)}。"
