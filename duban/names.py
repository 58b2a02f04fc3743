"""What units and people are called, by number: one query for many."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from duban.desk.opened import desk_of
from duban.desk.prepared import Prepared, among, pick
from models.register import Person, Unit

_NAMED = Prepared(pick(Person.id, Person.name).where(among(Person.id, "people")))
"""Asked for with every page."""


def unit_names(session: Session, ids: Iterable[int | None] | None = None) -> dict[int | None, str]:
    """Name units by id: those asked for, or all."""
    wanted = select(Unit.id, Unit.short_name, Unit.name)
    if ids is not None:
        some = {one for one in ids if one is not None}
        if not some:
            return {}
        wanted = wanted.where(col(Unit.id).in_(some))
    return {id_: short or name for id_, short, name in session.exec(wanted.order_by(col(Unit.id))).all()}


def person_names(session: Session, ids: Iterable[int | None]) -> dict[int | None, str]:
    """Name people by id."""
    some = {one for one in ids if one is not None}
    return dict(desk_of(session).read(_NAMED, people=sorted(some))) if some else {}
