"""What a feed shows: the tasks of a person or of a plan, and what waits for the person, as items of a calendar.

Nothing of it depends on the time of asking but which tasks and matters are the person's by then, and which ended long
ago: the same input gives the same items. Names of people, mail addresses and telephone numbers are no part of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from duban.desk.desk import Desk
from duban.desk.opened import desk_of
from duban.local_days import calendars_of
from duban.names import unit_names
from duban.policies import settings_of
from duban.posts import Standing
from duban.queries import SOON
from duban.settings import settings
from duban.waiting_shown import Line, headings
from models.plan import Plan
from models.record import Move
from models.task import Contribution, Task
from models.words import Life, Role, TaskState
from workflows.foretold import Foretelling, foretell
from workflows.lamps import ENDED
from workflows.moments import day_of
from workflows.task.lifecycle import WITH_LEAD
from workflows.workdays import Calendars, WorkCalendar

KEPT = timedelta(days=92)
"""How long an ended task stays: long enough for a program that asks rarely to see that it ended."""
SILENT = Foretelling((), beyond=False, provisional=False)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Item:
    """One matter with a day, or without one. `sequence` counts the versions of its deadline; `done_at`: it is over.

    `foretold` is empty when nobody has to be reminded of it any more, or not yet. Moments are aware UTC.
    """

    uid: str
    title: str
    about: tuple[str, ...]
    url: str
    due: date | None
    changed_at: datetime
    sequence: int = 0
    state: TaskState | None = None
    percent: int = 0
    done_at: datetime | None = None
    foretold: Foretelling = SILENT


def items_of_person(session: Session, standing: Standing, *, now: datetime) -> list[Item]:
    """List the tasks that somebody's posts lead or support or that bind the person, then what else waits for them."""
    tasks = _tasks(session, _mine(standing), now=now)
    shown = {task.id for task in tasks}
    lines = [
        (heading.waiting.zh, line)
        for heading in headings(session, standing, now=now)
        for line in heading.lines
        if not (line.life is Life.TASK and line.subject.id in shown)
    ]
    return [*_of_tasks(session, tasks), *_of_lines(session, lines)]


def items_of_plan(session: Session, plan_id: int, seen: ColumnElement[bool], *, now: datetime) -> list[Item]:
    """List the tasks of a plan, as far as they are seen."""
    return _of_tasks(session, _tasks(session, and_(col(Task.plan_id) == plan_id, seen), now=now))


def _mine(standing: Standing) -> ColumnElement[bool]:
    leads = standing.units_as(Role.LIAISON) | standing.units_as(Role.UNIT_HEAD)
    helped = select(Contribution.task_id).where(col(Contribution.unit_id).in_(standing.units_as(Role.LIAISON)))
    return or_(
        col(Task.lead_unit_id).in_(leads), col(Task.subject_person_id).in_(standing.hands), col(Task.id).in_(helped)
    )


def _tasks(session: Session, which: ColumnElement[bool], *, now: datetime) -> Sequence[Task]:
    """Find open tasks, and those that ended, or were due, not long ago."""
    since = now - KEPT
    fresh = or_(col(Task.closed_at) >= since, col(Task.due) >= since)
    wanted = select(Task).where(which, or_(col(Task.state).not_in(ENDED), fresh))
    return session.exec(wanted.order_by(*SOON)).all()


def _of_tasks(session: Session, tasks: Sequence[Task]) -> list[Item]:
    known = _known(session, tasks)
    return [_of_task(task, known) for task in tasks]


@dataclass(frozen=True, slots=True)
class _Known:
    """What items of tasks are made with. `coming` is filled as deadlines are asked for: many tasks share one."""

    desk: Desk
    plans: dict[int, Plan]
    units: dict[int | None, str]
    moved: dict[int, datetime]
    calendars: Calendars
    coming: dict[tuple[int, date, WorkCalendar], Foretelling]


def _known(session: Session, tasks: Sequence[Task]) -> _Known:
    desk = desk_of(session)
    return _Known(
        desk,
        _plans(session, {task.plan_id for task in tasks}),
        unit_names(session, {task.lead_unit_id for task in tasks}),
        _moved(session, Life.TASK, [task.id or 0 for task in tasks]),
        calendars_of(desk),
        {},
    )


def _of_task(task: Task, known: _Known) -> Item:
    plan, ended = known.plans[task.plan_id], task.state in ENDED
    changed = known.moved.get(task.id or 0, task.created_at)
    return Item(
        uid=_uid(plan, Life.TASK, task.id or 0),
        title=task.title + (f"（{task.subject}）" if task.subject else ""),
        about=_about(task, plan, known.units.get(task.lead_unit_id, "")),
        url=f"{settings().inbox_url}/tasks/{task.id}",
        due=day_of(task.due) if task.due else None,
        changed_at=changed,
        sequence=task.deadline_version,
        state=task.state,
        percent=100 if task.state is TaskState.CLOSED else task.percent,
        done_at=(task.closed_at or changed) if ended else None,
        foretold=_foretold(task, known),
    )


def _about(task: Task, plan: Plan, unit: str) -> tuple[str, ...]:
    moved = task.due and task.original_due and task.original_due != task.due
    original = f"（原定 {day_of(task.original_due)}）" if moved and task.original_due else ""
    lines = (
        f"方案：{plan.plan_title or plan.title}（{plan.number}）",
        f"牵头单位：{unit}" if unit else "",
        f"时限：{day_of(task.due)}{original}" if task.due else "时限：长期坚持",
        f"状态：{task.state.zh}",
        f"成果：{'、'.join(task.deliverables)}" if task.deliverables else "",
    )
    return tuple(line for line in lines if line)


def _foretold(task: Task, known: _Known) -> Foretelling:
    """Foretell for a task that its lead still has to do; work that others look at, or nobody may do, rings no bell."""
    if task.due is None or task.state not in WITH_LEAD:
        return SILENT
    key = (task.plan_id, day_of(task.due), known.calendars.of(task.lead_unit_id))
    if key not in known.coming:
        policy = settings_of(known.desk, task.plan_id)
        known.coming[key] = foretell(key[1], policy, calendar=key[2])
    return known.coming[key]


def _of_lines(session: Session, lines: Sequence[tuple[str, Line]]) -> list[Item]:
    """Make items of what waits under its headings; what waits twice, as under two headings, is one item."""
    plans = _plans(session, {_plan_id(line) for _, line in lines})
    moved = {
        life: _moved(session, life, [line.subject.id for _, line in lines if line.life is life])
        for life in {line.life for _, line in lines}
    }
    found: dict[str, Item] = {}
    for heading, line in lines:
        plan = plans[_plan_id(line)]
        changed = moved[line.life].get(line.subject.id, plan.created_at)
        item = _of_line(heading, line, plan, changed)
        found.setdefault(item.uid, item)
    return list(found.values())


def _of_line(heading: str, line: Line, plan: Plan, changed: datetime) -> Item:
    about = (f"方案：{plan.plan_title or plan.title}（{plan.number}）", line.about)
    return Item(
        uid=_uid(plan, line.life, line.subject.id),
        title=f"{heading}：{line.title}",
        about=tuple(said for said in about if said),
        url=f"{settings().inbox_url}{line.url}",
        due=day_of(line.due) if isinstance(line.due, datetime) else line.due,
        changed_at=changed,
    )


def _plan_id(line: Line) -> int:
    return int(line.subject.id if line.life is Life.PLAN else line.subject.plan_id)


def _plans(session: Session, ids: Collection[int]) -> dict[int, Plan]:
    return {plan.id or 0: plan for plan in session.exec(select(Plan).where(col(Plan.id).in_(ids))).all()}


def _moved(session: Session, life: Life, ids: Sequence[int]) -> dict[int, datetime]:
    """Say when each of some subjects last moved."""
    found: dict[int, datetime] = {}
    for start in range(0, len(ids), CHUNK):
        mine = (Move.life == life, col(Move.subject_id).in_(ids[start : start + CHUNK]))
        newest = select(Move.subject_id, func.max(Move.at)).where(*mine).group_by(col(Move.subject_id))
        found.update(session.exec(newest).all())
    return found


def _uid(plan: Plan, life: Life, subject_id: int) -> str:
    """Name a matter for ever and everywhere: two houses may number alike what they read from the same notice."""
    house = sha256(f"{plan.number}\n{plan.text_sha256}\n{plan.created_at.isoformat()}".encode()).hexdigest()
    return f"{life}-{subject_id}-{house[:16]}"
