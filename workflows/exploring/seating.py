"""Opens a panel in a world: which posts get a chair, and who is barred from it."""

from models.errors import Refused
from models.policy import PanelSettings, SeatSettings
from models.words import PanelRule
from workflows.exploring.cast import Post, places
from workflows.exploring.world import Chair


class Unfilled(Refused):
    """A panel cannot be filled: nobody could answer, or not enough people."""


EVERY_SEAT = frozenset({PanelRule.ALL, PanelRule.SEQUENCE})


def chairs(
    settings: PanelSettings, posts: tuple[Post, ...], *, away: frozenset[int], barred: frozenset[int]
) -> tuple[Chair, ...]:
    """List the chairs in signing order: of each post for which somebody else could answer than for the others.

    Raises:
        Unfilled: the panel could never decide, or a post that has to sign has nobody.
    """
    wanted = _wanted(settings, posts)
    could = {post.code: _people(post, posts, away, barred) for post, _ in wanted}
    filled: list[tuple[Post, SeatSettings]] = []
    for post, seat in wanted:
        if _each_has_one([could[p.code] for p, _ in [*filled, (post, seat)]]):
            filled.append((post, seat))
        elif seat.veto or (settings.seats and settings.rule in EVERY_SEAT):
            raise Unfilled(f"审核组缺人：{post.code}", f"the panel cannot be filled: {post.code}")
    if len(filled) < (settings.needed if settings.rule is PanelRule.QUORUM else 1):
        raise Unfilled("审核组凑不齐", "the panel cannot be filled")
    return tuple(Chair(post.code, weight=seat.weight, veto=seat.veto) for post, seat in filled)


def _wanted(settings: PanelSettings, posts: tuple[Post, ...]) -> list[tuple[Post, SeatSettings]]:
    if not settings.seats:
        return [(post, SeatSettings(post=post.code)) for post in posts if settings.role in post.roles]
    by_code = {post.code: post for post in posts}
    return [(by_code[seat.post], seat) for seat in settings.seats]


def _people(post: Post, posts: tuple[Post, ...], away: frozenset[int], barred: frozenset[int]) -> frozenset[int]:
    """Find who could answer for a post: not barred, and standing in for nobody who is."""
    present = places(posts, away)
    out = barred | {place.person for place in present if place.stands_in_for in barred}
    return frozenset(place.person for place in present if place.post == post and place.person not in out)


def _each_has_one(could: list[frozenset[int]], taken: frozenset[int] = frozenset()) -> bool:
    """Say whether every post of a list can have a person of its own."""
    if not could:
        return True
    return any(_each_has_one(could[1:], taken | {person}) for person in could[0] - taken)
