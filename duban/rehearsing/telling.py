"""Who would be told what on each day of a rehearsal: the same audience as in earnest, counted instead of sent."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, col

from duban.desk.desk import Desk
from duban.desk.opened import desk_of
from duban.desk.prepared import Prepared, pick
from duban.notify.audience import Audience, audience_of
from duban.notify.topic import Topic
from duban.panels import panel_of, panels_of
from duban.posts import Seat
from duban.rehearsing.cast import Cast
from duban.subjects import TABLES
from models.plan import Plan
from models.question import Review
from models.record import Duty, Move
from models.task import Contribution, Task
from models.words import Life, Owed, Role, Then

BY_LEAD = frozenset({Then.TELL_LEAD, Then.TELL_UNIT_HEAD})
"""Told to the people of the task's lead unit, and to whom it binds."""
BY_HOUSE = frozenset({Then.TELL_PLANNER, Then.TELL_LEADER, Then.ASK_PLANNER, Then.ASK_SUPERVISOR, Then.TELL_SUPERVISOR})
"""Told to whoever has a role in the house."""


_NEW = Prepared(
    pick(Duty.id, Duty.what, Move.life, Move.subject_id, Move.became, Move.role, Duty.move_id)
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
    became: str
    role: Role
    move_id: int


@dataclass(slots=True)
class Told:
    """Letters by person and day; `reminders`: those of them that the clock caused. `missing`: nobody was there.

    Who is told what is kept for as long as the same people sit in the same seats.
    """

    letters: Counter[tuple[int, date]] = field(default_factory=Counter)
    reminders: Counter[tuple[int, date]] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    last: int = 0
    _sitting: tuple[Seat, ...] = ()
    _known: dict[Hashable, Audience] = field(default_factory=dict)

    def hear(self, session: Session, cast: Callable[[], Cast]) -> None:
        """Count whom the new duties are told to on the day of a cast."""
        desk = desk_of(session)
        found = [_New(*row) for row in desk.read(_NEW, after=self.last)]
        if not found:
            return
        self.last = found[-1].id
        _read_subjects(desk, found)
        keys = [_key(desk, new) for new in found]
        day, sitting = cast().day, cast().seats
        self._learn(session, sitting, dict(zip(keys, found, strict=True)))
        by_clock = (new.role is Role.CLOCK for new in found)
        for (key, reminds), n in Counter(zip(keys, by_clock, strict=True)).items():
            for person in self._known[key].people:
                self.letters[person, day] += n
                if reminds:
                    self.reminders[person, day] += n
            for nobody in self._known[key].missing:
                self.missing[nobody] += n

    def _learn(self, session: Session, sitting: tuple[Seat, ...], of: dict[Hashable, _New]) -> None:
        """Find the audience of each key that is not known, by one of its duties."""
        if sitting != self._sitting:
            self._sitting, self._known = sitting, {}
        desk, unknown = desk_of(session), {key: new for key, new in of.items() if key not in self._known}
        desk.fetch(Duty, "id", (new.id for new in unknown.values()))
        desk.fetch(Move, "id", (new.move_id for new in unknown.values()))
        for key, new in unknown.items():
            self._known[key] = audience_of(_topic(session, desk, new, sitting))


def _read_subjects(desk: Desk, found: Iterable[_New]) -> None:
    """Read what duties are about: subjects, their tasks, and the panels that are asked."""
    wanted: dict[Life, set[int]] = {}
    for new in found:
        wanted.setdefault(new.life, set()).add(new.subject_id)
    for life, ids in wanted.items():
        desk.fetch(TABLES[life], "id", ids)
    there = [desk.one(TABLES[life], id_) for life, ids in wanted.items() for id_ in ids]
    desk.fetch(Task, "id", filter(None, map(_task_id, there)))
    desk.fetch(Contribution, "task_id", (new.subject_id for new in found if new.what is Then.TELL_SUPPORTING))
    panels_of(
        desk,
        [desk.one(Review, new.subject_id) for new in found if new.what is Then.ASK_PANEL and new.life is Life.REVIEW],
    )


def _topic(session: Session, desk: Desk, new: _New, sitting: tuple[Seat, ...]) -> Topic:
    """Say what a duty is about, from what was read together: as `topic_of` does, which asks for each alone."""
    move, subject = desk.one(Move, new.move_id), desk.one(TABLES[new.life], new.subject_id)
    plan = desk.get(Plan, move.plan_id) if move.plan_id else None
    return Topic(session, desk.one(Duty, new.id), move, subject, _task(desk, subject), plan, sitting)


def _key(desk: Desk, new: _New) -> Hashable:
    """Say what the audience depends on: duties with the same key have the same one on the same day."""
    if new.what is Then.TELL_LEADER and new.life is Life.SUPERVISION:
        return new.what, new.became  # the policy may name posts for a rung
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
    if new.what is Then.TELL_SUPPORTING and isinstance(subject, Task):
        helping = desk.of(Contribution, "task_id", subject.id)
        return new.what, tuple(one.unit_id for one in helping if one.owed is Owed.OWED)
    return new.what, new.id


def _task(desk: Desk, subject: Any) -> Task | None:
    return desk.get(Task, _task_id(subject))


def _task_id(subject: Any) -> int | None:
    if isinstance(subject, Task):
        return subject.id
    if isinstance(subject, Review):
        return subject.subject_id if subject.life is Life.TASK else None
    found: int | None = getattr(subject, "task_id", None)
    return found


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
