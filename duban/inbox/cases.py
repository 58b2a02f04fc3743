"""The pages of reviews, extensions, findings and exemplars."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session, select

from duban.database import reading
from duban.given_words import asked_for
from duban.glances import lamps_of
from duban.hands import called, stood_in_for
from duban.inbox import appeals, inspections, papers, plans, tasks, timeline
from duban.inbox.asked import Number
from duban.inbox.buttons import buttons_of
from duban.inbox.doorway import AVisitor, Visitor
from duban.inbox.gates_shown import waiting_gates
from duban.inbox.pages import page
from duban.inbox.tried import Tried
from duban.names import person_names, unit_names
from duban.panel_shown import panel_shown
from duban.sight import check_seen
from duban.subjects import TABLES, load
from duban.tongue import say
from models.found import Exemplar, Finding
from models.paper import Paper
from models.plan import Measure, Plan
from models.question import Extension, Review, Supervision
from models.register import Unit
from models.task import Evidence, Task
from models.words import Life, PlanState

router = APIRouter()


@router.get("/reviews/{review_id}")
def review_case(review_id: Number, visitor: AVisitor) -> Response:
    return show_review(visitor, review_id)


@router.get("/extensions/{extension_id}")
def extension_case(extension_id: Number, visitor: AVisitor) -> Response:
    return show_extension(visitor, extension_id)


@router.get("/findings/{finding_id}")
def finding_case(finding_id: Number, visitor: AVisitor) -> Response:
    return _show_found(visitor, Life.FINDING, finding_id)


@router.get("/exemplars/{exemplar_id}")
def exemplar_case(exemplar_id: Number, visitor: AVisitor) -> Response:
    return _show_found(visitor, Life.EXEMPLAR, exemplar_id)


def show_review(visitor: Visitor, review_id: int, tried: Tried | None = None) -> Response:
    """Show a review: what is asked, about what, who has answered and how."""
    with reading() as session:
        review: Review = load(session, Life.REVIEW, review_id)
        check_seen(session, visitor.sight, Life.REVIEW, review)
        context = _panel(session, visitor, review) | _subject(session, visitor, review)
        context["buttons"] = buttons_of(session, visitor, Life.REVIEW, review)
        context["steps"] = timeline.of(session, Life.REVIEW, review_id)
    return page("review.html", visitor, status=tried.status if tried else 200, review=review, tried=tried, **context)


def _panel(session: Session, visitor: Visitor, review: Review) -> dict[str, Any]:
    panel = panel_shown(session, review, now=visitor.now)
    return {
        "panel": panel,
        "wanted_of_me": [a for seat in panel.seats for a in seat.advices if a.waits_for(visitor.actor.person_id)],
        "asked_for": asked_for(session, review),
        "asker": person_names(session, [review.asked_by]).get(review.asked_by, ""),
        "question": _question(session, review),
    }


def _question(session: Session, review: Review) -> str:
    """Say what is asked by a review that is a step of its subject's own life."""
    if review.life is Life.TASK:
        return say("该任务是否可以办结？")
    if review.life is Life.PAPER:
        return say("报告可否印发？")
    issued = session.get_one(Plan, review.plan_id).state is PlanState.ISSUED
    return say("总结报告是否通过？") if issued else say("该方案是否可以印发？")


def _subject(session: Session, visitor: Visitor, review: Review) -> dict[str, Any]:
    """Tell what a review is about, so that its page is enough to decide on."""
    plan = session.get_one(Plan, review.plan_id)
    task_id = task_of(session, review)
    if task_id is None:
        paper = session.get_one(Paper, review.subject_id) if review.life is Life.PAPER else None
        return {"plan": plan, "task": None, "paper": paper}
    task = session.get_one(Task, task_id)
    files = session.exec(select(Evidence).where(Evidence.task_id == task.id)).all()
    return {
        "plan": plan,
        "task": task,
        "measure": session.get_one(Measure, task.measure_id),
        "lead": session.get(Unit, task.lead_unit_id) if task.lead_unit_id else None,
        "files": files,
        "filed_by": person_names(session, (file.person_id for file in files)),
        "shown": lamps_of(session, [task], now=visitor.now)[task.id or 0],
        "reporter": _by(session, task.reported_by, task.reported_hands, task.reported_for),
    }


def task_of(session: Session, review: Review) -> int | None:
    """Find the task that a review is about, be it through an extension, a ladder, a finding or an exemplar."""
    if review.life is Life.TASK:
        return review.subject_id
    return getattr(session.get_one(TABLES[review.life], review.subject_id), "task_id", None)


def _by(session: Session, person_id: int | None, hands: list[int], one: int | None) -> str:
    """Name whoever did something, and whose places that person took."""
    others = stood_in_for(person_id, hands, one)
    names = person_names(session, {person_id, *others})
    return called(names.get(person_id, ""), "、".join(names.get(other, "") for other in others))


def show_extension(visitor: Visitor, extension_id: int, tried: Tried | None = None) -> Response:
    """Show an extension: what is asked, why, how far the task is."""
    with reading() as session:
        extension: Extension = load(session, Life.EXTENSION, extension_id)
        check_seen(session, visitor.sight, Life.EXTENSION, extension)
        task = session.get_one(Task, extension.task_id)
        context = {
            "task": task,
            "plan": session.get_one(Plan, extension.plan_id),
            "lead": session.get(Unit, task.lead_unit_id) if task.lead_unit_id else None,
            "shown": lamps_of(session, [task], now=visitor.now)[task.id or 0],
            "asker": _by(session, extension.asked_by, extension.asked_hands, extension.asked_for),
            "gates": waiting_gates(session, Life.EXTENSION, extension),
            "buttons": buttons_of(session, visitor, Life.EXTENSION, extension),
            "steps": timeline.of(session, Life.EXTENSION, extension_id),
        }
    status = tried.status if tried else 200
    return page("extension.html", visitor, status=status, extension=extension, tried=tried, **context)


def _show_found(visitor: Visitor, life: Life, subject_id: int, tried: Tried | None = None) -> Response:
    with reading() as session:
        subject: Finding | Exemplar = load(session, life, subject_id)
        check_seen(session, visitor.sight, life, subject)
        by = subject.found_by if isinstance(subject, Finding) else subject.nominated_by
        context = {
            "task": session.get(Task, subject.task_id) if subject.task_id else None,
            "plan": session.get_one(Plan, subject.plan_id),
            "unit": unit_names(session, {subject.unit_id}).get(subject.unit_id, ""),
            "by": person_names(session, {by}).get(by, ""),
            "gates": waiting_gates(session, life, subject),
            "buttons": buttons_of(session, visitor, life, subject),
            "steps": timeline.of(session, life, subject_id),
        }
    status = tried.status if tried else 200
    return page("found.html", visitor, status=status, life=life, subject=subject, tried=tried, **context)


def _show_ladder(visitor: Visitor, ladder_id: int, tried: Tried | None = None) -> Response:
    """A ladder has no page of its own: it stands on that of its task."""
    with reading() as session:
        task_id = session.get_one(Supervision, ladder_id).task_id
    return tasks.show(visitor, task_id, tried)


Show = Callable[[Visitor, int, Tried | None], Response]

# fmt: off
SHOW: dict[Life, Show] = {
    Life.PLAN:        plans.show,
    Life.TASK:        tasks.show,
    Life.REVIEW:      show_review,
    Life.EXTENSION:   show_extension,
    Life.SUPERVISION: _show_ladder,
    Life.FINDING:     lambda visitor, id_, tried: _show_found(visitor, Life.FINDING, id_, tried),
    Life.PAPER:       papers.show,
    Life.INSPECTION:  inspections.show,
    Life.APPEAL:      appeals.show,
    Life.EXEMPLAR:    lambda visitor, id_, tried: _show_found(visitor, Life.EXEMPLAR, id_, tried),
}
# fmt: on
