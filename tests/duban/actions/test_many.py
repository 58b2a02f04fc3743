"""Many acts at once leave row for row what a loop of single acts leaves; one that fails leaves nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from homes import server
from hypothesis import given, settings
from hypothesis import strategies as st
from small_plan import CITIES, ISSUED_AT, Small, copy_of, rows
from sqlalchemy import RowMapping, Table, select

from duban.actions import door, many
from duban.actions.alike import FEWEST, Work
from duban.actions.many import Many, act_many, at_once_or_one_by_one
from duban.database import reading, writing
from duban.desk.desk import Desk
from duban.desk.opened import desk_of
from duban.subjects import TABLES
from models.errors import Refused, SomeoneWasFirst
from models.record import Move
from models.tables import metadata
from models.task import Task
from models.values import Actor, Attempt, Given
from models.words import Act, Life, Role, TaskState, Verdict

LATER = ISSUED_AT + timedelta(days=20)
ACTORS = ("cai.lingran", "ji.xiaozhou", "liang.lingwei", "feng.yu", "wu.guyan", "the clock", "the house")
LIVES = {
    Life.TASK: (Act.ACCEPT, Act.DECLINE, Act.ADD_ENTRY, Act.REPORT, Act.PASS_CHECK, Act.SUSPEND, Act.CANCEL, Act.URGE),
    Life.REVIEW: (Act.DECIDE, Act.WITHDRAW, Act.PASS_ON),
    Life.SUPERVISION: (Act.REMIND, Act.URGE, Act.ORDER, Act.SETTLE),
    Life.PLAN: (Act.WITHDRAW, Act.CONCLUDE),
}
GIVEN = st.builds(
    Given,
    reason=st.sampled_from(("", "已核。")),
    text=st.sampled_from(("", "完成。")),
    percent=st.sampled_from((None, 40)),
    verdict=st.sampled_from((None, Verdict.YES, Verdict.NO)),
)
ATTEMPTS = st.sampled_from(sorted(LIVES)).flatmap(
    lambda life: st.builds(
        Attempt, life=st.just(life), subject_id=st.integers(0, 8), act=st.sampled_from(LIVES[life]), given=GIVEN
    )
)
# fmt: off
USUAL = (
    # who             what is usually done to many                 with
    ("cai.lingran",   Life.TASK,        Act.ACCEPT,                {}),
    ("cai.lingran",   Life.TASK,        Act.ADD_ENTRY,             {"text": "已办。", "percent": 40}),
    ("cai.lingran",   Life.TASK,        Act.REPORT,                {"text": "已完成。"}),
    ("liang.lingwei", Life.TASK,        Act.PASS_CHECK,            {}),
    ("feng.yu",       Life.REVIEW,      Act.DECIDE,                {"verdict": Verdict.YES}),
    ("wu.guyan",      Life.REVIEW,      Act.DECIDE,                {"verdict": Verdict.YES}),
    ("ji.xiaozhou",   Life.TASK,        Act.CANCEL,                {"reason": "并入他项。"}),
    ("the clock",     Life.TASK,        Act.URGE,                  {}),
    ("the clock",     Life.SUPERVISION, Act.REMIND,                {}),
    ("the clock",     Life.SUPERVISION, Act.URGE,                  {}),
)
# fmt: on


def usual(way: tuple[str, Life, Act, dict[str, Any]]) -> Any:
    """Draw many attempts of one usual kind, and a few of any kind among them."""
    who, life, act, said = way
    alike = st.builds(
        Attempt, life=st.just(life), subject_id=st.integers(1, 24), act=st.just(act), given=st.just(Given(**said))
    )
    mixed = st.lists(st.one_of(alike, alike, alike, ATTEMPTS), min_size=4, max_size=25)
    apart = st.lists(alike, min_size=8, max_size=24, unique_by=lambda attempt: attempt.subject_id)
    return st.tuples(st.just(who), st.one_of(mixed, apart))


ANY = st.tuples(st.sampled_from(ACTORS), st.lists(ATTEMPTS, min_size=1, max_size=12))
DAY = st.tuples(*map(usual, USUAL[:6]))
"""From signing for it to the panel's yes, in the order of a task's life."""
ROUNDS = st.one_of(st.lists(st.one_of(st.sampled_from(USUAL).flatmap(usual), ANY), max_size=5), DAY)


def one_after_another(desk: Desk, attempts: list[Attempt], *, by: Actor, now: datetime) -> Many:
    """Do what `act_many` does, the plain way."""
    found = Many()
    for place, attempt in enumerate(attempts):
        try:
            with desk.nested():
                found.moved[place] = door.act(desk, attempt, by=by, now=now)
        except Refused as refused:
            found.refused[place] = refused
    return found


def whole() -> dict[str, list[tuple[Any, ...]]]:
    """Give every row of every table; a number is told by its place, since PostgreSQL leaves some out."""
    with reading() as session:
        rows = {
            table: session.execute(select(table).order_by(*table.primary_key)).mappings().all()
            for table in metadata.sorted_tables
        }
    places = {
        table.name: {row["id"]: place for place, row in enumerate(found)} if "id" in table.c else {}
        for table, found in rows.items()
    }
    return {table.name: [_by_places(table, row, places) for row in found] for table, found in rows.items()}


def _by_places(table: Table, row: RowMapping, places: dict[str, dict[int, int]]) -> tuple[Any, ...]:
    told = []
    for column in table.c:
        of = {key.column.table.name for key in column.foreign_keys}
        of |= {table.name} if column.name == "id" else set()
        of |= {TABLES[Life(row["life"])].__tablename__} if column.name == "subject_id" and "life" in row else set()
        told.append(places[of.pop()].get(row[column], row[column]) if of else row[column])
    return tuple(told)


def left_by(do: Callable[..., Many], source: Path, home: Path, rounds: list[Any]) -> tuple[Any, ...]:
    with copied(source, home) as small:
        told = []
        now = LATER
        for who, attempts in rounds:
            by = {"the clock": Actor(speaks_as=Role.CLOCK), "the house": Actor(speaks_as=Role.SYSTEM)}.get(who)
            with writing() as session:
                desk = desk_of(session)
                found = do(desk, attempts, by=by or small.people[who], now=now)
                desk.flush()
            told.append((sorted(found.moved), {place: str(why) for place, why in found.refused.items()}, found.first))
            now += timedelta(days=9)
        return told, whole()


@contextmanager
def copied(source: Path, home: Path) -> Iterator[Small]:
    yield from copy_of(source, home)


@settings(max_examples=6 if server() else 25, deadline=None)
@given(rounds=ROUNDS)
def test_many_acts_leave_row_for_row_what_a_loop_leaves(small_home, tmp_path_factory, rounds):
    folder = tmp_path_factory.mktemp("both")

    assert left_by(act_many, small_home, folder / "many", rounds) == left_by(
        one_after_another, small_home, folder / "loop", rounds
    )


@pytest.fixture
def desk(small: Small) -> Iterator[Desk]:
    with writing() as session:
        desk = desk_of(session)
        yield desk
        desk.flush()


def in_cities(small: Small, act: Act, **said: Any) -> list[Attempt]:
    return [
        Attempt(life=Life.TASK, subject_id=task.id or 0, act=act, given=Given(**said)) for task in small.tasks(CITIES)
    ]


def test_a_refusal_fails_nobody_else_and_says_why(small, desk):
    attempts = in_cities(small, Act.CANCEL, reason="台风。")
    attempts[3] = attempts[3].model_copy(update={"given": Given()})
    attempts.append(Attempt(life=Life.TASK, subject_id=9999, act=Act.CANCEL))

    found = act_many(desk, attempts, by=small.people["ji.xiaozhou"], now=LATER)

    assert sorted(found.refused) == [3, len(attempts) - 1]
    assert sorted(found.moved) == sorted(set(range(len(attempts))) - set(found.refused))
    assert "理由" in str(found.refused[3])


def test_the_number_of_statements_does_not_grow_with_the_number_of_subjects(small, desk):
    wanted = in_cities(small, Act.CANCEL, reason="并入他项。")

    def cost(count: int) -> int:
        some = [wanted.pop() for _ in range(count)]
        before = desk.count
        assert len(act_many(desk, some, by=small.people["ji.xiaozhou"], now=LATER).moved) == count
        desk.flush()
        return desk.count - before

    cost(2)
    few, many = cost(8), cost(11)
    assert many - few <= (8 if server() else 0)  # a sequence of PostgreSQL is asked for more and more at a time


def test_whoever_was_first_elsewhere_is_named_and_the_others_are_done(small, desk):
    attempts = in_cities(small, Act.CANCEL, reason="台风。")[: FEWEST - 1]
    lost = attempts[5].subject_id
    real = door.act

    def another_process_is_quicker(desk: Desk, attempt: Attempt, **how: Any) -> Move:
        if attempt.subject_id == lost:
            desk.one(Task, lost).__dict__["version"] = 77
        return real(desk, attempt, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many.door, "act", another_process_is_quicker)
        found = act_many(desk, attempts, by=small.people["ji.xiaozhou"], now=LATER)
    desk.flush()

    assert (found.first, found.refused, len(found.moved)) == ([5], {}, len(attempts) - 1)
    assert desk.one(Task, lost).state is not TaskState.CANCELLED


def test_what_is_no_refusal_is_raised_and_leaves_nothing(small, desk):
    attempts = in_cities(small, Act.CANCEL, reason="台风。")
    before = len(rows(Move))

    def breaks(desk: Desk, attempt: Attempt, **how: Any) -> Move:
        raise ZeroDivisionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many.door, "act", breaks)
        with pytest.raises(ZeroDivisionError):
            act_many(desk, attempts, by=small.people["ji.xiaozhou"], now=LATER)
    desk.flush()
    assert len(rows(Move)) == before


def test_a_failure_half_way_is_undone_alone(small, desk):
    ids = [task.id or 0 for task in small.tasks(CITIES)]

    def rename(id_: int) -> str:
        desk.change(desk.one(Task, id_), title=f"改名{id_}")
        if id_ == ids[2]:
            raise SomeoneWasFirst("任务")
        return "done"

    found = at_once_or_one_by_one(desk, ids, Work(rename, lambda id_: (Life.TASK, id_), str, lambda told, _: told))

    assert [isinstance(one, SomeoneWasFirst) for one in found] == [id_ == ids[2] for id_ in ids]
    desk.flush()
    titles = dict(desk.run("select id, title from task").fetchall())
    assert [titles[id_] == f"改名{id_}" for id_ in ids] == [id_ != ids[2] for id_ in ids]
