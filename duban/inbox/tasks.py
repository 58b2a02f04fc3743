"""The list of tasks, and the page of one."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from sqlmodel import Session, col, select

from duban.comments import comments_of
from duban.database import reading
from duban.glances import lamps_of
from duban.hands import stood_in_for
from duban.inbox import timeline
from duban.inbox.asked import Number, id_in, page_in, word_in
from duban.inbox.buttons import task_buttons
from duban.inbox.doorway import AVisitor, Visitor
from duban.inbox.files import as_download
from duban.inbox.gates_shown import Waits, waiting_gates
from duban.inbox.marked import excerpt
from duban.inbox.pages import page
from duban.inbox.tried import Tried
from duban.names import person_names, unit_names
from duban.queries import Wanted, plans_named, task_page
from duban.reports.supervision_paper import PAPERS, paper_of, write_paper
from duban.rolled_up import below
from duban.sight import check_seen
from duban.subjects import load
from models.found import Exemplar, Finding
from models.plan import Measure, Plan, Requirement
from models.question import Extension, Review, Supervision
from models.register import Unit
from models.task import Contribution, Entry, Evidence, Task
from models.words import Lamp, Life, TaskState

router = APIRouter()


@dataclass(frozen=True)
class Filter:
    """What a list's form asks for; what cannot be read does not narrow."""

    plan: str = ""
    measure: str = ""
    unit: str = ""
    state: str = ""
    lamp: str = ""
    words: str = ""
    page: str = "1"

    @property
    def number(self) -> int:
        return page_in(self.page)

    def wanted(self, units: dict[int | None, str]) -> Wanted:
        named = next((id_ for id_, name in units.items() if name == self.unit), None)
        return Wanted(
            plan_id=id_in(self.plan),
            measure_id=id_in(self.measure),
            unit_id=(named or id_in(self.unit) or -1) if self.unit else None,
            state=word_in(self.state, TaskState),
            lamp=word_in(self.lamp, Lamp),
            words=self.words.strip()[:100],
        )


@router.get("/tasks")
def list_of_tasks(visitor: AVisitor, asked: Annotated[Filter, Depends()]) -> Response:
    with reading() as session:
        units = unit_names(session)
        wanted = asked.wanted(units)
        found = task_page(session, visitor.sight, wanted, number=asked.number, now=visitor.now)
        plans = plans_named(session, visitor.sight)
        measure = session.get(Measure, wanted.measure_id) if wanted.measure_id else None
    if wanted.unit_id in units:
        asked = Filter(**{**asked.__dict__, "unit": units[wanted.unit_id]})
    return page("tasks.html", visitor, found=found, asked=asked, plans=plans, units=units, measure=measure)


@router.get("/tasks/{task_id}")
def task_case(task_id: Number, visitor: AVisitor) -> Response:
    return show(visitor, task_id)


@router.get("/tasks/{task_id}/paper.docx")
def paper(task_id: Number, visitor: AVisitor) -> Response:
    """Give the paper of the rung that the task's supervision has reached."""
    with reading() as session:
        task: Task = load(session, Life.TASK, task_id)
        check_seen(session, visitor.sight, Life.TASK, task)
        found = paper_of(session, task, now=visitor.now)
    return as_download(write_paper(found), f"{found.name}_{Life.TASK.zh}{task_id}.docx")


def show(visitor: Visitor, task_id: int, tried: Tried | None = None) -> Response:
    """Show the page of a task; after a refusal with the reasons and what was typed."""
    with reading() as session:
        task: Task = load(session, Life.TASK, task_id)
        check_seen(session, visitor.sight, Life.TASK, task)
        context = _told(session, task) | _asked(session, task) | _found(session, task)
        context["below"] = below(session, [task_id]).get(task_id)
        context["gates"] = _gates(session, task, context["ladder"])
        context["shown"] = lamps_of(session, [task], now=visitor.now)[task_id]
        context["buttons"] = task_buttons(session, visitor, task, context["ladder"])
        context["paper"] = PAPERS.get(context["ladder"].state, ("",))[0] if context["ladder"] else ""
    return page("task.html", visitor, status=tried.status if tried else 200, task=task, tried=tried, **context)


def _gates(session: Session, task: Task, ladder: Supervision | None) -> list[Waits]:
    """List what waits for a panel before it can happen to a task or to its ladder."""
    found = waiting_gates(session, Life.TASK, task)
    return found + (waiting_gates(session, Life.SUPERVISION, ladder) if ladder else [])


def _told(session: Session, task: Task) -> dict[str, Any]:
    """Tell where a task comes from and who has it."""
    plan, measure = session.get_one(Plan, task.plan_id), session.get_one(Measure, task.measure_id)
    requirement = session.get_one(Requirement, task.requirement_id)
    contributions = session.exec(select(Contribution).where(Contribution.task_id == task.id)).all()
    units = unit_names(session, {task.lead_unit_id, *(c.unit_id for c in contributions)})
    lead = session.get(Unit, task.lead_unit_id) if task.lead_unit_id else None
    stood_in = stood_in_for(task.reported_by, task.reported_hands, task.reported_for)
    contributors = [c.person_id for c in contributions]
    return {
        "plan": plan,
        "measure": measure,
        "requirement": requirement,
        "source": excerpt(plan.text, measure, requirement),
        "contributions": contributions,
        "units": units,
        "lead": lead,
        "people": person_names(session, {task.subject_person_id, task.reported_by, *stood_in, *contributors}),
        "stood_in": stood_in,
    }


def _asked(session: Session, task: Task) -> dict[str, Any]:
    """Tell what was asked about a task: reviews, extensions, the ladder; and its history."""
    reviews = select(Review).where(Review.life == Life.TASK, Review.subject_id == task.id)
    ladders = select(Supervision).where(Supervision.task_id == task.id).order_by(col(Supervision.id).desc())
    extensions = select(Extension).where(Extension.task_id == task.id).order_by(col(Extension.id).desc())
    return {
        "reviews": session.exec(reviews.order_by(col(Review.id).desc())).all(),
        "extensions": session.exec(extensions).all(),
        "ladder": session.exec(ladders).first(),
        "steps": timeline.with_talk(timeline.of_task(session, task.id or 0), comments_of(session, task.id or 0)),
    }


def _found(session: Session, task: Task) -> dict[str, Any]:
    """Tell what was filed under a task: files, progress, problems, examples."""
    files = session.exec(select(Evidence).where(Evidence.task_id == task.id).order_by(col(Evidence.id))).all()
    entries = session.exec(select(Entry).where(Entry.task_id == task.id).order_by(col(Entry.id).desc())).all()
    filed_by = {*(file.person_id for file in files), *(entry.person_id for entry in entries)}
    return {
        "files": files,
        "entries": entries,
        "filed_by": person_names(session, filed_by),
        "findings": session.exec(select(Finding).where(Finding.task_id == task.id)).all(),
        "exemplars": session.exec(select(Exemplar).where(Exemplar.task_id == task.id)).all(),
    }
