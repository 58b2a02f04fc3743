"""The one door on the real database: keys, lost races, dense Moves, and a ledger that replays to what is stored."""

from datetime import date

import pytest
from sqlalchemy import create_engine
from sqlmodel import Session, select

from duban.actions import door
from duban.actions.act import act
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.doing import do
from duban.settings import settings
from duban.subjects import TABLES
from models.errors import BadInput, NotFound, SomeoneWasFirst
from models.record import Duty, Move, Refusal
from models.values import Attempt, Given
from models.words import Act, Life, TaskState, Verdict
from workflows.lives import LIVES


def busy(house) -> None:
    """Let as many lives as possible take as many turns as possible."""
    house.close(house.plain)
    house.task_does(house.plain, Act.REOPEN, "supervisor", reason="回头看。", due=date(2026, 5, 29))
    house.accept(house.rich)
    extension = house.request(house.rich, date(2026, 4, 15))
    house.do(Life.EXTENSION, extension, Act.GRANT, "planner")
    house.task_does(house.rich, Act.SUSPEND, "planner", reason="检修。")
    house.later(days=3)
    house.task_does(house.rich, Act.RESUME, "planner", reason="恢复。")
    finding = house.find("museum")
    house.do(Life.FINDING, finding, Act.ASSIGN, "supervisor")
    house.nominate("museum")
    monthly = house.tasks_of(5)[0].id
    house.report(monthly)
    house.pass_check(monthly)
    house.decide(Life.TASK, monthly, "wu", Verdict.NO, "不实。")
    ladder = house.ladders(house.rich)[-1].id
    house.do(Life.SUPERVISION, ladder, Act.URGE, "supervisor", reason="进展缓慢。")


def test_the_ledger_replays_to_the_current_state_of_every_subject(house):
    busy(house)

    with reading() as session:
        stored = {
            (life, subject.id): (str(subject.state), subject.version)
            for life, table in TABLES.items()
            for subject in session.exec(select(table)).all()
        }
        replayed: dict[tuple[Life, int], tuple[str, int]] = {}
        for move in session.exec(select(Move).order_by(Move.id)).all():
            before = replayed.get((move.life, move.subject_id), ("new", 0))
            assert (move.became_from, move.version) == (before[0], before[1] + 1)
            replayed[move.life, move.subject_id] = (move.became, move.version)
    assert replayed == stored
    assert {life for life, _ in stored} == set(Life) - {
        Life.PAPER,
        Life.INSPECTION,
        Life.APPEAL,
    }  # of which this house has none


def test_every_move_is_a_row_of_its_life_and_carries_the_fingerprint_of_the_rules(house):
    busy(house)

    for move in house.all_of(Move):
        rows = [r for r in LIVES[move.life].rows if r.may == move.act and move.became_from in r.sources]
        assert (move.became, move.role) in {(row.target(move.became_from), row.who) for row in rows}
        assert move.rules == LIVES[move.life].fingerprint


def test_every_move_has_exactly_the_duties_of_its_row(house):
    busy(house)

    for move in house.all_of(Move):
        [row] = [
            r
            for r in LIVES[move.life].rows
            if r.may == move.act and r.who == move.role and move.became_from in r.sources
        ]
        assert house.duties(move) == [what for what in row.then if what.is_duty]


def test_a_repeated_key_gives_the_first_move_and_does_nothing_twice(house):
    first = house.do(Life.TASK, house.plain, Act.ACCEPT, "liaison", key="accept-1")
    again = house.do(Life.TASK, house.plain, Act.ACCEPT, "liaison", key="accept-1")

    assert again.id == first.id
    assert [m.act for m in house.moves(Life.TASK, house.plain)].count(Act.ACCEPT) == 1


def test_a_repeated_key_answers_even_when_the_act_could_no_longer_happen(house):
    first = house.do(Life.TASK, house.plain, Act.ACCEPT, "liaison", key="accept-1")
    house.task_does(house.plain, Act.CANCEL, "planner", reason="不办了。")

    assert house.do(Life.TASK, house.plain, Act.ACCEPT, "liaison", key="accept-1").id == first.id


def test_a_key_of_something_else_is_refused(house):
    house.do(Life.TASK, house.plain, Act.ACCEPT, "liaison", key="accept-1")

    with pytest.raises(BadInput, match="这张表单已经提交过"):
        house.do(Life.TASK, house.rich, Act.ACCEPT, "liaison", key="accept-1")
    assert house.task(house.rich).state is TaskState.ASSIGNED


@pytest.mark.parametrize(("who", "text"), [("planner", "完成一半。"), ("liaison", "完成七成。")])
def test_a_key_is_no_answer_for_another_person_or_other_words(house, who, text):
    house.accept(house.plain)
    house.do(Life.TASK, house.plain, Act.ADD_ENTRY, "liaison", key="entry-1", text="完成一半。")

    with pytest.raises(BadInput, match="请刷新页面后再办"):
        house.do(Life.TASK, house.plain, Act.ADD_ENTRY, who, key="entry-1", text=text)
    assert [m.act for m in house.moves(Life.TASK, house.plain)].count(Act.ADD_ENTRY) == 1


# fmt: off
RIVALS = [
    # what the loser wants    what the rival does first    with                      which leaves the task
    (Act.SUSPEND,             Act.REPORT,                  {"text": "已完成。"},       TaskState.REPORTED),
    (Act.SUSPEND,             Act.ADD_ENTRY,               {"percent": 30},          TaskState.IN_PROGRESS),   # the state stays, the version moves
]
# fmt: on


@pytest.mark.parametrize(("wanted", "act_", "given", "left"), RIVALS)
def test_whoever_loses_a_race_is_told_that_someone_was_first(house, wanted, act_, given, left):
    house.accept(house.plain)
    attempt = Attempt(life=Life.TASK, subject_id=house.plain, act=wanted, given=Given(reason="检修。"))
    unlocked = create_engine(settings().database, isolation_level="AUTOCOMMIT")  # holds no lock between statements

    with Session(unlocked) as session:
        desk = desk_of(session)
        door.act(desk, attempt, by=house.people["planner"], now=house.now)
        house.task_does(house.plain, act_, "liaison", **given)  # between the reading and the writing of the loser
        with pytest.raises(SomeoneWasFirst, match="刚刚被别人处理过"):
            desk.flush()

    unlocked.dispose()
    assert [m.act for m in house.moves(Life.TASK, house.plain)] == ["open", "assign", "accept", act_]
    assert house.task(house.plain).state is left


def test_an_act_that_fails_half_way_leaves_nothing_behind(house):
    before = [(m.id, m.act) for m in house.all_of(Move)], [d.id for d in house.all_of(Duty)]

    def accept_and_fail() -> None:
        with writing() as session:
            attempt = Attempt(life=Life.TASK, subject_id=house.plain, act=Act.ACCEPT)
            act(session, attempt, by=house.people["liaison"], now=house.now)
            raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError, match="the power fails"):
        accept_and_fail()

    assert ([(m.id, m.act) for m in house.all_of(Move)], [d.id for d in house.all_of(Duty)]) == before
    assert house.task(house.plain).state is TaskState.ASSIGNED


def test_a_subject_that_is_not_there_is_not_found_and_the_attempt_is_recorded(house):
    attempt = Attempt(life=Life.TASK, subject_id=999, act=Act.ACCEPT)

    with pytest.raises(NotFound, match="没有编号为 999 的任务"):
        do(attempt, by=house.people["liaison"], now=house.now)
    assert [(r.subject_id, r.why) for r in house.all_of(Refusal)] == [(999, "没有编号为 999 的任务。")]


def test_what_was_given_is_kept_with_the_move(house):
    house.accept(house.plain)
    given = Given(text="完成一半。", percent=50, reason="周报")
    move = do(
        Attempt(life=Life.TASK, subject_id=house.plain, act=Act.ADD_ENTRY, given=given),
        by=house.people["liaison"],
        now=house.now,
    )

    assert (move.detail, move.why) == ({"text": "完成一半。", "percent": 50}, "周报")


def test_the_successor_of_a_post_inherits_what_its_holder_had(house):
    house.succeed("KJG-LIAISON", "outsider", since=date(2026, 1, 7))
    assert house.refused(Life.TASK, house.plain, Act.ACCEPT, "outsider") == ("only the liaison may do this",)

    house.later(days=1)

    assert house.refused(Life.TASK, house.plain, Act.ACCEPT, "liaison") == ("only the liaison may do this",)
    assert house.task_does(house.plain, Act.ACCEPT, "outsider").became == TaskState.IN_PROGRESS
