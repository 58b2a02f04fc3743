"""A plan with as many tasks as asked for, issued and signed for: what the benchmarks and the torture begin with."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import select

from duban import database
from duban.actions.many import act_many
from duban.actions.plans import import_reading
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.doing import do
from duban.lookups import person_named
from duban.registers import import_register, read_register
from duban.samples import REGISTER
from duban.schema import migrate
from duban.settings import settings
from models.question import Review
from models.reading import MeasureFound, Reading, RequirementFound
from models.register import Person, Unit
from models.task import Task
from models.values import Actor, Attempt, FanOut, Given, Settled
from models.words import Act, Life, SubjectKind, Timing, Verdict

NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
DUE = date(2026, 6, 30)
PLANNER, LIAISON, CHECKER, MUSEUM = "ji.xiaozhou", "cai.lingran", "liang.lingwei", "KJG"
REVIEWERS = ("feng.yu", "wu.guyan")
TEXT = "一、分组办理。"


@dataclass(frozen=True)
class Crowd:
    """The people by their codes, and the tasks of the plan."""

    people: dict[str, Actor]
    tasks: tuple[int, ...]

    def does(self, who: str, life: Life, subject_id: int, act: Act, **given: object) -> None:
        attempt = Attempt(life=life, subject_id=subject_id, act=act, given=Given.model_validate(given))
        do(attempt, by=self.people[who], now=NOW)

    def all_do(self, who: str, act: Act, tasks: tuple[int, ...], *, now: datetime = NOW, **given: object) -> None:
        """Do the same to many tasks; every one of them has to move."""
        said = Given.model_validate(given)
        attempts = [Attempt(life=Life.TASK, subject_id=id_, act=act, given=said) for id_ in tasks]
        with writing() as session:
            desk = desk_of(session)
            found = act_many(desk, attempts, by=self.people[who], now=now)
            desk.flush()
        if len(found.moved) != len(tasks):
            raise AssertionError((found.refused, found.first))


def use(home: Path, url: str = "") -> None:
    """Point this process at a home, with its database on a server when one is given."""
    database.dispose()
    os.environ["DUBAN_HOME"], os.environ["DUBAN_DATABASE_URL"] = str(home), url
    settings.cache_clear()


def crowd(size: int) -> Crowd:
    """Fill the database of the settings: one demand, done by so many groups, all of them signed for."""
    migrate()
    with writing() as session:
        import_register(session, read_register(REGISTER), now=NOW)
    with reading() as session:
        people = {p.code: Actor(person_id=p.id, name=p.name) for p in session.exec(select(Person)).all()}
        lead = session.exec(select(Unit.id).where(Unit.code == MUSEUM)).one()
    plan_id, there = _drafted(), Crowd(people, ())
    names = tuple(f"第{n}组" for n in range(1, size + 1))
    fan_out = FanOut(kind=SubjectKind.GROUP, names=names)
    settled = Settled(lead_unit_id=lead, timing=Timing.FIXED, due=DUE, fan_out=fan_out)
    there.does(PLANNER, Life.PLAN, plan_id, Act.CONFIRM, requirement_id=1, settled=settled)
    there.does(PLANNER, Life.PLAN, plan_id, Act.SUBMIT)
    with reading() as session:
        review = session.exec(select(Review.id)).one()
    for reviewer in REVIEWERS:
        there.does(reviewer, Life.REVIEW, review or 0, Act.DECIDE, verdict=Verdict.YES)
    there.does(PLANNER, Life.PLAN, plan_id, Act.ISSUE)
    with reading() as session:
        tasks = tuple(id_ or 0 for id_ in session.exec(select(Task.id).order_by(Task.id)).all())  # type: ignore[arg-type]
    full = Crowd(people, tasks)
    full.all_do(LIAISON, Act.ACCEPT, tasks)
    return full


def _drafted() -> int:
    found = RequirementFound(measure="1", text=TEXT[2:], span=(2, len(TEXT)))
    measure = MeasureFound(id="1", level=1, number="一、", title="分组办理", span=(0, len(TEXT)))
    day = date(2026, 1, 5)
    read = Reading(
        text=TEXT, number="试〔2026〕9号", title="分组方案", date=day, measures=(measure,), requirements=(found,)
    )
    with reading() as session:
        planner = person_named(session, PLANNER)
    with writing() as session:
        return import_reading(session, read, by=planner, now=NOW).id or 0
