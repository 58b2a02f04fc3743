"""A small issued plan in the sample register: what the clockwork's tests start from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from homes import copy_home, use
from sqlmodel import SQLModel, select

from duban import database
from duban.actions.plans import import_reading
from duban.actions.swept import DueKind, Step, Swept
from duban.database import reading, writing
from duban.doing import do
from models.plan import Requirement
from models.question import Review, Supervision
from models.reading import MeasureFound, Reading, RequirementFound
from models.record import Move
from models.register import Person, Unit
from models.task import Task
from models.values import Actor, Attempt, FanOut, Given, Settled
from models.words import Act, Life, SubjectKind, Timing, Verdict

ISSUED_AT = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
NUMBER = "试科协〔2026〕2号"
PLANNER, LIAISON, CHECKER, REVIEWERS = "ji.xiaozhou", "cai.lingran", "liang.lingwei", ("feng.yu", "wu.guyan")
MUSEUM, POPULAR = "KJG", "KPB"
DUE = date(2026, 3, 31)
# fmt: off
DEMANDS = (
    # text           lead     supporting   settled
    ("更新展项。",    MUSEUM,  (POPULAR,),  {"timing": Timing.FIXED, "due": DUE}),
    ("更新台账。",    MUSEUM,  (),          {"timing": Timing.MONTHLY, "rhythm_day": 25}),
    ("走进社区。",    None,    (),          {"timing": Timing.FIXED, "due": DUE, "fan_out": FanOut(kind=SubjectKind.UNIT, unit_class="地级以上市科协")}),
)
# fmt: on
Demands = tuple[tuple[str, str | None, tuple[str, ...], dict[str, Any]], ...]
PLAIN, MONTHLY, CITIES = (demand[0] for demand in DEMANDS)


@dataclass(frozen=True)
class Small:
    """The plan and whoever acts on it."""

    plan_id: int
    people: dict[str, Actor]
    home: Path

    def does(self, who: str, act: Act, subject_id: int, life: Life = Life.TASK, *, at: datetime, **given: Any) -> Move:
        attempt = Attempt(life=life, subject_id=subject_id, act=act, given=Given(**given))
        return do(attempt, by=self.people[who], now=at)

    def tasks(self, title: str) -> list[Task]:
        return [task for task in rows(Task) if task.title == title]

    def units(self) -> list[Unit]:
        return rows(Unit)

    @property
    def plain(self) -> int:
        return self.tasks(PLAIN)[0].id or 0

    def ladder(self, task_id: int) -> Supervision:
        return next(ladder for ladder in rows(Supervision) if ladder.task_id == task_id)


def rows(table: type[SQLModel]) -> list[Any]:
    """List every row of a table, oldest first."""
    with reading() as session:
        return list(session.exec(select(table).order_by(table.id)).all())  # type: ignore[attr-defined]


def at(text: str) -> datetime:
    """Give a moment in Asia/Shanghai: at("2026-03-24 08:30")."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def everybody() -> dict[str, Actor]:
    return {p.code: Actor(person_id=p.id, name=p.name) for p in rows(Person)}


def draft(now: datetime = ISSUED_AT, demands: Demands = DEMANDS, *, number: str = NUMBER) -> int:
    """Store the plan as drafted; give its id."""
    text = "一、任务。" + "".join(demand[0] for demand in demands)
    found = [
        RequirementFound(measure="1", text=said[0], span=(text.index(said[0]), text.index(said[0]) + len(said[0])))
        for said in demands
    ]
    measure = MeasureFound(id="1", level=1, number="一、", title="任务", span=(0, len(text)))
    read = Reading(
        text=text,
        number=number,
        title="试行方案",
        date=date(2026, 1, 5),
        addressee_classes=("地级以上市科协",),
        measures=(measure,),
        requirements=tuple(found),
    )
    with writing() as session:
        return import_reading(session, read, by=everybody()[PLANNER], now=now).id or 0


def approve(small: Small, now: datetime = ISSUED_AT, demands: Demands = DEMANDS) -> None:
    """Confirm every requirement and have the plan approved."""
    review = submit(small, now, demands)
    for reviewer in REVIEWERS:
        small.does(reviewer, Act.DECIDE, review, Life.REVIEW, at=now, verdict=Verdict.YES)


def submit(small: Small, now: datetime = ISSUED_AT, demands: Demands = DEMANDS) -> int:
    """Confirm every requirement and put the plan to its panel; give the review."""
    units = {unit.code: unit.id for unit in rows(Unit)}
    stored = [demand.id for demand in rows(Requirement) if demand.plan_id == small.plan_id]
    for demand, (_, lead, supporting, said) in zip(stored, demands, strict=True):
        settled = Settled(
            lead_unit_id=units[lead] if lead else None, supporting=tuple(units[code] for code in supporting), **said
        )
        small.does(PLANNER, Act.CONFIRM, small.plan_id, Life.PLAN, at=now, requirement_id=demand, settled=settled)
    small.does(PLANNER, Act.SUBMIT, small.plan_id, Life.PLAN, at=now)
    return int(rows(Review)[-1].id)


def issued(source: Path, home: Path, demands: Demands) -> Iterator[Small]:
    """Issue a plan with demands of one's own, in a home of its own."""
    copy_home(source, home)
    use(home)
    small = Small(draft(demands=demands), everybody(), home)
    approve(small, demands=demands)
    small.does(PLANNER, Act.ISSUE, small.plan_id, Life.PLAN, at=ISSUED_AT)
    yield small
    database.dispose()


def _made(source: Path, home: Path, *, issued: bool) -> Path:
    copy_home(source, home)
    use(home)
    small = Small(draft(), everybody(), home)
    approve(small)
    if issued:
        small.does(PLANNER, Act.ISSUE, small.plan_id, Life.PLAN, at=ISSUED_AT)
    database.dispose()
    return home


def copy_of(source: Path, home: Path) -> Iterator[Small]:
    """Copy a home and use it."""
    copy_home(source, home)
    use(home)
    yield Small(1, everybody(), home)
    database.dispose()


@pytest.fixture(scope="session")
def approved_home(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the plan approved, not issued; copied, never used itself."""
    return _made(registered, tmp_path_factory.mktemp("small") / "approved", issued=False)


@pytest.fixture(scope="session")
def small_home(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the plan issued; copied, never used itself."""
    return _made(registered, tmp_path_factory.mktemp("small") / "issued", issued=True)


@pytest.fixture
def approved(approved_home: Path, tmp_path: Path) -> Iterator[Small]:
    """The plan approved, not issued."""
    yield from copy_of(approved_home, tmp_path / "home")


@pytest.fixture
def small(small_home: Path, tmp_path: Path) -> Iterator[Small]:
    """The plan issued, its tasks handed out."""
    yield from copy_of(small_home, tmp_path / "home")


def climbs(swept: Swept) -> list[Step]:
    """List the rungs that a sweep tells of."""
    return [step for step in swept.steps if step.kind is DueKind.LADDER and step.act is not Act.SETTLE]
