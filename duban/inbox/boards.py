"""The board of a plan: measures by stage, a time line, lamps by unit, units against demands, empty cells first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from duban.database import reading
from duban.inbox.asked import Number
from duban.inbox.doorway import AVisitor
from duban.inbox.pages import page
from duban.queries import MeasureRow, board
from duban.reports.covered import Covered
from duban.reports.parts.coverage import Grid, grid_of
from duban.reports.parts.standing import weeks_of
from duban.reports.source import Source
from duban.reports.values import UnitLine
from duban.sight import Sight, check_office
from duban.subjects import load
from models.errors import Sentence
from models.plan import Plan
from models.words import Life, Stage
from workflows.task.lifecycle import STAGES

router = APIRouter()
# fmt: off
SIGNS: dict[Covered, Sentence] = {
    # what stands in a cell        its sign, in the space of one letter
    Covered.NOTHING:    Sentence("缺", "–"),
    Covered.PROBLEM:    Sentence("问", "!"),
    Covered.WAITING:    Sentence("未", "N"),
    Covered.AT_WORK:    Sentence("办", "U"),
    Covered.SET_DOWN:   Sentence("挂", "S"),
    Covered.DONE_BELOW: Sentence("下", "O"),
    Covered.DONE:       Sentence("报", "D"),
    Covered.VERIFIED:   Sentence("结", "V"),
    Covered.DROPPED:    Sentence("撤", "C"),
}
# fmt: on
SHOWN_STAGES = (Stage.ASSIGNMENT, Stage.EXECUTION, Stage.REPORT, Stage.REVIEW, Stage.CLOSED)


@dataclass(frozen=True, slots=True)
class Demand:
    """A column of the matrix: a requirement and how many units have nothing for it."""

    id: int
    seq: int
    text: str
    empty: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row of the matrix: a unit, its cells in the order of the columns, how many are empty."""

    id: int
    name: str
    cells: tuple[Covered | None, ...]
    empty: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units against demands: the rows and the columns with the most empty cells come first."""

    demands: tuple[Demand, ...]
    units: tuple[UnitRow, ...]
    grid: Grid

    @property
    def empty(self) -> int:
        return len(self.grid.empty())


@dataclass(frozen=True, slots=True)
class ByStage:
    """A measure with its tasks counted by stage."""

    row: MeasureRow
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board; `unit_ids` finds the numbers of units by their names."""

    measures: list[ByStage]
    matrix: Matrix
    units: list[UnitLine]
    weeks: list[tuple[date, int, int]]
    unit_ids: dict[str, int]


@router.get("/plans/{plan_id}/board")
def plan_board(plan_id: Number, visitor: AVisitor) -> Response:
    """Show the whole plan to the office: whoever sees only a part of it would read the rates wrongly."""
    check_office(visitor.sight)
    with reading() as session:
        plan: Plan = load(session, Life.PLAN, plan_id)
        told = board_of(session, plan, visitor.sight, now=visitor.now)
    return page(
        "board.html",
        visitor,
        plan=plan,
        stages=SHOWN_STAGES,
        signs=SIGNS,
        measures=told.measures,
        matrix=told.matrix,
        units=told.units,
        weeks=told.weeks,
        unit_ids=told.unit_ids,
    )


def board_of(session: Session, plan: Plan, sight: Sight, *, now: datetime) -> Board:
    """Read the board of a plan as it stands."""
    source = Source(session, plan.id or 0, now=now)
    measures = board(session, plan, sight, now=now)
    return Board(
        [ByStage(row, _by_stage(row)) for row in _with_tasks(measures)],
        matrix_of(source),
        _worst_first(source.digest.by_unit),
        list(weeks_of(source)),
        {name: id_ for id_, name in source.frame.units.items()},
    )


def _with_tasks(measures: list[MeasureRow]) -> list[MeasureRow]:
    """Leave out measures without tasks, but keep the headings that those with tasks stand under."""
    kept = [row.measure.position for row in measures if row.states.total()]
    return [row for row in measures if any(f"{one}.".startswith(f"{row.measure.position}.") for one in kept)]


def _by_stage(row: MeasureRow) -> tuple[int, ...]:
    counted: Counter[Stage] = Counter()
    for state, stage in STAGES.items():
        counted[stage] += row.states[state]
    return tuple(counted[stage] for stage in SHOWN_STAGES)


def _worst_first(lines: Sequence[UnitLine]) -> list[UnitLine]:
    open_ones = [line for line in lines if line.tally.tasks]
    return sorted(open_ones, key=lambda line: (-line.tally.lamps.red, -line.tally.lamps.yellow, -line.tally.open))


def matrix_of(source: Source) -> Matrix:
    """Lay the matrix out; of equally empty ones the order of the register and of the notice stays."""
    grid = grid_of(source)
    empty = grid.empty()
    of_unit, of_demand = Counter(unit for unit, _ in empty), Counter(demand for _, demand in empty)
    known = {demand.id: demand for demand in source.frame.demands}
    order = sorted(grid.demands, key=lambda demand: (-of_demand[demand], known[demand].seq))
    units = sorted(grid.units, key=lambda unit: -of_unit[unit])
    return Matrix(
        tuple(Demand(id_, known[id_].seq, known[id_].text, of_demand[id_]) for id_ in order),
        tuple(
            UnitRow(unit, source.unit(unit), tuple(grid.cells.get((unit, d)) for d in order), of_unit[unit])
            for unit in units
        ),
        grid,
    )
