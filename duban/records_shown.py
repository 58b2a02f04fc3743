"""What people and programs are shown of moves, reviews and answers, as plain rows."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from duban.desk.opened import desk_of
from duban.facts import gather
from duban.given_words import asked_for
from duban.hands import by_whom
from duban.panel_shown import SeatShown, panel_shown
from duban.posts import standing
from duban.question import Question
from duban.reviews_listed import review_rows
from duban.subjects import load
from duban.tongue import said
from duban.waiting import reviews_waiting
from models.record import Move
from models.register import Person
from models.values import NOTHING, Actor
from models.words import Life
from workflows.lives import LIVES
from workflows.moments import shown
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
            "who": by_whom(names, move) or said(move.role),
            "role": move.role,
            "act": move.act,
            "became": said(phrase(LIVES[life], move.became)),
            "why": move.why,
        }
        for move in moves
    ]


def _names(session: Session) -> dict[int | None, str]:
    return dict(session.exec(select(Person.id, Person.name)).all())


def waiting_for(session: Session, by: Actor, *, now: datetime) -> set[int]:
    """Find the open reviews that one person can answer now."""
    return set(reviews_waiting(session, standing(desk_of(session), by, now=now)))


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
            "missing": [said(missing) for missing in offer.missing],
        }
        for offer in offers(LIVES[life], str(subject.state), facts=facts)
    ]
