"""What people and programs are shown of moves, reviews and answers, as plain rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from duban.panels import Panel, panel_of, panels_of
from duban.posts import standing
from duban.subjects import TABLES, load, name_of
from models.errors import NotFound
from models.question import Decision, Review
from models.record import Move
from models.register import Person, Post, Unit
from models.values import Actor
from models.words import Act, Life, PanelRule, ReviewState
from workflows.lives import LIVES
from workflows.moments import day_of, shown
from workflows.rules import phrase

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
            "who": _who(names, move.person_id, move.on_behalf_of) or move.role.zh,
            "role": move.role,
            "act": move.act,
            "became": phrase(LIVES[life], move.became).zh,
            "why": move.why,
        }
        for move in moves
    ]


def _names(session: Session) -> dict[int | None, str]:
    return dict(session.exec(select(Person.id, Person.name)).all())


def _who(names: dict[int | None, str], person_id: int | None, on_behalf_of: int | None) -> str:
    acting = names.get(person_id, "")
    return f"{acting}（代{names[on_behalf_of]}）" if on_behalf_of in names else acting


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
    panels, called = panels_of(session, reviews), _names_of_subjects(session, reviews)
    return [_review(panels[review.id or 0], called[review.life, review.subject_id]) for review in reviews]


def waiting_for(session: Session, by: Actor, *, now: datetime) -> set[int]:
    """Find the open reviews that one person can answer now: a free seat whose turn it is."""
    acting = standing(session, by, now=now)
    reviews = session.exec(select(Review).where(Review.state == ReviewState.OPEN)).all()
    mine = (p for p in panels_of(session, reviews).values() if not set(p.review.excluded) & acting.hands)
    return {panel.review.id or 0 for panel in mine if panel.seats_for(acting) & panel.turn}


def _names_of_subjects(session: Session, reviews: Sequence[Review]) -> dict[tuple[Life, int], str]:
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
        "rule": _rule(review, panel),
        "answers": f"{len(panel.answers)}/{len(panel.seats)}",
        "due": day_of(review.due).isoformat() if review.due else None,
        "state": review.state,
        "late": review.escalations,
    }


def _rule(review: Review, panel: Panel) -> str:
    if review.rule is PanelRule.QUORUM:
        return f"{review.rule.zh}：{len(panel.seats)} 人中 {review.needed} 人同意"
    if review.rule is PanelRule.WEIGHT:
        return f"{review.rule.zh}：同意的权重达到 {review.needed}%"
    return review.rule.zh


def decision_rows(session: Session, review_id: int) -> list[Row]:
    """List the seats of a review in signing order, each with its answer or without one yet."""
    review = load(session, Life.REVIEW, review_id)
    panel, names = panel_of(session, review), _names(session)
    answers = {decision.signer_id: decision for decision in panel.decisions}
    posts = _names_of_posts(session, panel)
    return [
        _seat(posts.get(signer.post_id) or names.get(signer.person_id, ""), answers.get(signer.id or 0), names)
        for signer in panel.signers
        if not signer.dropped
    ]


def _names_of_posts(session: Session, panel: Panel) -> dict[int | None, str]:
    ids = [signer.post_id for signer in panel.signers]
    found = select(Post, Unit).join(Unit, col(Unit.id) == Post.unit_id).where(col(Post.id).in_(ids))
    return {post.id: f"{unit.short_name or unit.name}{post.name}" for post, unit in session.exec(found).all()}


def _seat(called: str, decision: Decision | None, names: dict[int | None, str]) -> Row:
    return {
        "seat": called,
        "who": _who(names, decision.person_id, decision.on_behalf_of) if decision else "",
        "verdict": decision.verdict if decision else None,
        "reason": decision.reason if decision else "",
        "at": shown(decision.at) if decision else None,
    }
