"""Tells which panels are alike for somebody, so that the rules are asked once for all of them, however many are open.

Two are alike when only the numbers of the review and of its seats tell them apart, and people who are not the actor
and for whom the actor does not stand.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

from sqlmodel import Session, col, select

from duban.posts import Standing
from models.question import Advice, Decision, Review, Signer
from models.words import Verdict

Kind = Hashable


def kinds_of(session: Session, wanted: Any, standing: Standing) -> dict[int, Kind]:
    """Tell the kind of each panel by the id of its review, in the order of `wanted`, which selects those ids.

    Four queries that read a few columns each.
    """
    hands = standing.hands
    read: Any = wanted.with_only_columns(Review.id, Review.rule, Review.role, Review.excluded)
    reviews = session.execute(read).all()
    ids = wanted.order_by(None)
    seats, places = _seats(session, ids)
    answers, asked = _answers(session, ids, places, hands), _asked(session, ids, places)
    return {
        id_: (rule, role, _mine(excluded, hands), tuple(seats[id_]), tuple(answers[id_]), tuple(asked[id_]))
        for id_, rule, role, excluded in reviews
    }


def _mine(people: Iterable[int], hands: frozenset[int]) -> frozenset[int]:
    return hands.intersection(people)


def _seats(session: Session, ids: Any) -> tuple[dict[int, list[tuple[Any, ...]]], dict[int, int]]:
    """Read the seats by review, in signing order, and which place each has."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    places: dict[int, int] = {}
    read: Any = select(Signer.review_id, Signer.id, Signer.post_id, Signer.person_id, Signer.weight, Signer.veto)  # type: ignore[call-overload]
    read = read.where(col(Signer.review_id).in_(ids), col(Signer.dropped).is_(False))
    for review_id, signer_id, *seat in session.execute(read.order_by(Signer.review_id, Signer.seq, Signer.id)):
        places[signer_id] = len(found[review_id])
        found[review_id].append(tuple(seat))
    return found, places


def _answers(
    session: Session, ids: Any, places: dict[int, int], hands: frozenset[int]
) -> dict[int, list[tuple[int | None, Verdict, frozenset[int]]]]:
    """Read the answers that stand: for which place, what, and who of the actor's they count as."""
    found: dict[int, list[tuple[int | None, Verdict, frozenset[int]]]] = defaultdict(list)
    read: Any = select(Decision.review_id, Decision.signer_id, Decision.verdict, Decision.hands)
    read = read.where(col(Decision.review_id).in_(ids), col(Decision.taken_back_at).is_(None))
    for review_id, signer_id, verdict, people in session.exec(read.order_by(col(Decision.id))):
        found[review_id].append((places.get(signer_id), verdict, _mine(people, hands)))
    return found


def _asked(session: Session, ids: Any, places: dict[int, int]) -> dict[int, list[int | None]]:
    """Read for which places advice is waited for."""
    found: dict[int, list[int | None]] = defaultdict(list)
    read = select(Advice.review_id, Advice.signer_id).where(col(Advice.review_id).in_(ids))
    read = read.where(col(Advice.answered_at).is_(None), col(Advice.taken_back_at).is_(None))
    for review_id, signer_id in session.exec(read.order_by(col(Advice.id))):
        found[review_id].append(places.get(signer_id))
    return found
