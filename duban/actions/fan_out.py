"""Turns the confirmed requirements of an issued plan into tasks, one per subject and period, and hands them out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from duban.actions.case import Case
from duban.policies import settings_of
from duban.spread import seats_of
from models.errors import Refused
from models.plan import Plan, Requirement
from models.register import Person, Unit, UnitClass
from models.task import Contribution, Task
from models.values import Actor, Attempt, FanOut
from models.words import Act, Life, Origin, Role, SubjectKind, Timing
from workflows.moments import at_hour, day_of, end_of
from workflows.periods import Period, period_after, period_at

SYSTEM = Actor(name="系统", speaks_as=Role.SYSTEM)
TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening of one requirement's tasks: for which period, when, and on whose word (the system's, by itself)."""

    requirement: Requirement
    period: Period | None
    now: datetime
    by: Actor


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom one task is for: what it is called, who leads, which person it binds."""

    kind: SubjectKind
    name: str
    lead_unit_id: int
    person_id: int | None = None


def open_tasks(case: Case) -> None:
    """Open and assign the tasks of every confirmed requirement. Recurring ones get the task of the present period.

    Raises: Refused when a requirement fans out to nobody.
    """
    plan: Plan = case.subject
    hands = tuple(sorted(case.standing.hands))
    by = Actor(person_id=case.person_id, name=case.standing.actor.name, speaks_as=Role.SYSTEM, stands_for=hands)
    kept = select(Requirement).where(Requirement.plan_id == plan.id, Requirement.dropped_why == "")
    for requirement in case.session.exec(kept.order_by(col(Requirement.seq))).all():
        open_requirement(case.session, plan, requirement, now=case.now, by=by)


def open_requirement(
    session: Session, plan: Plan, requirement: Requirement, *, now: datetime, by: Actor = SYSTEM
) -> int:
    """Open the tasks of one requirement for the period that `now` lies in; say how many.

    Tasks that are already there stay as they are, so repeating it is harmless. Does not commit.
    """
    period = period_at(requirement.timing, day_of(now), rhythm_day=requirement.rhythm_day)
    opening = Opening(requirement, period, now, by)
    opened = sum(_open(session, opening, subject) for subject in _subjects(session, requirement, now))
    requirement.next_at = _next_period_at(session, plan, requirement, period)
    session.add(requirement)
    return opened


def _next_period_at(session: Session, plan: Plan, requirement: Requirement, period: Period | None) -> datetime | None:
    if period is None or requirement.timing is None:
        return None
    following = period_after(requirement.timing, period, rhythm_day=requirement.rhythm_day)
    if following is None or following.begins > plan.ends_on:
        return None
    return at_hour(following.begins, settings_of(session, plan.id).work_starts)


def _open(session: Session, opening: Opening, subject: Subject) -> int:
    from duban.actions.act import act, begin

    requirement, now = opening.requirement, opening.now
    task = _task(requirement, subject, opening.period, now)
    same = select(Task.id).where(
        Task.requirement_id == requirement.id,
        Task.subject_kind == task.subject_kind,
        Task.subject == task.subject,
        Task.period == task.period,
    )
    if session.exec(same).first() is not None:
        return 0
    begin(session, task, Act.OPEN, by=opening.by, now=now)
    for unit_id in requirement.supporting:
        if unit_id != task.lead_unit_id:
            session.add(Contribution(task_id=task.id or 0, unit_id=unit_id))
    session.flush()
    act(session, Attempt(life=Life.TASK, subject_id=task.id or 0, act=Act.ASSIGN), by=opening.by, now=now)
    return 1


def _task(requirement: Requirement, subject: Subject, period: Period | None, now: datetime) -> Task:
    due = _due(requirement, period)
    return Task(
        plan_id=requirement.plan_id,
        measure_id=requirement.measure_id,
        requirement_id=requirement.id or 0,
        title=requirement.text[:TITLE_LENGTH],
        origin=Origin(requirement.origin),
        subject_kind=subject.kind,
        subject=subject.name,
        subject_person_id=subject.person_id,
        period=period.name if period else "",
        lead_unit_id=subject.lead_unit_id,
        deliverables=list(requirement.deliverables),
        quantity_wanted=requirement.quantity,
        due=due,
        original_due=due,
        created_at=now,
    )


def _due(requirement: Requirement, period: Period | None) -> datetime | None:
    day: date | None = requirement.due if requirement.timing is Timing.FIXED else period.due if period else None
    return end_of(day) if day else None


def _subjects(session: Session, requirement: Requirement, now: datetime) -> list[Subject]:
    fan_out = FanOut.model_validate(requirement.fan_out or {})
    found = list(_spread(session, requirement, fan_out, now))
    if not found:
        raise Refused(
            f"任务要求 {requirement.seq}“{requirement.text[:30]}”分解不到任何{fan_out.kind.zh}，"
            "请核对单位类别、岗位或名册。",
            f"Requirement {requirement.seq} fans out to nobody; check the class, the post or the register.",
        )
    return found


def _spread(session: Session, requirement: Requirement, fan_out: FanOut, now: datetime) -> Iterator[Subject]:
    lead = requirement.lead_unit_id or 0
    if fan_out.kind is SubjectKind.UNIT:
        yield from (Subject(fan_out.kind, unit.name, unit.id or 0) for unit in units_of(session, fan_out.unit_class))
    elif fan_out.kind is SubjectKind.PERSON:
        yield from _people(session, fan_out, now)
    elif fan_out.kind is SubjectKind.WHOLE:
        yield Subject(fan_out.kind, "", lead)
    else:
        yield from (Subject(fan_out.kind, name, lead) for name in fan_out.names)


def units_of(session: Session, unit_class: str) -> list[Unit]:
    """List the units of a class, in the order of the register."""
    found = select(Unit).join(UnitClass, col(UnitClass.unit_id) == Unit.id).where(UnitClass.name == unit_class)
    return list(session.exec(found.order_by(col(Unit.id))).all())


def _people(session: Session, fan_out: FanOut, now: datetime) -> Iterator[Subject]:
    named: set[str] = set()
    for seat in seats_of(session, fan_out, day_of(now)):
        person = session.get_one(Person, seat.person_id)
        unit = session.get_one(Unit, seat.unit_id)
        name = f"{person.name}（{unit.short_name or unit.name}）"
        if name in named:  # two people of one name in one unit are two subjects
            name = f"{name} {person.code}"
        named.add(name)
        yield Subject(SubjectKind.PERSON, name, seat.unit_id, person.id)
