"""Tells which panels are alike for somebody, so that the rules are asked once for all of them, however many are open.

Two are alike when only the numbers of the review and of its seats tell them apart, and people who are not the actor
and for whom the actor does not stand.
"""

from collections import defaultdict
from collections.abc import Hashable
from typing import Any

from sqlmodel import Session, col

from duban.desk.opened import desk_of
from duban.desk.prepared import Prepared, among, pick
from duban.posts import Standing
from models.question import Advice, Decision, Review, Signer

Kind = Hashable

# fmt: off
_SEATS = Prepared(
    pick(Signer.review_id, Signer.id, Signer.post_id, Signer.person_id, Signer.weight, Signer.veto)
    .where(among(Signer.review_id, "ids"), col(Signer.dropped).is_(False))
    .order_by(Signer.review_id, Signer.seq, Signer.id))
_ANSWERS = Prepared(
    pick(Decision.review_id, Decision.signer_id, Decision.verdict, Decision.hands)
    .where(among(Decision.review_id, "ids"), col(Decision.taken_back_at).is_(None)).order_by(Decision.id))
_ASKED = Prepared(
    pick(Advice.review_id, Advice.signer_id)
    .where(among(Advice.review_id, "ids"), col(Advice.answered_at).is_(None), col(Advice.taken_back_at).is_(None))
    .order_by(Advice.id))
# fmt: on


def kinds_of(session: Session, wanted: Any, standing: Standing) -> dict[int, Kind]:
    """Tell the kind of each panel by the id of its review, in the order of `wanted`, which selects those ids.

    Four queries that read a few columns each.
    """
    hands = standing.hands
    read: Any = wanted.with_only_columns(Review.id, Review.rule, Review.role, Review.excluded)
    reviews = session.execute(read).all()
    desk, ids = desk_of(session), [row[0] for row in reviews]
    seats, answers, asked = (defaultdict[int, list[Hashable]](list) for _ in range(3))
    places: dict[int, int] = {}
    for review_id, signer_id, *seat in desk.read(_SEATS, ids=ids):
        places[signer_id] = len(seats[review_id])
        seats[review_id].append(tuple(seat))
    for review_id, signer_id, verdict, people in desk.read(_ANSWERS, ids=ids):
        answers[review_id].append((places.get(signer_id), verdict, hands.intersection(people)))
    for review_id, signer_id in desk.read(_ASKED, ids=ids):
        asked[review_id].append(places.get(signer_id))
    return {
        id_: (rule, role, hands.intersection(excluded), *(tuple(of[id_]) for of in (seats, answers, asked)))
        for id_, rule, role, excluded in reviews
    }
