"""Many reviews that are open at once, and processes that all want to decide them."""

import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from small_plan import CHECKER, ISSUED_AT, LIAISON, PLANNER, REVIEWERS, Small, rows
from workload import Acknowledged

from bench import world
from duban import database
from duban.desk.trouble import trouble
from duban.doing import ask_for_time, do
from models.errors import Broken, Refused
from models.record import Move
from models.values import Attempt, Given
from models.words import Act, Life, Verdict

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
    there = world.crowd(size)
    there.all_do(LIAISON, Act.REPORT, there.tasks[::2], text="已完成。")
    there.all_do(CHECKER, Act.PASS_CHECK, there.tasks[::2])
    return Small(1, there.people, home)


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
        except trouble() as problem:
            raise NotRead from problem
    attempt = Attempt(life=one.life, subject_id=one.subject_id, act=one.act, given=one.given, key=key)
    return do(attempt, by=by, now=LATER).id or 0
