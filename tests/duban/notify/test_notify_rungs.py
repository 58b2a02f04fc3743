"""Who hears of a rung of the ladder beside the unit: the posts that the policy names for it, or else the leaders."""

import pytest
from small_plan import ISSUED_AT, Small, at, rows

from duban.database import writing
from duban.notify.delivering import deliver
from duban.policies import store_policy
from duban.sweeping import sweep_all
from models.plan import Plan
from models.policy import PolicySettings, Rung
from models.record import Duty, Message, Move
from models.register import Holding, Post
from models.words import Holds, Life, SupervisionState, Then

S = SupervisionState
DAYS = ("2026-03-24", "2026-03-27", "2026-04-01", "2026-04-08")
"""Mornings on which the plain task, due on 31 March, is reminded of, urged, ordered and its unit summoned."""


def ladder(**posts: tuple[str, ...]) -> tuple[Rung, ...]:
    return tuple(rung.model_copy(update={"posts": posts.get(rung.to.value, ())}) for rung in PolicySettings().ladder)


def climb(small: Small, **posts: tuple[str, ...]) -> None:
    with writing() as session:
        stored = store_policy(session, "试行", PolicySettings(ladder=ladder(**posts)), now=ISSUED_AT)
        session.get_one(Plan, small.plan_id).policy_id = stored.id
    for day in DAYS:
        sweep_all(now=at(f"{day} 09:00"))
        deliver(now=at(f"{day} 09:05"))


def told(small: Small, rung: S) -> set[str]:
    """Give the posts whose holders were told of a rung of the plain task as leaders are."""
    mine = small.ladder(small.plain).id
    moves = {m.id for m in rows(Move) if (m.life, m.subject_id, m.became) == (Life.SUPERVISION, mine, rung)}
    duties = {duty.id for duty in rows(Duty) if duty.what is Then.TELL_LEADER and duty.move_id in moves}
    people = {message.person_id for message in rows(Message) if message.duty_id in duties}
    held = {one.post_id for one in rows(Holding) if one.kind is Holds.HOLDER and one.person_id in people}
    return {post.code for post in rows(Post) if post.id in held}


@pytest.mark.parametrize(
    ("posts", "ordered", "summoned"),
    [
        ({}, "LDB-LEADER", "LDB-LEADER"),
        ({"ordered": ("LDB-CHIEF",)}, "LDB-CHIEF", "LDB-LEADER"),
        ({"ordered": ("LDB-CHIEF",), "summoned": ("LDB-REVIEWER-1",)}, "LDB-CHIEF", "LDB-REVIEWER-1"),
    ],
    ids=["the leaders", "a post for the order alone", "a post for each"],
)
def test_a_rung_is_told_to_the_posts_that_the_policy_names_for_it(
    small: Small, posts: dict[str, tuple[str, ...]], ordered: str, summoned: str
) -> None:
    climb(small, **posts)

    assert (ordered in told(small, S.ORDERED), summoned in told(small, S.SUMMONED)) == (True, True)
    assert ("LDB-LEADER" in told(small, S.ORDERED)) == (ordered == "LDB-LEADER")
