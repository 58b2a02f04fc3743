"""One moment of the demonstration: who is there, what time it is, and one act done through the door."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from duban.database import reading
from duban.demo.cast import Cast
from duban.doing import do
from models.task import Task
from models.values import Actor, Attempt, Given
from models.words import Act, Life, TaskState

MINUTE = timedelta(minutes=1)


@dataclass
class Scene:
    """The running story. `now` moves on by a few seconds with every act, so that histories read naturally."""

    plan_id: int
    cast: Cast
    now: datetime
    acts: Counter[str] = field(default_factory=Counter)
    once: set[tuple[int, str]] = field(default_factory=set)
    silent: int = 0
    """The requirement, later the task, that nobody works on, so that its ladder is climbed to the top."""

    def set_to(self, moment: datetime) -> None:
        """Go on to a later moment."""
        self.now = max(self.now, moment)

    def do(self, life: Life, subject_id: int | None, act: Act, by: Actor, **given: Any) -> None:
        """Do one act through the one door, with a commit of its own."""
        self.now += timedelta(seconds=7)
        do(Attempt(life=life, subject_id=subject_id or 0, act=act, given=Given(**given)), by=by, now=self.now)
        self.acts[act.zh] += 1

    def first_time(self, task: Task, what: str) -> bool:
        """Say whether this happens to the task for the first time, and remember it."""
        key = (task.id or 0, what)
        if key in self.once:
            return False
        self.once.add(key)
        return True

    def liaison_of(self, unit_id: int | None) -> Actor:
        """Give the liaison of a unit."""
        return self.cast.liaisons[unit_id or 0]

    def tasks(self, *states: TaskState) -> Sequence[Task]:
        """Read the plan's tasks in certain states."""
        with reading() as session:
            return self.tasks_in(session, *states)

    def tasks_in(self, session: Session, *states: TaskState) -> Sequence[Task]:
        wanted = select(Task).where(Task.plan_id == self.plan_id, col(Task.state).in_(states))
        return session.exec(wanted.order_by(col(Task.id))).all()
