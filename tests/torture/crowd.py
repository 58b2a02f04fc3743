"""Many reviews that are open at once, and processes that all want to decide them."""

import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from small_plan import CHECKER, ISSUED_AT, LIAISON, MUSEUM, PLANNER, REVIEWERS, Small, rows
from workload import Acknowledged

from duban import database
from duban.actions.many import act_many
from duban.actions.plans import import_reading
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.desk.trouble import TROUBLE
from duban.doing import ask_for_time, do
from duban.lookups import person_named
from duban.registers import import_register, read_register
from duban.samples import REGISTER
from duban.schema import migrate
from models.errors import Broken, Refused
from models.question import Review
from models.reading import MeasureFound, Reading, RequirementFound
from models.record import Move
from models.register import Person, Unit
from models.task import Task
from models.values import Actor, Attempt, FanOut, Given, Settled
from models.words import Act, Life, SubjectKind, Timing, Verdict

TEXT = "一、分组办理。"
DUE = date(2026, 6, 30)
LATER = ISSUED_AT + timedelta(days=1)


class NotRead(Exception):
    """The test itself could not look."""


@dataclass(frozen=True)
class Try:
    """Who tries what on one item."""

    who: str
    life: Life
    subject_id: int
    act: Act
    given: Given


def crowd(home: Path, size: int) -> Small:
    """Open a plan of so many tasks, half of them reported and waiting for a panel, half under way."""
    migrate()
    with writing() as session:
        import_register(session, read_register(REGISTER), now=ISSUED_AT)
    people = {p.code: Actor(person_id=p.id, name=p.name) for p in rows(Person)}
    small = Small(_drafted(), people, home)
    names = tuple(f"第{n}组" for n in range(1, size + 1))
    lead = next(unit.id for unit in rows(Unit) if unit.code == MUSEUM)
    fan_out = FanOut(kind=SubjectKind.GROUP, names=names)
    settled = Settled(lead_unit_id=lead, timing=Timing.FIXED, due=DUE, fan_out=fan_out)
    requirement = 1
    small.does(
        PLANNER, Act.CONFIRM, small.plan_id, Life.PLAN, at=ISSUED_AT, requirement_id=requirement, settled=settled
    )
    small.does(PLANNER, Act.SUBMIT, small.plan_id, Life.PLAN, at=ISSUED_AT)
    review = rows(Review)[-1]
    for reviewer in REVIEWERS:
        small.does(reviewer, Act.DECIDE, review.id, Life.REVIEW, at=ISSUED_AT, verdict=Verdict.YES)
    small.does(PLANNER, Act.ISSUE, small.plan_id, Life.PLAN, at=ISSUED_AT)
    tasks = [task.id or 0 for task in rows(Task)]
    assert len(tasks) == size
    _all(small, LIAISON, Act.ACCEPT, tasks)
    _all(small, LIAISON, Act.REPORT, tasks[::2], text="已完成。")
    _all(small, CHECKER, Act.PASS_CHECK, tasks[::2])
    return small


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
        return import_reading(session, read, by=planner, now=ISSUED_AT).id or 0


def _all(small: Small, who: str, act: Act, tasks: list[int], **given: str) -> None:
    attempts = [Attempt(life=Life.TASK, subject_id=id_, act=act, given=Given(**given)) for id_ in tasks]
    with writing() as session:
        desk = desk_of(session)
        found = act_many(desk, attempts, by=small.people[who], now=ISSUED_AT)
        desk.flush()
    assert (len(found.moved), found.refused, found.first) == (len(tasks), {}, [])


def everything_at_once(reviews: list[int], tasks: list[int]) -> list[Try]:
    """List all that is tried: every review approved, sent back and withdrawn, every task reported and given time."""
    reason = Given(reason="撤回重审。")
    no = Given(verdict=Verdict.NO, reason="材料不全。")
    tries = [Try(who, Life.REVIEW, id_, Act.DECIDE, Given(verdict=Verdict.YES)) for id_ in reviews for who in REVIEWERS]
    tries += [Try(who, Life.REVIEW, id_, Act.DECIDE, no) for id_ in reviews for who in REVIEWERS]
    tries += [Try(PLANNER, Life.REVIEW, id_, Act.WITHDRAW, reason) for id_ in reviews[::3]]
    time = Given(reason="等展品。", text="展品未到。", due=date(2026, 7, 15))
    tries += [Try(LIAISON, Life.TASK, id_, Act.REQUEST, time) for id_ in tasks]
    tries += [Try(LIAISON, Life.TASK, id_, Act.REPORT, Given(text="已完成。")) for id_ in tasks]
    return tries


def started(count: int, work: Callable[[int], None]) -> list[int]:
    """Do something in so many processes at once; give their numbers."""
    database.dispose()
    pids = []
    for n in range(count):
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                work(n)
                code = 0
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(code)
        pids.append(pid)
    return pids


def ends_of(pids: list[int]) -> list[int]:
    """Wait for processes; give how each ended."""
    return [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]


def tries_all(small: Small, tries: list[Try], told: Acknowledged, n: int, *, stubborn: bool = False) -> None:
    """Try everything in an order of this process's own; what went wrong with the database is tried again if stubborn."""
    mine = list(enumerate(tries))
    Random(n).shuffle(mine)
    for place, one in mine:
        key = f"{n} {place}"
        while True:
            try:
                move_id = _try(small, one, key)
            except Refused:
                break
            except (Broken, NotRead):
                if not stubborn:
                    raise
            else:
                told.tell(key, move_id)
                break


def _try(small: Small, one: Try, key: str) -> int:
    by = small.people[one.who]
    if one.act is Act.REQUEST:
        extension = ask_for_time(one.subject_id, one.given, by=by, now=LATER, key=key)
        try:
            return next(m.id for m in rows(Move) if (m.life, m.subject_id) == (Life.EXTENSION, extension.id))
        except TROUBLE as problem:
            raise NotRead from problem
    attempt = Attempt(life=one.life, subject_id=one.subject_id, act=one.act, given=one.given, key=key)
    return do(attempt, by=by, now=LATER).id or 0
