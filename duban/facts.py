"""Gathers the facts that a life's guards ask about; one function per life."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from duban.calendars import load_calendar
from duban.panels import Panel, panel_of
from duban.policies import settings_of
from duban.posts import Standing, standing
from duban.spread import seats_of
from models.found import Exemplar, Finding
from models.plan import Plan, Requirement
from models.question import Extension, Review, Supervision
from models.record import Move
from models.register import Person, Unit, UnitClass
from models.task import Contribution, Evidence, Task
from models.values import Actor, Given, Settled
from models.words import (
    Act,
    ExtensionState,
    Life,
    Owed,
    PlanState,
    ReviewState,
    Role,
    SubjectKind,
    TaskState,
    Timing,
    Verdict,
)
from workflows.exemplar.guards import ExemplarFacts
from workflows.extension.guards import ExtensionFacts
from workflows.finding.guards import FindingFacts
from workflows.given import Asking
from workflows.ladder import next_climb
from workflows.moments import day_of
from workflows.plan.guards import PlanFacts
from workflows.review.guards import ReviewFacts
from workflows.supervision.guards import SupervisionFacts
from workflows.task.guards import TaskFacts
from workflows.task.lifecycle import WITH_LEAD

ENDED_TASK = (TaskState.CLOSED, TaskState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks about what, with what, when."""

    session: Session
    standing: Standing
    given: Given
    now: datetime


def gather(question: Question, life: Life, subject: Any) -> Asking:
    """Gather what the rules need to know about one subject for one actor."""
    return _GATHER[life](question, subject)


def roles_on_task(standing: Standing, task: Task, supporting: frozenset[int]) -> frozenset[Role]:
    """Say what somebody is to a task: house roles, liaison or head of its lead, liaison of a supporting unit."""
    roles = set(standing.house_roles)
    if task.lead_unit_id in standing.units_as(Role.LIAISON):
        roles.add(Role.LIAISON)
    if task.subject_person_id is not None and task.subject_person_id in standing.hands:
        roles.add(Role.LIAISON)
    if task.lead_unit_id in standing.units_as(Role.UNIT_HEAD):
        roles.add(Role.UNIT_HEAD)
    if supporting & standing.units_as(Role.LIAISON):
        roles.add(Role.SUPPORTER)
    return frozenset(roles)


def latest_review(session: Session, life: Life, subject_id: int | None) -> Review | None:
    """Find the newest review of a subject."""
    found = select(Review).where(Review.life == life, Review.subject_id == subject_id)
    return session.exec(found.order_by(col(Review.id).desc())).first()


_SAID = {ReviewState.APPROVED: Verdict.YES, ReviewState.RETURNED: Verdict.NO}


def _plan(q: Question, plan: Plan) -> PlanFacts:
    review = latest_review(q.session, Life.PLAN, plan.id) if plan.id else None
    kept = select(func.count(col(Requirement.id))).where(Requirement.plan_id == plan.id, Requirement.dropped_why == "")
    return PlanFacts(
        roles=q.standing.house_roles,
        hands=q.standing.hands,
        given=q.given,
        requirement_known=_belongs(q, plan),
        who_settled=_who_settled(q.given.settled) and _reaches_somebody(q, q.given.settled),
        when_settled=_when_settled(q.given.settled) and _date_fits(q, plan),
        requirements=q.session.exec(kept).one(),
        unconfirmed=q.session.exec(kept.where(col(Requirement.confirmed_at).is_(None))).one(),
        unended=_unended(q.session, plan.id),
        panel_said=_SAID.get(review.state) if review else None,
        review_open=review is not None and review.state is ReviewState.OPEN,
        review_withdrawn=review is not None and review.state is ReviewState.WITHDRAWN,
        summary_written=bool(plan.summary),
        summary_approved=plan.summary_approved_at is not None,
    )


def _belongs(q: Question, plan: Plan) -> bool:
    if q.given.requirement_id is None:
        return False
    requirement = q.session.get(Requirement, q.given.requirement_id)
    return requirement is not None and requirement.plan_id == plan.id


def _who_settled(settled: Settled | None) -> bool:
    if settled is None:
        return False
    fan_out = settled.fan_out
    if fan_out.kind is SubjectKind.UNIT:
        return bool(fan_out.unit_class)
    if fan_out.kind is SubjectKind.PERSON:
        return fan_out.role is not None or bool(fan_out.post_name)
    named = fan_out.kind is SubjectKind.WHOLE or bool(fan_out.names)
    return settled.lead_unit_id is not None and named


def _reaches_somebody(q: Question, settled: Settled | None) -> bool:
    """Every unit named is there, and the class or post it fans out to is not empty today."""
    if settled is None:
        return False
    named = {*settled.supporting, settled.lead_unit_id} - {None}
    if len(q.session.exec(select(Unit.id).where(col(Unit.id).in_(named))).all()) != len(named):
        return False
    fan_out = settled.fan_out
    if fan_out.kind is SubjectKind.UNIT:
        return q.session.exec(select(UnitClass).where(UnitClass.name == fan_out.unit_class)).first() is not None
    return fan_out.kind is not SubjectKind.PERSON or bool(seats_of(q.session, fan_out, day_of(q.now)))


def _date_fits(q: Question, plan: Plan) -> bool:
    """A fixed date is not before the notice, and in a year the calendar knows."""
    due = q.given.settled.due if q.given.settled else None
    if due is None:
        return True
    return (plan.issued_on or day_of(plan.created_at)) <= due <= load_calendar(q.session).last


_WHEN: dict[Timing, Callable[[Settled], bool]] = {
    Timing.FIXED: lambda s: s.due is not None,
    Timing.MONTHLY: lambda s: s.rhythm_day is not None,
    Timing.QUARTERLY: lambda s: s.rhythm_day is not None,
    Timing.STANDING: lambda _: True,
    Timing.EVENT: lambda s: bool(s.event),
}


def _when_settled(settled: Settled | None) -> bool:
    return settled is not None and settled.timing is not None and _WHEN[settled.timing](settled)


def _task(q: Question, task: Task) -> TaskFacts:
    owed = dict(
        q.session.exec(select(Contribution.unit_id, Contribution.owed).where(Contribution.task_id == task.id)).all()
    )
    waiting = frozenset(unit for unit, state in owed.items() if state is Owed.OWED)
    review = latest_review(q.session, Life.TASK, task.id) if task.state is TaskState.IN_REVIEW else None
    return TaskFacts(
        roles=roles_on_task(q.standing, task, frozenset(owed)),
        hands=q.standing.hands,
        given=q.given,
        plan_issued=_plan_state(q.session, task.plan_id) is PlanState.ISSUED,
        lead_named=task.lead_unit_id is not None,
        timed=_timed(q.session, task),
        reporters=reporters(task),
        lead_unit_id=task.lead_unit_id,
        deliverables_missing=_missing(q.session, task),
        quantity_met=task.quantity_wanted is None or task.quantity_done >= task.quantity_wanted,
        owed=len(waiting),
        unit_known=q.given.unit_id is not None and q.session.get(Unit, q.given.unit_id) is not None,
        unit_owes=q.given.unit_id in waiting,
        i_owe=_i_owe(q, waiting),
        panel_said=_SAID.get(review.state) if review else None,
        review_withdrawn=review is not None and review.state is ReviewState.WITHDRAWN,
        due_not_past=q.given.due is None or q.given.due >= day_of(q.now),
    )


def _i_owe(q: Question, waiting: frozenset[int]) -> bool:
    """A unit of the actor owes; the one named, when one is."""
    mine = waiting & q.standing.units_as(Role.LIAISON)
    return bool(mine) if q.given.unit_id is None else q.given.unit_id in mine


def reporters(task: Task) -> frozenset[int]:
    """Everybody who stands behind the report of a task: whoever filed it and whoever that person stood in for."""
    return frozenset({task.reported_by, task.reported_for} - {None})  # type: ignore[arg-type]


def _plan_state(session: Session, plan_id: int) -> PlanState:
    return PlanState(session.exec(select(Plan.state).where(Plan.id == plan_id)).one())


def _timed(session: Session, task: Task) -> bool:
    if task.due is not None or task.period:
        return True
    requirement = session.get_one(Requirement, task.requirement_id)
    return requirement.timing is not None


def _missing(session: Session, task: Task) -> tuple[str, ...]:
    if not task.deliverables:
        return ()
    there = set(session.exec(select(Evidence.deliverable).where(Evidence.task_id == task.id)).all())
    return tuple(name for name in task.deliverables if name not in there)


def _review(q: Question, review: Review) -> ReviewFacts:
    panel = panel_of(q.session, review)
    mine = panel.seats_for(q.standing)
    roles = set(q.standing.house_roles) | ({Role.REVIEWER} if mine else set())
    return ReviewFacts(
        roles=frozenset(roles),
        hands=q.standing.hands,
        given=q.given,
        my_seats=mine - panel.answers.keys(),
        turn=panel.turn,
        excluded=frozenset(review.excluded),
        answered_by=panel.answered_by,
        outcome=panel.outcome,
        answers=len(panel.answers),
        seats=len(panel.seats),
        needed=review.needed,
        new_signer_fits=_may_sit(q, panel),
        seat_unanswered=q.given.signer_id in panel.seats and q.given.signer_id not in panel.answers,
        undecided_without=panel.undecided_without(q.given.signer_id),
        late=review.due is not None and q.now > review.due and (review.next_at is None or q.now >= review.next_at),
        subject_ended=_subject_ended(q.session, review),
    )


def _may_sit(q: Question, panel: Panel) -> bool:
    """The person named exists, is not excluded, not even through a deputy, and sits on no seat of the panel."""
    person = q.session.get(Person, q.given.person_id) if q.given.person_id is not None else None
    if person is None:
        return False
    theirs = standing(q.session, Actor(person_id=person.id), now=q.now)
    return not panel.seats_for(theirs) and not theirs.hands & set(panel.review.excluded)


def _subject_ended(session: Session, review: Review) -> bool:
    if review.life is Life.TASK:
        return session.get_one(Task, review.subject_id, populate_existing=True).state is not TaskState.IN_REVIEW
    state = session.get_one(Plan, review.subject_id, populate_existing=True).state
    if state is PlanState.ISSUED:  # a review of its summary: over when a task runs again
        return _unended(session, review.plan_id) > 0
    return state is not PlanState.IN_REVIEW


def _unended(session: Session, plan_id: int | None) -> int:
    running = select(func.count(col(Task.id))).where(Task.plan_id == plan_id, col(Task.state).not_in(ENDED_TASK))
    return session.exec(running).one()


def _extension(q: Question, extension: Extension) -> ExtensionFacts:
    task = q.session.get_one(Task, extension.task_id)
    calendar = load_calendar(q.session)
    same = select(func.count(col(Extension.id))).where(Extension.task_id == task.id)
    open_now = same.where(Extension.state == ExtensionState.REQUESTED, col(Extension.id) != (extension.id or 0))
    wanted = extension.wanted
    return ExtensionFacts(
        roles=roles_on_task(q.standing, task, frozenset()),
        hands=q.standing.hands,
        given=q.given,
        task_in_progress=task.state is TaskState.IN_PROGRESS,
        has_due=task.due is not None,
        before_due=_asked_in_time(q, extension, task),
        wanted_workday=calendar.is_workday(wanted),
        wanted_later=task.due is not None and wanted > day_of(task.due),
        granted_before=task.extensions,
        at_most=settings_of(q.session, task.plan_id).extensions_at_most,
        one_open=q.session.exec(open_now).one() > 0,
        askers=frozenset({extension.asked_by, extension.asked_for} - {None}),  # type: ignore[arg-type]
        task_moved_on=task.state is not TaskState.IN_PROGRESS,
        late=extension.next_at is not None and q.now >= extension.next_at,
    )


def _asked_in_time(q: Question, extension: Extension, task: Task) -> bool:
    """Asked before the deadline, and still about that deadline; the answer may come later."""
    if task.due is None:
        return False
    if extension.id is None:
        return q.now <= task.due
    return extension.asked_at <= extension.old_due and extension.old_due == task.due


def _supervision(q: Question, ladder: Supervision) -> SupervisionFacts:
    task = q.session.get_one(Task, ladder.task_id)
    climb = None
    if task.due is not None:
        policy, calendar = settings_of(q.session, task.plan_id), load_calendar(q.session)
        climb = next_climb(ladder.state, task.due, rung_at=ladder.rung_at, policy=policy, calendar=calendar)
    return SupervisionFacts(
        roles=q.standing.house_roles,
        hands=q.standing.hands,
        given=q.given,
        due_rung=climb.to if climb and climb.at <= q.now else None,
        with_lead=task.state in WITH_LEAD,
        task_over=task.state in ENDED_TASK or task.deadline_version != ladder.deadline_version,
    )


def _unit_roles(q: Question, unit_id: int) -> frozenset[Role]:
    mine = {Role.LIAISON} if unit_id in q.standing.units_as(Role.LIAISON) else set()
    return q.standing.house_roles | mine


def _finding(q: Question, finding: Finding) -> FindingFacts:
    fixers = _hands_in(q, finding, Life.FINDING, Act.CLAIM_FIXED)
    return FindingFacts(roles=_unit_roles(q, finding.unit_id), hands=q.standing.hands, given=q.given, fixers=fixers)


def _exemplar(q: Question, exemplar: Exemplar) -> ExemplarFacts:
    by = _hands_in(q, exemplar, Life.EXEMPLAR, Act.NOMINATE)
    return ExemplarFacts(roles=_unit_roles(q, exemplar.unit_id), hands=q.standing.hands, given=q.given, nominators=by)


def _hands_in(q: Question, subject: Finding | Exemplar, life: Life, act: Act) -> frozenset[int]:
    """Everybody who did this to the subject before, and whoever they stood in for."""
    done = select(Move.person_id, Move.on_behalf_of).where(
        Move.life == life, Move.subject_id == subject.id, Move.act == act
    )
    return frozenset(person for pair in q.session.exec(done).all() for person in pair if person is not None)


_GATHER: dict[Life, Callable[[Question, Any], Asking]] = {
    Life.PLAN: _plan,
    Life.TASK: _task,
    Life.REVIEW: _review,
    Life.EXTENSION: _extension,
    Life.SUPERVISION: _supervision,
    Life.FINDING: _finding,
    Life.EXEMPLAR: _exemplar,
}
