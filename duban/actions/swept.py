"""What a sweep found and did, in words that a table can show."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from duban.desk.desk import Desk
from duban.desk.opened import desk_of
from duban.glances import lamps_of
from duban.life_tables import table_of
from duban.policies import settings_of
from models.plan import Plan, Requirement
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


TABLES: dict[DueKind, type[Any]] = {
    kind: Requirement if kind is DueKind.REQUIREMENT else table_of(Life(kind.value)) for kind in DueKind
}


class Due(NamedTuple):
    """One row whose moment has come."""

    kind: DueKind
    subject_id: int


class Failure(Value):
    """A row that could not be done, and why."""

    kind: DueKind
    subject_id: int
    why: str


class Step(Value):
    """One thing that was done; `became` is the rung or state in words, `opened` counts new tasks."""

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


class More(Value):
    """So many things of one kind that were done and are only counted, beyond as many as were asked for in words."""

    kind: DueKind
    act: Act
    plan_number: str
    count: int
    opened: int = 0


class Swept(Value):
    """What one sweep did, in the order it was done, and what failed. `quiet`: nobody was to be reminded.

    `steps`: what is told in words; `more`: what else was done.
    """

    at: datetime
    quiet: bool = False
    steps: tuple[Step, ...] = ()
    more: tuple[More, ...] = ()
    failures: tuple[Failure, ...] = ()

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(
            at=self.at,
            steps=self.steps + other.steps,
            more=_counted((*self.more, *other.more)),
            failures=self.failures + other.failures,
        )

    @property
    def done(self) -> int:
        """Count everything that was done."""
        return len(self.steps) + sum(more.count for more in self.more)

    @property
    def climbed(self) -> int:
        """Count the rungs that were climbed."""
        return self._count(lambda one: one.kind is DueKind.LADDER and one.act is not Act.SETTLE)

    @property
    def urged(self) -> int:
        """Count what lay too long with somebody and was urged: reviews, extensions, tasks, problems, appeals."""
        return self._count(lambda one: one.kind not in (DueKind.LADDER, DueKind.REQUIREMENT))

    @property
    def opened(self) -> int:
        """Count the new tasks of recurring requirements."""
        return sum(step.opened for step in self.steps) + sum(more.opened for more in self.more)

    @property
    def plan_numbers(self) -> list[str]:
        """Name the plans in which something was done."""
        return sorted({step.plan_number for step in self.steps} | {more.plan_number for more in self.more})

    def _count(self, counts: Callable[[Step | More], bool]) -> int:
        return sum(map(counts, self.steps)) + sum(more.count for more in self.more if counts(more))


def _counted(more: Sequence[More]) -> tuple[More, ...]:
    found: dict[tuple[Any, ...], More] = {}
    for one in more:
        kind = (one.kind, one.act, one.plan_number)
        before = found.get(kind)
        sums = {"count": before.count + one.count, "opened": before.opened + one.opened} if before else {}
        found[kind] = one.model_copy(update=sums)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Done:
    """Something done to a stored row, not yet in words."""

    kind: DueKind
    subject_id: int
    plan_id: int
    act: Act
    opened: int = 0


def told(session: Session, done: Sequence[Done], *, now: datetime, in_words: int | None = None) -> Swept:
    """Put what was done into words, all of it or the first so many; a fixed number of queries per 500 rows."""
    steps: list[Step] = []
    worded = len(done) if in_words is None else in_words
    for start in range(0, len(done[:worded]), CHUNK):
        steps += _steps(session, done[start : min(start + CHUNK, worded)], now)
    return Swept(at=now, steps=tuple(steps), more=_counted(_only_counted(session, done[worded:])))


def _only_counted(session: Session, done: Sequence[Done]) -> list[More]:
    plans, counts = _plan_numbers(session, done), Counter(_alike(one) for one in done)
    return [
        More(kind=kind, act=act, plan_number=plans[plan_id], count=count, opened=opened * count)
        for (kind, act, plan_id, opened), count in counts.items()
    ]


def _alike(done: Done) -> tuple[DueKind, Act, int, int]:
    """Give what is the same for all things done that are counted together."""
    return done.kind, done.act, done.plan_id, done.opened


def _plan_numbers(session: Session, done: Sequence[Done]) -> dict[int | None, str]:
    plan_ids = {one.plan_id for one in done}
    return dict(session.exec(select(Plan.id, Plan.number).where(col(Plan.id).in_(plan_ids))).all()) if plan_ids else {}


def _steps(session: Session, done: Sequence[Done], now: datetime) -> list[Step]:
    desk = desk_of(session)
    for kind in {one.kind for one in done}:
        desk.fetch(TABLES[kind], "id", (one.subject_id for one in done if one.kind is kind))
    subjects = [desk.one(TABLES[one.kind], one.subject_id) for one in done]
    of = [_task_id(one, subject) for one, subject in zip(done, subjects, strict=True)]
    desk.fetch(Task, "id", filter(None, of))
    tasks = {id_: desk.one(Task, id_) for id_ in of if id_ is not None}
    unit_ids = {task.lead_unit_id for task in tasks.values()}
    units = dict(session.exec(select(Unit.id, Unit.name).where(col(Unit.id).in_(unit_ids))).all())
    plans = _plan_numbers(session, done)
    lamps = lamps_of(session, list(tasks.values()), now=now)
    steps = []
    for one, subject, task_id in zip(done, subjects, of, strict=True):
        seen = {"title": getattr(subject, "text", "") or getattr(subject, "reason", "")}
        seen |= _seen(tasks.get(task_id or 0), units, lamps) | {"became": _became(desk, one, subject)}
        steps.append(_step(one, plans[one.plan_id], seen))
    return steps


def _task_id(one: Done, subject: Any) -> int | None:
    if one.kind is DueKind.REVIEW:
        return subject.subject_id if subject.life is Life.TASK else None
    return one.subject_id if one.kind is DueKind.TASK else getattr(subject, "task_id", None)


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
    return Step.model_construct(
        kind=one.kind,
        subject_id=one.subject_id,
        plan_id=one.plan_id,
        plan_number=plan_number,
        act=one.act,
        opened=one.opened,
        **seen,
    )


def _became(desk: Desk, one: Done, subject: Any) -> str:
    if one.kind is DueKind.LADDER:
        return called(subject.state, settings_of(desk, subject.plan_id).ladder)
    if one.kind is DueKind.REVIEW:
        return f"第 {subject.escalations} 次催审"
    if one.kind in (DueKind.TASK, DueKind.FINDING, DueKind.APPEAL):
        return f"{subject.state.zh}已久，催促办理"
    return f"新开任务 {one.opened} 项" if one.kind is DueKind.REQUIREMENT else "催批延期"
