"""Read queries for pages: lists of plans, tasks, moves and messages, each with a fixed number of queries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import Session, col, func, or_, select

from duban.desk.opened import desk_of
from duban.desk.prepared import Prepared, pick
from duban.glances import lamps_of
from duban.names import unit_names
from duban.paged import PAGE, Page
from duban.sight import Sight, plans_seen, tasks_seen
from models.comment import Mention
from models.plan import Measure, Plan, Requirement
from models.record import Message, Move, Refusal
from models.register import Person
from models.task import Contribution, Task
from models.words import Act, Channel, Lamp, Life, TaskState, Timing
from workflows.lamps import Shown

SOON = (col(Task.due).is_(None), col(Task.due), col(Task.id))
_ME: Any = bindparam("person_id")
_MENTIONS = pick(func.count(col(Mention.comment_id))).where(Mention.person_id == _ME, col(Mention.seen_at).is_(None))
_MESSAGES = pick(func.count(col(Message.id)) + _MENTIONS.scalar_subquery()).where(
    Message.person_id == _ME,
    Message.channel == Channel.IN_APP,
    col(Message.read_at).is_(None),
    col(Message.leads),
)
_UNREAD = Prepared(_MESSAGES)
"""Asked for with every page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks somebody asks for; what is empty does not narrow."""

    plan_id: int | None = None
    measure_id: int | None = None
    unit_id: int | None = None
    state: TaskState | None = None
    lamp: Lamp | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as a list shows it."""

    task: Task
    shown: Shown
    unit: str
    plan: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as a list shows it: `states` counts its tasks by state, `unconfirmed` the requirements to be settled."""

    plan: Plan
    states: Counter[str]
    lamps: Counter[str]
    unconfirmed: int = 0

    @property
    def total(self) -> int:
        return self.states.total()

    @property
    def open(self) -> int:
        return self.total - self.states[TaskState.CLOSED] - self.states[TaskState.CANCELLED]


@dataclass(slots=True)
class MeasureRow:
    """A measure on the board: its tasks counted by state and, while open, by lamp."""

    measure: Measure
    requirements: int = 0
    states: Counter[str] = field(default_factory=Counter)
    lamps: Counter[str] = field(default_factory=Counter)


def task_rows(session: Session, tasks: Sequence[Task], *, now: datetime) -> list[TaskRow]:
    """Make rows of tasks, in the order given."""
    lamps = lamps_of(session, tasks, now=now)
    units = unit_names(session, (task.lead_unit_id for task in tasks))
    plans = dict(session.exec(select(Plan.id, Plan.number).where(col(Plan.id).in_({t.plan_id for t in tasks}))).all())
    return [TaskRow(t, lamps[t.id or 0], units.get(t.lead_unit_id, ""), plans.get(t.plan_id, "")) for t in tasks]


def task_page(session: Session, sight: Sight, wanted: Wanted, *, number: int = 1, now: datetime) -> Page:
    """List one page of the tasks that somebody sees and asks for, the earliest deadline first.

    A lamp is worked out, not stored: asked for one, every task that fits otherwise is looked at.
    """
    where = (tasks_seen(sight), *narrowed(wanted))
    found = select(Task).where(*where).order_by(*SOON)
    if wanted.lamp is None:
        total = session.exec(select(func.count(col(Task.id))).where(*where)).one()
        tasks = session.exec(found.offset((number - 1) * PAGE).limit(PAGE)).all()
        return Page(task_rows(session, tasks, now=now), total, number)
    every = session.exec(found).all()
    lamps = lamps_of(session, every, now=now)
    fitting = [task for task in every if lamps[task.id or 0].lamp is wanted.lamp]
    some = fitting[(number - 1) * PAGE : number * PAGE]
    return Page(task_rows(session, some, now=now), len(fitting), number)


def narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Say in SQL what is asked for, but for the lamp."""
    helped = select(Contribution.task_id).where(Contribution.unit_id == wanted.unit_id)
    literal = wanted.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    like = f"%{literal}%"
    # fmt: off
    ways = (
        # asked for           narrows to
        (wanted.plan_id,      col(Task.plan_id) == wanted.plan_id),
        (wanted.measure_id,   col(Task.measure_id) == wanted.measure_id),
        (wanted.unit_id,      or_(col(Task.lead_unit_id) == wanted.unit_id, col(Task.id).in_(helped))),
        (wanted.state,        col(Task.state) == wanted.state),
        (wanted.words,        or_(col(Task.title).like(like, escape="\\"), col(Task.subject).like(like, escape="\\"))),
    )
    # fmt: on
    return [clause for asked, clause in ways if asked]


def plan_rows(session: Session, sight: Sight, *, now: datetime) -> list[PlanRow]:
    """List the plans that somebody sees, the newest first, with counts of the tasks seen."""
    wanted = select(Plan).where(plans_seen(sight)).order_by(col(Plan.id).desc())
    plans = session.exec(wanted).all()
    ids = [plan.id or 0 for plan in plans]
    tasks = session.exec(select(Task).where(col(Task.plan_id).in_(ids), tasks_seen(sight))).all()
    lamps = lamps_of(session, tasks, now=now)
    left = dict(session.exec(_unconfirmed(ids)).all())
    states: dict[int, Counter[str]] = {id_: Counter() for id_ in ids}
    colours: dict[int, Counter[str]] = {id_: Counter() for id_ in ids}
    for task in tasks:
        states[task.plan_id][task.state] += 1
        if task.state not in (TaskState.CLOSED, TaskState.CANCELLED):
            colours[task.plan_id][lamps[task.id or 0].lamp] += 1
    return [PlanRow(p, states[p.id or 0], colours[p.id or 0], left.get(p.id or 0, 0)) for p in plans]


def _unconfirmed(plan_ids: list[int]) -> Any:
    return (
        select(Requirement.plan_id, func.count(col(Requirement.id)))
        .where(col(Requirement.plan_id).in_(plan_ids))
        .where(col(Requirement.confirmed_at).is_(None), Requirement.dropped_why == "")
        .group_by(col(Requirement.plan_id))
    )


def board(session: Session, plan: Plan, sight: Sight, *, now: datetime) -> list[MeasureRow]:
    """List the measures of a plan in their order, with the tasks seen counted by state and lamp."""
    measures = session.exec(select(Measure).where(Measure.plan_id == plan.id).order_by(col(Measure.start))).all()
    rows = {measure.id: MeasureRow(measure) for measure in measures}
    counted = select(Requirement.measure_id, func.count(col(Requirement.id))).where(Requirement.plan_id == plan.id)
    for measure_id, count in session.exec(counted.group_by(col(Requirement.measure_id))).all():
        rows[measure_id].requirements = count
    tasks = session.exec(select(Task).where(Task.plan_id == plan.id, tasks_seen(sight))).all()
    lamps = lamps_of(session, tasks, now=now)
    for task in tasks:
        row = rows[task.measure_id]
        row.states[task.state] += 1
        if task.state not in (TaskState.CLOSED, TaskState.CANCELLED):
            row.lamps[lamps[task.id or 0].lamp] += 1
    return list(rows.values())


def summed(session: Session, plan: Plan, rows: Sequence[MeasureRow]) -> PlanRow:
    """Add the measures of a board up to its plan."""
    left = dict(session.exec(_unconfirmed([plan.id or 0])).all())
    states: Counter[str] = sum((row.states for row in rows), Counter())
    lamps: Counter[str] = sum((row.lamps for row in rows), Counter())
    return PlanRow(plan, states, lamps, left.get(plan.id or 0, 0))


@dataclass(frozen=True, slots=True)
class JournalWanted:
    """Which records somebody asks for."""

    plan_id: int | None = None
    person: str = ""
    life: Life | None = None
    act: Act | None = None


def moves_page(session: Session, wanted: JournalWanted, *, number: int = 1) -> Page:
    """List one page of moves, the newest first."""
    return _records_page(session, Move, wanted, number)


def refusals_page(session: Session, wanted: JournalWanted, *, number: int = 1) -> Page:
    """List one page of refused attempts, the newest first."""
    return _records_page(session, Refusal, wanted, number)


def _records_page(session: Session, table: Any, wanted: JournalWanted, number: int) -> Page:
    people = select(Person.id).where(or_(Person.name == wanted.person, Person.code == wanted.person))
    # fmt: off
    ways = (
        # asked for                                narrows to
        (wanted.plan_id if table is Move else None, col(Move.plan_id) == wanted.plan_id),
        (wanted.person,                            table.person_id.in_(people)),
        (wanted.life,                              table.life == wanted.life),
        (wanted.act,                               table.act == wanted.act),
    )
    # fmt: on
    where = [clause for asked, clause in ways if asked]
    total = session.exec(select(func.count(table.id)).where(*where)).one()
    found = select(table).where(*where).order_by(table.id.desc()).offset((number - 1) * PAGE).limit(PAGE)
    return Page(session.exec(found).all(), total, number)


def messages_page(session: Session, person_id: int, *, number: int = 1) -> Page:
    """List one page of what somebody was told in the inbox, the newest first."""
    where = (Message.person_id == person_id, Message.channel == Channel.IN_APP, col(Message.leads))
    total = session.exec(select(func.count(col(Message.id))).where(*where)).one()
    found = select(Message).where(*where).order_by(col(Message.id).desc())
    return Page(session.exec(found.offset((number - 1) * PAGE).limit(PAGE)).all(), total, number)


def unread(session: Session, person_id: int) -> int:
    """Count what somebody was told and has not read: messages, and comments that name the person."""
    return int(desk_of(session).first(_UNREAD, person_id=person_id))


def events_of(session: Session, plan_id: int) -> list[str]:
    """Name the events that requirements of a plan are tied to, in the order of the plan."""
    tied = (Requirement.plan_id == plan_id, Requirement.timing == Timing.EVENT, Requirement.dropped_why == "")
    found = select(Requirement.event).where(*tied).order_by(col(Requirement.seq))
    return list(dict.fromkeys(session.exec(found).all()))


def plans_named(session: Session, sight: Sight) -> list[tuple[int, str]]:
    """Name the plans that somebody sees, the newest first, for a choice."""
    found = session.exec(select(Plan.id, Plan.number).where(plans_seen(sight)).order_by(col(Plan.id).desc())).all()
    return [(id_ or 0, number) for id_, number in found]
