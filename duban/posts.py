"""Who is what, when: roles follow posts; a deputy acts while a post is vacant or its holder is away."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, col, or_

from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, among, pick
from models.register import Absence, Holding, Person, Post, RegisterStamp
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


# fmt: off
_DAY: Any = bindparam("day")
_HELD = (
    pick(Holding.post_id, Holding.person_id, Holding.kind, Post.unit_id, Post.roles)
    .join(Post, col(Holding.post_id) == Post.id)
    .where(col(Holding.since) <= _DAY, or_(col(Holding.until).is_(None), col(Holding.until) >= _DAY))
    .order_by(col(Holding.id))
)
_MINE = pick(Holding.post_id).where(Holding.person_id == bindparam("person_id"))
_ALL_HELD   = Prepared(_HELD)
_HELD_BY    = Prepared(_HELD.where(col(Holding.post_id).in_(_MINE)))
_HELD_AT    = Prepared(_HELD.where(among(Holding.post_id, "posts")))
_AWAY       = Prepared(pick(Absence.person_id).where(
    among(Absence.person_id, "people"), col(Absence.since) <= _DAY, col(Absence.until) >= _DAY))
_STAMP      = Prepared(pick(RegisterStamp.n))
_ALL_POSTS  = Prepared(pick(Post.id, Post.roles).order_by(col(Post.id)))
# fmt: on


def standing(desk: Desk, actor: Actor, *, now: datetime) -> Standing:
    """Find the seats an actor has at `now`; the house itself has none.

    A desk keeps them, since no desk changes the register; one that reads nothing but what is committed hands them on
    to the next, for as long as the register's stamp stays the same.
    """
    if actor.speaks_as is not None or actor.person_id is None:
        return Standing(actor)
    day = day_of(now)
    kept, key = _kept(desk), (actor.person_id, day)
    if key not in kept:
        kept[key] = tuple(seats(desk, day, person_id=actor.person_id))
    return Standing(actor, kept[key])


def _kept(desk: Desk) -> dict[tuple[int, date], tuple[Seat, ...]]:
    """Give who sits where under the register as it stands in this transaction; a changed register begins anew."""
    if not desk.settled:
        return desk.notes.setdefault("standings", {})  # type: ignore[no-any-return]
    if "standings" not in desk.notes:
        stamp = desk.first(_STAMP)
        if desk.known.stamp != stamp:
            desk.known.stamp, desk.known.standings = stamp, {}
        desk.notes["standings"] = desk.known.standings
    kept: dict[tuple[int, date], tuple[Seat, ...]] = desk.notes["standings"]
    return kept


def seats(desk: Desk, day: date, *, person_id: int | None = None) -> list[Seat]:
    """List who sits where on `day`, deputies only where the post is vacant or every holder is away.

    A desk keeps the list of everybody, since no desk changes the register; one person is then looked up in it.
    """
    key = ("seats", day)
    if person_id is None and key not in desk.notes:
        desk.notes[key] = _read_seats(desk, day, None)
    if key not in desk.notes:
        return _read_seats(desk, day, person_id)
    everybody: list[Seat] = desk.notes[key]
    return [seat for seat in everybody if seat.person_id == person_id] if person_id is not None else list(everybody)


def _read_seats(desk: Desk, day: date, person_id: int | None) -> list[Seat]:
    found = desk.read(_ALL_HELD, day=day) if person_id is None else desk.read(_HELD_BY, day=day, person_id=person_id)
    return [seat for seat in _sitting(desk, day, found) if person_id is None or seat.person_id == person_id]


def seats_at(desk: Desk, day: date, posts: Iterable[int]) -> list[Seat]:
    """List who sits in certain posts on `day`, without reading the whole register."""
    wanted = sorted(set(posts))
    return _sitting(desk, day, desk.read(_HELD_AT, day=day, posts=wanted)) if wanted else []


def _sitting(desk: Desk, day: date, found: Iterable[Any]) -> list[Seat]:
    held = [_Held(*row) for row in found]
    people = sorted({one.person_id for one in held})
    away = {row[0] for row in desk.read(_AWAY, people=people, day=day)} if people else set()
    return _seats(held, away)


class _Held(NamedTuple):
    """A holding and its post."""

    post_id: int
    person_id: int
    kind: Holds
    unit_id: int
    roles: list[str]


def _seats(held: Iterable[_Held], away: set[int]) -> list[Seat]:
    by_post: dict[int, list[_Held]] = {}
    for one in held:
        by_post.setdefault(one.post_id, []).append(one)
    return [seat for holdings in by_post.values() for seat in _of_post(holdings, away)]


def _of_post(holdings: list[_Held], away: set[int]) -> list[Seat]:
    post_id, unit_id = holdings[0].post_id, holdings[0].unit_id
    roles = frozenset(Role(role) for role in holdings[0].roles)
    holders = [h.person_id for h in holdings if h.kind is Holds.HOLDER]
    present = [person for person in holders if person not in away]
    if present:
        return [Seat(post_id, unit_id, roles, person) for person in present]
    absent: Sequence[int | None] = holders or [None]
    deputies = [h.person_id for h in holdings if h.kind is Holds.DEPUTY and h.person_id not in away]
    return [Seat(post_id, unit_id, roles, person, holder) for person in deputies for holder in absent]


def people_as(desk: Desk, role: Role, *, now: datetime, unit_ids: frozenset[int] | None = None) -> list[int]:
    """List the ids of people who have a role at `now`, of certain units when given, in a fixed order."""
    found = [s for s in seats(desk, day_of(now)) if role in s.roles and (unit_ids is None or s.unit_id in unit_ids)]
    return list(dict.fromkeys(seat.person_id for seat in found))


def posts_as(desk: Desk, role: Role) -> list[int]:
    """List the ids of posts that give a role, in a fixed order."""
    return [post_id for post_id, roles in desk.read(_ALL_POSTS) if role in roles]


def actor_of(session: Session, person_id: int) -> Actor:
    """Give the actor that a person is."""
    person = session.get_one(Person, person_id)
    return Actor(person_id=person_id, name=person.name)
