"""What the ledger tells the world: the events that its Moves are, by name, for the orchestrator and for other programs.

A Move that changes a state is `duban.<life>.<state>`; a few have a name of their own. Tasks are many, so of theirs only
the ends and the returns are told. Nobody is named: who did what stands in the ledger.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session, col, func, select

from duban.correlation import FIELD
from duban.settings import settings
from models.plan import Plan
from models.question import Review
from models.record import Move
from models.values import Value
from models.words import Act, Life, ReviewState, Role, SupervisionState, TaskState
from workflows.lives import LIVES

AT_ONCE = 500
NAMESPACE = uuid5(NAMESPACE_URL, "duban:ledger")

# fmt: off
NAMED: dict[tuple[Life, str], str] = {
    # life             became                       event
    (Life.REVIEW,      ReviewState.APPROVED):       "duban.review.decided",
    (Life.REVIEW,      ReviewState.RETURNED):       "duban.review.decided",
    (Life.SUPERVISION, SupervisionState.REMINDED):  "duban.rung.reached",
    (Life.SUPERVISION, SupervisionState.URGED):     "duban.rung.reached",
    (Life.SUPERVISION, SupervisionState.ORDERED):   "duban.rung.reached",
    (Life.SUPERVISION, SupervisionState.SUMMONED):  "duban.rung.reached",
    (Life.SUPERVISION, SupervisionState.CIRCULATED):"duban.rung.reached",
}
"""Events that are not called after the state."""
PAGES = {
    # life             page in the inbox
    Life.PLAN:         "/plans/{id}",
    Life.TASK:         "/tasks/{id}",
    Life.REVIEW:       "/reviews/{id}",
}
# fmt: on
ANSWERED = "duban.review.answered"
OF_TASKS = frozenset({TaskState.CLOSED, TaskState.CANCELLED, TaskState.DECLINED})


class LedgerEvent(Value):
    """One event: the same Move always has the same `id`. `about`: its life, or of a review that of its subject."""

    id: UUID
    name: str
    move_id: int
    at: datetime
    life: Life
    about: Life
    subject_id: int
    plan_id: int | None
    plan_number: str
    detail: dict[str, Any]


def event_name(life: Life, act: Act, came_from: str, became: str) -> str:
    """Give the name of the event that a Move is; empty when it is none."""
    if life is Life.REVIEW and act is Act.DECIDE and came_from == became:
        return ANSWERED
    if came_from == became or (life is Life.TASK and not _told_of_task(act, became)):
        return ""
    return NAMED.get((life, became), f"duban.{life.value}.{became}")


def _told_of_task(act: Act, became: str) -> bool:
    return became in OF_TASKS or act is Act.SEND_BACK


def events() -> list[str]:
    """List the names of all events there are."""
    rows = [(life, row, str(source)) for life, of in LIVES.items() for row in of.rows for source in row.sources]
    names = {event_name(life, row.may, source, str(row.target(source))) for life, row, source in rows}
    return sorted((names | {ANSWERED}) - {""})


def newest_move(session: Session) -> int:
    """Give the number of the last Move; 0 when there is none."""
    return session.exec(select(func.max(Move.id))).one() or 0


def events_after(session: Session, move_id: int, *, at_most: int = AT_ONCE) -> tuple[list[LedgerEvent], int]:
    """Give the events of the Moves after one, in their order, and the last Move that was looked at."""
    wanted = select(Move).where(col(Move.id) > move_id).order_by(col(Move.id)).limit(at_most)
    moves = session.exec(wanted).all()
    return told(session, moves), (moves[-1].id or 0) if moves else move_id


def told(session: Session, moves: Sequence[Move]) -> list[LedgerEvent]:
    """Tell Moves as events; those that are none are left out."""
    plans = {move.plan_id for move in moves}
    numbers = dict(session.exec(select(Plan.id, Plan.number).where(col(Plan.id).in_(plans))).all())
    reviews = {move.subject_id for move in moves if move.life is Life.REVIEW}
    about = {id_: Life(life) for id_, life in session.exec(_about(reviews)).all()}
    return [
        _event(move, name, number=numbers.get(move.plan_id, ""), about=about.get(move.subject_id))
        for move in moves
        if (name := event_name(move.life, move.act, move.became_from, move.became))
    ]


def _about(reviews: set[int]) -> Any:
    return select(Review.id, Review.life).where(col(Review.id).in_(reviews))


def _event(move: Move, name: str, *, number: str, about: Life | None) -> LedgerEvent:
    page = PAGES.get(move.life)
    return LedgerEvent(
        about=about if move.life is Life.REVIEW and about else move.life,
        id=uuid5(NAMESPACE, f"{move.id}:{move.life.value}:{move.subject_id}:{move.version}"),
        name=name,
        move_id=move.id or 0,
        at=move.at,
        life=move.life,
        subject_id=move.subject_id,
        plan_id=move.plan_id,
        plan_number=number,
        detail={
            "act": move.act.value,
            "from": move.became_from,
            "became": move.became,
            "said": f"{move.life.zh} {move.act.zh}",
            "by_clock": move.role is Role.CLOCK,
            FIELD: move.detail.get(FIELD, ""),
            "page": settings().inbox_url + page.format(id=move.subject_id) if page else "",
        },
    )
