"""What a sweep found and did, in words that a table can show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from duban.desk.desk import Desk
from duban.desk.opened import desk_of
from duban.glances import lamps_of
from duban.policies import settings_of
from models.plan import Plan
from models.register import Unit
from models.task import Task
from models.values import Value
from models.words import Act, Lamp, Life
from workflows.ladder import called
from workflows.lamps import Shown
from workflows.periods import period_called

CHUNK = 500


class DueKind(StrEnum):
    """What the clock has something to do with; a life, but for requirements, which open new tasks."""

    LADDER = Life.SUPERVISION.value
    REVIEW = Life.REVIEW.value
    EXTENSION = Life.EXTENSION.value
    TASK = Life.TASK.value
    FINDING = Life.FINDING.value
    APPEAL = Life.APPEAL.value
    REQUIREMENT = "requirement"


class Due(Value):
    """One row whose moment has come."""

    kind: DueKind
    subject_id: int


class Failure(Value):
    """A row that could not be done, and why."""

    kind: DueKind
    subject_id: int
    why: str


class Step(Value):
    """One thing that was done; `became` is the rung or state in words, `opened` counts new tasks.

    Beyond as many as were asked for in words, it has no title, unit, lamp, nor what it became.
    """

    kind: DueKind
    subject_id: int
    plan_id: int
    plan_number: str
    task_id: int | None = None
    title: str = ""
    unit: str = ""
    act: Act
    became: str = ""
    lamp: Lamp | None = None
    why: str = ""
    opened: int = 0


class Swept(Value):
    """What one sweep did, in the order it was done, and what failed. `quiet`: nobody was to be reminded."""

    at: datetime
    quiet: bool = False
    steps: tuple[Step, ...] = ()
    failures: tuple[Failure, ...] = ()

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(at=self.at, steps=self.steps + other.steps, failures=self.failures + other.failures)

    @property
    def climbed(self) -> tuple[Step, ...]:
        """Rungs that were climbed."""
        return tuple(step for step in self.steps if step.kind is DueKind.LADDER and step.act is not Act.SETTLE)

    @property
    def urged(self) -> tuple[Step, ...]:
        """Everything that lay too long with somebody and was urged: reviews, extensions, tasks, problems, appeals."""
        return tuple(step for step in self.steps if step.kind not in (DueKind.LADDER, DueKind.REQUIREMENT))

    @property
    def opened(self) -> int:
        """New tasks of recurring requirements."""
        return sum(step.opened for step in self.steps)


@dataclass(frozen=True, slots=True)
class Done:
    """Something done to a stored row, not yet in words."""

    kind: DueKind
    subject: Any
    act: Act
    opened: int = 0

    @property
    def task_id(self) -> int | None:
        if self.kind is DueKind.REVIEW:
            return self.subject.subject_id if self.subject.life is Life.TASK else None
        if self.kind is DueKind.TASK:
            return int(self.subject.id)
        return getattr(self.subject, "task_id", None)


def told(session: Session, done: Sequence[Done], *, now: datetime, in_words: int | None = None) -> tuple[Step, ...]:
    """Put what was done into words, all of it or the first so many; a fixed number of queries per 500 rows."""
    steps: list[Step] = []
    worded = len(done) if in_words is None else in_words
    for start in range(0, len(done[:worded]), CHUNK):
        steps += _steps(session, done[start : min(start + CHUNK, worded)], now)
    rest = done[worded:]
    plans = _plan_numbers(session, rest)
    steps += [_step(one, plans[one.subject.plan_id], {"title": "", "task_id": one.task_id}) for one in rest]
    return tuple(steps)


def _plan_numbers(session: Session, done: Sequence[Done]) -> dict[int | None, str]:
    plan_ids = {one.subject.plan_id for one in done}
    return dict(session.exec(select(Plan.id, Plan.number).where(col(Plan.id).in_(plan_ids))).all()) if plan_ids else {}


def _steps(session: Session, done: Sequence[Done], now: datetime) -> list[Step]:
    task_ids = {one.task_id for one in done if one.task_id is not None}
    desk = desk_of(session)
    desk.fetch(Task, "id", task_ids)
    tasks = {id_: desk.one(Task, id_) for id_ in task_ids}
    unit_ids = {task.lead_unit_id for task in tasks.values()}
    units = dict(session.exec(select(Unit.id, Unit.name).where(col(Unit.id).in_(unit_ids))).all())
    plans = _plan_numbers(session, done)
    lamps = lamps_of(session, list(tasks.values()), now=now)
    return [
        _step(
            one,
            plans[one.subject.plan_id],
            {**_seen(tasks.get(one.task_id or 0), units, lamps), "became": _became(desk, one)},
        )
        for one in done
    ]


def _seen(task: Task | None, units: dict[int | None, str], lamps: dict[int, Shown]) -> dict[str, Any]:
    if task is None:
        return {}
    shown = lamps[task.id or 0]
    return {
        "task_id": task.id,
        "title": _title(task, units.get(task.lead_unit_id, "")),
        "unit": units.get(task.lead_unit_id, ""),
        "lamp": shown.lamp,
        "why": shown.why.zh,
    }


def _title(task: Task, unit: str) -> str:
    of = [part for part in (period_called(task.period).zh, task.subject if task.subject != unit else "") if part]
    return task.title.rstrip("。") + (f"（{'，'.join(of)}）" if of else "")


def _step(one: Done, plan_number: str, seen: dict[str, Any]) -> Step:
    known: dict[str, Any] = {"title": getattr(one.subject, "text", "") or getattr(one.subject, "reason", "")} | seen
    return Step.model_construct(
        kind=one.kind,
        subject_id=one.subject.id,
        plan_id=one.subject.plan_id,
        plan_number=plan_number,
        act=one.act,
        opened=one.opened,
        **known,
    )


def _became(desk: Desk, one: Done) -> str:
    if one.kind is DueKind.LADDER:
        return called(one.subject.state, settings_of(desk, one.subject.plan_id).ladder)
    if one.kind is DueKind.REVIEW:
        return f"第 {one.subject.escalations} 次催审"
    if one.kind in (DueKind.TASK, DueKind.FINDING, DueKind.APPEAL):
        return f"{one.subject.state.zh}已久，催促办理"
    return f"新开任务 {one.opened} 项" if one.kind is DueKind.REQUIREMENT else "催批延期"
