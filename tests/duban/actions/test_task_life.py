"""A task's whole life on the real database: from handed out to closed, and every way round."""

from datetime import date

import pytest

from models.record import Duty
from models.task import Contribution, Entry
from models.words import Act, Life, Owed, ReviewState, SupervisionState, TaskState, Verdict
from workflows.moments import day_of, end_of


def test_an_issued_plan_hands_its_tasks_out_and_tells_lead_and_supporting_units(house):
    task = house.task(house.rich)

    opened, assigned = house.moves(Life.TASK, house.rich)
    assert (task.state, task.due, task.original_due) == (
        TaskState.ASSIGNED,
        end_of(date(2026, 3, 31)),
        end_of(date(2026, 3, 31)),
    )
    assert [(m.version, m.act, m.became_from, m.became) for m in (opened, assigned)] == [
        (1, Act.OPEN, "new", "planned"),
        (2, Act.ASSIGN, "planned", "assigned"),
    ]
    assert house.duties(assigned) == ["tell_lead", "tell_supporting"]


def test_a_plain_task_goes_from_signing_to_closed(house):
    house.close(house.plain)

    task = house.task(house.plain)
    assert task.state is TaskState.CLOSED
    assert task.closed_at == house.now
    assert [(m.act, m.became, m.role) for m in house.moves(Life.TASK, house.plain)] == [
        ("open", "planned", "system"),
        ("assign", "assigned", "system"),
        ("accept", "in_progress", "liaison"),
        ("report", "reported", "liaison"),
        ("pass_check", "in_review", "checker"),
        ("approve", "closed", "panel"),
    ]
