"""Gathers the facts that a life's guards ask about; one function per life."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam

from duban.climbing import climb_of
from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, pick
from duban.facts_of_appeal import appeal_facts, involved
from duban.facts_of_plan import plan_facts
from duban.facts_of_review import review_facts
from duban.local_days import calendar_for
from duban.own_plans import roles_in, task_prescribed, within
from duban.policies import frame_of, settings_of
from duban.posts import Standing
from duban.question import ENDED_TASK, SAID, Question, gates_open, latest_review
from models.found import Exemplar, Finding, Inspected, Inspection
from models.paper import Paper
from models.plan import Requirement
from models.question import Extension, Supervision
from models.record import Move
from models.register import Unit
from models.task import Contribution, Evidence, Task
from models.words import (
    Act,
    ExtensionState,
    FindingState,
    Life,
    Owed,
    PlanState,
    ReviewState,
    Role,
    TaskState,
)
from workflows.exemplar.guards import ExemplarFacts
from workflows.extension.guards import ExtensionFacts
from workflows.finding.guards import FindingFacts
from workflows.given import Asking
from workflows.inspection.guards import InspectionFacts
from workflows.moments import day_of
from workflows.paper.guards import PaperFacts
from workflows.supervision.guards import SupervisionFacts
from workflows.task.guards import TaskFacts
from workflows.task.lifecycle import WITH_LEAD

_TIMING = Prepared(pick(Requirement.timing).where(Requirement.id == bindparam("requirement_id")))
_UNASSIGNED = Prepared(
    pick(Finding.id)
    .where(Finding.id == Inspected.finding_id, Inspected.inspection_id == bindparam("id"))
    .where(Finding.state == bindparam("state"))
)
_HANDS = Prepared(
    pick(Move.hands).where(
        Move.life == bindparam("life"), Move.subject_id == bindparam("subject_id"), Move.act == bindparam("act")
    )
)


def gather(question: Question, life: Life, subject: Any) -> Asking:
    """Gather what the rules need to know about one subject for one actor."""
    return _GATHER[life](question, subject)


def roles_on_task(desk: Desk, standing: Standing, task: Task, supporting: frozenset[int]) -> frozenset[Role]:
    """Say what somebody is to a task: as in its plan, liaison or head of its lead, liaison of a supporting unit."""
    roles = set(roles_in(standing, frame_of(desk, task.plan_id).unit_id))
    if task.lead_unit_id in standing.units_as(Role.LIAISON):
        roles.add(Role.LIAISON)
    if task.subject_person_id is not None and task.subject_person_id in standing.hands:
        roles.add(Role.LIAISON)
    if task.lead_unit_id in standing.units_as(Role.UNIT_HEAD):
        roles.add(Role.UNIT_HEAD)
    if supporting & standing.units_as(Role.LIAISON):
        roles.add(Role.SUPPORTER)
    return frozenset(roles)


def _task(q: Question, task: Task) -> TaskFacts:
    owed = {one.unit_id: one.owed for one in q.desk.of(Contribution, "task_id", task.id)} if task.id else {}
    waiting = frozenset(unit for unit, state in owed.items() if state is Owed.OWED)
    review = latest_review(q.desk, Life.TASK, task.id) if task.state is TaskState.IN_REVIEW else None
    return TaskFacts(
        roles=roles_on_task(q.desk, q.standing, task, frozenset(owed)),
        hands=q.standing.hands,
        given=q.given,
        plan_issued=frame_of(q.desk, task.plan_id).state is PlanState.ISSUED,
        lead_named=task.lead_unit_id is not None,
        timed=_timed(q.desk, task),
        reporters=reporters(task),
        lead_unit_id=task.lead_unit_id,
        deliverables_missing=_missing(q.desk, task),
        quantity_met=task.quantity_wanted is None or task.quantity_done >= task.quantity_wanted,
        owed=len(waiting),
        unit_known=q.given.unit_id is not None and q.desk.get(Unit, q.given.unit_id) is not None,
        unit_owes=q.given.unit_id in waiting,
        i_owe=_i_owe(q, waiting),
        panel_said=SAID.get(review.state) if review else None,
        review_withdrawn=review is not None and review.state is ReviewState.WITHDRAWN,
        due_not_past=q.given.due is None or q.given.due >= day_of(q.now),
        late=_late(q, task) and not gates_open(q.desk, Life.TASK, task.id),
        standing=task.standing,
        prescribed=task_prescribed(q.desk, task),
        unit_outside=_outside(q, task),
    )


def _i_owe(q: Question, waiting: frozenset[int]) -> bool:
    """A unit of the actor owes; the one named, when one is."""
    mine = waiting & q.standing.units_as(Role.LIAISON)
    return bool(mine) if q.given.unit_id is None else q.given.unit_id in mine


def _outside(q: Question, task: Task) -> bool:
    unit_id = frame_of(q.desk, task.plan_id).unit_id
    return unit_id is not None and q.given.unit_id is not None and q.given.unit_id not in within(q.desk, unit_id)


def reporters(task: Task) -> frozenset[int]:
    """Everybody who stands behind the report of a task: whoever filed it and whoever that person stood in for."""
    return frozenset(task.reported_hands)


def behind(desk: Desk, life: Life, subject: Any) -> frozenset[int]:
    """Everybody who stands behind what is judged about a subject, and so may not judge it."""
    if life is Life.TASK:
        return reporters(subject)
    if life is Life.EXTENSION:
        return frozenset(subject.asked_hands)
    if life is Life.APPEAL:
        return involved(desk, subject)
    done = {Life.FINDING: Act.CLAIM_FIXED, Life.EXEMPLAR: Act.NOMINATE, Life.PAPER: Act.OPEN}.get(life)
    return _hands_in(desk, life, subject, done) if done else frozenset()


def _late(q: Question, subject: Any) -> bool:
    return subject.next_at is not None and q.now >= subject.next_at


def _timed(desk: Desk, task: Task) -> bool:
    if task.due is not None or task.period:
        return True
    return desk.first(_TIMING, requirement_id=task.requirement_id) is not None


def _missing(desk: Desk, task: Task) -> tuple[str, ...]:
    if not task.deliverables:
        return ()
    there = {one.deliverable for one in desk.of(Evidence, "task_id", task.id)}
    return tuple(name for name in task.deliverables if name not in there)


def _extension(q: Question, extension: Extension) -> ExtensionFacts:
    task = q.desk.one(Task, extension.task_id)
    calendar = calendar_for(q.desk, task)
    others = (one for one in q.desk.of(Extension, "task_id", task.id) if one.id != extension.id)
    wanted = extension.wanted
    return ExtensionFacts(
        roles=roles_on_task(q.desk, q.standing, task, frozenset()),
        hands=q.standing.hands,
        given=q.given,
        task_in_progress=task.state is TaskState.IN_PROGRESS,
        has_due=task.due is not None,
        before_due=_asked_in_time(q, extension, task),
        wanted_workday=calendar.is_workday(wanted),
        wanted_later=task.due is not None and wanted > day_of(task.due),
        granted_before=task.extensions,
        at_most=settings_of(q.desk, task.plan_id).extensions_at_most,
        one_open=any(one.state is ExtensionState.REQUESTED for one in others),
        askers=behind(q.desk, Life.EXTENSION, extension),
        task_moved_on=task.state is not TaskState.IN_PROGRESS,
        prescribed=task_prescribed(q.desk, task),
        late=_late(q, extension),
    )


def _asked_in_time(q: Question, extension: Extension, task: Task) -> bool:
    """Asked before the deadline, and still about that deadline; the answer may come later."""
    if task.due is None:
        return False
    if extension.id is None:
        return q.now <= task.due
    return extension.asked_at <= extension.old_due and extension.old_due == task.due


def _supervision(q: Question, ladder: Supervision) -> SupervisionFacts:
    task = q.desk.one(Task, ladder.task_id)
    climb = climb_of(q.desk, ladder, task)
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
    return FindingFacts(
        roles=_unit_roles(q, finding.unit_id),
        hands=q.standing.hands,
        given=q.given,
        fixers=behind(q.desk, Life.FINDING, finding),
        late=_late(q, finding) and not gates_open(q.desk, Life.FINDING, finding.id),
    )


def _exemplar(q: Question, exemplar: Exemplar) -> ExemplarFacts:
    by = behind(q.desk, Life.EXEMPLAR, exemplar)
    return ExemplarFacts(roles=_unit_roles(q, exemplar.unit_id), hands=q.standing.hands, given=q.given, nominators=by)


def _paper(q: Question, paper: Paper) -> PaperFacts:
    review = latest_review(q.desk, Life.PAPER, paper.id) if paper.id else None
    return PaperFacts(
        roles=q.standing.house_roles,
        hands=q.standing.hands,
        given=q.given,
        review_asked=bool(settings_of(q.desk, paper.plan_id).reports.review),
        panel_said=SAID.get(review.state) if review else None,
        review_withdrawn=review is not None and review.state is ReviewState.WITHDRAWN,
    )


def _inspection(q: Question, inspection: Inspection) -> InspectionFacts:
    found = q.desk.read(_UNASSIGNED, id=inspection.id, state=FindingState.FOUND) if inspection.id else []
    return InspectionFacts(
        roles=q.standing.house_roles, hands=q.standing.hands, given=q.given, findings_unassigned=len(found)
    )


def _hands_in(desk: Desk, life: Life, subject: Finding | Exemplar | Paper, act: Act) -> frozenset[int]:
    """Everybody who did this to the subject before, and whoever they stood in for."""
    done = desk.read(_HANDS, life=life, subject_id=subject.id, act=act)
    return frozenset(person for (hands,) in done for person in hands)


_GATHER: dict[Life, Callable[[Question, Any], Asking]] = {
    Life.PLAN: plan_facts,
    Life.TASK: _task,
    Life.REVIEW: review_facts,
    Life.EXTENSION: _extension,
    Life.SUPERVISION: _supervision,
    Life.FINDING: _finding,
    Life.EXEMPLAR: _exemplar,
    Life.PAPER: _paper,
    Life.INSPECTION: _inspection,
    Life.APPEAL: appeal_facts,
}
