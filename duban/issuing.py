"""Issues a plan and tells which unit got how many tasks."""

from collections import Counter
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from duban.database import reading
from duban.doing import do
from duban.lookups import person_named, plan_named
from models.plan import Plan
from models.register import Unit
from models.task import Contribution, Task
from models.values import Attempt, Value
from models.words import Act, Life
from workflows.moments import day_of


class UnitTasks(Value):
    """What one unit got: tasks it leads, the first deadline among them, tasks of others it supports."""

    name: str
    tasks: int
    first_due: date | None
    supports: int


class Issued(Value):
    """An issued plan with its units, the one with the most tasks first.

    `review`: the review that the policy puts before issuing; the plan is issued when it says yes.
    """

    plan_id: int
    number: str
    title: str
    units: tuple[UnitTasks, ...] = ()
    review: int | None = None

    @property
    def total(self) -> int:
        return sum(unit.tasks for unit in self.units)


def issue(plan: str, *, by: str, now: datetime) -> Issued:
    """Issue a plan in one transaction; its tasks fan out in the same. Behind a gate the review is opened instead.

    Raises:
        NotFound, BadInput: there is no such plan or person.
        RuleRefused: it is not approved yet, or the person is no planner; the refusal is recorded.
    """
    with reading() as session:
        plan_id, actor = plan_named(session, plan).id or 0, person_named(session, by)
    move = do(Attempt(life=Life.PLAN, subject_id=plan_id, act=Act.ISSUE), by=actor, now=now)
    with reading() as session:
        found = session.get_one(Plan, plan_id)
        if move.life is Life.REVIEW:
            title = found.plan_title or found.title
            return Issued(plan_id=plan_id, number=found.number, title=title, review=move.subject_id)
        return _issued(session, found)


def _issued(session: Session, plan: Plan) -> Issued:
    leading = (
        select(Task.lead_unit_id, func.count(col(Task.id)), func.min(Task.due))
        .where(Task.plan_id == plan.id)
        .group_by(col(Task.lead_unit_id))
    )
    rows = session.exec(leading).all()
    owed = select(Contribution.unit_id).join(Task, col(Task.id) == Contribution.task_id).where(Task.plan_id == plan.id)
    supports = Counter(session.exec(owed).all())
    names = dict(session.exec(select(Unit.id, Unit.name)).all())
    units = [
        UnitTasks(
            name=names.get(unit_id, "（没有牵头单位）"),
            tasks=tasks,
            first_due=day_of(first) if first else None,
            supports=supports.pop(unit_id or 0, 0),
        )
        for unit_id, tasks, first in sorted(rows, key=lambda row: (-row[1], row[0] or 0))
    ]
    units += [UnitTasks(name=names[u], tasks=0, first_due=None, supports=n) for u, n in sorted(supports.items())]
    return Issued(plan_id=plan.id or 0, number=plan.number, title=plan.plan_title or plan.title, units=tuple(units))
