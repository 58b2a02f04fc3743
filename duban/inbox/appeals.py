"""The page of an appeal: against which point of which circular, why, what was decided and by whom."""

from fastapi import APIRouter
from fastapi.responses import Response

from duban.appeals import told_of
from duban.database import reading
from duban.inbox import timeline
from duban.inbox.asked import Number
from duban.inbox.buttons import buttons_of
from duban.inbox.doorway import AVisitor, Visitor
from duban.inbox.gates_shown import waiting_gates
from duban.inbox.pages import page
from duban.inbox.tried import Tried
from duban.names import person_names
from duban.sight import check_seen
from duban.subjects import load
from models.appeal import Appeal
from models.plan import Plan
from models.words import Life

router = APIRouter()


@router.get("/appeals/{appeal_id}")
def appeal_case(appeal_id: Number, visitor: AVisitor) -> Response:
    return show(visitor, appeal_id)


def show(visitor: Visitor, appeal_id: int, tried: Tried | None = None) -> Response:
    """Show an appeal; after a refusal with what was typed."""
    with reading() as session:
        one: Appeal = load(session, Life.APPEAL, appeal_id)
        check_seen(session, visitor.sight, Life.APPEAL, one)
        [told] = told_of(session, [one])
        context = {
            "told": told,
            "by": person_names(session, {one.asked_by}).get(one.asked_by, ""),
            "plan": session.get_one(Plan, one.plan_id),
            "gates": waiting_gates(session, Life.APPEAL, one),
            "buttons": buttons_of(session, visitor, Life.APPEAL, one),
            "steps": timeline.of(session, Life.APPEAL, appeal_id),
        }
    return page("appeal.html", visitor, status=tried.status if tried else 200, one=one, tried=tried, **context)
