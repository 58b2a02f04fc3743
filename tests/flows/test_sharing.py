"""A sweep that several share: the same Moves as one sweep alone, whoever does what, and nothing left or done twice."""

import asyncio
from datetime import datetime

import pytest
from asynchronous import finished
from homes import copy_home, use
from small_plan import NUMBER, PLANNER, at, rows

from duban import database
from duban.actions.sweep import due_at
from duban.database import reading
from duban.issuing import issue
from duban.sweeping import Share, open_periods, still_due, sweep_all, sweep_share
from flows import sharing
from models.record import Move

ISSUED, REMINDER = at("2026-01-06 09:00"), at("2026-03-24 08:30")


def told() -> list[tuple[object, ...]]:
    """Say of every Move what it did, whichever was first."""
    return sorted((move.life, move.subject_id, move.act, move.became, move.at) for move in rows(Move))


@pytest.fixture
def alone(approved_home, tmp_path):
    """What one sweep alone does to the plan."""
    use(copy_home(approved_home, tmp_path / "alone"))
    issue(NUMBER, by=PLANNER, now=ISSUED)
    sweep_all(now=REMINDER)
    done = told()
    database.dispose()
    return done


@pytest.fixture
def issued(approved) -> datetime:
    issue(NUMBER, by=PLANNER, now=ISSUED)
    return REMINDER


@pytest.mark.parametrize("of", [1, 2, 3, 40])
def test_shares_together_do_what_one_sweep_does(alone, issued, of):
    opened = open_periods(now=REMINDER)
    swept = [sweep_share(Share(number, of), now=REMINDER, per_commit=2) for number in reversed(range(of))]

    assert told() == alone
    assert still_due(now=REMINDER) == frozenset()
    assert opened.done + sum(one.done for one in swept) > 20


def test_a_share_does_its_own_rows_only(issued):
    open_periods(now=REMINDER)
    with reading() as session:
        due = {(one.kind, one.subject_id) for one in due_at(session, REMINDER)}

    first = sweep_share(Share(0, 2), now=REMINDER, per_commit=5)

    assert {(step.kind, step.subject_id) for step in first.steps} == {one for one in due if one[1] % 2 == 0}


def test_what_a_lost_share_leaves_is_done_by_the_sweep_itself(alone, issued, monkeypatch):
    open_periods(now=REMINDER)
    sweep_share(Share(1, 3), now=REMINDER, per_commit=4)
    monkeypatch.setattr(sharing, "look_what_is_due", _beside(still_due))
    monkeypatch.setattr(sharing, "do_share", _beside(sweep_share))

    finished(sharing._do_the_rest((), REMINDER))

    assert told() == alone


def _beside(service):
    async def called(**given):
        return await asyncio.to_thread(service, **given)

    return called
