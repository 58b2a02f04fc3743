"""Claims about carrying stored lives over: a dry run says what will happen, and nothing but that happens."""

import pytest
from small_plan import LIAISON, PLANNER, at, rows
from sqlalchemy import text
from unguarded import unguard

from duban.carrying_over import carry_all_over, survey
from duban.database import reading, writing
from duban.definitions import in_force
from duban.doctor import look_over
from duban.policies import store_policy
from models.errors import NotYours, Sentence, SomeoneWasFirst
from models.policy import PolicySettings
from models.question import Review
from models.record import Duty, Move
from models.register import Post
from models.task import Task
from models.values import Actor
from models.words import Act, Life, ReviewState, Role, TaskState
from workflows.definition import Definition
from workflows.landing import Lands, Onto

LATER = at("2026-01-08 09:00")
WHY = Sentence("新规则把“待签”并入“已交办”。", "What waited to be signed for is now assigned.")
MAPPED = {(Life.TASK, "to_sign"): Onto("assigned", WHY, was_end=False)}


def state_of(task_id: int) -> str:
    with reading() as session:
        return str(session.connection().execute(text(f"SELECT state FROM task WHERE id = {task_id}")).scalar_one())


def is_now(state: str, *task_ids: int) -> None:
    """Have tasks stand where an older program left them."""
    with writing() as session:
        unguard(session, "task")
        for task_id in task_ids:
            session.connection().execute(text(f"UPDATE task SET state = '{state}' WHERE id = {task_id}"))


def without(definition: Definition, state: str) -> Definition:
    """The definition with a state gone, and every row from it or into it."""
    return definition.model_copy(
        update={
            "states": tuple(known for known in definition.states if known.value != state),
            "rows": tuple(
                row.model_copy(update={"when": tuple(source for source in row.when if source != state)})
                for row in definition.rows
                if row.becomes != state and row.when != (state,)
            ),
        }
    )


def without_act(definition: Definition, act: str) -> Definition:
    return definition.model_copy(update={"rows": tuple(row for row in definition.rows if row.may != act)})


def changed(**lives: Definition) -> dict[Life, Definition]:
    return in_force() | {Life(life): definition for life, definition in lives.items()}


def surveyed(to=None, mappings=None):
    with reading() as session:
        return survey(session, to or in_force(), mappings=mappings or {})


def numbers(landings) -> list[tuple[Life, int]]:
    return [(one.stored.life, one.stored.subject_id) for one in landings]


@pytest.fixture
def operator(small) -> Actor:
    """Whoever runs the computer."""
    with writing() as session:
        post = next(post for post in rows(Post) if Role.PLANNER in post.roles)
        stored = session.get_one(Post, post.id)
        stored.roles = [*stored.roles, Role.OPERATOR.value]
        session.add(stored)
    return small.people[PLANNER]


def test_under_the_rules_in_force_everything_lands_as_it_is(small):
    found = surveyed()

    assert {one.lands for one in found.landings} == {Lands.UNCHANGED}
    assert len(found.landings) == 1 + len(rows(Task)) + len(rows(Review)) + sum(t.due is not None for t in rows(Task))
    assert found.lost == ()


def test_a_state_that_is_gone_lands_nowhere_and_is_named(small):
    found = surveyed(changed(task=without(in_force()[Life.TASK], "assigned")))

    assert numbers(found.landing(Lands.CANNOT)) == [(Life.TASK, task.id) for task in rows(Task)]
    assert {one.why.zh for one in found.landing(Lands.CANNOT)} == {"规则没有“assigned”这个状态"}


def test_what_an_older_program_called_otherwise_lands_by_the_mapping(small):
    is_now("to_sign", 1, 2)

    assert numbers(surveyed().landing(Lands.CANNOT)) == [(Life.TASK, 1), (Life.TASK, 2)]
    found = surveyed(mappings=MAPPED)
    assert numbers(found.landing(Lands.BY_MAPPING)) == [(Life.TASK, 1), (Life.TASK, 2)]
    assert found.landing(Lands.CANNOT) == ()


def test_an_open_review_before_an_act_that_is_gone_is_lost(small):
    with writing() as session:
        newer = store_policy(session, "newer", PolicySettings(), now=LATER).id
    small.does(PLANNER, Act.SET_POLICY, small.plan_id, Life.PLAN, at=LATER, policy_id=newer, reason="从严管理。")
    [review] = [review for review in rows(Review) if review.state is ReviewState.OPEN]

    found = surveyed(changed(plan=without_act(in_force()[Life.PLAN], "set_policy")))

    assert [(lost.asked.review_id, lost.why.zh) for lost in found.lost] == [(review.id, "“已印发”时已没有所审的这一步")]
    assert surveyed().lost == ()


def test_carrying_over_does_what_the_dry_run_says_and_nothing_else(small, operator):
    is_now("to_sign", 1, 2)
    is_now("lost_word", 3)
    before, said = {move.id for move in rows(Move)}, surveyed(mappings=MAPPED)
    states = {task: state_of(task) for task in (1, 2, 3, 4)}

    done = carry_all_over(MAPPED, by=operator, now=LATER)

    assert done == said
    assert [state_of(task) for task in (1, 2, 3, 4)] == ["assigned", "assigned", "lost_word", states[4]]
    written = [move for move in rows(Move) if move.id not in before]
    assert [(m.life, m.subject_id, m.act, m.role, m.became_from, m.became) for m in written] == [
        (Life.TASK, task, Act.MIGRATE, Role.SYSTEM, "to_sign", "assigned") for task in (1, 2)
    ]
    assert {(m.person_id, m.why, m.rules) for m in written} == {
        (operator.person_id, WHY.zh, in_force()[Life.TASK].fingerprint)
    }
    assert {duty.move_id for duty in rows(Duty)} & {move.id for move in written} == set()


def test_carrying_over_twice_changes_nothing_the_second_time(small, operator):
    is_now("to_sign", 1)
    carry_all_over(MAPPED, by=operator, now=LATER)
    moves = len(rows(Move))

    again = carry_all_over(MAPPED, by=operator, now=LATER)

    assert ({one.lands for one in again.landings}, len(rows(Move))) == ({Lands.UNCHANGED}, moves)


def test_the_versions_stay_dense_and_the_clock_knows_when_to_look(small, operator):
    is_now("to_sign", 1)
    with writing() as session:
        session.connection().execute(text("UPDATE task SET next_at = NULL WHERE id = 1"))

    carry_all_over(MAPPED, by=operator, now=LATER)

    task = next(task for task in rows(Task) if task.id == 1)
    assert task.state is TaskState.ASSIGNED
    assert task.next_at == at("2026-01-13 08:30")  # three working days after Thursday the 8th
    versions = [move.version for move in rows(Move) if (move.life, move.subject_id) == (Life.TASK, 1)]
    assert versions == list(range(1, task.version + 1))


def test_only_an_operator_carries_over(small):
    is_now("to_sign", 1)

    with pytest.raises(NotYours):
        carry_all_over(MAPPED, by=small.people[LIAISON], now=LATER)

    assert state_of(1) == "to_sign"


def test_whoever_fails_in_the_middle_leaves_the_plan_as_it_was(small, operator):
    """The second of two tasks is at a version whose Move is there already: its Move cannot be written twice."""
    is_now("to_sign", 1, 2)
    with writing() as session:
        session.connection().execute(text("UPDATE task SET version = version - 1 WHERE id = 2"))
    moves = len(rows(Move))

    with pytest.raises(SomeoneWasFirst, match="任务 2 "):
        carry_all_over(MAPPED, by=operator, now=LATER)

    assert ([state_of(1), state_of(2)], len(rows(Move))) == (["to_sign", "to_sign"], moves)


def test_the_doctor_tells_what_does_not_land(small):
    is_now("to_sign", 1)

    [wrong] = [seen.wrong for seen in look_over(now=LATER) if seen.check == "流转规则"]

    assert wrong == ("1 件事项接不上现行规则，0 件等着转入；请运行 duban lifecycle migrate --dry-run 逐件查看。",)


def test_a_task_carried_over_goes_on_as_any_other(small, operator):
    is_now("to_sign", small.plain)
    carry_all_over(MAPPED, by=operator, now=LATER)

    move = small.does(LIAISON, Act.ACCEPT, small.plain, at=LATER)

    assert move.became == "in_progress"
