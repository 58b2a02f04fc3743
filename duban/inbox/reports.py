"""The reports of a plan, made on asking as of any day; its problems and examples."""

from datetime import date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from duban.database import reading
from duban.found import found_rows
from duban.inbox.asked import Number
from duban.inbox.doorway import AVisitor
from duban.inbox.files import as_download
from duban.inbox.pages import page
from duban.inbox.turns import turn
from duban.reports.dispatch import AS_IT_IS, ELEMENTS, dispatch_filled
from duban.reports.forms import as_html
from duban.reports.kinds import KINDS, kind_called, make_report
from duban.reports.shelf import Order, keep_report, moment_as_of
from duban.sight import check_office, check_seen
from duban.subjects import load
from duban.tongue import mark
from models.errors import BadInput
from models.words import Life, Role
from workflows.moments import day_of

router = APIRouter()
FORM_NAMES = {
    "html": mark("网页"),
    "docx": "Word",
    "xlsx": mark("表格"),
    "md": mark("文本"),
    "csv": "CSV",
    "json": "JSON",
}
OWN_STYLES = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The page of a report has its styles in it and needs nothing else."""


@router.get("/plans/{plan_id}/reports")
def list_of_reports(plan_id: Number, visitor: AVisitor) -> Response:
    """Offer every report in every form."""
    check_office(visitor.sight)
    with reading() as session:
        plan = load(session, Life.PLAN, plan_id)
        papers = found_rows(session, Life.PAPER, plan_id)
    return page(
        "reports.html",
        visitor,
        plan=plan,
        papers=papers,
        kinds=KINDS,
        forms=FORM_NAMES,
        elements=ELEMENTS.values(),
        today=day_of(visitor.now),
    )


@router.get("/plans/{plan_id}/found")
def list_of_found(plan_id: Number, visitor: AVisitor) -> Response:
    """List the problems and examples of a plan that the visitor may see."""
    sight = visitor.sight
    units = None if sight.everything else frozenset(sight.unit_ids)
    with reading() as session:
        plan = load(session, Life.PLAN, plan_id)
        check_seen(session, sight, Life.PLAN, plan)
        findings = found_rows(session, Life.FINDING, plan_id, units=units)
        exemplars = found_rows(session, Life.EXEMPLAR, plan_id, units=units)
        rounds = found_rows(session, Life.INSPECTION, plan_id) if sight.everything else []
        appeals = found_rows(session, Life.APPEAL, plan_id, units=units)
    return page(
        "found_of_plan.html",
        visitor,
        plan=plan,
        findings=findings,
        exemplars=exemplars,
        rounds=rounds,
        appeals=appeals,
        may_inspect=Role.SUPERVISOR in visitor.standing.house_roles,
    )


@router.get("/plans/{plan_id}/reports/{file}")
def report(plan_id: Number, file: str, request: Request, visitor: AVisitor) -> Response:
    """Make a report, called as its file, like monthly.html: shown when it is a page, else given as a file."""
    check_office(visitor.sight)
    (kind, _, form), asked = file.rpartition("."), request.query_params
    sent = dispatch_filled(asked, to=asked.get("to", "")) if form == "docx" else AS_IT_IS
    order = Order(kind_called(kind), form, about=asked.get("about", ""), sent=sent)
    return _made(plan_id, order, moment_as_of(_day(asked.get("as_of", "")), now=visitor.now))


def _made(plan_id: int, order: Order, now: datetime) -> Response:
    with turn(), reading() as session:
        load(session, Life.PLAN, plan_id)
        if order.form == "html":
            made = make_report(session, plan_id, order.kind, now=now, about=order.about)
            return HTMLResponse(as_html.render(made), headers={"Content-Security-Policy": OWN_STYLES})
        path = keep_report(session, plan_id, order, now=now)
    return as_download(path.read_bytes(), path.name)


def _day(as_of: str) -> date | None:
    if not as_of.strip():
        return None
    try:
        return date.fromisoformat(as_of.strip())
    except ValueError as problem:
        raise BadInput("日期要写成 2026-06-30 这样。", "Write the day as 2026-06-30.") from problem
