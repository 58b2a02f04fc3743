"""A plan with a year of ten thousand tasks, played through beforehand: seconds, seconds of the processor, memory."""

import resource
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time

from sqlmodel import col, select

from bench.world import NOW, PLANNER, Crowd, use
from duban.actions.plans import import_reading
from duban.database import reading, writing
from duban.lookups import person_named
from duban.registers import import_register, read_register
from duban.rehearsals import rehearse_plan
from duban.samples import REGISTER
from duban.schema import migrate
from models.plan import Requirement
from models.reading import MeasureFound, Reading, RequirementFound
from models.register import Person, UnitClass
from models.values import Actor, FanOut, Settled
from models.words import Act, Life, SubjectKind, Timing

NUMBER = "试〔2026〕10号"
MONTHLY, FIXED = 5, 37
"""Demands on each class of units: so many every month, so many on a date; with a hundred units ten thousand tasks."""
MEBIBYTE = 1024


@dataclass(frozen=True)
class Took:
    """What one rehearsal took; `peak_mib` is the most memory the process ever had, the plan's building included."""

    tasks: int
    moves: int
    letters: int
    wall_s: float
    processor_s: float
    before_mib: int
    peak_mib: int


def rehearsing(monthly: int = MONTHLY, fixed: int = FIXED) -> Took:
    """Build the plan through the actions, confirmed and not issued, then rehearse it from today to its end."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        use(Path(folder) / "home")
        _confirmed(monthly, fixed)
        before, wall, processor = _peak_mib(), perf_counter(), process_time()
        found, _ = rehearse_plan(NUMBER, now=NOW)
        return Took(
            found.tasks,
            found.moves,
            found.letters,
            wall_s=perf_counter() - wall,
            processor_s=process_time() - processor,
            before_mib=before,
            peak_mib=_peak_mib(),
        )


def told(took: Took) -> str:
    """Say it in one line."""
    return (
        f"rehearsal of {took.tasks:,} tasks ({took.moves:,} moves, {took.letters:,} letters): {took.wall_s:.1f} s, "
        f"{took.processor_s:.1f} s of the processor, {took.peak_mib} MiB at most ({took.before_mib} MiB before)"
    )


def _peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEBIBYTE


def _confirmed(monthly: int, fixed: int) -> None:
    """Fill the database of the settings: a plan whose every demand fans out to a class of units, and is confirmed."""
    migrate()
    with writing() as session:
        import_register(session, read_register(REGISTER), now=NOW)
    with reading() as session:
        people = {p.code: Actor(person_id=p.id, name=p.name) for p in session.exec(select(Person)).all()}
        classes = session.exec(select(UnitClass.name).distinct().order_by(UnitClass.name)).all()
    settled = [one for name in classes for one in _demands(name, monthly, fixed)]
    plan_id, there = _drafted(len(settled)), Crowd(people, ())
    with reading() as session:
        ids = session.exec(select(Requirement.id).order_by(col(Requirement.id))).all()
    for requirement_id, one in zip(ids, settled, strict=True):
        there.does(PLANNER, Life.PLAN, plan_id, Act.CONFIRM, requirement_id=requirement_id, settled=one)


def _demands(unit_class: str, monthly: int, fixed: int) -> Iterator[Settled]:
    fan_out = FanOut(kind=SubjectKind.UNIT, unit_class=unit_class)
    for n in range(monthly):
        yield Settled(timing=Timing.MONTHLY, rhythm_day=20 + n % 9, fan_out=fan_out)
    for n in range(fixed):
        yield Settled(timing=Timing.FIXED, due=date(2026, 2, 1) + timedelta(days=n * 330 // fixed), fan_out=fan_out)


def _drafted(demands: int) -> int:
    words = [f"办好第{n}件事。" for n in range(1, demands + 1)]
    text, found = "一、分头办理。", list[RequirementFound]()
    for said in words:
        found.append(RequirementFound(measure="1", text=said, span=(len(text), len(text) + len(said))))
        text += said
    measure = MeasureFound(id="1", level=1, number="一、", title="分头办理", span=(0, len(text)))
    read = Reading(
        text=text,
        number=NUMBER,
        title="全年方案",
        date=date(2026, 1, 5),
        measures=(measure,),
        requirements=tuple(found),
    )
    with reading() as session:
        planner = person_named(session, PLANNER)
    with writing() as session:
        return import_reading(session, read, by=planner, now=NOW).id or 0


if __name__ == "__main__":
    print(told(rehearsing(*(int(n) for n in sys.argv[1:]))))
