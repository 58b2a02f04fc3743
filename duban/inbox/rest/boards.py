"""The board of a plan, as its page shows it: measures by stage, week by week, lamps by unit, units against demands."""

from datetime import date

from fastapi import APIRouter

from duban.database import reading
from duban.inbox.asked import Number
from duban.inbox.boards import SHOWN_STAGES, Board, board_of
from duban.inbox.rest.caller import Reader
from duban.inbox.rest.lives import seen
from duban.inbox.rest.problems import READS
from duban.inbox.rest.shapes import Shape
from duban.reports.covered import Covered
from duban.reports.values import UnitLine
from duban.sight import check_office
from models.plan import Plan
from models.words import Life, Stage

router = APIRouter(tags=["plans"])


class MeasureOnBoard(Shape):
    """A measure with its tasks counted by stage; of every stage, also when there are none."""

    id: int
    number: str
    title: str
    stages: dict[Stage, int]


class WeekTold(Shape):
    """Until a day: tasks that were to be closed by the first deadlines, and those that were."""

    until: date
    due: int
    closed: int


class DemandTold(Shape):
    """A column of the matrix: a requirement, and how many units have nothing for it."""

    requirement_id: int
    seq: int
    empty: int


class UnitOnBoard(Shape):
    """A row of the matrix: a unit, its cells in the order of the columns, null where nothing is asked of it."""

    unit_id: int
    unit: str
    empty: int
    cells: list[Covered | None]


class BoardTold(Shape):
    """A plan at the moment of asking; units and demands with the most empty cells come first."""

    measures: list[MeasureOnBoard]
    weeks: list[WeekTold]
    units: list[UnitLine]
    demands: list[DemandTold]
    matrix: list[UnitOnBoard]


@router.get("/plans/{number}/board", responses=READS, summary="Tell how a whole plan stands (office)")
def plan_board(number: Number, caller: Reader) -> BoardTold:
    with reading() as session:
        plan: Plan = seen(session, caller, Life.PLAN, number)
        check_office(caller.sight)
        return _told(board_of(session, plan, caller.sight, now=caller.now))


def _told(board: Board) -> BoardTold:
    matrix = board.matrix
    return BoardTold(
        measures=[
            MeasureOnBoard(
                id=one.row.measure.id or 0,
                number=one.row.measure.number,
                title=one.row.measure.title,
                stages=dict(zip(SHOWN_STAGES, one.counts, strict=True)),
            )
            for one in board.measures
        ],
        weeks=[WeekTold(until=until, due=due, closed=closed) for until, due, closed in board.weeks],
        units=board.units,
        demands=[DemandTold(requirement_id=one.id, seq=one.seq, empty=one.empty) for one in matrix.demands],
        matrix=[
            UnitOnBoard(unit_id=one.id, unit=one.name, empty=one.empty, cells=list(one.cells)) for one in matrix.units
        ],
    )
