"""Turns the confirmed requirements of an issued plan into tasks, one per subject and period, and hands them out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, func

from duban.actions.case import Case, New
from duban.actions.leaving import let_go
from duban.actions.rulings import asked_once
from duban.counts import date_of_event, due_after
from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, pick
from duban.memberships import members, next_change
from duban.policies import settings_of
from duban.spread import seats_of
from models.errors import Refused
from models.plan import Plan, Requirement
from models.question import Review, Supervision
from models.register import Person, Unit
from models.task import Contribution, Task
from models.values import Actor, Attempt, FanOut
from models.words import Act, Life, Origin, Role, Start, SubjectKind, Timing
from workflows.moments import at_hour, day_of, end_of
from workflows.periods import Period, period_after, period_at

SYSTEM = Actor(name="系统", speaks_as=Role.SYSTEM)
TITLE_LENGTH = 200
COUNTED = frozenset({Timing.AFTER, Timing.EVENT})
STARTS = {Timing.EVENT: Start.EVENT}


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


# fmt: off
_KEPT = Prepared(
    pick(Requirement.id)
    .where(Requirement.plan_id == bindparam("plan_id"), Requirement.dropped_why == "").order_by(col(Requirement.seq)))
_ENDS_ON = Prepared(pick(Plan.ends_on).where(Plan.id == bindparam("plan_id")))
_THERE = Prepared(
    pick(Task.subject_kind, Task.subject)
    .where(Task.requirement_id == bindparam("requirement_id"), Task.period == bindparam("period")))
_FIRST = Prepared(pick(func.min(Task.created_at)).where(Task.requirement_id == bindparam("requirement_id")))
# fmt: on


def open_tasks(case: Case) -> None:
    """Open and assign the tasks of every confirmed requirement, or of the one that is added to an issued plan.

    Recurring ones get the task of the present period.

    Raises: Refused when a requirement fans out to nobody.
    """
    hands = tuple(sorted(case.standing.hands))
    by = Actor(person_id=case.person_id, name=case.standing.actor.name, speaks_as=Role.SYSTEM, stands_for=hands)
    added = case.detail.get("requirement_id")
    for (requirement_id,) in [(added,)] if added else case.desk.read(_KEPT, plan_id=case.subject.id):
        open_requirement(case.desk, case.desk.one(Requirement, requirement_id), now=case.now, by=by)


def open_requirement(desk: Desk, requirement: Requirement, *, now: datetime, by: Actor = SYSTEM) -> int:
    """Open the tasks of one requirement for the period that `now` lies in; say how many.

    1. What units that have left their class still have to do is ended or handed on. 2. Every subject of the day that
    counts gets its task; those that are there stay as they are, so repeating it is harmless. 3. The clock looks again
    when the next period begins, or a unit joins or leaves. Does not commit.
    """
    let_go(desk, requirement, now=now)
    period = period_at(requirement.timing, day_of(now), rhythm_day=requirement.rhythm_day)
    opening = Opening(requirement, period, now, by)
    there = set(desk.read(_THERE, requirement_id=requirement.id, period=period.name if period else ""))
    missing = [one for one in _subjects(desk, opening) if (one.kind, one.name) not in there]
    with asked_once(desk):
        for model in (Task, Supervision):  # no review of theirs is there yet; those of others with such numbers may be
            desk.fetch(Review, "subject_id", desk.numbers_ahead(model, len(missing)))
        for subject in missing:
            _open(desk, opening, subject)
    desk.change(requirement, next_at=_next_at(desk, opening))
    return len(missing)


def _next_at(desk: Desk, opening: Opening) -> datetime | None:
    """Look again on the morning of the next period, or when the class has other members; not once the plan is over."""
    requirement, days = opening.requirement, []
    if opening.period is not None and requirement.timing is not None:
        following = period_after(requirement.timing, opening.period, rhythm_day=requirement.rhythm_day)
        days += [following.begins] if following is not None else []
    fan_out = FanOut.model_validate(requirement.fan_out or {})
    if fan_out.kind is SubjectKind.UNIT:
        turn = next_change(desk, fan_out.unit_class, day_of(opening.now))
        days += [turn] if turn is not None else []
    if not days or min(days) > ends_on(desk, requirement.plan_id):
        return None
    return at_hour(min(days), settings_of(desk, requirement.plan_id).work_starts)


def ends_on(desk: Desk, plan_id: int) -> date:
    """Give the last day of a plan."""
    found: date = desk.first(_ENDS_ON, plan_id=plan_id)
    return found


def _open(desk: Desk, opening: Opening, subject: Subject) -> None:
    from duban.actions.door import act, begin

    requirement, now = opening.requirement, opening.now
    task = _task(requirement, subject, opening.period, now) | _counted(desk, opening, subject)
    move = begin(desk, New(Task, task), Act.OPEN, by=opening.by, now=now)
    for unit_id in requirement.supporting:
        if unit_id != subject.lead_unit_id:
            desk.add(Contribution, task_id=move.subject_id, unit_id=unit_id)
    act(desk, Attempt(life=Life.TASK, subject_id=move.subject_id, act=Act.ASSIGN), by=opening.by, now=now)


def _task(requirement: Requirement, subject: Subject, period: Period | None, now: datetime) -> dict[str, Any]:
    due = _due(requirement, period)
    return {
        "plan_id": requirement.plan_id,
        "measure_id": requirement.measure_id,
        "requirement_id": requirement.id or 0,
        "title": requirement.text[:TITLE_LENGTH],
        "origin": Origin(requirement.origin),
        "subject_kind": subject.kind,
        "subject": subject.name,
        "subject_person_id": subject.person_id,
        "period": period.name if period else "",
        "standing": requirement.timing is Timing.STANDING,
        "lead_unit_id": subject.lead_unit_id,
        "deliverables": list(requirement.deliverables),
        "quantity_wanted": requirement.quantity,
        "due": due,
        "original_due": due,
        "created_at": now,
    }


def _due(requirement: Requirement, period: Period | None) -> datetime | None:
    day: date | None = requirement.due if requirement.timing is Timing.FIXED else period.due if period else None
    return end_of(day) if day else None


def _counted(desk: Desk, opening: Opening, subject: Subject) -> dict[str, Any]:
    """Give the columns of a deadline that is counted: from today after issue, from the event's date if it is known."""
    requirement, now = opening.requirement, opening.now
    start = STARTS.get(requirement.timing, requirement.starts_from) if requirement.timing in COUNTED else None
    if start is None:
        return {}
    columns: dict[str, Any] = {"starts_from": start, "event": requirement.event if start is Start.EVENT else ""}
    columns |= {"days": requirement.days or 0, "in_workdays": requirement.in_workdays}
    draft = desk.draft(Task, plan_id=requirement.plan_id, **columns)
    begins = day_of(now) if start is Start.ISSUE else date_of_event(desk, draft)
    if begins is None:
        return columns
    due = end_of(due_after(desk, begins, draft, now=now, unit_id=subject.lead_unit_id))
    return columns | {"counted_from": begins, "due": due, "original_due": due}


def _subjects(desk: Desk, opening: Opening) -> list[Subject]:
    requirement = opening.requirement
    fan_out = FanOut.model_validate(requirement.fan_out or {})
    begun = desk.first(_FIRST, requirement_id=requirement.id)
    found = list(_spread(desk, fan_out, opening, begun))
    if not found and not begun:
        raise Refused(
            f"任务要求 {requirement.seq}“{requirement.text[:30]}”分解不到任何{fan_out.kind.zh}，"
            "请核对单位类别、岗位或名册。",
            f"Requirement {requirement.seq} fans out to nobody; check the class, the post or the register.",
        )
    return found


def _spread(desk: Desk, fan_out: FanOut, opening: Opening, begun: datetime | None) -> Iterator[Subject]:
    lead = opening.requirement.lead_unit_id or 0
    if fan_out.kind is SubjectKind.UNIT:
        day = _members_on(desk, opening, begun)
        units = members(desk, fan_out.unit_class, day) if day else ()
        yield from (Subject(fan_out.kind, name, unit_id) for unit_id, name in units)
    elif fan_out.kind is SubjectKind.PERSON:
        yield from _people(desk, fan_out, opening.now)
    elif fan_out.kind is SubjectKind.WHOLE:
        yield Subject(fan_out.kind, "", lead)
    else:
        yield from (Subject(fan_out.kind, name, lead) for name in fan_out.names)


def _members_on(desk: Desk, opening: Opening, begun: datetime | None) -> date | None:
    """Give the day whose members of a class get a task; None when nobody gets one any more.

    Of a period: its first day, so that whoever joins later begins with the next one. Of what is asked once: today, if
    the policy says so and it is not over, else the day it was first asked.
    """
    requirement, today = opening.requirement, day_of(opening.now)
    if begun is None:
        return today
    if opening.period is not None:
        return min(max(opening.period.begins, day_of(begun)), today)
    if not settings_of(desk, requirement.plan_id).joiners_get_open_demands:
        return day_of(begun)
    return None if requirement.due is not None and requirement.due < today else today


def _people(desk: Desk, fan_out: FanOut, now: datetime) -> Iterator[Subject]:
    named: set[str] = set()
    for seat in seats_of(desk, fan_out, day_of(now)):
        person = desk.one(Person, seat.person_id)
        unit = desk.one(Unit, seat.unit_id)
        name = f"{person.name}（{unit.short_name or unit.name}）"
        if name in named:  # two people of one name in one unit are two subjects
            name = f"{name} {person.code}"
        named.add(name)
        yield Subject(SubjectKind.PERSON, name, seat.unit_id, person.id)
