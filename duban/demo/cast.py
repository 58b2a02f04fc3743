"""Who plays in the demonstration: the office, and the liaison of every unit."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from duban.desk.opened import desk_of
from duban.posts import actor_of, people_as
from models.errors import Refused
from models.register import Unit, UnitClass
from models.values import Actor
from models.words import Role

DEPARTMENTS = ("省科协机关部室", "省科协直属单位")


@dataclass(frozen=True)
class Cast:
    """Everybody who acts; liaisons by unit id, departments as unit ids."""

    planner: Actor
    checkers: tuple[Actor, ...]
    reviewers: tuple[Actor, ...]
    supervisor: Actor
    liaisons: dict[int, Actor]
    departments: tuple[int, ...]
    unit_names: dict[int, str]
    classes: dict[str, tuple[int, ...]]


def gather_cast(session: Session, *, now: datetime) -> Cast:
    """Find everybody in the register.

    Raises:
        Refused: a post that the demonstration needs is held by nobody.
    """

    def everybody(role: Role) -> tuple[Actor, ...]:
        found = tuple(actor_of(session, person) for person in people_as(desk_of(session), role, now=now))
        if not found:
            raise Refused(f"名册里没有{role.zh}。", f"The register has no {role.en}.")
        return found

    units = session.exec(select(Unit).order_by(col(Unit.id))).all()
    classes: dict[str, tuple[int, ...]] = {}
    for member in session.exec(select(UnitClass).order_by(col(UnitClass.unit_id))).all():
        classes[member.name] = (*classes.get(member.name, ()), member.unit_id)
    return Cast(
        planner=everybody(Role.PLANNER)[0],
        checkers=everybody(Role.CHECKER),
        reviewers=everybody(Role.REVIEWER),
        supervisor=everybody(Role.SUPERVISOR)[0],
        liaisons=_liaisons(session, [unit.id or 0 for unit in units], now=now),
        departments=tuple(unit for name in DEPARTMENTS for unit in classes.get(name, ())),
        unit_names={unit.id or 0: unit.short_name or unit.name for unit in units},
        classes=classes,
    )


def _liaisons(session: Session, unit_ids: list[int], *, now: datetime) -> dict[int, Actor]:
    found = {}
    for unit_id in unit_ids:
        people = people_as(desk_of(session), Role.LIAISON, now=now, unit_ids=frozenset({unit_id}))
        if people:
            found[unit_id] = actor_of(session, people[0])
    return found
