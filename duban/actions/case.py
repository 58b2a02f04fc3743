"""One act under way: what the door hands to the tables of changes, records and effects."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from duban.posts import Standing
from models.record import Move
from models.values import Attempt, Given
from models.words import Act, Life
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
        """Whose place the actor takes in this act."""
        return self.standing.stands_in_as(self.ruling.role, getattr(self.subject, "lead_unit_id", None))
