"""Looks back over the lamps of a plan: its tasks are replayed a thousand at a time, so none of them is kept."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session, col, select

from duban.reports.facts import Frame, TaskFact
from duban.reports.gathering import moved_since, tasks_of
from duban.reports.naming import LOOKS_KEPT
from duban.reports.rewinding import Step, settings_at, steps_of_tasks, task_at
from duban.reports.values import Lamps
from models.policy import LampSettings
from models.task import Task
from models.words import Lamp
from workflows.lamps import Glance, lamp
from workflows.workdays import Calendars

AT_ONCE = 1_000
"""How many tasks are replayed together."""


@dataclass
class Look:
    """The lamps at one moment, in the making; a rule is asked once for tasks that look alike."""

    moment: datetime
    settings: LampSettings
    moved: bool
    lamps: Counter[Lamp] = field(default_factory=Counter)
    known: dict[tuple[int | None, Glance], Lamp] = field(default_factory=dict)

    def see(self, task: TaskFact, calendars: Calendars) -> None:
        key = task.unit_id if task.unit_id in calendars.local else None, task.glance
        shown = self.known.get(key)
        if shown is None:
            if len(self.known) > LOOKS_KEPT:
                self.known.clear()
            calendar = calendars.of(task.unit_id)
            shown = lamp(task.glance, self.settings, calendar=calendar, now=self.moment).lamp
            self.known[key] = shown
        self.lamps[shown] += 1


def lamps_at(session: Session, plan_id: int, frame: Frame, moments: Sequence[datetime]) -> tuple[Lamps, ...]:
    """Say how many tasks showed which lamp at each moment, oldest first, by the policy of then.

    `frame`: as it is today.
    """
    looks = [
        Look(
            moment,
            settings_at(session, plan_id, replace(frame, as_of=moment)).lamps,
            moved_since(session, plan_id, moment),
        )
        for moment in moments
    ]
    for ids in _in_chunks(session, plan_id) if looks else ():
        steps = steps_of_tasks(session, plan_id, ids)
        for task in tasks_of(session, plan_id, ids):
            _look_back(task, steps.get(task.id, ()), looks, frame.calendars)
    return tuple(Lamps(**{shown.value: look.lamps[shown] for shown in Lamp}) for look in looks)


def _look_back(task: TaskFact, steps: Sequence[Step], looks: Sequence[Look], calendars: Calendars) -> None:
    """Between two moments without a step of it a task is what it was."""
    known: tuple[int, TaskFact | None] = (0, None)
    for look in looks:
        if not look.moved:
            look.see(task, calendars)
            continue
        past = sum(step.at <= look.moment for step in steps)
        if past != known[0]:
            known = past, task_at(task, steps, look.moment)
        if known[1] is not None:
            look.see(known[1], calendars)


def _in_chunks(session: Session, plan_id: int) -> Iterator[list[int]]:
    last = 0
    while True:
        wanted = select(Task.id).where(Task.plan_id == plan_id, col(Task.id) > last).order_by(col(Task.id))
        ids = [id_ or 0 for id_ in session.exec(wanted.limit(AT_ONCE)).all()]
        if not ids:
            return
        last = ids[-1]
        yield ids
