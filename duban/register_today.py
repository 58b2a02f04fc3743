"""The register as it stands on one day: who sits where, whose hands they are, which units a plan concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from duban.desk.opened import desk_of
from duban.memberships import held_on
from duban.posts import BY_UNIT, Seat, seats
from models.plan import Plan, Requirement
from models.policy import PolicySettings
from models.register import Person, Post, Unit, UnitClass
from models.task import Task
from models.values import FanOut
from models.words import Role
from workflows.moments import day_of


@dataclass(frozen=True, slots=True)
class Under:
    """A policy that the register has to satisfy, as people call it, and the plans that run under it."""

    called: str
    settings: PolicySettings
    plans: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """Who sits where on one day; posts and units by id, in the order of the register."""

    session: Session
    day: date
    seats: tuple[Seat, ...]
    posts: dict[int, Post]
    units: dict[int, Unit]
    people: dict[int, str]

    def hands(self, person_id: int) -> frozenset[int]:
        """Everybody an act of this person may count as."""
        stood_in = {s.stands_in_for for s in self.seats if s.person_id == person_id} - {None}
        return frozenset({person_id, *stood_in} - {None})  # type: ignore[arg-type]

    def as_role(self, role: Role, *, unit_id: int | None = None) -> list[int]:
        """List who has a role today; one that counts by unit only for the unit given."""
        found = [s for s in self.seats if role in s.roles and (role not in BY_UNIT or s.unit_id == unit_id)]
        return list(dict.fromkeys(seat.person_id for seat in found))

    def of_unit(self, unit_id: int) -> frozenset[int]:
        return frozenset(seat.person_id for seat in self.seats if seat.unit_id == unit_id)

    def post_called(self, post: Post) -> str:
        """Name a post with its unit and code, so that it can be found in the register."""
        unit = self.units[post.unit_id]
        return f"{unit.short_name or unit.name}的{post.name}（{post.code}）"

    def unit_called(self, unit_id: int) -> str:
        unit = self.units[unit_id]
        return f"{unit.short_name or unit.name}（{unit.code}）"


def today(session: Session, *, now: datetime) -> Today:
    """Read the register as it stands at a moment."""
    day = day_of(now)
    posts = session.exec(select(Post).order_by(col(Post.id))).all()
    units = session.exec(select(Unit).order_by(col(Unit.id))).all()
    return Today(
        session,
        day,
        tuple(seats(desk_of(session), day)),
        {post.id or 0: post for post in posts},
        {unit.id or 0: unit for unit in units},
        {person.id or 0: person.name for person in session.exec(select(Person)).all()},
    )


def units_of(now: Today, plans: Iterable[Plan]) -> frozenset[int]:
    """Find the units that lead, support or are addressed in some plans; without a plan, every unit."""
    plans = list(plans)
    if not plans:
        return frozenset(now.units)
    found: set[int | None] = set()
    classes = {name for plan in plans for name in plan.addressee_classes}
    ids = [plan.id for plan in plans]
    for demand in now.session.exec(select(Requirement).where(col(Requirement.plan_id).in_(ids))).all():
        if not demand.dropped_why:
            found |= {demand.lead_unit_id, *demand.supporting}
            classes.add(FanOut.model_validate(demand.fan_out).unit_class)
    found |= set(now.session.exec(select(Task.lead_unit_id).where(col(Task.plan_id).in_(ids))).all())
    found |= set(
        now.session.exec(select(UnitClass.unit_id).where(col(UnitClass.name).in_(classes), *held_on(now.day))).all()
    )
    return frozenset(unit for unit in found if unit is not None)
