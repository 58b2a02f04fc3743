"""Claims about the rows that are shown: three cost as many queries as one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cli_testing import NOW
from sqlalchemy import event
from sqlmodel import Session, select

from duban.database import engine, reading, writing
from duban.exports import plan_rows
from duban.lookups import person_named
from duban.records_shown import decision_rows, waiting_for
from duban.reviews_listed import review_rows
from duban.tasks_listed import TaskFilter, task_rows
from models.plan import Plan, Requirement
from models.question import Review, Signer
from models.task import Task
from models.words import Life, PanelRule, ReviewState, TaskState


def cost(ask: Callable[[Session], object]) -> int:
    """Count the statements that a question costs in a session of its own."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with reading() as session:
        session.get_one(Plan, 1)
        event.listen(engine(), "before_cursor_execute", note)
        ask(session)
        event.remove(engine(), "before_cursor_execute", note)
    return len(asked)


def add(count: int) -> None:
    """Add so many tasks and open reviews of them."""
    with writing() as session:
        requirements = session.exec(select(Requirement).limit(count)).all()
        for requirement in requirements:
            task = Task(
                state=TaskState.ASSIGNED,
                plan_id=1,
                measure_id=requirement.measure_id,
                requirement_id=requirement.id or 0,
                title=requirement.text,
                period=str(session.exec(select(Task.id)).all()),
                lead_unit_id=1,
                due=NOW + timedelta(days=9),
                created_at=NOW,
            )
            session.add(task)
            session.flush()
            review = Review(
                state=ReviewState.OPEN,
                life=Life.TASK,
                subject_id=task.id or 0,
                plan_id=1,
                about="pass_check",
                rule=PanelRule.ANY,
                opened_at=NOW,
            )
            session.add(review)
            session.flush()
            session.add_all([Signer(review_id=review.id or 0, post_id=post) for post in range(1, count + 1)])


ROWS: dict[str, Callable[[Session], object]] = {
    "tasks": lambda session: task_rows(session, TaskFilter(plan_id=1), now=NOW),
    "reviews": lambda session: review_rows(session, only_open=True),
    "waiting": lambda session: waiting_for(session, person_named(session, "feng.yu"), now=NOW),
    "plan": lambda session: plan_rows(session, session.get_one(Plan, 1)),
}


@pytest.mark.usefixtures("drafted")
@pytest.mark.parametrize("rows", ROWS)
def test_three_rows_cost_what_one_costs(rows: str) -> None:
    add(1)
    cost(ROWS[rows])  # the first one in a process also reads the calendar
    one = cost(ROWS[rows])
    add(3)

    assert (cost(ROWS[rows]), one > 0) == (one, True)


@pytest.mark.usefixtures("drafted")
def test_three_seats_cost_what_one_costs() -> None:
    add(1)
    one = cost(lambda session: decision_rows(session, 1, now=NOW))
    add(3)

    assert cost(lambda session: decision_rows(session, 4, now=NOW)) == one
