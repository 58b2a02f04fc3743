"""The board of a plan: for the office, with what is empty first, and every chart beside the table it is drawn from."""

import re

from inbox_browser import As
from sqlmodel import select
from world import World

from duban.database import reading, writing
from duban.inbox.boards import SIGNS, board_of, matrix_of
from duban.reports.covered import Covered
from duban.reports.source import Source
from duban.sight import Sight
from models.plan import Plan, Requirement
from models.register import UnitClass
from models.task import Task
from models.words import SubjectKind, TaskState


def _join_a_class(world: World) -> int:
    """A unit joins a class that a requirement was divided among before."""
    with writing() as session:
        divided = session.exec(select(Requirement).where(Requirement.plan_id == world.plan_id)).all()
        name = next(r.fan_out["unit_class"] for r in divided if r.fan_out.get("kind") == SubjectKind.UNIT)
        taken = set(session.exec(select(UnitClass.unit_id).where(UnitClass.name == name)).all())
        late = max(id_ for id_ in world.units.values() if id_ not in taken)
        session.add(UnitClass(unit_id=late, name=name))
    return late


def test_a_unit_that_has_nothing_for_a_demand_comes_first(world: World) -> None:
    late = _join_a_class(world)

    with reading() as session:
        matrix = matrix_of(Source(session, world.plan_id, now=world.now))

    first = matrix.units[0]
    assert (first.id, first.empty) == (late, matrix.empty)
    assert first.cells[0] is Covered.NOTHING
    assert [d.empty for d in matrix.demands] == sorted((d.empty for d in matrix.demands), reverse=True)


def test_the_board_shows_the_whole_plan_and_every_chart_has_its_table(as_: As, world: World) -> None:
    text = as_("planner").text(f"/plans/{world.plan_id}/board")
    tables = set(re.findall(r'<table id="([^"]+)"', text))
    totals = re.findall(r'<td class="n">(\d+)</td></tr>', text.split('id="t-measures"')[1].split("</table>")[0])

    assert set(re.findall(r'data-table="([^"]+)"', text)) == tables
    assert sum(map(int, totals)) == len(world.all_of(Task, plan_id=world.plan_id))
    assert sum(task.state is TaskState.CLOSED for task in world.all_of(Task)) == 1
    assert "没有空格" in text


def test_a_measure_stands_under_its_heading_though_that_has_no_task_itself(world: World) -> None:
    with reading() as session:
        plan, everything = session.get_one(Plan, world.plan_id), Sight(everything=True, person_id=0)
        rows = [by_stage.row for by_stage in board_of(session, plan, everything, now=world.now).measures]

    shown = {row.measure.position for row in rows}
    above = {position.rpartition(".")[0] for position in shown if "." in position}
    assert above - shown == set()
    assert [row.measure.position for row in rows if not row.states.total()] == ["4"]


def test_every_cell_of_the_matrix_has_a_sign_of_its_own_in_either_language() -> None:
    assert set(SIGNS) == set(Covered)
    for language in ("zh", "en"):
        signs = [sign.in_language(language) for sign in SIGNS.values()]
        assert ({len(sign) for sign in signs}, len(set(signs))) == ({1}, len(Covered))


def test_charts_are_loaded_on_the_board_and_nowhere_else(as_: As, world: World) -> None:
    browser = as_("planner")
    places = ("/", f"/plans/{world.plan_id}", f"/plans/{world.plan_id}/board")

    assert [place for place in places if "echarts" in browser.text(place)] == [places[2]]


def test_the_board_is_for_the_office(as_: As, world: World) -> None:
    assert as_("liaison").get(f"/plans/{world.plan_id}/board").status_code == 403
