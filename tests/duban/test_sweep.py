"""The sweep: one rung at a time, repeatable, no burst after downtime, and one bad row stops nobody else."""

import pytest
from small_plan import CITIES, ISSUED_AT, LIAISON, MONTHLY, PLANNER, Small, at, climbs, rows
from sqlalchemy import update
from unguarded import unguard

from duban.actions.sweep import due_at, sweep, sweep_some
from duban.actions.swept import DueKind
from duban.database import engine, reading, writing
from duban.sweeping import open_periods, sweep_all, sweep_share
from models.plan import Plan, Requirement
from models.question import Review, Supervision
from models.record import Duty, Move, Refusal
from models.words import Act, Lamp, Life, Role, SupervisionState

CITY_COUNT = 21
FIRST_REMINDER = at("2026-03-24 08:30")
"""Five working days before Tuesday 31 March 2026, at the hour work starts."""


def test_before_the_first_moment_nothing_is_due(small):
    with reading() as session:
        assert due_at(session, at("2026-01-09 08:29")) == []
        assert {due.kind for due in due_at(session, at("2026-01-09 08:30"))} == {DueKind.TASK}


def test_every_ladder_climbs_to_its_first_rung_when_its_moment_comes(small):
    swept = sweep_all(now=FIRST_REMINDER)

    ladders = {ladder.task_id: ladder.state for ladder in rows(Supervision) if ladder.rung_at == FIRST_REMINDER}
    due_in_march = {task.id for task in small.tasks(CITIES)} | {small.plain}
    assert due_in_march <= ladders.keys()
    assert {ladders[task_id] for task_id in due_in_march} == {SupervisionState.REMINDED}
    assert {step.act for step in climbs(swept) if step.task_id in due_in_march} == {Act.REMIND}


def test_one_second_before_its_moment_a_ladder_stays_calm(small):
    sweep_all(now=at("2026-03-24 08:29"))

    assert small.ladder(small.plain).state is SupervisionState.CALM


def test_a_step_says_task_unit_rung_and_lamp(small):
    swept = sweep_all(now=FIRST_REMINDER)

    [step] = [step for step in climbs(swept) if step.task_id == small.plain]
    assert (step.title, step.unit, step.act, step.became, step.lamp) == (
        "更新展项",
        "岭海省科学技术馆",
        Act.REMIND,
        "已提醒",
        Lamp.BLUE,
    )
    assert step.plan_number == "试科协〔2026〕2号"


def test_sweeping_twice_leaves_the_ledger_of_one_sweep(small):
    sweep_all(now=FIRST_REMINDER)
    moves, duties = len(rows(Move)), len(rows(Duty))

    again = sweep_all(now=FIRST_REMINDER)

    assert (again.steps, again.failures) == ((), ())
    assert (len(rows(Move)), len(rows(Duty))) == (moves, duties)


def test_the_clock_is_on_record_for_what_it_did(small):
    sweep_all(now=FIRST_REMINDER)

    [move] = [m for m in rows(Move) if m.life is Life.SUPERVISION and m.act is Act.REMIND and m.subject_id == 1]
    assert (move.role, move.person_id, move.at) == (Role.CLOCK, None, FIRST_REMINDER)


def test_after_months_of_downtime_each_ladder_climbs_one_rung_and_no_more(small):
    long_after = at("2026-06-30 10:00")

    first, second = sweep_all(now=long_after), sweep_all(now=long_after)

    climbed = [step.task_id for step in climbs(first)]
    assert len(climbed) == len(set(climbed)) > len(small.tasks(CITIES))
    assert second.climbed == 0
    assert small.ladder(small.plain).state is SupervisionState.REMINDED


def test_swept_every_day_a_silent_task_climbs_every_rung_once_in_order(small):
    reached = []
    for day in range(1, 32):
        for month in (3, 4):
            if month == 3 or day <= 30:
                reached.append(at(f"2026-{month:02}-{day:02} 09:00"))
    for moment in sorted(reached):
        sweep_all(now=moment)

    ladder = small.ladder(small.plain)
    climbs = [m.act for m in rows(Move) if m.life is Life.SUPERVISION and m.subject_id == ladder.id]
    assert climbs == [Act.OPEN, Act.REMIND, Act.URGE, Act.ORDER, Act.SUMMON, Act.CIRCULATE]


def test_a_task_that_is_with_the_checker_is_left_in_peace(small):
    small.does("situ.zhuyou", Act.CONTRIBUTE, small.plain, at=ISSUED_AT, text="已配合。")
    small.does(LIAISON, Act.ACCEPT, small.plain, at=ISSUED_AT)
    small.does(LIAISON, Act.REPORT, small.plain, at=ISSUED_AT, text="已完成。")

    sweep_all(now=at("2026-05-06 09:00"))

    assert small.ladder(small.plain).state is SupervisionState.CALM


def test_a_review_that_nobody_answers_is_urged_once_a_working_day(approved):
    with writing() as session:
        unguard(session, "plan", "review")
        session.exec(update(Plan).values(state="in_review"))
        session.exec(update(Review).values(state="open", next_at=ISSUED_AT, due=ISSUED_AT))
    monday, tuesday = at("2026-01-12 09:00"), at("2026-01-13 09:00")

    done = [sweep_all(now=moment).urged for moment in (monday, monday, tuesday)]

    assert done == [1, 0, 1]
    assert rows(Review)[0].escalations == 2


def test_a_review_is_not_late_in_the_very_second_of_its_deadline(approved):
    with writing() as session:
        unguard(session, "review")
        session.exec(update(Review).values(state="open", next_at=ISSUED_AT, due=ISSUED_AT))

    swept = sweep_all(now=ISSUED_AT)

    assert (swept.steps, swept.failures) == ((), ())


def test_the_next_period_of_a_rhythm_opens_its_task_once(small):
    first_of_february = at("2026-02-02 08:30")

    opened = [sweep_all(now=first_of_february).opened for _ in range(2)]

    assert opened == [1, 0]
    assert [task.period for task in small.tasks(MONTHLY)] == ["2026-01", "2026-02"]


def test_after_the_year_of_the_plan_no_period_opens(small):
    for month in range(2, 13):
        sweep_all(now=at(f"2026-{month:02}-03 09:00"))
    sweep_all(now=at("2027-01-04 09:00"))
    swept = sweep_all(now=at("2027-02-03 09:00"))

    assert swept.opened == 0
    wanted = [*(f"2026-{month:02}" for month in range(1, 13)), "2027-01"]
    assert [task.period for task in small.tasks(MONTHLY)] == wanted


def test_a_withdrawn_plan_opens_no_more_periods(small):
    small.does(PLANNER, Act.WITHDRAW, small.plan_id, Life.PLAN, at=ISSUED_AT, reason="另行印发。")

    swept = sweep_all(now=at("2026-02-02 08:30"))

    assert swept.opened == 0
    assert [r.next_at for r in rows(Requirement)] == [None, None, None]


def _poison(small: Small) -> tuple[int, int]:
    """Make a ladder's task unreadable: it is about nothing that there is. Give the ids of the task and of the ladder."""
    task_id = small.plain
    ladder_id = small.ladder(task_id).id
    with engine().begin() as connection:
        connection.exec_driver_sql(f"UPDATE task SET subject_kind = 'elephant' WHERE id = {task_id}")
    return task_id, ladder_id


def test_a_row_that_fails_is_told_about_and_the_others_go_on(small):
    task_id, ladder_id = _poison(small)

    swept = sweep_all(now=FIRST_REMINDER)

    assert {(f.kind, f.subject_id) for f in swept.failures} == {
        (DueKind.LADDER, ladder_id),
        (DueKind.TASK, task_id),
    }
    assert swept.climbed >= CITY_COUNT


def test_the_same_failure_is_recorded_once_a_day(small):
    task_id, ladder_id = _poison(small)

    for hour in ("08:30", "08:45", "09:00"):
        sweep_all(now=at(f"2026-03-24 {hour}"))
    sweep_all(now=at("2026-03-25 08:30"))

    found = [(refusal.life, refusal.subject_id) for refusal in rows(Refusal)]
    assert sorted(found) == [(Life.SUPERVISION, ladder_id)] * 2 + [(Life.TASK, task_id)] * 2


def test_chunks_of_one_do_what_one_chunk_does(small):
    swept = sweep_all(now=FIRST_REMINDER, per_commit=1)

    assert swept.climbed == len({step.task_id for step in climbs(swept)})
    assert small.ladder(small.plain).state is SupervisionState.REMINDED


def test_only_as_many_steps_as_are_asked_for_are_told_in_words(small):
    open_periods(now=FIRST_REMINDER)

    swept = sweep_share(now=FIRST_REMINDER, per_commit=5, in_words=7)

    reminded = [move for move in rows(Move) if move.act is Act.REMIND]
    assert swept.climbed == len(reminded) > 20
    assert [bool(step.title and step.unit and step.became and step.lamp) for step in swept.steps] == [True] * 7
    assert swept.plan_numbers == ["试科协〔2026〕2号"]
    assert {step.subject_id for step in swept.steps} <= {move.subject_id for move in reminded}
    assert {more.act: more.count for more in swept.more}[Act.REMIND] == len(reminded) - 7
    assert swept.done == len(swept.steps) + sum(more.count for more in swept.more)


def test_what_was_committed_before_a_crash_is_not_done_again(small):
    with writing() as session:
        sweep_some(session, due_at(session, FIRST_REMINDER)[:3], now=FIRST_REMINDER)
    halfway = sum(ladder.state is SupervisionState.REMINDED for ladder in rows(Supervision))

    sweep_all(now=FIRST_REMINDER)

    moves = [m.subject_id for m in rows(Move) if m.act is Act.REMIND]
    assert halfway == 3
    assert len(moves) == len(set(moves)) > 3


def _sweep_and_fail(now):
    with writing() as session:
        sweep(session, now=now)
        raise RuntimeError


def test_a_sweep_in_a_transaction_that_is_rolled_back_did_nothing(small):
    moves = len(rows(Move))
    with pytest.raises(RuntimeError):
        _sweep_and_fail(FIRST_REMINDER)

    assert len(rows(Move)) == moves


@pytest.mark.sqlite
def test_what_is_due_is_found_on_the_index(small):
    with engine().connect() as connection:
        for table in ("supervision", "review", "extension", "requirement"):
            plan = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN SELECT id FROM {table} WHERE next_at <= '2026-03-24' ORDER BY next_at, id"
            ).all()
            assert f"ix_{table}_next_at" in str(plan)
