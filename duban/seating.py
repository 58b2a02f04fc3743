"""Which posts get a seat on a panel: as many as there are different people to answer, and who is barred."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import col

from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, pick
from duban.posts import BY_UNIT, seats
from models.errors import Refused, Sentence
from models.policy import PanelSettings, SeatSettings
from models.register import Post
from models.words import PanelRule

EVERY_SEAT = frozenset({PanelRule.ALL, PanelRule.SEQUENCE})
"""Rules under which each post that a policy names has to sign; under the others the panel can do without some."""


_POSTS = Prepared(pick(Post.id, Post.code, Post.name, Post.unit_id, Post.roles).order_by(col(Post.id)))


class _Post(NamedTuple):
    """A post as far as a panel asks."""

    id: int
    code: str
    name: str
    unit_id: int
    roles: list[str]


@dataclass(frozen=True, slots=True)
class Seated:
    """A post with a seat: what its answer weighs, and whether its no decides alone."""

    post_id: int
    weight: int = 1
    veto: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where and when a panel is to sit: the day, the unit that a role by unit is of, and who may not answer."""

    day: date
    unit_id: int | None = None
    excluded: frozenset[int] = frozenset()


def seated(desk: Desk, settings: PanelSettings, sitting: Sitting) -> list[Seated]:
    """List the posts that get a seat, in signing order. A post held only by people who are barred gets none.

    Raises:
        Refused: the panel could never decide, or a post named by the policy is missing, vacant or barred.
    """
    wanted = _wanted(desk, settings, sitting)
    people = _people(desk, [post.id for post, _ in wanted], sitting)
    filled = _filled(people)
    missing = [post for post, seat in wanted if post.id not in filled and _must_sign(settings, seat)]
    if missing:
        names = "、".join(f"{post.name}（{post.code}）" for post in missing)
        raise Refused(
            f"审核组缺人：{names}此刻没有可以表态的人（空缺、外出无代理，或者应当回避）。请先补齐岗位或调整督办规则。",
            f"The panel cannot be filled: nobody can answer for {', '.join(post.code for post in missing)} now.",
        )
    found = [Seated(post.id, seat.weight, seat.veto) for post, seat in wanted if post.id in filled]
    needed = settings.needed if settings.rule is PanelRule.QUORUM else 1
    if len(found) < needed:
        who = (
            Sentence("位席位上的人", "named by the policy")
            if settings.seats
            else Sentence(f"位{settings.role.zh}", f"as {settings.role.en}")
        )
        raise Refused(
            f"审核组凑不齐：需要 {needed} 人，回避后只剩 {len(found)} {who.zh}。请先补齐岗位或调整督办规则。",
            f"The panel cannot be filled: it needs {needed} people {who.en}, and only {len(found)} can answer.",
        )
    return found


def _must_sign(settings: PanelSettings, seat: SeatSettings) -> bool:
    return seat.veto or (bool(settings.seats) and settings.rule in EVERY_SEAT)


def _wanted(desk: Desk, settings: PanelSettings, sitting: Sitting) -> list[tuple[_Post, SeatSettings]]:
    """List the posts a policy names, or every post that gives its role, of the unit when the role is one by unit."""
    if "posts" not in desk.notes:  # no desk changes the register
        desk.notes["posts"] = {post.code: post for post in (_Post(*row) for row in desk.read(_POSTS))}
    posts: dict[str, _Post] = desk.notes["posts"]
    if not settings.seats:
        giving = (post for post in posts.values() if settings.role in post.roles)
        return [
            (post, SeatSettings(post=post.code))
            for post in giving
            if settings.role not in BY_UNIT or sitting.unit_id in (None, post.unit_id)
        ]
    unknown = [seat.post for seat in settings.seats if seat.post not in posts]
    if unknown:
        raise Refused(
            f"督办规则里的岗位 {'、'.join(unknown)} 不在名册里。请核对岗位编码。",
            f"The policy names posts that are not in the register: {', '.join(unknown)}.",
        )
    return [(posts[seat.post], seat) for seat in settings.seats]


def _people(desk: Desk, post_ids: Iterable[int], sitting: Sitting) -> dict[int, list[int]]:
    """List who could answer for each post: whoever sits in it, and is not barred, nor stands in for somebody who is."""
    present = seats(desk, sitting.day)
    barred = {s.person_id for s in present if s.stands_in_for in sitting.excluded} | sitting.excluded
    could: dict[int, list[int]] = {post: [] for post in post_ids}
    for seat in present:
        if seat.post_id in could and seat.person_id not in barred:
            could[seat.post_id].append(seat.person_id)
    return could


def _filled(could: dict[int, list[int]]) -> set[int]:
    """Find the posts that get a person each, nobody counted twice (a largest matching)."""
    answers_for: dict[int, int] = {}
    return {post for post in could if _placed(post, could, answers_for, set())}


def _placed(post: int, could: dict[int, list[int]], answers_for: dict[int, int], asked: set[int]) -> bool:
    """Find somebody for a post who does not answer for another one yet, moving others over if need be."""
    for person in could[post]:
        if person in asked:
            continue
        asked.add(person)
        other = answers_for.get(person)
        if other is None or _placed(other, could, answers_for, asked):
            answers_for[person] = post
            return True
    return False
