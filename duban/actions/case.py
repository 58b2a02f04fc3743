"""One act under way: what the door hands to the tables of changes, records and effects."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from duban.posts import BY_UNIT, Seat, Standing
from models.question import Signer
from models.record import Move
from models.task import Contribution, Task
from models.values import Attempt, Given
from models.words import Act, Life, Role
from workflows.rules import Ruling


@dataclass(slots=True)
class Case:
    """An attempt that the rules allow. `subject` is the stored row; `move` is there once it is written."""

    session: Session
    attempt: Attempt
    subject: Any
    standing: Standing
    ruling: Ruling
    now: datetime
    move: Move | None = None
    stood_in: tuple[int, ...] | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def life(self) -> Life:
        return self.attempt.life

    @property
    def act(self) -> Act:
        return self.attempt.act

    @property
    def given(self) -> Given:
        return self.attempt.given

    @property
    def person_id(self) -> int | None:
        return self.standing.actor.person_id

    @property
    def on_behalf_of(self) -> int | None:
        """Whose place the actor takes in this act; None when acting as oneself, or when nobody in person acts."""
        return next(iter(self._stood_in()), None)

    @property
    def hands(self) -> list[int]:
        """Everybody this act counts as: the person, and every holder whose place the person takes in it."""
        own = [] if self.person_id is None else [self.person_id]
        return sorted({*own, *self._stood_in()})

    def _stood_in(self) -> tuple[int, ...]:
        """Found once: what the act writes may change through which seat it was done."""
        if self.stood_in is None:
            self.stood_in = self.standing.stands_in(self._acts_through)
        return self.stood_in

    def _acts_through(self, seat: Seat) -> bool:
        """Say whether it is this seat that lets the actor do this."""
        role = self.ruling.role
        if role is Role.REVIEWER:
            return seat.post_id in self._ids(select(Signer.post_id).where(Signer.review_id == self.subject.id))
        if role is Role.ASKER:
            return self.subject.asked_by not in (None, self.person_id) and seat.stands_in_for == self.subject.asked_by
        if role is Role.SUPPORTER:
            owing = select(Contribution.unit_id).where(Contribution.task_id == self.subject.id)
            return Role.LIAISON in seat.roles and seat.unit_id in self._ids(owing)
        if role in BY_UNIT:
            bound = getattr(self.task_or_subject(), "subject_person_id", None)
            by_unit = role in seat.roles and seat.unit_id == unit_of(self.task_or_subject())
            return by_unit or (bound is not None and bound in (seat.person_id, seat.stands_in_for))
        return role in seat.roles

    def _ids(self, wanted: Any) -> set[int]:
        return set(self.session.exec(wanted).all())

    def task_or_subject(self) -> Any:
        """Whoever acts on an extension or a ladder acts for the unit of its task."""
        task_id = self.subject.task_id if self.life in (Life.EXTENSION, Life.SUPERVISION) else None
        return self.subject if task_id is None else self.session.get_one(Task, task_id)


def unit_of(subject: Any) -> int | None:
    """Give the unit that leads a task, or that a finding or an exemplar is about."""
    found: int | None = getattr(subject, "lead_unit_id", None) or getattr(subject, "unit_id", None)
    return found
