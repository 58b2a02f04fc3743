"""Reads every stored life and every open review with words as they are stored, known to the vocabulary or not."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import String, and_, select, type_coerce
from sqlmodel import Session, col

from duban.subjects import TABLES
from models.found import Exemplar, Inspection
from models.paper import Paper
from models.plan import Plan
from models.question import Review
from models.record import Move
from models.task import Task
from models.words import Life, ReviewState
from workflows.landing import Asked, Stored

# fmt: off
NAMES: dict[Life, Any] = {
    Life.PLAN:     Plan.number,
    Life.TASK:     Task.title,
    Life.EXEMPLAR: Exemplar.name,
    Life.PAPER:    Paper.name,
    Life.INSPECTION: Inspection.name,
}
# fmt: on


def stored_lives(session: Session) -> Iterator[Stored]:
    """List every life, in the order of lives and numbers; one query for each kind."""
    for life, table in TABLES.items():
        last = and_(col(Move.life) == life, col(Move.subject_id) == table.id, col(Move.version) == table.version)
        named = (NAMES[life],) if life in NAMES else ()
        wanted = select(table.id, type_coerce(table.state, String), table.version, col(Move.rules), *named)
        for row in session.connection().execute(wanted.outerjoin(Move, last).order_by(table.id)):
            yield Stored(life, row[0], row[1], row[2], rules=row[3] or "", name=row[4] if named else "")


def plan_ids(session: Session, life: Life) -> dict[int, int]:
    """Say of every life of a kind to which plan it belongs."""
    table = TABLES[life]
    plan_id = table.id if life is Life.PLAN else table.plan_id
    return {row[0]: row[1] for row in session.connection().execute(select(table.id, plan_id))}


def open_reviews(session: Session) -> Iterator[Asked]:
    """List every review that is open."""
    open_now = type_coerce(col(Review.state), String) == ReviewState.OPEN.value
    wanted = select(col(Review.id), col(Review.life), col(Review.subject_id), col(Review.about), col(Review.gated))
    for row in session.connection().execute(wanted.where(open_now).order_by(col(Review.id))):
        yield Asked(row[0], row[1], row[2], row[3], gated=row[4])
