"""One act under way: what the door hands to the tables of changes, records and effects."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from duban.desk.desk import Desk
from duban.own_plans import maker_of
from duban.panels import panel_of
from duban.posts import BY_UNIT, Seat, Standing
from models.question import Signer
from models.record import Move
from models.task import Contribution, Task
from models.values import Attempt, Given
from models.words import Act, Life, Owed, Role
from workflows.rules import Ruling


@dataclass(slots=True)
class Case:
    """An attempt that the rules allow. `subject` is the row on the desk; `move` is there once it is written."""

    desk: Desk
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
        return next(iter(self.find_hands()), None)

    @property
    def hands(self) -> list[int]:
        """Everybody this act counts as: the person, and every holder whose place the person takes in it."""
        own = [] if self.person_id is None else [self.person_id]
        return sorted({*own, *self.find_hands()})

    def find_hands(self) -> tuple[int, ...]:
        """Find whose place the actor takes, once: what the act writes may change the seat it was done through."""
        if self.stood_in is None:
            self.stood_in = self.standing.stands_in(self._fitting())
        return self.stood_in

    def _fitting(self) -> Callable[[Seat], bool]:
        """Give the test whether it is a seat that lets the actor do this."""
        role = self.ruling.role
        if role is Role.REVIEWER:
            post_id = self._acted_on
            return lambda seat: post_id is not None and seat.post_id == post_id
        if role is Role.SUPPORTER:
            owed = self.contribution
            return lambda seat: Role.LIAISON in seat.roles and owed is not None and seat.unit_id == owed.unit_id
        return self._acts_through

    def _acts_through(self, seat: Seat) -> bool:
        role = self.ruling.role
        if role is Role.ASKER:
            return self.subject.asked_by not in (None, self.person_id) and seat.stands_in_for == self.subject.asked_by
        if role in BY_UNIT:
            bound = getattr(self.task_or_subject(), "subject_person_id", None)
            by_unit = role in seat.roles and seat.unit_id == unit_of(self.task_or_subject())
            return by_unit or (bound is not None and bound in (seat.person_id, seat.stands_in_for))
        return role in seat.roles or (role is Role.PLANNER and self._plans_for(seat))

    def _plans_for(self, seat: Seat) -> bool:
        """In a unit's own plan its liaison is the planner."""
        unit_id = maker_of(self.desk, self.life, self.subject)
        return unit_id is not None and Role.LIAISON in seat.roles and seat.unit_id == unit_id

    @property
    def contribution(self) -> Contribution | None:
        """What a supporting unit files by this act: the first that one of the actor's units owes, or the unit named."""
        mine = self.standing.units_as(Role.LIAISON)
        units = mine if self.given.unit_id is None else mine & {self.given.unit_id}
        owed = self.desk.of(Contribution, "task_id", self.subject.id)
        return next((one for one in owed if one.owed is Owed.OWED and one.unit_id in units), None)

    @property
    def _acted_on(self) -> int | None:
        """The post of the very seat this act is about; None for a seat that is named for a person."""
        panel = panel_of(self.desk, self.subject)
        if self.act is not Act.TAKE_BACK:
            seat = panel.next_seat_of(self.standing, in_turn=self.act is not Act.PASS_ON)
            return seat.post_id if seat else None
        undone = panel.to_take_back(self.standing)
        if isinstance(undone, Signer):
            return undone.was_post_id
        return next((s.post_id for s in panel.signers if undone is not None and s.id == undone.signer_id), None)

    def task_or_subject(self) -> Any:
        """Whoever acts on an extension or a ladder acts for the unit of its task."""
        task_id = self.subject.task_id if self.life in (Life.EXTENSION, Life.SUPERVISION) else None
        return self.subject if task_id is None else self.desk.one(Task, task_id)


@dataclass(frozen=True, slots=True)
class New:
    """A subject whose life is to begin: its model, its columns, and the key of the request."""

    model: type[Any]
    values: dict[str, Any]
    key: str | None = None


def unit_of(subject: Any) -> int | None:
    """Give the unit that leads a task, or that a finding or an exemplar is about."""
    found: int | None = getattr(subject, "lead_unit_id", None) or getattr(subject, "unit_id", None)
    return found
