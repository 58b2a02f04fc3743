"""How the units' own plans stand, seen from the tasks of the plan above that they carry out."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from models.plan import Plan, Requirement
from models.register import Unit
from models.task import Task
from models.words import PlanState, TaskState

DEAD = (PlanState.WITHDRAWN,)
Pair = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Below:
    """What has become of one task in the unit's own plan: tasks there that are not cancelled, and those closed.

    None of it closes the task above: whoever leads it reports it, and a panel looks at it.
    """

    plan_id: int
    tasks: int = 0
    closed: int = 0

    @property
    def done(self) -> bool:
        return self.tasks > 0 and self.closed == self.tasks


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """A unit's own plan, with its prescribed and optional tasks."""

    plan: Plan
    unit: str
    tasks: int
    closed: int


def pairs(session: Session, above: Collection[int]) -> list[Pair]:
    """List tasks below with the plan they stand in and the task above: same demand, same unit, same period."""
    upper = aliased(Task)
    found = (
        select(Task.id, Task.plan_id, upper.id)
        .join(Requirement, col(Task.requirement_id) == Requirement.id)
        .join(Plan, col(Task.plan_id) == Plan.id)
        .join(upper, and_(col(upper.requirement_id) == Requirement.above_id, col(upper.lead_unit_id) == Plan.unit_id))
        .where(upper.period == Task.period, col(upper.id).in_(above), col(Plan.state).not_in(DEAD))
        .order_by(col(Task.id))
    )
    return [(below or 0, plan_id, up or 0) for below, plan_id, up in session.exec(found).all()]


def folded(found: Collection[Pair], states: dict[int, TaskState]) -> dict[int, Below]:
    """Count what stands below each task above, with the states given; a task without one is not there yet."""
    tasks: Counter[tuple[int, int]] = Counter()
    closed: Counter[tuple[int, int]] = Counter()
    for below, plan_id, above in found:
        state = states.get(below)
        if state is not None and state is not TaskState.CANCELLED:
            tasks[above, plan_id] += 1
            closed[above, plan_id] += state is TaskState.CLOSED
    return {above: Below(plan_id, n, closed[above, plan_id]) for (above, plan_id), n in tasks.items()}


def below(session: Session, above: Collection[int]) -> dict[int, Below]:
    """Say for each task how far the unit's own plan has carried it out by now; those without one are left out."""
    found = pairs(session, above)
    states = select(Task.id, Task.state).where(col(Task.id).in_({one for one, _, _ in found}))
    return folded(found, {id_ or 0: TaskState(state) for id_, state in session.exec(states).all()}) if found else {}


def own_plans(session: Session, plan_id: int, *, units: Collection[int] | None = None) -> list[OwnPlan]:
    """List the units' own plans under a plan with how many tasks each has and has closed; of some units when given."""
    wanted = select(Plan, Unit.name).join(Unit, col(Plan.unit_id) == Unit.id).where(Plan.parent_id == plan_id)
    if units is not None:
        wanted = wanted.where(col(Plan.unit_id).in_(units))
    found = session.exec(wanted.where(col(Plan.state).not_in(DEAD)).order_by(col(Plan.id))).all()
    ids = [plan.id for plan, _ in found]
    rows = session.exec(select(Task.plan_id, Task.state).where(col(Task.plan_id).in_(ids))).all() if ids else []
    kept = [(plan, state) for plan, state in rows if state is not TaskState.CANCELLED]
    tasks = Counter(plan for plan, _ in kept)
    closed = Counter(plan for plan, state in kept if state is TaskState.CLOSED)
    return [OwnPlan(plan, name, tasks[plan.id or 0], closed[plan.id or 0]) for plan, name in found]
