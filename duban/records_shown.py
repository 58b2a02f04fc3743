"""What people and programs are shown of moves, reviews and answers, as plain rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from duban.desk.opened import desk_of
from duban.facts import gather
from duban.given_words import asked_for
from duban.hands import by_whom
from duban.panel_shown import SeatShown, panel_shown, rule_words
from duban.panels import Panel, panels_of
from duban.posts import standing
from duban.question import Question
from duban.subjects import TABLES, load, name_of
from duban.waiting import reviews_waiting
from models.errors import NotFound
from models.question import Review
from models.record import Move
from models.register import Person
from models.values import NOTHING, Actor
from models.words import Act, Life, ReviewState
from workflows.lives import LIVES
from workflows.moments import day_of, shown
from workflows.rules import offers, phrase

Row = dict[str, Any]


def history_rows(session: Session, life: Life, subject_id: int) -> list[Row]:
    """List every move of one subject, the first one first.

    Raises:
        NotFound: there is no such subject.
    """
    load(session, life, subject_id)
    found = select(Move).where(Move.life == life, Move.subject_id == subject_id).order_by(col(Move.version))
    moves = session.exec(found).all()
    names = _names(session)
    return [
        {
            "version": move.version,
            "at": shown(move.at),
            "who": by_whom(names, move) or move.role.zh,
            "role": move.role,
            "act": move.act,
            "became": phrase(LIVES[life], move.became).zh,
            "why": move.why,
        }
        for move in moves
    ]


def _names(session: Session) -> dict[int | None, str]:
    return dict(session.exec(select(Person.id, Person.name)).all())


def review_rows(session: Session, *, only_open: bool, review_id: int | None = None) -> list[Row]:
    """List reviews, the earliest deadline first: what is asked, by which rule, how many have answered.

    Raises:
        NotFound: `review_id` is given and there is no such review.
    """
    wanted = select(Review).order_by(col(Review.due).is_(None), col(Review.due), col(Review.id))
    if only_open:
        wanted = wanted.where(Review.state == ReviewState.OPEN)
    if review_id is not None:
        wanted = wanted.where(Review.id == review_id)
    reviews = session.exec(wanted).all()
    if review_id is not None and not reviews:
        raise NotFound(
            f"没有编号为 {review_id} 的审核；duban review list --all 列出全部。", f"There is no review {review_id}."
        )
    panels, called = panels_of(desk_of(session), reviews), names_of_subjects(session, reviews)
    return [_review(panels[review.id or 0], called[review.life, review.subject_id]) for review in reviews]


def waiting_for(session: Session, by: Actor, *, now: datetime) -> set[int]:
    """Find the open reviews that one person can answer now."""
    return set(reviews_waiting(session, standing(desk_of(session), by, now=now)))


def names_of_subjects(session: Session, reviews: Sequence[Review]) -> dict[tuple[Life, int], str]:
    """Call what each review is about by name, with one query per life."""
    called: dict[tuple[Life, int], str] = {}
    for life in {review.life for review in reviews}:
        ids, table = [review.subject_id for review in reviews if review.life is life], TABLES[life]
        for subject in session.exec(select(table).where(table.id.in_(ids))).all():
            name = name_of(life, subject)
            called[life, subject.id] = name if name.startswith(life.zh) else f"{life.zh}{name}"
    return called


def _review(panel: Panel, called: str) -> Row:
    review = panel.review
    return {
        "id": review.id,
        "about": f"{called}：{Act(review.about).zh}",
        "gated": review.gated,
        "rule": rule_words(panel),
        "answers": f"{len(panel.answers)}/{len(panel.seats)}",
        "due": day_of(review.due).isoformat() if review.due else None,
        "state": review.state,
        "late": review.escalations,
    }


def decision_rows(session: Session, review_id: int, *, now: datetime) -> list[Row]:
    """List the seats of a review in signing order, those dropped last, each with its answer and advice so far."""
    review = load(session, Life.REVIEW, review_id)
    return [_seat(seat) for seat in panel_shown(session, review, now=now).seats]


def _seat(seat: SeatShown) -> Row:
    answer = seat.answer
    return {
        "seat": seat.called,
        "signer": seat.signer.id,
        "weight": seat.signer.weight,
        "veto": seat.signer.veto,
        "dropped": seat.signer.dropped,
        "holders": list(seat.holders),
        "passed_on": seat.came,
        "waits": seat.waits,
        "who": answer.by if answer else "",
        "verdict": answer.verdict if answer else None,
        "reason": answer.reason if answer else "",
        "at": shown(answer.at) if answer else None,
        "taken_back": [
            {"who": gone.by, "verdict": gone.verdict, "reason": gone.reason, "taken_back_at": shown(gone.taken_back_at)}
            for gone in seat.undone
            if gone.taken_back_at
        ],
        "advice": [
            {
                "by": advice.by,
                "of": advice.of,
                "question": advice.row.question,
                "answer": advice.row.answer,
                "taken_back": advice.row.taken_back_at is not None,
            }
            for advice in seat.advices
        ],
    }


def review_facts_for_people(session: Session, review_id: int, *, by: Actor | None, now: datetime) -> Row:
    """Tell what there is to know about one review; with `by`, also what this person can do now and what is missing.

    Raises:
        NotFound: there is no such review.
    """
    told = review_rows(session, only_open=False, review_id=review_id)[0]
    review = load(session, Life.REVIEW, review_id)
    asked = asked_for(session, review)
    told["asked"] = asked and {
        "question": asked.question,
        "by": asked.by,
        "given": dict(asked.given),
        "outcome": asked.outcome,
    }
    told["seats"] = decision_rows(session, review_id, now=now)
    return told if by is None else told | {"can": offered(session, Life.REVIEW, review, by=by, now=now)}


def offered(session: Session, life: Life, subject: Any, *, by: Actor, now: datetime) -> list[Row]:
    """List what somebody can do with a subject now: what each act asks for, and what is still missing."""
    facts = gather(Question(desk_of(session), standing(desk_of(session), by, now=now), NOTHING, now), life, subject)
    return [
        {
            "act": offer.act,
            "role": offer.role,
            "asks": list(offer.asks),
            "missing": [missing.zh for missing in offer.missing],
        }
        for offer in offers(LIVES[life], str(subject.state), facts=facts)
    ]
