"""Gathers the facts a report counts; with `rewinding`, the one place of the reports that reads the database.

The number of queries is the same for a plan with one task and for one with ten thousand.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from duban.desk.opened import desk_of
from duban.glances import glance_of
from duban.local_days import calendars_of
from duban.policies import settings_of
from duban.reports.facts import (
    AskFact,
    ClimbFact,
    DemandFact,
    ExemplarFact,
    Facts,
    Frame,
    MeasureFact,
    OwedFact,
    PlanFact,
    ReturnFact,
    TaskFact,
)
from duban.reports.rewinding import FETCHED, frame_rewound, rewound
from models.errors import NotFound
from models.found import Exemplar
from models.plan import Measure, Plan, Requirement
from models.question import Extension, Supervision
from models.record import Move
from models.register import Unit
from models.task import Contribution, Entry, Task
from models.words import Act, Life, Owed, PlanState, SupervisionState
from workflows.ladder import RUNGS


def facts_of(session: Session, plan_id: int, *, now: datetime) -> Facts:
    """Read what is known about a plan as it stood at `now`.

    From the tables when nothing has happened since; otherwise the ledger rewinds them.

    Raises:
        NotFound: there is no such plan.
    """
    facts = _facts_today(session, plan_id, now)
    return rewound(session, plan_id, facts) if moved_since(session, plan_id, now) else facts


def frame_of(session: Session, plan_id: int, *, now: datetime) -> Frame:
    """Read what is known about a plan as it stood at `now`, less its tasks and what hangs on them.

    Raises:
        NotFound: there is no such plan.
    """
    frame = frame_of_today(session, plan_id, now)
    return frame_rewound(session, plan_id, frame) if moved_since(session, plan_id, now) else frame


def frame_of_today(session: Session, plan_id: int, now: datetime) -> Frame:
    """Read the same as it stands today, whatever has happened since `now`."""
    return Frame(**_framed(session, plan_id, now))


def facts_of_tasks(
    session: Session, plan_id: int, frame: Frame, ids: Collection[int], *, closely: bool = False
) -> Facts:
    """Read what is known about some tasks as they stand now, by number: for their lines, or `closely` all of it."""
    some = sorted(ids)
    return Facts(
        **{field.name: getattr(frame, field.name) for field in fields(Frame)},
        tasks=tasks_of(session, plan_id, some),
        returns=_returns(session, plan_id, some) if closely else (),
        asks=_asks(session, plan_id, some) if closely else (),
        climbs=climbs_of(session, plan_id, some),
        owed=owed_of(session, plan_id, some),
    )


def only(facts: Facts, ids: Collection[int]) -> Facts:
    """Keep of what is known about a plan what is about some tasks."""
    kept = frozenset(ids)
    return replace(
        facts,
        tasks=tuple(one for one in facts.tasks if one.id in kept),
        returns=tuple(one for one in facts.returns if one.task_id in kept),
        asks=tuple(one for one in facts.asks if one.task_id in kept),
        climbs=tuple(one for one in facts.climbs if one.task_id in kept),
        owed=tuple(one for one in facts.owed if one.task_id in kept),
    )


def _facts_today(session: Session, plan_id: int, now: datetime) -> Facts:
    return Facts(
        **_framed(session, plan_id, now),
        tasks=tasks_of(session, plan_id),
        returns=_returns(session, plan_id),
        asks=_asks(session, plan_id),
        climbs=climbs_of(session, plan_id),
        owed=owed_of(session, plan_id),
    )


def _framed(session: Session, plan_id: int, now: datetime) -> dict[str, Any]:
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise NotFound(f"没有编号为 {plan_id} 的工作方案。", f"There is no plan with the number {plan_id}.")
    return {
        "as_of": now,
        "plan": _plan(plan),
        "settings": settings_of(desk_of(session), plan_id),
        "calendars": calendars_of(desk_of(session)),
        "measures": _measures(session, plan_id),
        "demands": _demands(session, plan_id),
        "units": _units(session),
        "exemplars": _exemplars(session, plan_id),
    }


def moved_since(session: Session, plan_id: int, now: datetime) -> bool:
    """Say whether anything has happened in a plan after a moment."""
    later = select(Move.id).where(Move.plan_id == plan_id, Move.at > now).limit(1)
    return session.exec(later).first() is not None


def _plan(plan: Plan) -> PlanFact:
    return PlanFact(
        number=plan.number,
        title=plan.plan_title or plan.title,
        issuer=plan.issuer,
        issued_on=plan.issued_on,
        state=PlanState(plan.state),
    )


def _place(position: str) -> tuple[int, ...]:
    """2.10 comes after 2.9."""
    return tuple(int(part) if part.isdecimal() else 0 for part in position.split("."))


def _measures(session: Session, plan_id: int) -> tuple[MeasureFact, ...]:
    rows = session.exec(select(Measure).where(Measure.plan_id == plan_id)).all()
    found = (MeasureFact(m.id or 0, m.position, m.level, m.number, m.title) for m in rows)
    return tuple(sorted(found, key=lambda m: _place(m.position)))


def _demands(session: Session, plan_id: int) -> tuple[DemandFact, ...]:
    found = select(Requirement).where(Requirement.plan_id == plan_id).order_by(col(Requirement.seq))
    rows = session.exec(found).all()
    return tuple(DemandFact(row.id or 0, row.seq, row.text, row.timing, bool(row.dropped_why)) for row in rows)


def tasks_of(session: Session, plan_id: int, ids: Sequence[int] | None = None) -> tuple[TaskFact, ...]:
    """Read the tasks of a plan as they stand now, all or some of them."""
    entries = (
        select(Entry.task_id, func.max(Entry.at))
        .join(Task, col(Task.id) == Entry.task_id)
        .where(Task.plan_id == plan_id)
        .group_by(col(Entry.task_id))
    )
    wanted = select(Task).where(Task.plan_id == plan_id).order_by(col(Task.id))
    if ids is not None:
        entries, wanted = entries.where(col(Entry.task_id).in_(ids)), wanted.where(col(Task.id).in_(ids))
    heard = dict(session.exec(entries).all())
    rows = session.exec(wanted).yield_per(FETCHED)
    return tuple(_task(task, heard.get(task.id or 0)) for task in rows)


def _task(task: Task, heard_at: datetime | None) -> TaskFact:
    return TaskFact(
        id=task.id or 0,
        requirement_id=task.requirement_id,
        measure_id=task.measure_id,
        unit_id=task.lead_unit_id,
        title=task.title,
        subject_kind=task.subject_kind,
        subject=task.subject,
        period=task.period,
        deliverables=tuple(task.deliverables),
        quantity_wanted=task.quantity_wanted,
        quantity_done=task.quantity_done,
        extensions=task.extensions,
        deadline_version=task.deadline_version,
        glance=glance_of(task, heard_at),
    )


def _units(session: Session) -> dict[int, str]:
    """Call each unit by its short name, or by its full one where two units share a short name."""
    rows = session.exec(select(Unit.id, Unit.name, Unit.short_name).order_by(col(Unit.id))).all()
    shared = Counter(short for _, _, short in rows)
    return {id_ or 0: short if short and shared[short] == 1 else name for id_, name, short in rows}


def _returns(session: Session, plan_id: int, ids: Sequence[int] | None = None) -> tuple[ReturnFact, ...]:
    wanted = select(Move.subject_id, Move.at, Move.why).where(
        Move.plan_id == plan_id, Move.life == Life.TASK, Move.act == Act.SEND_BACK
    )
    if ids is not None:
        wanted = wanted.where(col(Move.subject_id).in_(ids))
    return tuple(ReturnFact(*row) for row in session.exec(wanted.order_by(col(Move.id))).all())


def _asks(session: Session, plan_id: int, ids: Sequence[int] | None = None) -> tuple[AskFact, ...]:
    wanted = select(Extension).where(Extension.plan_id == plan_id).order_by(col(Extension.id))
    rows = session.exec(wanted if ids is None else wanted.where(col(Extension.task_id).in_(ids))).all()
    return tuple(AskFact(row.task_id, row.state, row.old_due, row.wanted, row.reason, row.id or 0) for row in rows)


def climbs_of(session: Session, plan_id: int, ids: Sequence[int] | None = None) -> tuple[ClimbFact, ...]:
    wanted = (
        select(Supervision, Move.became, Move.at)
        .join(Move, col(Move.subject_id) == Supervision.id)
        .where(Supervision.plan_id == plan_id, Move.life == Life.SUPERVISION)
        .where(col(Move.became).in_([rung.value for rung in RUNGS[1:]]))
    )
    if ids is not None:
        wanted = wanted.where(col(Supervision.task_id).in_(ids))
    return tuple(
        ClimbFact(
            task_id=ladder.task_id,
            deadline_version=ladder.deadline_version,
            rung=SupervisionState(became),
            settled=ladder.state is SupervisionState.SETTLED,
            ladder_id=ladder.id or 0,
            at=at,
        )
        for ladder, became, at in session.exec(wanted.order_by(col(Move.id))).all()
    )


def owed_of(session: Session, plan_id: int, ids: Sequence[int] | None = None) -> tuple[OwedFact, ...]:
    wanted = select(Contribution).join(Task, col(Task.id) == Contribution.task_id).where(Task.plan_id == plan_id)
    if ids is not None:
        wanted = wanted.where(col(Contribution.task_id).in_(ids))
    rows = session.exec(wanted.order_by(col(Contribution.task_id), col(Contribution.unit_id))).all()
    return tuple(OwedFact(row.task_id, row.unit_id, Owed(row.owed), row.at) for row in rows)


def _exemplars(session: Session, plan_id: int) -> tuple[ExemplarFact, ...]:
    rows = session.exec(select(Exemplar).where(Exemplar.plan_id == plan_id).order_by(col(Exemplar.id))).all()
    return tuple(ExemplarFact(r.kind, r.state, r.unit_id, r.name, r.text, r.published_where, r.id or 0) for r in rows)
