"""Who would be told what on each day of a rehearsal: the same audience as in earnest, counted instead of sent."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, col

from duban.actions.clusters import read_together
from duban.desk.desk import Desk
from duban.desk.opened import desk_of
from duban.desk.prepared import Prepared, pick
from duban.notify.audience import Audience, audience_of
from duban.notify.topic import Topic
from duban.panels import panel_of
from duban.posts import Seat, seats
from duban.subjects import TABLES
from models.plan import Plan
from models.question import Review
from models.record import Duty, Move
from models.task import Task
from models.words import Life, Role, Then

BY_LEAD = frozenset({Then.TELL_LEAD, Then.TELL_UNIT_HEAD})
"""Told to the people of the task's lead unit, and to whom it binds."""
BY_HOUSE = frozenset({Then.TELL_PLANNER, Then.TELL_LEADER, Then.ASK_PLANNER, Then.ASK_SUPERVISOR, Then.TELL_SUPERVISOR})
"""Told to whoever has a role in the house."""


_NEW = Prepared(
    pick(Duty.id, Duty.what, Move.life, Move.subject_id, Move.role, Duty.move_id)
    .join(Move, col(Duty.move_id) == col(Move.id))
    .where(col(Duty.id) > bindparam("after"))
    .order_by(col(Duty.id))
)


class _New(NamedTuple):
    """A duty that nobody has heard of yet."""

    id: int
    what: Then
    life: Life
    subject_id: int
    role: Role
    move_id: int


@dataclass(slots=True)
class Told:
    """Letters by person and day; `reminders`: those of them that the clock caused. `missing`: nobody was there."""

    letters: Counter[tuple[int, date]] = field(default_factory=Counter)
    reminders: Counter[tuple[int, date]] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    last: int = 0

    def hear(self, session: Session, day: date) -> None:
        """Count whom the new duties are told to."""
        desk = desk_of(session)
        found = [_New(*row) for row in desk.read(_NEW, after=self.last)]
        if not found:
            return
        read_together(desk, {(Life(new.life), new.subject_id) for new in found})
        desk.fetch(Duty, "id", (new.id for new in found))
        desk.fetch(Move, "id", (new.move_id for new in found))
        sitting, known = tuple(seats(desk, day)), dict[Hashable, Audience]()
        for new in found:
            key = _key(desk, new)
            if key not in known:
                known[key] = audience_of(_topic(session, desk, new, sitting))
            self.letters.update((person, day) for person in known[key].people)
            if new.role is Role.CLOCK:
                self.reminders.update((person, day) for person in known[key].people)
            self.missing.update(known[key].missing)
        self.last = found[-1].id


def _topic(session: Session, desk: Desk, new: _New, sitting: tuple[Seat, ...]) -> Topic:
    """Say what a duty is about, from what was read together: as `topic_of` does, which asks for each alone."""
    move, subject = desk.one(Move, new.move_id), desk.one(TABLES[new.life], new.subject_id)
    plan = desk.get(Plan, move.plan_id) if move.plan_id else None
    return Topic(session, desk.one(Duty, new.id), move, subject, _task(desk, subject), plan, sitting)


def _key(desk: Desk, new: _New) -> Hashable:
    """Say what the audience depends on: duties with the same key have the same one on the same day."""
    if new.what is Then.TELL_LEADER and new.life is Life.SUPERVISION:
        return new.what, desk.one(Move, new.move_id).became  # the policy may name posts for a rung
    if new.what in BY_HOUSE:
        return new.what
    subject = desk.get(TABLES[new.life], new.subject_id)
    if new.what is Then.ASK_PANEL and isinstance(subject, Review):
        panel = panel_of(desk, subject)
        seated = tuple((s.post_id, s.person_id) for s in panel.waiting)
        return new.what, subject.state, seated, panel.barred
    task = _task(desk, subject)
    if new.what in BY_LEAD and task is not None:
        return new.what, task.lead_unit_id, task.subject_person_id
    if new.what is Then.ASK_CHECKER and task is not None:
        return new.what, tuple(task.reported_hands)
    return new.what, new.id


def _task(desk: Desk, subject: Any) -> Task | None:
    if isinstance(subject, Task):
        return subject
    if isinstance(subject, Review):
        return desk.one(Task, subject.subject_id) if subject.life is Life.TASK else None
    task_id = getattr(subject, "task_id", None)
    return desk.one(Task, task_id) if task_id else None


def by_person(counts: Counter[tuple[int, date]]) -> dict[int, Counter[date]]:
    """Sort counts by person, then by day."""
    found: dict[int, Counter[date]] = {}
    for (person, day), count in counts.items():
        found.setdefault(person, Counter())[day] += count
    return found


def by_day(counts: Counter[tuple[int, date]]) -> Counter[date]:
    """Add up what all people get on each day."""
    found: Counter[date] = Counter()
    for (_, day), count in counts.items():
        found[day] += count
    return found


def most_of(days: Iterable[tuple[date, int]]) -> tuple[date, int]:
    """Give the fullest day; of several the first."""
    return max(days, key=lambda one: (one[1], -one[0].toordinal()))
