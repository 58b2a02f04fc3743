"""Acts of many callers are committed together; each caller is answered for its own act, and fails nobody else."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from small_plan import CITIES, ISSUED_AT, PLANNER, Small, rows

from duban import writer
from duban.actions import door
from duban.database import engine
from duban.writer import Writer, writer_of
from models.errors import Broken, Refused
from models.record import Move, Refusal
from models.task import Task
from models.values import Attempt, Given
from models.words import Act, Life, TaskState

LONGEST_S = 20


@dataclass
class Queue:
    """Somebody leads and is held up; all who come meanwhile wait, and are done next."""

    small: Small
    pool: ThreadPoolExecutor
    go: Event = field(default_factory=Event)
    batches: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def cancels(self, task_id: int, reason: str = "台风。") -> Future[Move]:
        attempt = Attempt(life=Life.TASK, subject_id=task_id, act=Act.CANCEL, given=Given(reason=reason))
        writes = writer_of(engine())
        return self.pool.submit(writes.do, attempt, by=self.small.people[PLANNER], now=ISSUED_AT)

    def waits(self, count: int) -> None:
        until = monotonic() + LONGEST_S
        while len(writer_of(engine())._waiting) < count:
            assert monotonic() < until
            sleep(0.002)


@pytest.fixture
def queue(small: Small, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    with ThreadPoolExecutor(30) as pool:
        there, real = Queue(small, pool), Writer._in_one

        def counted(self: Writer, batch: list[Any], work: Callable[..., None]) -> None:
            there.batches.append(len(batch))

            def watched(desk: Any, batch: list[Any]) -> None:
                work(desk, batch)
                there.asked.append(desk.asked)

            real(self, batch, watched)

        monkeypatch.setattr(Writer, "_in_one", counted)
        yield there
        there.go.set()


@contextmanager
def held_up(queue: Queue, task_id: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Future[Move]]:
    """Hold somebody up who leads, until all others have come."""
    real = door.act

    def slow(desk: Any, attempt: Attempt, **how: Any) -> Move:
        if attempt.subject_id == task_id:
            assert queue.go.wait(LONGEST_S)
        return real(desk, attempt, **how)

    monkeypatch.setattr(writer.door, "act", slow)
    first = queue.cancels(task_id)
    until = monotonic() + LONGEST_S
    while not queue.batches:
        assert monotonic() < until
        sleep(0.002)
    yield first
    queue.go.set()


def cities(small: Small) -> list[int]:
    return [task.id or 0 for task in small.tasks(CITIES)]


def test_all_who_wait_are_committed_at_once_and_each_is_given_its_own_move(small, queue, monkeypatch):
    first, *others = cities(small)
    with held_up(queue, first, monkeypatch) as lead:
        answers = [queue.cancels(id_) for id_ in others]
        queue.waits(len(others))

    assert [answer.result(LONGEST_S).subject_id for answer in (lead, *answers)] == [first, *others]
    assert queue.batches == [1, len(others)]
    assert {task.state for task in small.tasks(CITIES)} == {TaskState.CANCELLED}


def test_what_they_look_at_is_read_together(small, queue, monkeypatch):
    """As many statements read for two as for many."""
    one, other, *many = cities(small)
    with held_up(queue, one, monkeypatch):
        few = [queue.cancels(id_) for id_ in (other, small.plain)]
        queue.waits(2)
    [answer.result(LONGEST_S) for answer in few]
    queue.go.clear()
    with held_up(queue, many[0], monkeypatch):
        rest = [queue.cancels(id_) for id_ in many[1:]]
        queue.waits(len(rest))
    [answer.result(LONGEST_S) for answer in rest]

    assert queue.batches == [1, 2, 1, len(rest)]
    assert queue.asked[3] <= queue.asked[1]


def test_one_that_is_refused_fails_nobody_else_and_is_put_on_record_once(small, queue, monkeypatch):
    first, *others = cities(small)
    with held_up(queue, first, monkeypatch):
        answers = [queue.cancels(id_, "" if n == 3 else "台风。") for n, id_ in enumerate(others)]
        queue.waits(len(others))

    for n, answer in enumerate(answers):
        if n == 3:
            with pytest.raises(Refused, match="理由"):
                answer.result(LONGEST_S)
        else:
            assert answer.result(LONGEST_S).subject_id == others[n]
    assert queue.batches == [1, len(others)]
    assert [refusal.subject_id for refusal in rows(Refusal)] == [others[3]]


def test_one_that_breaks_half_way_leaves_nothing_and_the_others_are_done_alone(small, queue, monkeypatch):
    first, bad, *others = cities(small)
    real = door._settle

    def breaks(case: Any, came_from: str) -> Move:
        if case.subject.id == bad:
            raise ZeroDivisionError
        return real(case, came_from)

    monkeypatch.setattr(door, "_settle", breaks)
    with held_up(queue, first, monkeypatch):
        worse, answers = queue.cancels(bad), [queue.cancels(id_) for id_ in others]
        queue.waits(1 + len(others))

    with pytest.raises(ZeroDivisionError):
        worse.result(LONGEST_S)
    assert [answer.result(LONGEST_S).subject_id for answer in answers] == others
    assert queue.batches == [1, 1 + len(others), *[1] * (1 + len(others))]
    states = {task.id: task.state for task in rows(Task)}
    assert states[bad] is TaskState.ASSIGNED
    assert {states[id_] for id_ in others} == {TaskState.CANCELLED}
    assert [move.subject_id for move in rows(Move) if move.act is Act.CANCEL] == [first, *others]


def test_when_nobody_knows_whether_it_was_committed_nobody_is_told_that_it_was(small, queue, monkeypatch):
    first, *others = cities(small)
    real, gone = Writer._commit, []

    def goes(self: Writer, raw: Any) -> None:
        if queue.batches[-1] > 1:
            gone.append(raw)
            raise writer._Unsure
        real(self, raw)

    monkeypatch.setattr(Writer, "_commit", goes)
    with held_up(queue, first, monkeypatch) as lead:
        answers = [queue.cancels(id_) for id_ in others]
        queue.waits(len(others))

    assert lead.result(LONGEST_S).subject_id == first
    for answer in answers:
        with pytest.raises(Broken, match="不知道这件事是否已经办成"):
            answer.result(LONGEST_S)
    assert len(gone) == 1
    assert [move.subject_id for move in rows(Move) if move.act is Act.CANCEL] == [first]
