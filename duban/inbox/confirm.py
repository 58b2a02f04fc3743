"""The requirements of a plan, each beside its source: who, when, for whom; confirmed one by one by the planner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session, col, func, select
from starlette.datastructures import FormData

from duban.confirming import CERTAIN, confirm_complete
from duban.database import reading
from duban.doing import do
from duban.identity.grave import BULK
from duban.inbox.asked import Number, page_in
from duban.inbox.doorway import AForm, AVisitor, Visitor, gone_to, text_of
from duban.inbox.marked import Mark, Piece, excerpt, marks_of
from duban.inbox.pages import page, sentences
from duban.inbox.proof import proof_first
from duban.inbox.reach import reached
from duban.inbox.tried import Tried, tried
from duban.names import person_names
from duban.own_plans import roles_in
from duban.paged import PAGE, Page
from duban.settled import settled_of
from duban.sheet_cells import Line, settled_in
from duban.sheet_words import Labels, fan_out_choices, fan_out_words, fields, labels, said, when, who
from duban.sight import check_seen
from duban.subjects import load
from duban.tongue import mark
from models.errors import BadInput, NotFound, Refused
from models.plan import Measure, Plan, Requirement
from models.values import Attempt, Given, Settled
from models.words import Act, Life, Origin, PlanState, Role, Timing

router = APIRouter()
FILLED = (
    "lead_unit",
    "supporting",
    "timing",
    "due",
    "rhythm_day",
    "event",
    "span",
    "fan_out",
    "deliverables",
    "quantity",
    "origin",
)
SEPARATORS = {"supporting": "、", "deliverables": "；"}


@dataclass(frozen=True)
class Filter:
    """Which requirements somebody asks for."""

    show: str = ""
    page: str = "1"

    @property
    def number(self) -> int:
        return page_in(self.page)


# fmt: off
SHOWS = {
    # asked for   called      narrows to
    "":          (mark("全部"),     ()),
    "open":      (mark("待确认"),   (col(Requirement.confirmed_at).is_(None), Requirement.dropped_why == "")),
    "confirmed": (mark("已确认"),   (col(Requirement.confirmed_at).is_not(None),)),
    "dropped":   (mark("已剔除"),   (Requirement.dropped_why != "",)),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Item:
    """A requirement as its page shows it. `cells` holds the fields of its form, as typed or as they stand."""

    requirement: Requirement
    measure: Measure
    source: list[Piece]
    marks: list[Mark]
    who: str
    when: str
    said: str
    cells: dict[str, str]
    confirmed_by: str = ""
    told: tuple[str, ...] = ()
    reason: str = ""


@router.get("/plans/{plan_id}/requirements")
def requirements(plan_id: Number, visitor: AVisitor, asked: Annotated[Filter, Depends()]) -> Response:
    with reading() as session:
        plan: Plan = load(session, Life.PLAN, plan_id)
        check_seen(session, visitor.sight, Life.PLAN, plan)
        called = labels(session)
        found = _some(session, plan, asked, called)
        certain = _certain(session, plan)
    return page(
        "requirements.html",
        visitor,
        asked=asked,
        shows=SHOWS,
        found=found,
        **_form(visitor, plan, called) | {"certain": certain},
    )


def _certain(session: Session, plan: Plan) -> int:
    """Count what waits to be confirmed of a draft and stands in the notice without doubt, with who and when read."""
    if plan.state is not PlanState.DRAFTED:
        return 0
    where = (Requirement.plan_id == plan.id, *SHOWS["open"][1], Requirement.certainty == CERTAIN)
    timed = select(func.count(col(Requirement.id))).where(*where, col(Requirement.timing).is_not(None))
    return session.exec(timed).one()


SETTLING = {PlanState.DRAFTED: Act.CONFIRM, PlanState.ISSUED: Act.AMEND}
"""By what act a requirement is settled in which state of its plan."""


def _form(visitor: Visitor, plan: Plan, called: Labels, adding: Tried | None = None) -> dict[str, Any]:
    """Give what the forms of a plan's requirements need: who may, by what act, from which choices."""
    said = {"may_confirm": _may_confirm(visitor, plan), "settling": SETTLING.get(plan.state, Act.CONFIRM)}
    return _choices(called) | said | {"plan": plan, "adding": adding, "blank": _cells(Settled(), called), "certain": 0}


def _may_confirm(visitor: Visitor, plan: Plan) -> bool:
    return plan.state in SETTLING and Role.PLANNER in roles_in(visitor.standing, plan.unit_id)


def _choices(called: Labels) -> dict[str, Any]:
    fan_outs = fan_out_choices(called)
    return {"units": list(called.by_id.values()), "fan_outs": fan_outs, "timings": Timing, "origins": Origin}


def _some(session: Session, plan: Plan, asked: Filter, called: Labels) -> Page:
    _, narrowed = SHOWS.get(asked.show, SHOWS[""])
    where = (Requirement.plan_id == plan.id, *narrowed)
    total = session.exec(select(func.count(col(Requirement.id))).where(*where)).one()
    wanted = select(Requirement).where(*where).order_by(col(Requirement.seq))
    rows = session.exec(wanted.offset((asked.number - 1) * PAGE).limit(PAGE)).all()
    return Page(_items(session, plan, rows, called), total, asked.number)


def _items(session: Session, plan: Plan, rows: Sequence[Requirement], called: Labels) -> list[Item]:
    measures = {m.id: m for m in session.exec(select(Measure).where(Measure.plan_id == plan.id)).all()}
    names = person_names(session, (row.confirmed_by for row in rows))
    return [_item(plan, row, measures[row.measure_id], called, names.get(row.confirmed_by, "")) for row in rows]


KEPT = ("requirement", "measure", "source", "marks", "who", "when", "said")
"""What a refused form shows again as it stands."""


def _item(plan: Plan, row: Requirement, measure: Measure, called: Labels, confirmed_by: str) -> Item:
    settled = settled_of(row)
    return Item(
        row,
        measure,
        excerpt(plan.text, measure, row),
        marks_of(row, plan.text),
        who(settled, called),
        when(settled),
        said(row),
        _cells(settled, called),
        confirmed_by,
    )


def _cells(settled: Settled, called: Labels) -> dict[str, str]:
    """Write a settled value into the fields of the form."""
    written = fields(settled, called)
    written["fan_out"] = fan_out_words(settled.fan_out)
    return {name: _cell(name, written[name]) for name in FILLED}


def _cell(name: str, value: Any) -> str:
    if isinstance(value, list):
        return SEPARATORS[name].join(value)
    return "" if value is None else str(value)


@router.post("/plans/{plan_id}/requirements")
def added(plan_id: Number, visitor: AVisitor, form: AForm) -> Response:
    reached(visitor, Attempt(life=Life.PLAN, subject_id=plan_id, act=Act.ADD))
    try:
        with reading() as session:
            given = _given(form, Act.ADD, labels(session))
        do(Attempt(life=Life.PLAN, subject_id=plan_id, act=Act.ADD, given=given), by=visitor.actor, now=visitor.now)
    except NotFound:
        raise
    except Refused as refused:
        again = tried(Act.ADD, form, refused)
        with reading() as session:
            plan: Plan = load(session, Life.PLAN, plan_id)
            called = labels(session)
            found = _some(session, plan, Filter(), called)
            context = _form(visitor, plan, called, again)
        typed = dict.fromkeys(FILLED, "") | again.typed
        context["adding"] = replace(again, typed=typed)
        return page(
            "requirements.html",
            visitor,
            status=again.status,
            asked=Filter(),
            shows=SHOWS,
            found=found,
            **context,
        )
    return gone_to(f"/plans/{plan_id}/requirements", Act.ADD)


@router.post("/plans/{plan_id}/requirements/certain")
def certain_confirmed(plan_id: Number, request: Request, visitor: AVisitor, form: AForm) -> Response:
    """Confirm at once what the notice states without doubt and what is complete; many at once ask for a proof."""
    reached(visitor, Attempt(life=Life.PLAN, subject_id=plan_id, act=Act.CONFIRM))
    if (asking := proof_first(request, visitor, form, why=BULK)) is not None:
        return asking
    confirm_complete(plan_id, by=visitor.actor, now=visitor.now, only_certain=True)
    return gone_to(f"/plans/{plan_id}/requirements?show=open", Act.CONFIRM)


@router.post("/plans/{plan_id}/requirements/{requirement_id}/{act}")
def settled(
    plan_id: Number, requirement_id: Number, act: str, request: Request, visitor: AVisitor, form: AForm
) -> Response:
    if act not in (Act.CONFIRM, Act.DROP, Act.AMEND):
        raise NotFound("没有这种办理事项。", "There is no such act.")
    reached(visitor, Attempt(life=Life.PLAN, subject_id=plan_id, act=Act(act)))
    told: tuple[str, ...] = ()
    status = 200
    try:
        with reading() as session:
            given = _given(form, Act(act), labels(session)).model_copy(update={"requirement_id": requirement_id})
        attempt = Attempt(life=Life.PLAN, subject_id=plan_id, act=Act(act), given=given)
        do(attempt, by=visitor.actor, now=visitor.now)
    except NotFound:
        raise
    except Refused as refused:
        told, status = sentences(refused), refused.status
    if not told and "hx-request" not in request.headers:
        return gone_to(f"/plans/{plan_id}/requirements?show={text_of(form, 'show')}#r{requirement_id}", act)
    return _one(visitor, plan_id, requirement_id, request, form=form, told=told, status=status)


def _given(form: FormData, act: Act, called: Labels) -> Given:
    """Read the form of one requirement.

    Raises:
        BadInput: fields that cannot be read, all in one sentence, each with its name.
    """
    if act is Act.DROP:
        return Given(reason=text_of(form, "reason"))
    line = Line({name: text_of(form, name) for name in FILLED})
    found = settled_in(line, called)
    if line.faults:
        raise BadInput(
            "；".join(f"{heading}：{zh}" for heading, zh, _ in line.faults) + "。",
            "; ".join(en for _, _, en in line.faults) + ".",
        )
    return Given(settled=found, reason=text_of(form, "reason"), text=text_of(form, "text"))


def _one(
    visitor: Visitor, plan_id: int, requirement_id: int, request: Request, *, form: FormData, told: Any, status: int
) -> Response:
    """Show one requirement again: only it when the page asked for a piece, else a page with it alone."""
    with reading() as session:
        plan: Plan = load(session, Life.PLAN, plan_id)
        row = session.get(Requirement, requirement_id)
        if row is None or row.plan_id != plan.id:
            raise NotFound("本方案没有这条任务要求。", "The plan has no such requirement.")
        called = labels(session)
        item = _items(session, plan, [row], called)[0]
        context = _form(visitor, plan, called)
    if told:
        typed = {name: text_of(form, name) for name in FILLED} if any(name in form for name in FILLED) else item.cells
        item = Item(
            **{
                name: getattr(item, name)
                for name in ("requirement", "measure", "source", "marks", "who", "when", "said")
            },
            cells=typed,
            confirmed_by=item.confirmed_by,
            told=told,
            reason=text_of(form, "reason"),
        )
    if "hx-request" in request.headers:
        return page("requirement.html", visitor, item=item, show=text_of(form, "show"), **context)
    found = Page([item], 1)
    return page("requirements.html", visitor, status=status, asked=Filter(), shows=SHOWS, found=found, **context)
