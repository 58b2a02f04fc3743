"""A report as of an earlier day shows what the ledger says was so, whatever happened since."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select
from world_of_reports import AS_OF, World, close, moment, nominate, tasks_of

from duban import database
from duban.policies import store_policy
from duban.reports.gathering import facts_of
from duban.reports.rewinding import _STEPS, rewound
from duban.reports.summary import make_summary
from duban.reports.values import Summary
from models.plan import Plan
from models.policy import LampSettings, PolicySettings
from models.question import Review
from models.record import Move
from models.register import Unit
from models.words import Act, ExemplarKind, Life, ReviewState, Role, TaskState, Verdict


def test_the_world_has_every_act_that_the_ledger_replays(lived_home: Path) -> None:
    with database.reading() as session:
        acts = set(session.exec(select(col(Move.act)).where(Move.life == Life.TASK).distinct()).all())
    assert set(_STEPS) <= acts


def test_the_ledger_replays_to_the_tables(lived_home: Path) -> None:
    with database.reading() as session:
        stored = facts_of(session, 1, now=AS_OF)
        replayed = rewound(session, 1, stored)
    for task, again in zip(stored.tasks, replayed.tasks, strict=True):
        assert again == task
    assert replayed == stored


def test_before_the_plan_was_issued_there_were_no_tasks(lived_home: Path) -> None:
    with database.reading() as session:
        found = make_summary(session, 1, now=moment(1, 7))
    assert (found.head.state, found.tasks, found.exemplars, found.extensions.asked) == ("approved", (), (), 0)


def test_later_acts_do_not_change_an_earlier_report(lived_home: Path, summary: Summary) -> None:
    with database.writing() as session:
        world = World(session, session.get_one(Plan, 1), AS_OF + timedelta(days=3))
        open_ones = [t for t in tasks_of(world) if t.state is TaskState.IN_PROGRESS]
        close(world, open_ones[0], on=world.at)
        world.office_does(open_ones[1], Act.CANCEL, reason="不再需要")
        other = session.exec(select(Unit.id).where(Unit.id != open_ones[2].lead_unit_id)).first()
        world.office_does(open_ones[2], Act.REASSIGN, unit_id=other, reason="职责调整")
        nominate(world, 9, kind=ExemplarKind.DEED, name="后来的典型", text="报告之后才推荐。")
    with database.reading() as session:
        assert make_summary(session, 1, now=AS_OF) == summary
        assert make_summary(session, 1, now=AS_OF + timedelta(days=4)) != summary


@pytest.mark.parametrize("month", [2, 3, 4, 5, 6])
def test_an_earlier_report_adds_up_too(lived_home: Path, month: int) -> None:
    with database.reading() as session:
        found = make_summary(session, 1, now=moment(month, 1))
    tally = found.totals.tally
    assert sum(line.tally.tasks for line in found.by_unit) == tally.tasks == tally.lamps.total > 0
    assert not [task.id for task in found.tasks if task.closed_on and task.closed_on > date(2026, month, 1)]


def test_a_demand_dropped_later_was_still_asked_for_then(lived_home: Path) -> None:
    with database.reading() as session:
        facts = facts_of(session, 1, now=AS_OF)
        gone = replace(facts, demands=tuple(replace(demand, dropped=True) for demand in facts.demands))
        assert [demand.dropped for demand in rewound(session, 1, gone).demands] == [False] * len(facts.demands)


def test_the_policy_is_the_one_that_the_plan_ran_under_then(lived_home: Path) -> None:
    with database.writing() as session:
        strict = PolicySettings(lamps=LampSettings(blue_days_left=90, yellow_days_left=80))
        stored = store_policy(session, "strict", strict, now=AS_OF)
        world = World(session, session.get_one(Plan, 1), AS_OF + timedelta(days=3))
        world.do(Life.PLAN, 1, Act.SET_POLICY, by=world.someone(Role.PLANNER), policy_id=stored.id, reason="从严")
        leader = world.someone(Role.LEADER)
        review = session.exec(select(Review.id).where(Review.state == ReviewState.OPEN, Review.life == Life.PLAN)).one()
        world.do(Life.REVIEW, review, Act.DECIDE, by=leader, verdict=Verdict.YES)
    with database.reading() as session:
        assert facts_of(session, 1, now=AS_OF).settings == PolicySettings()
        assert facts_of(session, 1, now=AS_OF + timedelta(days=4)).settings == strict
