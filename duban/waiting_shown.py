"""What waits for somebody, as it is shown: called by what it is about, with the date, the lamp, the plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from duban.glances import lamps_of
from duban.names import unit_names
from duban.posts import Standing
from duban.subjects import TABLES, page_of
from duban.tongue import day, period, said, say
from duban.waiting import EVERYTHING, Only, Waiting, waiting_for, waits_too_long
from models.plan import Plan
from models.question import Review
from models.task import Task
from models.words import Act, Life, PlanState, SubjectKind
from workflows.lamps import Shown

TASKS_OWN = (Life.EXTENSION, Life.SUPERVISION, Life.FINDING, Life.EXEMPLAR)
"""Lives that hang on a task, or may."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: where its page is, what it is called, by when, how its lamp stands."""

    life: Life
    subject: Any
    url: str
    title: str
    about: str
    due: Any
    shown: Shown | None
    plan: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Things of one kind that wait."""

    waiting: Waiting
    lines: Sequence[Line]


def headings(session: Session, standing: Standing, *, now: datetime, only: Only = EVERYTHING) -> list[Heading]:
    """Read what waits for somebody, with what is shown of it. A fixed number of queries."""
    found = waiting_for(session, standing, only)
    known = _known(session, found, now)
    return [Heading(w, [_line(w.life, subject, known) for subject in w.subjects]) for w in found]


def lines_of(session: Session, life: Life, subjects: Sequence[Any], *, now: datetime) -> list[Line]:
    """Tell of some subjects as the list of what waits does, in the order given."""
    known = _known(session, [Waiting(life, Act.OPEN, "", len(subjects), subjects)], now)
    return [_line(life, subject, known) for subject in subjects]


@dataclass(frozen=True, slots=True)
class _Known:
    tasks: dict[int | None, Task]
    lamps: dict[int, Shown]
    plans: dict[int | None, Plan]
    units: dict[int | None, str]
    now: datetime
    behind: dict[int | None, int | None]


def _known(session: Session, found: Sequence[Waiting], now: datetime) -> _Known:
    subjects = [(waiting.life, subject) for waiting in found for subject in waiting.subjects]
    behind = _tasks_behind(session, [subject for life, subject in subjects if life is Life.REVIEW])
    task_ids = {_task_id(life, subject, behind) for life, subject in subjects} - {None}
    tasks = session.exec(select(Task).where(col(Task.id).in_(task_ids))).all()
    plan_ids = {subject.id if life is Life.PLAN else subject.plan_id for life, subject in subjects}
    plans = session.exec(select(Plan).where(col(Plan.id).in_(plan_ids))).all()
    units = {task.lead_unit_id for task in tasks} | {getattr(subject, "unit_id", None) for _, subject in subjects}
    return _Known(
        {task.id: task for task in tasks},
        lamps_of(session, tasks, now=now),
        {plan.id: plan for plan in plans},
        unit_names(session, units),
        now,
        behind,
    )


def _tasks_behind(session: Session, reviews: Sequence[Review]) -> dict[int | None, int | None]:
    """Find the task that each review is about, by review id, with one query per life."""
    found: dict[int | None, int | None] = {r.id: r.subject_id for r in reviews if r.life is Life.TASK}
    for life in TASKS_OWN:
        table, mine = TABLES[life], [r for r in reviews if r.life is life]
        if not mine:
            continue
        wanted = select(table.id, table.task_id).where(table.id.in_([r.subject_id for r in mine]))
        tasks = dict(session.exec(wanted).all())
        found |= {r.id: tasks.get(r.subject_id) for r in mine}
    return found


def _task_id(life: Life, subject: Any, behind: dict[int | None, int | None]) -> int | None:
    if life is Life.TASK:
        return int(subject.id)
    if life is Life.REVIEW:
        return behind.get(subject.id)
    return getattr(subject, "task_id", None)


def _line(life: Life, subject: Any, known: _Known) -> Line:
    task = known.tasks.get(_task_id(life, subject, known.behind))
    plan = known.plans[subject.id if life is Life.PLAN else subject.plan_id]
    return Line(
        life=life,
        subject=subject,
        url=page_of(life, subject),
        title=_title(life, subject, task, plan),
        about=_about(life, subject, task, known),
        due=_due(life, subject, task),
        shown=known.lamps.get(task.id or 0) if task and life is not Life.REVIEW else None,
        plan=plan.number,
        late=life is Life.REVIEW and waits_too_long(subject, known.now),
    )


def _title(life: Life, subject: Any, task: Task | None, plan: Plan) -> str:
    if life is Life.FINDING:
        return str(subject.text)
    if life is Life.APPEAL:
        return str(subject.reason)
    if life is Life.EXEMPLAR:
        return say("%(kind)s：%(name)s", kind=said(subject.kind), name=subject.name)
    if life in (Life.PAPER, Life.INSPECTION):
        return str(subject.name)
    return task.title if task else plan.plan_title or plan.title


def _about(life: Life, subject: Any, task: Task | None, known: _Known) -> str:
    unit = known.units.get(task.lead_unit_id if task else getattr(subject, "unit_id", None), "")
    # fmt: off
    also: dict[Life, Callable[[], str]] = {
        Life.REVIEW:      lambda: _question(subject, known),
        Life.EXTENSION:   lambda: say("拟延至 %(day)s", day=day(subject.wanted)),
        Life.SUPERVISION: lambda: said(subject.state),
        Life.TASK:        lambda: "　".join(part for part in (_for_whom(subject), period(subject.period)) if part),
    }
    # fmt: on
    more = also[life]() if life in also else ""
    return "　".join(part for part in (unit, more) if part)


def _question(review: Review, known: _Known) -> str:
    if review.gated:
        if review.life in (Life.TASK, Life.PLAN):
            return say("可否%(act)s？", act=said(Act(review.about)))
        return say("可否%(life)s%(act)s？", life=said(review.life), act=said(Act(review.about)))
    if review.life is Life.TASK:
        return say("可否办结？")
    if review.life is Life.PAPER:
        return say("报告可否印发？")
    if known.plans[review.plan_id].state is PlanState.ISSUED:
        return say("总结可否通过？")
    return say("可否印发？")


def _for_whom(task: Task) -> str:
    """A unit is named as the lead already."""
    return "" if task.subject_kind is SubjectKind.UNIT else task.subject


def _due(life: Life, subject: Any, task: Task | None) -> Any:
    if life in (Life.REVIEW, Life.FINDING):
        return subject.due
    return task.due if task else None
