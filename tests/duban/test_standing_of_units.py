"""How units stand: tasks that are alike are counted by the database, and show what each of them shows by itself."""

from collections import Counter

from query_count import counted
from small_plan import LIAISON, Small, at, rows
from sqlmodel import select

from duban.database import reading
from duban.glances import lamps_of
from duban.standing_of_units import lamps_by_unit
from models.task import Task
from models.words import Act
from workflows.task.lifecycle import TASK


def one_by_one(now) -> dict[int, Counter]:
    """Look at every open task."""
    found: dict[int, Counter] = {}
    with reading() as session:
        tasks = [task for task in session.exec(select(Task)).all() if task.state not in TASK.ended]
        lamps = lamps_of(session, tasks, now=now)
    for task in tasks:
        if task.lead_unit_id is not None:
            found.setdefault(task.lead_unit_id, Counter())[lamps[task.id].lamp] += 1
    return found


def test_units_stand_as_their_tasks_show_one_by_one(small: Small) -> None:
    small.does(LIAISON, Act.ACCEPT, small.plain, at=at("2026-01-07 09:00"))
    small.does(LIAISON, Act.ADD_ENTRY, small.plain, at=at("2026-03-02 09:00"), percent=10, text="已联系厂家。")

    for now in (at("2026-02-02 09:00"), at("2026-03-24 08:30"), at("2026-04-01 08:30")):
        assert {unit.unit_id: unit.counts for unit in lamps_by_unit(now=now)} == one_by_one(now)


def test_units_are_counted_with_as_many_queries_for_many_tasks_as_for_one(small: Small) -> None:
    with counted() as sent:
        units = lamps_by_unit(now=at("2026-03-24 08:30"))

    assert sum(unit.total for unit in units) == len(rows(Task)) > 20
    assert len([said for said in sent if "FROM task" in said]) == 1
