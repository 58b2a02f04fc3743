"""Beginning a round of inspection on a page: which units of the plan, who of the office goes, from when until when."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session, col, select
from starlette.datastructures import FormData

from duban.database import reading
from duban.desk.opened import desk_of
from duban.inbox.asked import Number
from duban.inbox.doorway import AForm, AVisitor, Visitor, gone_to, text_of
from duban.inbox.fields import day_in, new_key
from duban.inbox.pages import page, sentences
from duban.inspections import Round, open_inspection
from duban.names import person_names, unit_names
from duban.posts import seats
from duban.sight import OFFICE, check_office, check_seen
from duban.subjects import load
from models.errors import BadInput, NotFound, NotYours, Refused
from models.plan import Plan
from models.task import Task
from models.words import Life, TaskState
from workflows.moments import day_of

router = APIRouter()
EVERY = "every"
"""Ticked in the place of units: all that have tasks in the plan."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Units that have tasks in the plan and people of the office, each by number and name."""

    units: dict[int, str]
    people: dict[int, str]


@router.get("/plans/{plan_id}/inspections/new")
def asked(plan_id: Number, visitor: AVisitor) -> Response:
    return _show(visitor, plan_id)


@router.post("/plans/{plan_id}/inspections")
def begun(plan_id: Number, visitor: AVisitor, form: AForm) -> Response:
    plan, choices = _read(visitor, plan_id)
    try:
        key = text_of(form, "key")
        wanted = _wanted(plan.id or 0, form, choices)
        number = open_inspection(wanted, by=visitor.actor, now=visitor.now, key=f"form:{key}" if key else None)
    except (NotFound, NotYours):
        raise
    except Refused as refused:
        return _show(visitor, plan_id, form=form, refused=refused)
    return gone_to(f"/inspections/{number}", "inspecting")


def _wanted(plan_id: int, form: FormData, choices: Choices) -> Round:
    begins, ends = day_in(form, "begins"), day_in(form, "ends")
    if begins is None or ends is None:
        raise BadInput("请写明检查从哪一天到哪一天。", "Say from which day to which day.")
    ticked = _ticked(form, "unit")
    units = tuple(choices.units) if EVERY in form.getlist("unit") else ticked
    return Round(plan_id, text_of(form, "name"), text_of(form, "text"), units, _ticked(form, "person"), begins, ends)


def _ticked(form: FormData, name: str) -> tuple[int, ...]:
    said = [value for value in form.getlist(name) if isinstance(value, str) and value != EVERY]
    wrong = [value for value in said if not (value.isascii() and value.isdigit() and len(value) < 10)]
    if wrong:
        raise BadInput("请从列表里选单位和人员。", "Choose units and people from the lists.")
    return tuple(dict.fromkeys(map(int, said)))


def _read(visitor: Visitor, plan_id: int) -> tuple[Plan, Choices]:
    check_office(visitor.sight)
    with reading() as session:
        plan: Plan = load(session, Life.PLAN, plan_id)
        check_seen(session, visitor.sight, Life.PLAN, plan)
        return plan, _choices(session, visitor, plan_id)


def _choices(session: Session, visitor: Visitor, plan_id: int) -> Choices:
    leads = select(Task.lead_unit_id).where(Task.plan_id == plan_id, Task.state != TaskState.CANCELLED).distinct()
    units = unit_names(session, {id_ for id_ in session.exec(leads.where(col(Task.lead_unit_id).is_not(None))) if id_})
    seated = [seat.person_id for seat in seats(desk_of(session), day_of(visitor.now)) if seat.roles & OFFICE]
    people = person_names(session, seated)
    return Choices(_by_number(units), _by_number(people))


def _by_number(names: dict[Any, str]) -> dict[int, str]:
    return {int(id_): names[id_] for id_ in sorted(id_ for id_ in names if id_)}


def _show(visitor: Visitor, plan_id: int, *, form: FormData | None = None, refused: Refused | None = None) -> Response:
    plan, choices = _read(visitor, plan_id)
    typed = {name: text_of(form, name) for name in ("name", "text", "begins", "ends")} if form else {}
    return page(
        "inspection_new.html",
        visitor,
        status=refused.status if refused else 200,
        plan=plan,
        choices=choices,
        every=EVERY,
        key=new_key(),
        today=day_of(visitor.now),
        typed=typed,
        ticked={name: set(form.getlist(name)) if form else set() for name in ("unit", "person")},
        told=sentences(refused) if refused else (),
    )
