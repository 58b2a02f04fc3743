"""The page of an inspection: what, where, by whom, what it found, what came of it."""

from fastapi import APIRouter
from fastapi.responses import Response

from duban.database import reading
from duban.inbox import timeline
from duban.inbox.asked import Number
from duban.inbox.buttons import beginnings, buttons_of
from duban.inbox.doorway import AVisitor, Visitor
from duban.inbox.gates_shown import waiting_gates
from duban.inbox.pages import page
from duban.inbox.tried import Tried
from duban.inspections import findings_of
from duban.names import person_names, unit_names
from duban.sight import check_seen
from duban.subjects import load
from models.found import Inspection
from models.plan import Plan
from models.words import Life

router = APIRouter()


@router.get("/inspections/{inspection_id}")
def inspection_case(inspection_id: Number, visitor: AVisitor) -> Response:
    return show(visitor, inspection_id)


def show(visitor: Visitor, inspection_id: int, tried: Tried | None = None) -> Response:
    """Show an inspection; to a unit only the problems found at it. After a refusal with what was typed."""
    sight = visitor.sight
    with reading() as session:
        one: Inspection = load(session, Life.INSPECTION, inspection_id)
        check_seen(session, sight, Life.INSPECTION, one)
        found = findings_of(session, inspection_id)
        units, people = unit_names(session, set(one.units)), person_names(session, set(one.team))
        context = {
            "plan": session.get_one(Plan, one.plan_id),
            "units": [units.get(unit, "") for unit in one.units],
            "team": [people.get(person, "") for person in one.team],
            "found": [
                (f, units.get(f.unit_id, "")) for f, _ in found if sight.everything or f.unit_id in sight.unit_ids
            ],
            "gates": waiting_gates(session, Life.INSPECTION, one),
            "buttons": beginnings(session, visitor, Life.INSPECTION, one)
            + buttons_of(session, visitor, Life.INSPECTION, one),
            "steps": timeline.of(session, Life.INSPECTION, inspection_id),
        }
    return page("inspection.html", visitor, status=tried.status if tried else 200, one=one, tried=tried, **context)
