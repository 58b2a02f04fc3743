"""Who may see what, decided in one place.

The office (planner, checkers, reviewers, supervisor, leaders, operator) sees everything. Everybody else sees the tasks
their unit leads or supports or has in a plan of its own, those that name them, those they have a seat to decide on or
are asked for advice about, and the plans these belong to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, true
from sqlmodel import Session, col, or_, select

from duban.posts import Standing
from duban.subjects import TABLES
from models.appeal import Appeal
from models.errors import NotYours
from models.found import Exemplar, Finding, Inspection
from models.paper import Paper
from models.plan import Plan
from models.question import Advice, Extension, Review, Signer, Supervision
from models.record import Message
from models.register import Person
from models.task import Contribution, Task
from models.words import Life, PaperState, Role

OFFICE = frozenset({Role.PLANNER, Role.CHECKER, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.OPERATOR})


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person sees: everything, or what concerns the person and the units named here."""

    everything: bool
    person_id: int
    unit_ids: frozenset[int] = frozenset()
    post_ids: frozenset[int] = frozenset()
    hands: frozenset[int] = frozenset()


def sight_of(session: Session, standing: Standing) -> Sight:
    """Work out what somebody sees at the moment of the standing."""
    person_id = standing.actor.person_id or 0
    own = session.get_one(Person, person_id).unit_id
    units = {own, *(seat.unit_id for seat in standing.seats)}
    return Sight(bool(standing.house_roles & OFFICE), person_id, frozenset(units), standing.posts(), standing.hands)


def tasks_seen(sight: Sight) -> ColumnElement[bool]:
    """Say in SQL which tasks somebody sees."""
    if sight.everything:
        return col(Task.id).is_not(None)
    helped = select(Contribution.task_id).where(col(Contribution.unit_id).in_(sight.unit_ids))
    asked = select(Review.subject_id).where(Review.life == Life.TASK, _asked_of(sight))
    asking = (
        select(Extension.task_id)
        .join(Review, col(Review.subject_id) == Extension.id)
        .where(Review.life == Life.EXTENSION, _asked_of(sight))
    )
    return or_(
        col(Task.lead_unit_id).in_(sight.unit_ids),
        col(Task.subject_person_id).in_(sight.hands),
        col(Task.plan_id).in_(select(Plan.id).where(col(Plan.unit_id).in_(sight.unit_ids))),
        col(Task.id).in_(helped),
        col(Task.id).in_(asked),
        col(Task.id).in_(asking),
    )


def _asked_of(sight: Sight) -> ColumnElement[bool]:
    """Say in SQL which reviews ask somebody: by a seat of a post or by name, or for advice."""
    mine = or_(Signer.person_id == sight.person_id, col(Signer.post_id).in_(sight.post_ids))
    seats = select(Signer.review_id).where(mine, col(Signer.dropped).is_(False))
    advice = select(Advice.review_id).where(Advice.person_id == sight.person_id, col(Advice.taken_back_at).is_(None))
    return or_(col(Review.id).in_(seats), col(Review.id).in_(advice))


def plans_seen(sight: Sight) -> ColumnElement[bool]:
    """Say in SQL which plans somebody sees."""
    if sight.everything:
        return col(Plan.id).is_not(None)
    asked = select(Review.plan_id).where(_asked_of(sight))
    return or_(
        col(Plan.id).in_(select(Task.plan_id).where(tasks_seen(sight))),
        col(Plan.unit_id).in_(sight.unit_ids),
        col(Plan.id).in_(asked),
    )


def check_seen(session: Session, sight: Sight, life: Life, subject: Any) -> None:
    """Let only those see a subject who may.

    Raises:
        NotYours: it does not concern the person.
    """
    if not sight.everything and not _sees(session, sight, life, subject):
        raise NotYours(
            f"这项{life.zh}不涉及你或你的单位，不能查看。如需了解，请与领导小组办公室联系。",
            f"This {life.en} does not concern you or your unit.",
        )


def check_office(sight: Sight) -> None:
    """Let only the office in.

    Raises:
        NotYours: the person is not of the office.
    """
    if not sight.everything:
        raise NotYours("这一页只供领导小组办公室查看。", "This page is for the office only.")


def subjects_seen(sight: Sight, life: Life) -> ColumnElement[bool]:
    """Say in SQL which subjects of a life somebody sees."""
    if sight.everything:
        return true()
    return _SEEN[life](sight)


def _sees(session: Session, sight: Sight, life: Life, subject: Any) -> bool:
    table = TABLES[life]
    wanted = select(table.id).where(table.id == subject.id, subjects_seen(sight, life))
    return session.exec(wanted).first() is not None


def _reviews_seen(sight: Sight) -> ColumnElement[bool]:
    about = and_(col(Review.life) == Life.TASK, col(Review.subject_id).in_(select(Task.id).where(tasks_seen(sight))))
    return or_(_asked_of(sight), col(Review.asked_by).in_(sight.hands), about)


def _by_task(table: Any) -> Callable[[Sight], ColumnElement[bool]]:
    return lambda sight: col(table.task_id).in_(select(Task.id).where(tasks_seen(sight)))


def _by_unit(table: Any) -> Callable[[Sight], ColumnElement[bool]]:
    return lambda sight: col(table.unit_id).in_(sight.unit_ids)


def _papers_seen(sight: Sight) -> ColumnElement[bool]:
    """Whoever sits on its panel; and, once it is out, whoever it was sent to."""
    asked = select(Review.subject_id).where(Review.life == Life.PAPER, _asked_of(sight))
    sent = select(Message.subject_id).where(Message.life == Life.PAPER, col(Message.person_id).in_(sight.hands))
    out = and_(col(Paper.state) == PaperState.PUBLISHED, col(Paper.id).in_(sent))
    return or_(col(Paper.id).in_(asked), out)


def _inspections_seen(sight: Sight) -> ColumnElement[bool]:
    """Whoever was told of it: the liaisons and heads of the units it goes to."""
    told = select(Message.subject_id).where(Message.life == Life.INSPECTION)
    return col(Inspection.id).in_(told.where(col(Message.person_id).in_(sight.hands)))


# fmt: off
_SEEN: dict[Life, Callable[[Sight], ColumnElement[bool]]] = {
    # life             those who are not of the office see
    Life.PLAN:         plans_seen,
    Life.TASK:         tasks_seen,
    Life.REVIEW:       _reviews_seen,
    Life.EXTENSION:    _by_task(Extension),
    Life.SUPERVISION:  _by_task(Supervision),
    Life.FINDING:      _by_unit(Finding),
    Life.EXEMPLAR:     _by_unit(Exemplar),
    Life.PAPER:        _papers_seen,
    Life.INSPECTION:   _inspections_seen,
    Life.APPEAL:       _by_unit(Appeal),
}
# fmt: on
