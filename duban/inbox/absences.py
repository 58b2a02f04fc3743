"""The page of absences (外出): one's own, and for the planner and the operator those of everybody."""

from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session, col, select
from starlette.datastructures import FormData

from duban.absences import OFFICE, Away, absences, add_absence, end_absence
from duban.database import reading
from duban.inbox.asked import Number
from duban.inbox.doorway import AForm, AVisitor, Visitor, gone_to, text_of
from duban.inbox.fields import day_in, person_in
from duban.inbox.pages import page, sentences
from duban.lookups import can_be_named
from models.errors import BadInput, NotFound, Refused
from models.register import Person
from workflows.moments import day_of

router = APIRouter()


@router.get("/absences")
def list_of_absences(visitor: AVisitor) -> Response:
    return _show(visitor)


@router.post("/absences")
def added(visitor: AVisitor, form: AForm) -> Response:
    try:
        add_absence(_who(visitor, form), _away(form), by=visitor.actor, now=visitor.now)
    except NotFound:
        raise
    except Refused as refused:
        return _show(visitor, form=form, refused=refused)
    return gone_to("/absences", "absent")


@router.post("/absences/{absence_id}/end")
def ended(absence_id: Number, visitor: AVisitor, _form: AForm) -> Response:
    try:
        left = end_absence(absence_id, by=visitor.actor, now=visitor.now)
    except BadInput as refused:
        return _show(visitor, refused=refused)
    return gone_to("/absences", "back" if left else "not_absent")


def _who(visitor: Visitor, form: FormData) -> int:
    with reading() as session:
        named = person_in(session, text_of(form, "person_id"))
    return named or visitor.actor.person_id or 0


def _away(form: FormData) -> Away:
    since, until = day_in(form, "since"), day_in(form, "until")
    if since is None or until is None:
        raise BadInput("请写明外出从哪一天到哪一天。", "Say from which day to which day.")
    return Away(since, until, text_of(form, "why"))


def _show(visitor: Visitor, *, form: FormData | None = None, refused: Refused | None = None) -> Response:
    today, office = day_of(visitor.now), bool(visitor.standing.house_roles & OFFICE)
    with reading() as session:
        found = absences(session, None if office else visitor.actor.person_id, since=today - timedelta(days=30))
        people = _people(session) if office else []
    typed = {name: text_of(form, name) for name in ("person_id", "since", "until", "why")} if form else {}
    return page(
        "absences.html",
        visitor,
        status=refused.status if refused else 200,
        found=found,
        people=people,
        office=office,
        today=today,
        typed=typed,
        told=sentences(refused) if refused else (),
    )


def _people(session: Session) -> list[str]:
    """Name those who hold a post, for the office to choose from."""
    wanted = select(Person.name, Person.code).where(can_be_named())
    return [f"{name}（{code}）" for name, code in session.exec(wanted.order_by(col(Person.name))).all()]
