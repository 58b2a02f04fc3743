"""Tasks as a list or a page of facts shows them, with their lamps. Whoever only looks asks nobody's rules."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from duban.glances import lamps_of
from duban.life_tables import no_subject
from duban.sheet_words import labels
from duban.source_text import heading_of
from duban.tongue import said, say
from duban.unit_names import unit_names
from models.errors import BadInput
from models.plan import Measure, Plan
from models.task import Contribution, Task
from models.units import Unit
from models.values import Actor
from models.words import Life, TaskState
from workflows.moments import day_of

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks somebody asks for; what is empty narrows nothing."""

    plan_id: int | None = None
    unit: str = ""
    state: str = ""
    limit: int = 50


def task_rows(session: Session, asked: TaskFilter, *, now: datetime) -> list[Row]:
    """List tasks with their lamps, the earliest deadline first, those without one last.

    Raises:
        BadInput: there is no such unit or state.
    """
    wanted = select(Task).order_by(col(Task.due).is_(None), col(Task.due), col(Task.id)).limit(asked.limit)
    if asked.plan_id is not None:
        wanted = wanted.where(Task.plan_id == asked.plan_id)
    if asked.unit:
        wanted = wanted.where(Task.lead_unit_id == unit_called(session, asked.unit))
    if asked.state:
        wanted = wanted.where(Task.state == _state(asked.state))
    tasks = session.exec(wanted).all()
    lamps, called = lamps_of(session, tasks, now=now), labels(session)
    return [
        {
            "id": task.id,
            "lamp": lamps[task.id or 0].lamp,
            "why": said(lamps[task.id or 0].why),
            "state": task.state,
            "unit": called.of(task.lead_unit_id),
            "subject": task.subject,
            "period": task.period,
            "due": _day(task.due),
            "percent": task.percent,
            "title": task.title,
        }
        for task in tasks
    ]


def unit_called(session: Session, named: str) -> int:
    """Find a unit by one of its names, its code or its number.

    Raises:
        BadInput: no unit goes by it; names that are near are in the sentence.
    """
    called = labels(session)
    found = called.unit(named)
    if found is None and named.isdecimal() and int(named) in called.by_id:
        return int(named)
    if found is None:
        near = unit_names(session).near(named)
        hint = f"名称相近的有：{'、'.join(near)}。" if near else "请按名册里的名称或编码填写。"
        raise BadInput(f"名册里没有叫“{named}”的单位；{hint}", f"No unit is called {named}.")
    return found


def _state(named: str) -> TaskState:
    for state in TaskState:
        if named in (state.value, state.zh):
            return state
    known = "、".join(f"{state.value}（{state.zh}）" for state in TaskState)
    raise BadInput(f"任务没有“{named}”这种状态；可以写 {known}。", f"There is no state {named}.")


def _day(moment: datetime | None) -> str | None:
    return day_of(moment).isoformat() if moment else None


def task_facts_for_people(session: Session, task_id: int, *, by: Actor | None, now: datetime) -> Row:
    """Tell what there is to know about one task; with `by`, also what this person can do now and what is missing.

    Raises:
        NotFound: there is no such task.
    """
    task = session.get(Task, task_id)
    if task is None:
        raise no_subject(Life.TASK, task_id)
    shown, plan = lamps_of(session, [task], now=now)[task_id], session.get_one(Plan, task.plan_id)
    unit = session.get(Unit, task.lead_unit_id) if task.lead_unit_id else None
    told: Row = {
        "id": task.id,
        "title": task.title,
        "plan": plan.number,
        "measure": heading_of(session.get_one(Measure, task.measure_id)),
        "state": task.state,
        "lamp": shown.lamp,
        "why": said(shown.why) + (say("；已超过原定时限") if shown.late_against_original else ""),
        "unit": unit.name if unit else "",
        "subject": task.subject,
        "period": task.period,
        "due": _day(task.due),
        "original_due": _day(task.original_due),
        "percent": task.percent,
        "quantity_wanted": task.quantity_wanted,
        "quantity_done": task.quantity_done,
        "deliverables": task.deliverables,
        "supporting": _supporting(session, task),
        "report": task.report,
    }
    if by is None:
        return told
    from duban.records_shown import offered  # the rules of all lives, which most who look at a task do not ask

    return told | {"can": offered(session, Life.TASK, task, by=by, now=now)}


def _supporting(session: Session, task: Task) -> list[Row]:
    found = select(Contribution, Unit.name).join(Unit, col(Unit.id) == Contribution.unit_id)
    rows = session.exec(found.where(Contribution.task_id == task.id).order_by(col(Contribution.id))).all()
    return [{"unit": name, "owed": contribution.owed} for contribution, name in rows]
