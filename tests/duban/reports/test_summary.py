"""The summary of a real plan: every part adds up to the whole, and says what is stored."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, func, select
from world_of_reports import AS_OF, issued_world

from duban import database
from duban.calendars import load_calendar
from duban.desk.opened import desk_of
from duban.reports.summary import make_summary
from duban.reports.values import Summary
from models.errors import NotFound
from models.plan import Measure, Plan, Requirement
from models.question import Extension
from models.record import Move
from models.task import Contribution, Task
from models.words import Act, Lamp, Life, Owed, Stage, SubjectKind, SupervisionState, TaskState


def test_the_world_has_a_task_in_every_state_but_planned(summary: Summary) -> None:
    empty = [state for state, count in summary.totals.by_state.items() if count == 0]
    assert empty == [TaskState.PLANNED]


def test_measures_units_lamps_states_and_stages_each_add_up_to_the_whole(summary: Summary) -> None:
    tally = summary.totals.tally
    sums = {
        sum(line.tally.tasks for line in summary.by_measure),
        sum(line.tally.tasks for line in summary.by_unit),
        sum(summary.totals.by_state.values()),
        sum(summary.totals.by_stage.values()),
        tally.lamps.total,
        len(summary.tasks),
    }
    assert sums == {tally.tasks}
    assert tally.closed == tally.on_time + tally.late + tally.undated
    for part in (summary.by_measure, summary.by_unit):
        for name in ("closed", "in_progress", "cancelled", "on_time", "late", "overdue", "returned", "extensions"):
            assert sum(getattr(line.tally, name) for line in part) == getattr(tally, name)


def test_totals_are_what_the_tables_hold(lived_home: Path, summary: Summary) -> None:
    with database.reading() as session:
        stored = dict(session.exec(select(Task.state, func.count()).group_by(col(Task.state))).all())
    assert {state: count for state, count in summary.totals.by_state.items() if count} == stored


def test_every_return_on_record_is_counted_and_its_last_reason_said(lived_home: Path, summary: Summary) -> None:
    with database.reading() as session:
        sent_back = select(func.count()).where(Move.life == Life.TASK, Move.act == Act.SEND_BACK)
        times = session.exec(sent_back).one()
    assert sum(sent.times for sent in summary.returns) == times > 0
    assert {sent.last_reason for sent in summary.returns} == {"缺少受众人数和现场照片"}


def test_extensions_are_counted_by_what_became_of_them(lived_home: Path, summary: Summary) -> None:
    with database.reading() as session:
        stored = dict(session.exec(select(Extension.state, func.count()).group_by(col(Extension.state))).all())
    asks = summary.extensions
    assert (asks.asked, asks.granted, asks.refused) == (sum(stored.values()), stored["granted"], stored["refused"])
    assert asks.days_granted == 20 * asks.granted


def test_a_task_extended_and_closed_in_time_is_late_against_its_first_deadline(summary: Summary) -> None:
    extended = [task for task in summary.tasks if task.extensions and task.state is TaskState.CLOSED]
    assert extended
    for task in extended:
        assert (task.lamp, task.late_against_original, task.days_late) == (Lamp.GREEN, True, 0)
    late = sum(task.reported_on > task.original_due for task in summary.tasks if task.state is TaskState.CLOSED)  # type: ignore[operator]
    assert summary.totals.tally.late == late >= len(extended)


def test_overdue_tasks_are_latest_first_and_show_the_rung_reached(summary: Summary) -> None:
    days = [task.days_late for task in summary.overdue]
    assert days == sorted(days, reverse=True)
    assert {task.rung for task in summary.overdue} == {SupervisionState.CALM, SupervisionState.ORDERED}
    assert {task.stage for task in summary.overdue} <= {Stage.ASSIGNMENT, Stage.EXECUTION, Stage.REPORT, Stage.REVIEW}


def test_each_rung_says_how_often_it_was_reached(summary: Summary) -> None:
    by_rung = {line.rung: (line.standing, line.times) for line in summary.supervision}
    ordered = by_rung[SupervisionState.ORDERED]
    assert ordered[0] == ordered[1] > 0
    assert by_rung[SupervisionState.REMINDED] == (0, ordered[1])
    assert by_rung[SupervisionState.SUMMONED] == (0, 0)


def test_a_demand_that_fans_out_says_k_of_n_and_who_is_missing(summary: Summary) -> None:
    groups = next(spread for spread in summary.spreads if spread.kind is SubjectKind.GROUP)
    of_it = [task for task in summary.tasks if task.seq == groups.seq and task.state is not TaskState.CANCELLED]
    closed = sum(task.state is TaskState.CLOSED for task in of_it)
    assert (groups.done.part, groups.done.whole) == (closed, len(of_it))
    assert set(groups.missing) == {task.subject for task in of_it if task.state is not TaskState.CLOSED}


def test_contributions_missing_are_those_still_owed_for_open_tasks(lived_home: Path, summary: Summary) -> None:
    ended = (TaskState.CLOSED, TaskState.CANCELLED)
    with database.reading() as session:
        owed = select(func.count()).select_from(Contribution).join(Task, col(Task.id) == Contribution.task_id)
        open_ones = owed.where(Contribution.owed == Owed.OWED, col(Task.state).not_in(ended))
        assert len(summary.contributions_missing) == session.exec(open_ones).one() > 0


def test_every_kept_requirement_became_tasks(lived_home: Path, summary: Summary) -> None:
    with database.reading() as session:
        kept = session.exec(select(func.count(col(Requirement.id))).where(Requirement.dropped_why == "")).one()
    assert (summary.totals.covered.part, summary.totals.covered.whole) == (kept, kept)


def test_contact_data_is_in_no_part_of_the_summary(lived_home: Path, summary: Summary) -> None:
    with database.reading() as session:
        contact = session.exec(select(Plan.contact)).one()
    assert set(contact) == {"name", "phone"}
    told = summary.model_dump_json()
    assert not [value for value in contact.values() if value in told]


def test_the_summary_survives_json(summary: Summary) -> None:
    again = Summary.model_validate(_without_percent(summary.model_dump(mode="json")))
    assert again == summary


def _without_percent(told: object) -> object:
    """`percent` of a rate is worked out, not read."""
    if isinstance(told, dict):
        is_rate = set(told) == {"part", "whole", "of", "percent"}
        return {key: _without_percent(value) for key, value in told.items() if not (is_rate and key == "percent")}
    return [_without_percent(value) for value in told] if isinstance(told, list) else told


def test_an_unknown_plan_is_refused(office: Path) -> None:
    with database.reading() as session, pytest.raises(NotFound):
        make_summary(session, 404, now=AS_OF)


def test_the_number_of_queries_does_not_depend_on_the_number_of_tasks(lived_home: Path) -> None:
    with database.writing() as session:
        few = _plan_with_one_task(session)
    with database.reading() as session:
        load_calendar(desk_of(session))  # kept for all sessions once it is read
    with database.reading() as session:
        asked_for_few = _queries(session, few)
    with database.reading() as session:
        asked_for_many = _queries(session, 1)
    begins = (
        1 if database.engine().dialect.name == "sqlite" else 0
    )  # the driver of PostgreSQL begins without a statement of ours
    assert asked_for_few == asked_for_many == 12 + begins


def _plan_with_one_task(session: Session) -> int:
    plan = _copy(session, session.get_one(Plan, 1), number="另一份")
    task = session.exec(select(Task).limit(1)).one()
    measure = _copy(session, session.get_one(Measure, task.measure_id), plan_id=plan.id)
    asked = session.get_one(Requirement, task.requirement_id)
    requirement = _copy(session, asked, plan_id=plan.id, measure_id=measure.id)
    _copy(session, task, plan_id=plan.id, measure_id=measure.id, requirement_id=requirement.id)
    return int(plan.id)


def _copy(session: Session, row: Any, **changed: object) -> Any:
    new = type(row)(**{**row.model_dump(exclude={"id"}), **changed})
    session.add(new)
    session.flush()
    return new


def _queries(session: Session, plan_id: int) -> int:
    asked: list[str] = []
    engine: Engine = database.engine()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        make_summary(session, plan_id, now=AS_OF)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_a_plan_not_issued_yet_has_an_empty_summary(office: Path) -> None:
    with database.writing() as session:
        world = issued_world(session, issue=False)
        summary = make_summary(session, world.plan.id or 0, now=AS_OF)
    assert (summary.totals.tally.tasks, summary.by_measure, summary.by_unit, summary.tasks) == (0, (), (), ())
    assert (summary.totals.closed.percent, summary.totals.on_time.percent) == (None, None)
