"""Reads the appeals against circulars as they stood at a moment, and when the circular before was made."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from duban.facts_of_appeal import CIRCULAR
from duban.reports.source_facts import AppealFact, StepFact
from models.appeal import Appeal, Scored
from models.appeal_words import AppealState
from models.paper import Paper
from models.words import Act, Life, PaperState

DECIDED = (Act.UPHOLD, Act.DISMISS)


def appeals_of(session: Session, plan_id: int, steps: Iterable[StepFact]) -> tuple[AppealFact, ...]:
    """Every appeal lodged by then, in the order they were, with its state and its answer as the steps say."""
    last = {step.subject_id: step for step in steps if step.life is Life.APPEAL}
    wanted = (
        select(Appeal, Scored, Paper.as_of)
        .join(Scored, (col(Scored.paper_id) == Appeal.paper_id) & (col(Scored.number) == Appeal.number))
        .join(Paper, col(Paper.id) == Appeal.paper_id)
        .where(Appeal.plan_id == plan_id)
    )
    rows = session.exec(wanted.order_by(col(Appeal.id))).all()
    return tuple(_fact(last[row.id or 0], point, as_of) for row, point, as_of in rows if row.id in last)


def _fact(step: StepFact, point: Scored, as_of: datetime) -> AppealFact:
    decided = step.act in DECIDED
    return AppealFact(
        number=point.number,
        unit_id=point.unit_id,
        called=point.called,
        what=point.what,
        worth=point.worth,
        published=(as_of, point.score),
        state=AppealState(step.became),
        decided_at=step.at if decided else None,
        answer=step.why if decided else "",
    )


def last_circular(session: Session, plan_id: int, steps: Iterable[StepFact], now: datetime) -> datetime | None:
    """Say as of when the latest circular was made that was out by then; the one made as of now is not before itself."""
    out = {s.subject_id for s in steps if s.life is Life.PAPER and s.became == PaperState.PUBLISHED}
    wanted = select(Paper.id, Paper.as_of).where(Paper.plan_id == plan_id, Paper.kind == CIRCULAR, Paper.as_of < now)
    return max((as_of for id_, as_of in session.exec(wanted).all() if id_ in out), default=None)
