"""Reads what a report is written from, as it stood at a moment; with `gathering` and `rewinding`, all that reads."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, or_
from sqlalchemy import select as pick
from sqlmodel import Session, col, func, select

from duban.desk.opened import desk_of
from duban.memberships import held_on
from duban.posts import seats
from duban.reports.facts import Facts, Frame
from duban.reports.gathering import facts_of, frame_of_today
from duban.reports.looking_back import lamps_on
from duban.reports.naming import AT_ONCE
from duban.reports.rewinding import FETCHED
from duban.reports.rhythm import due_reports
from duban.reports.source_facts import FindingFact, HolderFact, InspectionFact, StepFact
from duban.reports.spans import Span
from duban.reports.summary import summary_of
from duban.reports.values import Lamps, Summary
from duban.rolled_up import Below, folded, pairs
from models.found import Finding, Inspected, Inspection
from models.plan import Measure, Plan, Requirement
from models.record import Move
from models.register import Person, Unit, UnitClass
from models.task import Task
from models.values import FanOut
from models.words import Act, FindingState, InspectionState, Life, PlanState, Role, SubjectKind
from workflows.moments import at_hour, day_of

POINTS = 8
"""How many moments lamps are shown at."""


STEPPED = ("id", "life", "subject_id", "at", "act", "became_from", "became", "role", "person_id", "why", "detail")
AROUND = frozenset(Life) - {Life.TASK, Life.REVIEW, Life.EXTENSION, Life.SUPERVISION}
"""What grows with what is found and said, not with tasks."""


HOUSE = (Role.CLOCK, Role.SYSTEM, Role.PANEL)
"""Who makes steps and is nobody."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a report: its span, which matter it is about.

    `rhythm`: what the policy calls it; on the day that the policy asks for it, it is on the days since the one before.
    """

    span: Span = Span.WHOLE
    about: str = ""
    rhythm: str = ""


def since_the_last(facts: Frame, name: str, today: date) -> date | None:
    """Give the day after the report before, by the policy of then; None on a day that asks for none of this kind."""
    due = due_reports(facts.settings.reports, facts.calendars.national, today)
    return next((one.since for one in due if (one.kind, one.day) == (name, today)), None)


def steps_of(
    session: Session, plan_id: int, now: datetime, *, lives: Collection[Life] = (), acts: Collection[Act] = ()
) -> Iterator[StepFact]:
    """Give every Move in a plan by then, or of some lives, by some acts, in the order they were made; none is kept."""
    which = [col(Move.life).in_(lives)] if lives else []
    which += [col(Move.act).in_(acts)] if acts else []
    return _steps(session, plan_id, now, *which)


def steps_about(
    session: Session, plan_id: int, now: datetime, *, of: Mapping[Life, Collection[int]]
) -> Iterator[StepFact]:
    """Give the Moves of some subjects of some lives in a plan by then, in the order they were made; none is kept."""
    if sum(map(len, of.values())) > AT_ONCE:
        steps = _steps(session, plan_id, now, col(Move.life).in_(of))
        return (step for step in steps if step.subject_id in of[step.life])
    several = (and_(col(Move.life) == life, col(Move.subject_id).in_(ids)) for life, ids in of.items())
    return _steps(session, plan_id, now, or_(*several))


def _steps(session: Session, plan_id: int, now: datetime, *which: ColumnElement[bool]) -> Iterator[StepFact]:
    columns: Any = [getattr(Move, name) for name in STEPPED]
    moves = pick(*columns).where(col(Move.plan_id) == plan_id, col(Move.at) <= now, *which).order_by(col(Move.id))
    for m in session.execute(moves, execution_options={"yield_per": FETCHED}):
        yield StepFact(
            id=m.id,
            life=m.life,
            subject_id=m.subject_id,
            at=m.at,
            act=m.act,
            was=m.became_from,
            became=m.became,
            role=m.role,
            person_id=m.person_id,
            why=m.why,
            text=str(m.detail.get("text", "")),
            due=str(m.detail.get("due") or m.detail.get("new_due") or ""),
        )


def task_ids(session: Session, plan_id: int) -> list[int]:
    """Give the number of every task, in the order they were opened."""
    return [id_ or 0 for id_ in session.exec(select(Task.id).where(Task.plan_id == plan_id).order_by(col(Task.id)))]


def task_called(session: Session, plan_id: int, number: str) -> list[int]:
    """Give the number of the task that is called by it; none where there is no such task."""
    written = cast(col(Task.id), String)
    return [id_ or 0 for id_ in session.exec(select(Task.id).where(Task.plan_id == plan_id, written == number))]


def tasks_of_measure(session: Session, plan_id: int, position: str) -> list[int]:
    """Give the numbers of the tasks of a measure by its place (2.1); none where there is no such measure."""
    wanted = select(Task.id).join(Measure, col(Measure.id) == Task.measure_id).where(Task.plan_id == plan_id)
    return [id_ or 0 for id_ in session.exec(wanted.where(Measure.position == position).order_by(col(Task.id)))]


def times_of(session: Session, plan_id: int, now: datetime, *, since: date | None) -> dict[tuple[Life, Act], int]:
    """How often each act was done from a day on until now."""
    wanted = select(Move.life, Move.act, func.count()).where(Move.plan_id == plan_id, Move.at <= now)
    if since:
        wanted = wanted.where(Move.at >= at_hour(since, "00:00"))
    return {
        (Life(life), Act(act)): count for life, act, count in session.exec(wanted.group_by(Move.life, Move.act)).all()
    }


def did_and_decided(
    session: Session, plan_id: int, now: datetime, *, since: date | None
) -> tuple[Counter[int], Counter[int]]:
    """By person, how many steps of the plan they made from a day on until now, and how many more were answers."""
    answered = col(Move.act) == Act.DECIDE
    wanted = select(Move.person_id, answered, func.count()).where(Move.plan_id == plan_id, Move.at <= now)
    wanted = wanted.where(col(Move.person_id).is_not(None), col(Move.role).not_in(HOUSE))
    if since:
        wanted = wanted.where(Move.at >= at_hour(since, "00:00"))
    did, decided = Counter[int](), Counter[int]()
    for person, answer, count in session.exec(wanted.group_by(col(Move.person_id), answered)).all():
        (decided if answer else did)[person or 0] = count
    return did, decided


def people(session: Session) -> dict[int, str]:
    return {id_ or 0: name for id_, name in session.exec(select(Person.id, Person.name)).all()}


def units_by_name(session: Session) -> dict[str, int]:
    return {name: id_ or 0 for id_, name in session.exec(select(Unit.id, Unit.name)).all()}


def findings_of(session: Session, plan_id: int, steps: Iterable[StepFact]) -> tuple[FindingFact, ...]:
    """Every problem found by then, with its state and its last fix as the steps say."""
    of: dict[int, list[StepFact]] = {}
    for step in steps:
        if step.life is Life.FINDING:
            of.setdefault(step.subject_id, []).append(step)
    rows = session.exec(select(Finding).where(Finding.plan_id == plan_id).order_by(col(Finding.id))).all()
    return tuple(_finding(row, of[row.id or 0]) for row in rows if row.id in of)


def _finding(row: Finding, steps: list[StepFact]) -> FindingFact:
    fixes = [step.text for step in steps if step.act is Act.CLAIM_FIXED]
    return FindingFact(
        id=row.id or 0,
        unit_id=row.unit_id,
        task_id=row.task_id,
        text=row.text,
        state=FindingState(steps[-1].became),
        fix=fixes[-1] if fixes else "",
        found_on=steps[0].day,
        due=row.due,
    )


def inspections_of(session: Session, plan_id: int, steps: Iterable[StepFact]) -> tuple[InspectionFact, ...]:
    """Every inspection begun by then, with its state and its conclusion as the steps say."""
    last = {step.subject_id: step for step in steps if step.life is Life.INSPECTION}
    rows = session.exec(select(Inspection).where(Inspection.plan_id == plan_id).order_by(col(Inspection.id))).all()
    found: dict[int, list[int]] = {}
    for inspection_id, finding_id in session.exec(
        select(Inspected.inspection_id, Inspected.finding_id).order_by(col(Inspected.finding_id))
    ):
        found.setdefault(inspection_id, []).append(finding_id)
    return tuple(
        InspectionFact(
            name=row.name,
            units=tuple(row.units),
            begins=row.begins,
            ends=row.ends,
            state=InspectionState(last[row.id or 0].became),
            conclusion=last[row.id or 0].text if last[row.id or 0].act is Act.CONCLUDE else "",
            findings=tuple(found.get(row.id or 0, ())),
        )
        for row in rows
        if row.id in last
    )


def holders_on(session: Session, today: date) -> tuple[HolderFact, ...]:
    """Who speaks for which unit on a day; a person in two posts of a unit stands there once."""
    names = dict(session.exec(select(Person.id, Person.name)).all())
    found = {(s.person_id, s.unit_id) for s in seats(desk_of(session), today) if Role.LIAISON in s.roles}
    return tuple(HolderFact(person, str(names.get(person, "")), unit) for person, unit in sorted(found))


def members_on(session: Session, day: date) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for member in session.exec(
        select(UnitClass).where(*held_on(day)).order_by(UnitClass.name, col(UnitClass.unit_id))
    ).all():
        found[member.name] = (*found.get(member.name, ()), member.unit_id)
    return found


def wanted_of(
    session: Session, plan_id: int, facts: Frame, members: Mapping[str, tuple[int, ...]]
) -> dict[int, tuple[int, ...]]:
    """By the register: every unit of the class a demand fans out to, else its lead."""
    kept = {demand.id for demand in facts.demands if not demand.dropped}
    rows = session.exec(select(Requirement).where(Requirement.plan_id == plan_id).order_by(col(Requirement.seq))).all()
    return {row.id or 0: _units_of(row, members) for row in rows if row.id in kept}


def _units_of(row: Requirement, members: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    fan_out = FanOut.model_validate(row.fan_out or {})
    if fan_out.kind is SubjectKind.UNIT:
        return members.get(fan_out.unit_class, ())
    return (row.lead_unit_id,) if row.lead_unit_id else ()


def addressed_by(
    session: Session, plan_id: int, facts: Frame, members: Mapping[str, tuple[int, ...]]
) -> dict[int, str]:
    """The units of the classes a notice is addressed to, as far as the register knows them, by their full names."""
    classes = session.get_one(Plan, plan_id).addressee_classes
    ids = {unit for name in classes for unit in members.get(name, ())}
    full = dict(session.exec(select(Unit.id, Unit.name)).all())
    return {unit: str(full[unit]) for unit in facts.units if unit in ids}


def children_of(session: Session, plan_id: int, now: datetime) -> tuple[Summary, ...]:
    """The plans below, those of their own not counted; one that was not there yet is left out."""
    ids = session.exec(select(Plan.id).where(Plan.parent_id == plan_id).order_by(col(Plan.id))).all()
    opened = select(Move.id).where(Move.life == Life.PLAN, Move.act == Act.OPEN, Move.at <= now)
    there = [id_ or 0 for id_ in ids if session.exec(opened.where(Move.subject_id == id_)).first()]
    found = (summary_of(facts_of(session, id_, now=now)) for id_ in there)
    return tuple(one for one in found if one.head.state is not PlanState.WITHDRAWN)


def below_of(session: Session, facts: Facts, children: tuple[Summary, ...]) -> dict[int, Below]:
    """By task, what the unit's own plan has made of it by the moment of the report."""
    states = {line.id: line.state for child in children for line in child.tasks}
    return folded(pairs(session, [task.id for task in facts.tasks]), states) if states else {}


def filed_below(session: Session, plan_id: int, now: datetime) -> dict[str, date]:
    filed = select(Plan.number, Move.at).join(Move, col(Move.subject_id) == Plan.id)
    wanted = filed.where(Plan.parent_id == plan_id, Move.life == Life.PLAN, Move.act == Act.FILE, Move.at <= now)
    return {number: day_of(moment) for number, moment in session.exec(wanted).all()}


def history_of(
    session: Session, plan_id: int, steps: Iterable[StepFact], *, now: tuple[datetime, Lamps]
) -> tuple[tuple[date, Lamps], ...]:
    """The lamps of all tasks at moments spread evenly from the day the plan was issued until `now`, with its lamps."""
    issued = next((step.day for step in steps if step.life is Life.PLAN and step.act is Act.ISSUE), None)
    if issued is None:
        return ()
    moment, lamps = now
    today = day_of(moment)
    days = sorted({issued + timedelta(days=(today - issued).days * n // POINTS) for n in range(1, POINTS)} - {today})
    frame = frame_of_today(session, plan_id, moment)
    looks = lamps_on(session, plan_id, frame, days)
    return (*zip(days, looks, strict=True), (today, lamps))
