"""Who is what, when: roles follow posts; a deputy acts while a post is vacant or its holder is away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from models.register import Absence, Holding, Person, Post
from models.values import Actor
from models.words import Holds, Role
from workflows.moments import day_of

BY_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})
"""Roles that count only for the post's own unit; all others count for every plan of the house."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in a post: the unit it belongs to, its roles, and the holder a deputy stands in for.

    A deputy of several absent holders has a seat for each of them, and so acts as the hands of all.
    """

    post_id: int
    unit_id: int
    roles: frozenset[Role]
    person_id: int
    stands_in_for: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What one actor is at one moment."""

    actor: Actor
    seats: tuple[Seat, ...] = ()

    @property
    def hands(self) -> frozenset[int]:
        """Everybody an act of this actor counts as."""
        stood_in = {seat.stands_in_for for seat in self.seats} - {None}
        return frozenset({self.actor.person_id, *stood_in, *self.actor.stands_for} - {None})  # type: ignore[arg-type]

    @property
    def house_roles(self) -> frozenset[Role]:
        """Roles that count everywhere."""
        if self.actor.speaks_as is not None:
            return frozenset({self.actor.speaks_as})
        return frozenset(role for seat in self.seats for role in seat.roles) - BY_UNIT

    def units_as(self, role: Role) -> frozenset[int]:
        """Units for which the actor has a role that counts by unit."""
        return frozenset(seat.unit_id for seat in self.seats if role in seat.roles)

    def posts(self) -> frozenset[int]:
        return frozenset(seat.post_id for seat in self.seats)

    def stands_in(self, fits: Callable[[Seat], bool]) -> tuple[int, ...]:
        """Whose places the actor takes through the seats that fit; nobody's when one of them is the actor's own."""
        fitting = tuple(dict.fromkeys(seat.stands_in_for for seat in self.seats if fits(seat)))
        return () if None in fitting else fitting  # type: ignore[return-value]

    def gives(self, post_id: int | None, role: Role | None) -> bool:
        """Say whether the actor sits in a post, and whether it gives the role that is asked for, if any."""
        return any(s.post_id == post_id and (role is None or role in s.roles) for s in self.seats)


def standing(session: Session, actor: Actor, *, now: datetime) -> Standing:
    """Find the seats an actor has at `now`; the house itself has none."""
    if actor.speaks_as is not None or actor.person_id is None:
        return Standing(actor)
    return Standing(actor, tuple(seats(session, day_of(now), person_id=actor.person_id)))


def seats(session: Session, day: date, *, person_id: int | None = None) -> list[Seat]:
    """List who sits where on `day`, deputies only where the post is vacant or every holder is away."""
    wanted = select(Holding, Post).join(Post, col(Holding.post_id) == Post.id)
    if person_id is not None:
        mine = select(Holding.post_id).where(Holding.person_id == person_id)
        wanted = wanted.where(col(Holding.post_id).in_(mine))
    wanted = wanted.where(Holding.since <= day, or_(col(Holding.until).is_(None), col(Holding.until) >= day))
    rows = session.exec(wanted.order_by(col(Holding.id))).all()
    away = _away(session, day, {holding.person_id for holding, _ in rows})
    return [seat for seat in _seats(rows, away) if person_id is None or seat.person_id == person_id]


def _away(session: Session, day: date, people: set[int]) -> set[int]:
    found = select(Absence.person_id).where(
        col(Absence.person_id).in_(people), Absence.since <= day, Absence.until >= day
    )
    return set(session.exec(found).all())


def _seats(rows: Sequence[tuple[Holding, Post]], away: set[int]) -> list[Seat]:
    held: dict[int, list[Holding]] = {}
    posts: dict[int, Post] = {}
    for holding, post in rows:
        posts[holding.post_id] = post
        held.setdefault(holding.post_id, []).append(holding)
    return [seat for post_id, holdings in held.items() for seat in _of_post(posts[post_id], holdings, away)]


def _of_post(post: Post, holdings: list[Holding], away: set[int]) -> list[Seat]:
    roles = frozenset(Role(role) for role in post.roles)
    holders = [h.person_id for h in holdings if h.kind is Holds.HOLDER]
    present = [person for person in holders if person not in away]
    if present:
        return [Seat(post.id or 0, post.unit_id, roles, person) for person in present]
    absent: Sequence[int | None] = holders or [None]
    deputies = [h.person_id for h in holdings if h.kind is Holds.DEPUTY and h.person_id not in away]
    return [Seat(post.id or 0, post.unit_id, roles, person, holder) for person in deputies for holder in absent]


def people_as(session: Session, role: Role, *, now: datetime, unit_ids: frozenset[int] | None = None) -> list[int]:
    """List the ids of people who have a role at `now`, of certain units when given, in a fixed order."""
    found = [s for s in seats(session, day_of(now)) if role in s.roles and (unit_ids is None or s.unit_id in unit_ids)]
    return list(dict.fromkeys(seat.person_id for seat in found))


def posts_as(session: Session, role: Role) -> list[int]:
    """List the ids of posts that give a role, in a fixed order."""
    return [post.id or 0 for post in session.exec(select(Post).order_by(col(Post.id))).all() if role in post.roles]


def actor_of(session: Session, person_id: int) -> Actor:
    """Give the actor that a person is."""
    person = session.get_one(Person, person_id)
    return Actor(person_id=person_id, name=person.name)
