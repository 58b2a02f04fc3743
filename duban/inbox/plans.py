"""The list of plans, and the board of one."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session, col, select

from duban.database import reading
from duban.inbox import timeline
from duban.inbox.asked import Number
from duban.inbox.buttons import buttons_of
from duban.inbox.cascade import cascade_of
from duban.inbox.doorway import AVisitor, Visitor
from duban.inbox.gates_shown import waiting_gates
from duban.inbox.marked import marks_of, whole
from duban.inbox.pages import page
from duban.inbox.tried import Tried
from duban.queries import board, plan_rows, summed
from duban.sight import check_seen
from duban.subjects import load
from models.plan import Plan, Requirement
from models.policy_stored import Policy
from models.question import Review
from models.words import Life

router = APIRouter()


@router.get("/plans")
def list_of_plans(visitor: AVisitor) -> Response:
    with reading() as session:
        rows = plan_rows(session, visitor.sight, now=visitor.now)
    return page("plans.html", visitor, rows=rows)


@router.get("/plans/{plan_id}")
def plan_case(plan_id: Number, visitor: AVisitor) -> Response:
    return show(visitor, plan_id)


@router.get("/plans/{plan_id}/source")
def plan_source(plan_id: Number, visitor: AVisitor) -> Response:
    with reading() as session:
        plan: Plan = load(session, Life.PLAN, plan_id)
        check_seen(session, visitor.sight, Life.PLAN, plan)
        kept = select(Requirement).where(Requirement.plan_id == plan_id, Requirement.dropped_why == "")
        rows = session.exec(kept.order_by(col(Requirement.start), col(Requirement.seq))).all()
    read = [(row, marks_of(row, plan.text)) for row in rows]
    return page("source.html", visitor, plan=plan, pieces=whole(plan.text, rows), read=read)


def show(visitor: Visitor, plan_id: int, tried: Tried | None = None) -> Response:
    """Show a plan's board; after a refusal with the reasons and what was typed."""
    with reading() as session:
        plan: Plan = load(session, Life.PLAN, plan_id)
        check_seen(session, visitor.sight, Life.PLAN, plan)
        context = _told(session, visitor, plan)
    return page("plan.html", visitor, status=tried.status if tried else 200, plan=plan, tried=tried, **context)


def _told(session: Session, visitor: Visitor, plan: Plan) -> dict[str, Any]:
    reviews = select(Review).where(Review.life == Life.PLAN, Review.subject_id == plan.id)
    measures = board(session, plan, visitor.sight, now=visitor.now)
    return cascade_of(session, visitor, plan) | {
        "row": summed(session, plan, measures),
        "measures": measures,
        "reviews": session.exec(reviews.order_by(col(Review.id).desc())).all(),
        "gates": waiting_gates(session, Life.PLAN, plan),
        "policy": session.get_one(Policy, plan.policy_id),
        "buttons": buttons_of(session, visitor, Life.PLAN, plan),
        "steps": timeline.of_plan(session, plan.id or 0) if visitor.sight.everything else [],
    }
