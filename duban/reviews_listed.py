"""Reviews as a list shows them: what is asked, by which rule, how many have answered. Nobody's rules are asked."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from duban.desk.opened import desk_of
from duban.life_tables import called, table_of
from duban.panel_words import rule_words
from duban.panels import Panel, panels_of
from duban.tongue import said, say
from models.errors import NotFound
from models.question import Review
from models.words import Act, Life, ReviewState
from workflows.moments import day_of

Row = dict[str, Any]


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
    panels, names = panels_of(desk_of(session), reviews), names_of_subjects(session, reviews)
    return [_review(panels[review.id or 0], names[review.life, review.subject_id]) for review in reviews]


def names_of_subjects(session: Session, reviews: Sequence[Review]) -> dict[tuple[Life, int], str]:
    """Call what each review is about by name, with one query per life."""
    names: dict[tuple[Life, int], str] = {}
    for life in {review.life for review in reviews}:
        ids, table = [review.subject_id for review in reviews if review.life is life], table_of(life)
        for subject in session.exec(select(table).where(table.id.in_(ids))).all():
            names[life, subject.id] = said(called(life, subject))
    return names


def _review(panel: Panel, subject: str) -> Row:
    review = panel.review
    return {
        "id": review.id,
        "about": say("%(label)s：%(text)s", label=subject, text=said(Act(review.about))),
        "gated": review.gated,
        "rule": rule_words(panel),
        "answers": f"{len(panel.answers)}/{len(panel.seats)}",
        "due": day_of(review.due).isoformat() if review.due else None,
        "state": review.state,
        "late": review.escalations,
    }
