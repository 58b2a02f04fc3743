"""The page of a paper: how far it is on its way out, its file, where it goes."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session, col, select

from duban import papers
from duban.appeals import appeals_against, scores_of, until_when
from duban.database import reading
from duban.inbox import timeline
from duban.inbox.asked import Number
from duban.inbox.buttons import beginnings, buttons_of
from duban.inbox.doorway import AVisitor, Visitor
from duban.inbox.files import as_download
from duban.inbox.gates_shown import waiting_gates
from duban.inbox.pages import page
from duban.inbox.tried import Tried
from duban.names import unit_names
from duban.sight import check_seen
from duban.subjects import load
from models.paper import Paper
from models.plan import Plan
from models.question import Review
from models.register import Post
from models.words import Life

router = APIRouter()


@router.get("/papers/{paper_id}")
def paper_case(paper_id: Number, visitor: AVisitor) -> Response:
    return show(visitor, paper_id)


@router.get("/papers/{paper_id}/file")
def download(paper_id: Number, visitor: AVisitor) -> Response:
    """Give the file as it was drafted."""
    with reading() as session:
        paper: Paper = load(session, Life.PAPER, paper_id)
        check_seen(session, visitor.sight, Life.PAPER, paper)
        content = papers.read(session, paper)
    return as_download(content, paper.name)


def _scores(session: Session, visitor: Visitor, paper: Paper) -> dict[str, Any]:
    """The points of a circular and the appeals against them: all to the office, to a unit its own."""
    units = None if visitor.sight.everything else visitor.sight.unit_ids
    points = scores_of(session, paper.id or 0, units)
    return {
        "points": points,
        "units": unit_names(session, {point.unit_id for point in points}),
        "appeals": appeals_against(session, paper.id or 0, units),
        "appeal_until": until_when(session, paper, points[0].unit_id) if points else None,
    }


def show(visitor: Visitor, paper_id: int, tried: Tried | None = None) -> Response:
    """Show a paper; after a refusal with the reasons and what was typed."""
    with reading() as session:
        paper: Paper = load(session, Life.PAPER, paper_id)
        check_seen(session, visitor.sight, Life.PAPER, paper)
        reviews = select(Review).where(Review.life == Life.PAPER, Review.subject_id == paper.id)
        names = dict(session.exec(select(Post.code, Post.name).where(col(Post.code).in_(paper.recipients))).all())
        context = {
            "plan": session.get_one(Plan, paper.plan_id),
            "posts": [names.get(code, code) for code in paper.recipients],
            "reviews": session.exec(reviews.order_by(col(Review.id).desc())).all(),
            "gates": waiting_gates(session, Life.PAPER, paper),
            "buttons": buttons_of(session, visitor, Life.PAPER, paper)
            + beginnings(session, visitor, Life.PAPER, paper),
            "steps": timeline.of(session, Life.PAPER, paper_id),
        } | _scores(session, visitor, paper)
    return page("paper.html", visitor, status=tried.status if tried else 200, paper=paper, tried=tried, **context)
