"""Half a year of a small plan, played by the demonstration's people on a real database, without the orchestrator."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from duban.actions.plans import import_reading
from duban.database import reading, writing
from duban.demo.cast import gather_cast
from duban.demo.office import week_of_checkers, week_of_planner, week_of_reviewers
from duban.demo.opening import complete, have_it_approved
from duban.demo.scene import Scene
from duban.demo.temper import Temper, temper_of
from duban.demo.units import week_of_units
from duban.notices import read_text
from duban.notify import deliver
from duban.sweeping import sweep_all
from models.question import Decision, Extension, Review, Supervision
from models.record import Message, Move, Refusal
from models.task import Task
from models.words import Act, ExtensionState, Life, PlanState, SupervisionState, TaskState
from workflows.ladder import RUNGS
from workflows.moments import at_hour

NOTICE = """岭科协〔2026〕99号

岭海省科协印发《关于开展科普月的工作方案》的通知

各地级以上市科协，省科协机关各部室：
现将《关于开展科普月的工作方案》印发给你们，请认真贯彻落实。

岭海省科学技术协会
2026年1月5日

关于开展科普月的工作方案

一、办好活动
（一）办好科普月。各地级以上市科协要分别举办科普进社区活动，6月底前完成。制定科普月活动方案，3月底前印发（科普部牵头，学会部配合）。每月25日前报送进展（省科技馆负责）。
（二）加强宣传。各企业科协要分别开展一次专题宣讲，5月底前完成。常态化开展科学解读（科普部负责）。
"""
BEGINS = date(2026, 1, 6)


@pytest.fixture
def story(office: Path) -> Scene:
    """The whole half year, played once."""
    morning = at_hour(BEGINS, "09:00")
    with reading() as session:
        cast = gather_cast(session, now=morning)
    with writing() as session:
        plan_id = import_reading(session, read_text(NOTICE), by=cast.planner, now=morning).id or 0
    scene = Scene(plan_id, cast, morning)
    complete(scene)
    have_it_approved(scene)
    scene.do(Life.PLAN, plan_id, Act.ISSUE, cast.planner)
    for week in range(26):
        _week(scene, date(2026, 1, 12) + timedelta(weeks=week))
    return scene


def _week(scene: Scene, monday: date) -> None:
    scene.set_to(at_hour(monday, "08:31"))
    sweep_all(now=scene.now)
    deliver(now=scene.now)
    week_of_units(scene)
    week_of_planner(scene)
    week_of_checkers(scene)
    week_of_reviewers(scene)


def test_half_a_year_of_a_plan(story: Scene) -> None:
    with reading() as session:
        moves = session.exec(select(Move).order_by(Move.id)).all()  # type: ignore[arg-type]
        tasks = session.exec(select(Task)).all()
        _the_ledger_replays_to_the_present(moves, tasks)
        _every_rung_is_climbed_once_per_deadline(moves)
        _nobody_decided_on_their_own_report(
            tasks, session.exec(select(Decision)).all(), session.exec(select(Review)).all()
        )
        _extensions_were_decided_and_moved_the_deadline(tasks, session.exec(select(Extension)).all())
        _late_requests_were_refused_on_record(tasks, session.exec(select(Refusal)).all())
        _stuck_tasks_reached_the_top(tasks, session.exec(select(Supervision)).all())
        _people_were_told_once(session.exec(select(Message)).all())


def _the_ledger_replays_to_the_present(moves, tasks) -> None:  # type: ignore[no-untyped-def]
    folded = {}
    for move in moves:
        if move.life is Life.TASK:
            assert folded.get(move.subject_id, ("new", 0)) == (move.became_from, move.version - 1)
            folded[move.subject_id] = (move.became, move.version)
    assert folded == {task.id: (task.state.value, task.version) for task in tasks}
    assert next(m for m in reversed(moves) if m.life is Life.PLAN).became == PlanState.ISSUED


def _every_rung_is_climbed_once_per_deadline(moves) -> None:  # type: ignore[no-untyped-def]
    climbed = [(m.subject_id, m.became) for m in moves if m.life is Life.SUPERVISION]
    assert max(Counter(climbed).values()) == 1
    heights = {}
    for ladder, rung in climbed:
        if rung != SupervisionState.SETTLED:
            assert RUNGS.index(SupervisionState(rung)) == heights.get(ladder, -1) + 1
            heights[ladder] = RUNGS.index(SupervisionState(rung))


def _nobody_decided_on_their_own_report(tasks, decisions, reviews) -> None:  # type: ignore[no-untyped-def]
    reporter = {task.id: task.reported_by for task in tasks}
    about = {review.id: review for review in reviews}
    of_tasks = [d for d in decisions if about[d.review_id].life is Life.TASK]
    assert of_tasks
    assert all(d.person_id != reporter[about[d.review_id].subject_id] for d in of_tasks)


def _extensions_were_decided_and_moved_the_deadline(tasks, extensions) -> None:  # type: ignore[no-untyped-def]
    granted = {e.task_id for e in extensions if e.state is ExtensionState.GRANTED}
    assert granted == {task.id for task in tasks if task.extensions}
    assert all(task.original_due < task.due for task in tasks if task.extensions)


def _late_requests_were_refused_on_record(tasks, refusals) -> None:  # type: ignore[no-untyped-def]
    late = {t.id for t in tasks if temper_of(t.id or 0) is Temper.LATE and t.due and t.state is TaskState.CLOSED}
    refused = {r.subject_id for r in refusals if r.act is Act.REQUEST}
    assert late
    assert late <= refused


def _stuck_tasks_reached_the_top(tasks, ladders) -> None:  # type: ignore[no-untyped-def]
    top = {ladder.task_id for ladder in ladders if ladder.state is SupervisionState.CIRCULATED}
    stuck = {
        t.id
        for t in tasks
        if temper_of(t.id or 0) is Temper.STUCK and t.due and t.due < at_hour(date(2026, 6, 1), "00:00")
    }
    assert stuck
    assert stuck <= top
    assert top <= {t.id for t in tasks if t.state is TaskState.IN_PROGRESS}


def _people_were_told_once(messages) -> None:  # type: ignore[no-untyped-def]
    assert messages
    assert max(Counter((m.duty_id, m.person_id, m.channel) for m in messages).values()) == 1
