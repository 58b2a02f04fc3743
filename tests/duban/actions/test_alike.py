"""Acts on subjects that are alike are written by a pattern; whoever differs where the door looks is done by the door."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from small_plan import CITIES, ISSUED_AT, Small, at, climbs, rows
from sqlalchemy import update

from duban.actions import many, sweep
from duban.actions.alike import FEWEST
from duban.actions.many import Many, act_many
from duban.actions.sweep import due_at, sweep_some
from duban.actions.swept import DueKind
from duban.database import engine, reading, writing
from duban.desk.desk import Desk
from duban.desk.opened import desk_of
from models.record import Move
from models.task import Task
from models.values import Attempt, Given
from models.words import Act, Life, TaskState

LATER = ISSUED_AT + timedelta(days=20)
FIRST_REMINDER = at("2026-03-24 08:30")


@dataclass
class Door:
    """Counts the acts that the door was asked for; what follows from them comes on top."""

    asked: int = 0
    subjects: set[int] = field(default_factory=set)

    def __call__(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **how: Any) -> Any:
            self.asked += 1
            if args[1].life is Life.TASK:
                self.subjects.add(args[1].subject_id)
            return real(*args, **how)

        return counted


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    counter = Door()
    monkeypatch.setattr(many.door, "act", counter(many.door.act))
    monkeypatch.setattr(sweep, "act", counter(sweep.act))
    return counter


def cancelled(small: Small, ids: list[int], now: Any = LATER) -> Many:
    attempts = [Attempt(life=Life.TASK, subject_id=id_, act=Act.CANCEL, given=Given(reason="台风。")) for id_ in ids]
    with writing() as session:
        desk = desk_of(session)
        found = act_many(desk, attempts, by=small.people["ji.xiaozhou"], now=now)
        desk.flush()
    return found


def cities(small: Small) -> list[int]:
    return [task.id or 0 for task in small.tasks(CITIES)]


def test_the_door_is_asked_for_a_few_of_many_that_are_alike(small, door):
    ids = cities(small)

    found = cancelled(small, ids)

    assert len(found.moved) == len(ids) > 2 * door.asked
    moves = [move for move in rows(Move) if move.act is Act.CANCEL]
    assert [move.subject_id for move in moves] == ids
    assert {(move.version, move.became_from, move.why) for move in moves} == {(3, "assigned", "台风。")}
    assert {task.state for task in small.tasks(CITIES)} == {TaskState.CANCELLED}


def test_the_move_given_back_is_the_one_that_is_stored(small):
    found = cancelled(small, cities(small))

    with reading() as session:
        stored = {id_: session.get(Move, id_) for id_ in [move.id for move in found.moved.values()]}
    for move in found.moved.values():
        assert [getattr(move, name) for name in Move.model_fields] == [
            getattr(stored[move.id], name) for name in Move.model_fields
        ]


def test_whoever_differs_where_the_door_looks_is_done_by_the_door(small, door):
    ids = cities(small)
    with engine().begin() as connection:
        connection.execute(update(Task).where(Task.id.in_(ids[6:8])).values(due=None))

    found = cancelled(small, ids)

    assert (len(found.moved), found.refused) == (len(ids), {})
    assert set(ids[6:8]) <= door.subjects < set(ids)
    for task in small.tasks(CITIES):
        assert task.state is TaskState.CANCELLED


def test_one_that_the_rules_refuse_is_refused_among_those_that_fit_a_pattern(small, door):
    ids = cities(small)
    cancelled(small, [ids[9], ids[15]], now=LATER - timedelta(days=1))
    door.asked = 0

    found = cancelled(small, ids)

    assert sorted(found.refused) == [9, 15]
    assert len(found.moved) == len(ids) - 2 > door.asked


def test_fewer_than_make_a_pattern_worth_it_are_done_one_by_one(small, door):
    ids = cities(small)[: FEWEST - 1]

    assert len(cancelled(small, ids).moved) == len(ids) <= door.asked


def test_a_subject_named_twice_is_done_one_after_the_other(small, door):
    ids = cities(small)

    found = cancelled(small, [*ids, ids[0]])

    assert (len(found.moved), sorted(found.refused)) == (len(ids), [len(ids)])
    assert door.asked > len(ids)


def test_an_act_that_moves_others_along_ends_the_pattern(small, door, monkeypatch):
    """Had the door changed what is not the subject's own, nothing could be said of the next one."""
    ids = cities(small)
    plain, real = small.plain, many.door.act

    def meddles(desk: Desk, attempt: Attempt, **how: Any) -> Move:
        other = desk.one(Task, plain)
        desk.change(other, title=other.title + "。")
        return real(desk, attempt, **how)

    monkeypatch.setattr(many.door, "act", meddles)

    assert len(cancelled(small, ids).moved) == len(ids) <= door.asked


def test_an_act_that_looks_at_others_makes_no_pattern(small, door, monkeypatch):
    ids = cities(small)
    real = many.door.act

    def looks_about(desk: Desk, attempt: Attempt, **how: Any) -> Move:
        for task in desk.of(Task, "plan_id", 1):
            assert task.state
        return real(desk, attempt, **how)

    monkeypatch.setattr(many.door, "act", looks_about)

    assert len(cancelled(small, ids).moved) == len(ids) <= door.asked
    assert {task.state for task in small.tasks(CITIES)} == {TaskState.CANCELLED}


def test_what_was_read_too_early_sends_them_all_back_to_be_done_one_by_one(small, monkeypatch):
    ids = cities(small)
    real = many.laid_out

    def stale(desk: Desk, work: Any, wanted: Any) -> Any:
        found = real(desk, work, wanted)
        if found:
            cluster = found.clusters[Life.TASK, ids[12]]
            shape, values = cluster.rows[0]
            place = shape.names.index("version")
            cluster.rows[0] = (shape, (*values[:place], values[place] + 5, *values[place + 1 :]))
        return found

    monkeypatch.setattr(many, "laid_out", stale)
    found = cancelled(small, ids)

    assert (len(found.moved), found.first, found.refused) == (len(ids), [], {})


def test_a_sweep_asks_the_door_for_a_few_of_many_ladders(small, door):
    with reading() as session:
        dues = due_at(session, FIRST_REMINDER, kinds=(DueKind.LADDER,))
    with writing() as session:
        swept = sweep_some(session, dues, now=FIRST_REMINDER)

    assert swept.climbed == len(dues) > 2 * door.asked
    assert {step.became for step in climbs(swept)} == {"已提醒"}
    assert len({(step.title, step.unit) for step in climbs(swept)}) == len(dues)


def test_what_is_shared_is_done_by_the_door_and_everybody_else_by_the_pattern(small, door):
    """A ladder and its task are due on the same morning; the other tasks are alike."""
    morning = at("2026-01-22 08:30")
    with reading() as session:
        dues = due_at(session, morning, kinds=(DueKind.LADDER, DueKind.TASK))
    with writing() as session:
        swept = sweep_some(session, dues, now=morning)

    assert (swept.climbed, swept.failures) == (1, ())
    assert swept.done == len(dues) > 2 * door.asked
    assert [step.subject_id for step in swept.steps] == [due.subject_id for due in dues]


def test_each_is_written_in_its_turn_though_one_among_them_does_not_fit(small, door):
    ids = cities(small)
    with engine().begin() as connection:
        connection.execute(update(Task).where(Task.id == ids[12]).values(due=None))

    cancelled(small, ids)

    moves = [move for move in rows(Move) if move.act is Act.CANCEL]
    assert [move.subject_id for move in moves] == ids
    assert ids[12] in door.subjects
