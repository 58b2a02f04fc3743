"""The people of the exploration: who holds which post, who stands in for whom, and what that makes of somebody."""

from collections.abc import Callable
from dataclasses import dataclass, field

from models.errors import Sentence
from models.words import Role

PLANNER, LIAISON, DEPUTY, CHECKER, FIRST, SECOND, THIRD, SUPERVISOR, OUTSIDER, NEIGHBOUR = range(1, 11)
OFFICE, LEAD, OTHER = 0, 1, 2
"""Units: the one that supervises, the one that leads the task, one that supports it or takes it over."""

BY_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})
"""Roles that count only for the post's own unit."""

# fmt: off
NAMES = {
    PLANNER:    Sentence("计划专责",       "the planner"),
    LIAISON:    Sentence("联络员",         "the liaison"),
    DEPUTY:     Sentence("代理人",         "the deputy"),
    CHECKER:    Sentence("督查员",         "the checker"),
    FIRST:      Sentence("审核人甲",       "reviewer 1"),
    SECOND:     Sentence("审核人乙",       "reviewer 2"),
    THIRD:      Sentence("审核人丙",       "reviewer 3"),
    SUPERVISOR: Sentence("督办专员",       "the supervisor"),
    OUTSIDER:   Sentence("局外同事",       "the outsider"),
    NEIGHBOUR:  Sentence("另一单位联络员", "the other unit's liaison"),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Post:
    """A post, who holds it, and who stands in while the holder is away."""

    code: str
    roles: frozenset[Role]
    holder: int
    deputies: tuple[int, ...] = ()
    unit: int = OFFICE


@dataclass(frozen=True, slots=True)
class Place:
    """A person in a post; `stands_in_for`: the holder whose place a deputy takes."""

    post: Post
    person: int
    stands_in_for: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What one person is at one moment. `hands`: everybody an act of this person counts as."""

    person: int | None
    places: tuple[Place, ...] = ()
    speaks_as: Role | None = None
    hands: frozenset[int] = field(init=False)
    house_roles: frozenset[Role] = field(init=False)
    liaison_of: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        hands = {self.person, *(place.stands_in_for for place in self.places)}
        roles = frozenset(role for place in self.places for role in place.post.roles) - BY_UNIT
        liaison_of = frozenset(place.post.unit for place in self.places if Role.LIAISON in place.post.roles)
        object.__setattr__(self, "hands", frozenset(hand for hand in hands if hand is not None))
        object.__setattr__(self, "house_roles", frozenset({self.speaks_as}) if self.speaks_as else roles)
        object.__setattr__(self, "liaison_of", liaison_of)

    def stands_in(self, fits: Callable[[Place], bool]) -> frozenset[int]:
        """Whose places the person takes through the posts that fit; nobody's when one of them is the person's own."""
        holders = [place.stands_in_for for place in self.places if fits(place)]
        return frozenset() if None in holders else frozenset(holder for holder in holders if holder is not None)

    def gives(self, code: str, role: Role | None) -> bool:
        """Say whether the person sits in a post, and whether it gives the role that is asked for, if any."""
        return any(p.post.code == code and (role is None or role in p.post.roles) for p in self.places)


def places(posts: tuple[Post, ...], away: frozenset[int]) -> list[Place]:
    """List who sits where: the holder, or while the holder is away each deputy who is there."""
    found = []
    for post in posts:
        if post.holder not in away:
            found.append(Place(post, post.holder))
        else:
            found += [Place(post, deputy, post.holder) for deputy in post.deputies if deputy not in away]
    return found
