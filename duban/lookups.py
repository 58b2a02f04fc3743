"""Finds the plan, person or unit that somebody names in a form or a command: by number, id, code, login or name."""

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from models.errors import BadInput, NotFound
from models.plan import Plan
from models.units import Unit
from models.values import Actor


def plan_named(session: Session, named: str) -> Plan:
    """Find a plan by its document number or its id.

    Raises:
        NotFound: there is no such plan; the sentence lists some that there are.
    """
    wanted = named.strip()
    by_id = col(Plan.id) == int(wanted) if wanted.isdecimal() else col(Plan.number) == wanted
    found = session.exec(select(Plan).where(or_(Plan.number == wanted, by_id))).first()
    if found is not None:
        return found
    known = session.exec(select(Plan.number).order_by(col(Plan.id).desc()).limit(5)).all()
    listed = "最近的有：" + "、".join(known) if known else "现在还没有任何方案"
    raise NotFound(f"没有“{wanted}”这个工作方案；{listed}。", f"There is no plan {wanted!r}.")


def person_named(session: Session, named: str) -> Actor:
    """Find the one person who goes by a code, a login or a name.

    Raises:
        BadInput: nobody does, or several do.
    """
    from models.register import Account, Person

    wanted = named.strip()
    logins = select(Account.person_id).where(Account.login == wanted)
    matches = or_(Person.code == wanted, Person.name == wanted, col(Person.id).in_(logins))
    found = session.exec(select(Person).where(matches)).all()
    if not found:
        raise BadInput(
            f"名册里没有编码、登录名或姓名是“{wanted}”的人；请填人员编码，例如 ji.xiaozhou。",
            f"Nobody goes by {wanted!r}; give the person's code.",
        )
    if len(found) > 1:
        raise BadInput(
            f"名册里有 {len(found)} 个人的编码、登录名或姓名是“{wanted}”；请填人员编码，例如 ji.xiaozhou。",
            f"{len(found)} people go by {wanted!r}; give the person's code.",
        )
    return Actor(person_id=found[0].id, name=found[0].name)


def unit_named(session: Session, named: str) -> Unit:
    """Find the one unit that goes by a code, a name or a short name.

    Raises:
        BadInput: none does, or several do.
    """
    wanted = named.strip()
    matches = or_(Unit.code == wanted, Unit.name == wanted, Unit.short_name == wanted)
    found = session.exec(select(Unit).where(matches)).all()
    if not found:
        raise BadInput(
            f"名册里没有编码、名称或简称是“{wanted}”的单位；请填单位编码。",
            f"No unit goes by {wanted!r}; give the unit's code.",
        )
    if len(found) > 1:
        raise BadInput(
            f"名册里有 {len(found)} 个单位的编码、名称或简称是“{wanted}”；请填单位编码。",
            f"{len(found)} units go by {wanted!r}; give the unit's code.",
        )
    return found[0]


def can_be_named() -> ColumnElement[bool]:
    """Say in SQL who is offered to be named: whoever holds or held a post, and was not erased."""
    from models.register import Erasure, Holding, Person

    return and_(col(Person.id).in_(select(Holding.person_id)), col(Person.id).not_in(select(Erasure.person_id)))
