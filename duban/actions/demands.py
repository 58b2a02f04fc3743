"""Requirements that come, change or go after the reading: added by a person, amended, withdrawn, passed down.

What an amended requirement says of lead, supporting units and date is done to the tasks it has already become; the
first deadline of a task is kept, and none of it counts as an extension.
"""

from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, func

from duban.actions.case import Case
from duban.desk.prepared import Prepared, none_of, pick
from duban.settled import columns_of, settled_of
from models.plan import Measure, Plan, Requirement
from models.task import Contribution, Task
from models.values import REASON_LENGTH, Actor, Attempt, Given, Settled
from models.words import Act, Life, Origin, Role, SubjectKind, Timing
from workflows.moments import day_of
from workflows.task.lifecycle import HANDED_OUT, TASK

SYSTEM = Actor(name="系统", speaks_as=Role.SYSTEM)
ADDED = "+"
"""The position of the measure that added requirements stand under."""

# fmt: off
_LAST  = Prepared(pick(func.max(Requirement.seq)).where(Requirement.plan_id == bindparam("plan_id")))
_PLACE = Prepared(pick(Measure.id).where(Measure.plan_id == bindparam("plan_id"), Measure.position == ADDED))
_OPEN  = Prepared(
    pick(Task.id).where(Task.requirement_id == bindparam("requirement_id"), none_of(col(Task.state), TASK.ended))
    .order_by(col(Task.id)))
_BELOW = Prepared(
    pick(Task.id)
    .join(Requirement, col(Task.requirement_id) == Requirement.id).join(Plan, col(Task.plan_id) == Plan.id)
    .where(Requirement.above_id == bindparam("above_id"), Plan.unit_id == bindparam("unit_id"))
    .where(Task.period == bindparam("period"), none_of(col(Task.state), TASK.ended)).order_by(col(Task.id)))
# fmt: on


def text_with(plan: Plan, added: str) -> dict[str, Any]:
    """Give the columns of a plan's source with what a person adds at its end."""
    text = f"{plan.text.rstrip()}\n{added}"
    return {"text": text, "text_sha256": sha256(text.encode()).hexdigest()}


def write_added(case: Case) -> None:
    """Write the requirement that is added, confirmed by whoever adds it; its words stand at the end of the source."""
    plan, settled = case.subject, case.given.settled or Settled()
    said = case.given.text.strip()
    end = len(plan.text)
    if plan.unit_id is not None:
        settled = settled.model_copy(update={"origin": Origin.OPTIONAL})
    added = case.desk.add(
        Requirement,
        plan_id=plan.id,
        measure_id=_place(case, end - len(said), end).id,
        seq=(case.desk.first(_LAST, plan_id=plan.id) or 0) + 1,
        text=said,
        start=end - len(said),
        end=end,
        certainty="certain",
        confirmed_at=case.now,
        confirmed_by=case.person_id,
        **columns_of(settled),
    )
    case.detail["requirement_id"] = added.id


def _place(case: Case, start: int, end: int) -> Measure:
    there = case.desk.get(Measure, case.desk.first(_PLACE, plan_id=case.subject.id))
    if there is not None:
        case.desk.change(there, end=end)
        return there
    title = "自选动作" if case.subject.unit_id is not None else "补充要求"
    where = {"position": ADDED, "level": 1, "number": "", "title": title, "start": start, "end": end}
    return case.desk.add(Measure, plan_id=case.subject.id, **where)


def write_amended(case: Case) -> None:
    """Settle a requirement anew and keep on record how it stood before."""
    requirement = case.desk.one(Requirement, case.given.requirement_id)
    before, settled = settled_of(requirement), case.given.settled or Settled()
    case.detail["before"] = before.model_dump(mode="json", exclude_defaults=True)
    case.desk.change(
        requirement, **columns_of(settled), confirmed_at=case.now, confirmed_by=case.person_id, dropped_why=""
    )


def follow_demand(case: Case) -> None:
    """Bring the open tasks of an amended requirement in line with it: another lead, another date, more support."""
    before = Settled.model_validate(case.detail["before"])
    requirement = case.desk.one(Requirement, case.given.requirement_id)
    for (task_id,) in case.desk.read(_OPEN, requirement_id=requirement.id):
        task = case.desk.one(Task, task_id)
        _hand_over(case, task, before, requirement)
        _support(case, task, requirement)
        if requirement.timing is Timing.FIXED and requirement.due is not None and not task.period:
            _due_on(case, task, requirement.due)


def _hand_over(case: Case, task: Task, before: Settled, requirement: Requirement) -> None:
    new = requirement.lead_unit_id
    of_units = task.subject_kind in (SubjectKind.UNIT, SubjectKind.PERSON)
    if of_units or new in (None, task.lead_unit_id) or task.lead_unit_id != before.lead_unit_id:
        return
    if task.state in HANDED_OUT:
        _follow(case, task, Act.REASSIGN, Given(unit_id=new, reason=_why(case)))


def _support(case: Case, task: Task, requirement: Requirement) -> None:
    there = {one.unit_id for one in case.desk.of(Contribution, "task_id", task.id)}
    for unit_id in requirement.supporting:
        if unit_id not in there and unit_id != task.lead_unit_id:
            case.desk.add(Contribution, task_id=task.id, unit_id=unit_id)


def _due_on(case: Case, task: Task, day: date) -> None:
    if task.due is None or day_of(task.due) != day:
        given = Given(due=day, reason=_why(case), requirement_id=task.requirement_id)
        _follow(case, task, Act.RECOUNT, given)


def cancel_demand(case: Case) -> None:
    """Cancel the open tasks of a requirement that is withdrawn."""
    given = Given(reason=f"任务要求撤销：{case.given.reason}"[:REASON_LENGTH])
    for (task_id,) in case.desk.read(_OPEN, requirement_id=case.given.requirement_id):
        _follow(case, case.desk.one(Task, task_id), Act.CANCEL, given)


def pass_down(case: Case) -> None:
    """A date that moves in the plan above moves in the units' own plans, where it is prescribed."""
    task: Task = case.subject
    if task.due is None or task.lead_unit_id is None:
        return
    asked = {"above_id": task.requirement_id, "unit_id": task.lead_unit_id, "period": task.period}
    for (task_id,) in case.desk.read(_BELOW, **asked):
        below = case.desk.one(Task, task_id)
        if below.due != task.due:
            given = Given(due=day_of(task.due), reason=_why(case), requirement_id=below.requirement_id)
            _follow(case, below, Act.RECOUNT, given)


def _why(case: Case) -> str:
    return (case.given.reason or f"{case.life.zh}已{case.act.zh}")[:REASON_LENGTH]


def _follow(case: Case, task: Task, act_: Act, given: Given) -> None:
    from duban.actions.door import act  # the door calls us: a move may have moves that follow from it

    act(case.desk, Attempt(life=Life.TASK, subject_id=task.id or 0, act=act_, given=given), by=SYSTEM, now=case.now)
