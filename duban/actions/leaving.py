"""What becomes of the tasks of units that have left the class a requirement is spread over, as the policy says."""

from datetime import date, datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import col

from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, pick
from duban.memberships import left
from duban.policies import settings_of
from models.plan import Requirement
from models.register import Unit
from models.task import Task
from models.values import REASON_LENGTH, Actor, Attempt, FanOut, Given
from models.words import Act, Leaving, Life, Role, SubjectKind, TaskState
from workflows.moments import day_of
from workflows.task.lifecycle import HANDED_OUT

SYSTEM = Actor(name="系统", speaks_as=Role.SYSTEM)
NOT_REPORTED = (*HANDED_OUT, TaskState.PLANNED, TaskState.SUSPENDED)

_TASKS = Prepared(
    pick(Task.id, Task.lead_unit_id, Task.state)
    .where(Task.requirement_id == bindparam("requirement_id"), Task.subject_kind == bindparam("unit"))
    .order_by(col(Task.id))
)


def let_go(desk: Desk, requirement: Requirement, *, now: datetime) -> int:
    """End or hand on what units that have left still have to do of a requirement; say how many tasks.

    What is reported takes its course; what is suspended is not handed on, the planner has it. Tasks that somebody has
    given to another unit stay there. Writes a Move for each, with the reason in words. Does not commit.
    """
    fan_out = FanOut.model_validate(requirement.fan_out or {})
    rule = settings_of(desk, requirement.plan_id).leavers
    if fan_out.kind is not SubjectKind.UNIT or rule is Leaving.KEEP:
        return 0
    gone = left(desk, fan_out.unit_class, day_of(now))
    done = 0
    for task_id, lead, state in desk.read(_TASKS, requirement_id=requirement.id, unit=SubjectKind.UNIT) if gone else ():
        if lead in gone and state in NOT_REPORTED:
            done += _let_go(desk, _attempt(desk, task_id, lead, _why(fan_out, gone[lead]), rule=rule), state, now)
    return done


def _why(fan_out: FanOut, last: date) -> str:
    return f"自 {last + timedelta(days=1)} 起不再属于“{fan_out.unit_class}”"


def _attempt(desk: Desk, task_id: int, unit_id: int, why: str, *, rule: Leaving) -> Attempt:
    unit = desk.one(Unit, unit_id)
    above = desk.one(Unit, unit.parent_id) if unit.parent_id and rule is Leaving.HAND_ON else None
    if above is None:
        given = Given(reason=f"{unit.name}{why}，按督办规则终止。"[:REASON_LENGTH])
        return Attempt(life=Life.TASK, subject_id=task_id, act=Act.CANCEL, given=given)
    said = f"{unit.name}{why}，按督办规则移交上级单位{above.name}。"[:REASON_LENGTH]
    given = Given(unit_id=above.id, reason=said)
    return Attempt(life=Life.TASK, subject_id=task_id, act=Act.REASSIGN, given=given)


def _let_go(desk: Desk, attempt: Attempt, state: TaskState, now: datetime) -> int:
    from duban.actions.door import act  # the door opens tasks, and with them comes here

    if attempt.act is Act.REASSIGN and state not in HANDED_OUT:
        return 0
    act(desk, attempt, by=SYSTEM, now=now)
    return 1
