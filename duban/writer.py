"""Commits acts of many callers together: whoever comes first leads, takes along all who wait, and answers each.

There is no thread of its own. A caller that finds nobody at work leads: it takes everybody's acts into one transaction
on one kept connection, writes them down, commits once, and only then tells each what came of it. Those who came in the
meantime wait; the first of them leads next. An act that is refused is put on record in the same transaction, and fails
nobody else: the rules refuse before anything is written. Whatever goes wrong later (a race lost to another process,
a database that says no) sends the whole batch back, and each act is done again in a transaction of its own.
"""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from duban.actions import door
from duban.actions.clusters import read_together
from duban.actions.rulings import asked_once
from duban.correlation import request_id, within
from duban.database import BEFORE_DISPOSING
from duban.desk.desk import Desk
from duban.desk.known import known_of
from duban.desk.trouble import broken, gave_way, trouble, unsure
from duban.fault_points import reach
from models.errors import Refused, RuleRefused, SomeoneWasFirst
from models.record import Move, Refusal
from models.values import Actor, Attempt

log = logging.getLogger("duban.acts")
TOGETHER = 64
TRIES = 3
"""How often an act is tried when other processes are first each time."""


@dataclass(slots=True, eq=False)
class Wanted:
    """One caller's act, and what came of it."""

    attempt: Attempt
    by: Actor
    now: datetime
    request: str = field(default_factory=request_id)
    moved: Move | None = None
    problem: BaseException | None = None
    done: bool = False
    turn: Any = field(default_factory=Lock)

    def answer(self) -> Move:
        if self.problem is not None:
            raise self.problem
        if self.moved is None:
            raise AssertionError("an act that is done has its Move")
        return self.moved


class _Spoilt(Exception):
    """An act failed when a part of it was on the desk already."""


class _Unsure(Exception):
    """The database went away while it was asked to commit: nobody knows whether it did."""


class Writer:
    """The one way in which a process does acts that are asked for one by one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[Wanted] = deque()
        self._mutex = Lock()
        self._leading = False
        self._kept: Any = None

    def do(self, attempt: Attempt, *, by: Actor, now: datetime) -> Move:
        """Do one act and commit it, perhaps with others'; a refusal is put on record, and raised.

        Raises:
            Refused: see `door.act`.
            Broken: the database cannot be written now.
        """
        mine = Wanted(attempt, by, now)
        mine.turn.acquire()
        with self._mutex:
            self._waiting.append(mine)
            leads, self._leading = not self._leading, True
        if not leads:
            mine.turn.acquire()
        if not mine.done:
            self._lead(mine)
        return _logged(mine.answer())

    def close(self) -> None:
        """Give the kept connection back."""
        if self._kept is not None:
            self._kept.invalidate()
            self._kept = None

    def _lead(self, mine: Wanted) -> None:
        with self._mutex:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), TOGETHER))]
        try:
            self._carry_out(batch)
        except BaseException as problem:
            for one in batch:
                if not one.done:
                    one.problem = problem
            raise
        finally:
            for one in batch:
                one.done = True
                if one is not mine:
                    one.turn.release()
            self._hand_over()

    def _hand_over(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting[0].turn.release()
            else:
                self._leading = False

    def _carry_out(self, batch: list[Wanted]) -> None:
        if len(batch) > 1:
            try:
                self._in_one(batch, self._together)
            except _Unsure as lost:  # to do it again could be to do it twice
                for one in batch:
                    one.moved, one.problem = None, unsure(lost)
                return
            except Exception:
                for one in batch:
                    one.moved = one.problem = None
            else:
                return
        for one in batch:
            self._alone(one)

    def _together(self, desk: Desk, batch: list[Wanted]) -> None:
        """Do a batch: what the acts look at is read together, the rules are asked once for each distinct question."""
        read_together(desk, [(one.attempt.life, one.attempt.subject_id) for one in batch])
        with asked_once(desk):
            self._each(desk, batch)

    def _each(self, desk: Desk, batch: list[Wanted]) -> None:
        for one in batch:
            before = desk.steps
            try:
                with within(one.request):
                    one.moved = door.act(desk, one.attempt, by=one.by, now=one.now)
            except Refused as refused:
                if desk.steps != before:
                    raise _Spoilt from refused
                one.problem = refused
                put_on_record(desk, one.attempt, refused, by=one.by, now=one.now)

    def _alone(self, one: Wanted) -> None:
        """Do one act by itself, again when another process was first; what is refused is put on record."""
        for left in reversed(range(TRIES)):
            one.moved = one.problem = None
            try:
                self._in_one([one], _act)
            except Exception as problem:
                one.moved, one.problem = None, _in_words(problem)
                if left and (isinstance(problem, SomeoneWasFirst) or gave_way(problem)):
                    continue
            break
        if isinstance(one.problem, Refused):
            try:
                self._in_one([one], _record)
            except Exception as problem:  # a refusal that cannot be put on record is not told as one
                one.problem = _in_words(problem)

    def _in_one(self, batch: list[Wanted], work: Callable[[Desk, list[Wanted]], None]) -> None:
        """Open a transaction, lay a desk, do the work, write it down, commit; or undo it all."""
        raw = self._begun()
        try:
            desk = Desk(raw, self._engine.dialect.name, known_of(self._engine), settled=True)
            work(desk, batch)
            desk.flush()
            reach("act.before_commit")
            self._commit(raw)
        except BaseException:
            self._undo(raw)
            raise
        reach("act.committed")

    def _begun(self) -> Any:
        """Begin a transaction on the kept connection; when that has gone meanwhile, on a new one."""
        begin = "BEGIN IMMEDIATE" if self._engine.dialect.name == "sqlite" else "BEGIN"
        for left in (1, 0):
            try:
                raw = self._connection()
                raw.execute(begin)
            except Exception as problem:
                self.close()
                if not left or self._engine.dialect.name == "sqlite":
                    raise _in_words(problem) from problem
            else:
                return raw
        raise AssertionError("the second failure is raised")

    def _commit(self, raw: Any) -> None:
        try:
            raw.execute("COMMIT")
        except Exception as problem:
            if getattr(raw, "broken", False):  # PostgreSQL's driver says so when the server has gone
                raise _Unsure from problem
            raise

    def _undo(self, raw: Any) -> None:
        try:
            raw.execute("ROLLBACK")
        except Exception:  # the connection itself is gone; the next act opens another
            self.close()

    def _connection(self) -> Any:
        if self._kept is None:
            self._kept = self._engine.raw_connection()
            if self._engine.dialect.name != "sqlite":
                self._kept.driver_connection.autocommit = True  # transactions are begun by us
        return self._kept.driver_connection


def _in_words(problem: Exception) -> Exception:
    if isinstance(problem, _Unsure):
        return unsure(problem)
    return broken(problem) if isinstance(problem, trouble()) else problem


def _act(desk: Desk, batch: list[Wanted]) -> None:
    for one in batch:
        with within(one.request):
            one.moved = door.act(desk, one.attempt, by=one.by, now=one.now)


def _logged(move: Move) -> Move:
    about = {"move": move.id, "life": move.life.value, "subject": move.subject_id, "person": move.person_id}
    log.info("done %s", move.act.value, extra=about)
    return move


def _record(desk: Desk, batch: list[Wanted]) -> None:
    for one in batch:
        if isinstance(one.problem, Refused):
            put_on_record(desk, one.attempt, one.problem, by=one.by, now=one.now)


def put_on_record(desk: Desk, attempt: Attempt, refused: Refused, *, by: Actor, now: datetime) -> None:
    """Add who tried what and why it was refused."""
    reasons = refused.reasons if isinstance(refused, RuleRefused) else (refused.sentence,)
    desk.add(
        Refusal,
        life=attempt.life,
        subject_id=attempt.subject_id or None,
        at=now,
        act=attempt.act,
        person_id=by.person_id,
        why="；".join(reason.zh for reason in reasons),
    )


_WRITERS: WeakKeyDictionary[Engine, Writer] = WeakKeyDictionary()
_OPENING = Lock()


def writer_of(engine: Engine) -> Writer:
    """Give the writer of a database; one for each engine of this process."""
    with _OPENING:
        found = _WRITERS.get(engine)
        if found is None:
            found = _WRITERS[engine] = Writer(engine)
    return found


def close_writer(engine: Engine) -> None:
    """Close what a database's writer keeps open."""
    writer = _WRITERS.pop(engine, None)
    if writer is not None:
        writer.close()


BEFORE_DISPOSING.append(close_writer)
