"""A unit's own plan under another plan: begun from the demands that fall to it there."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from duban.actions.act import begin
from duban.actions.plans import A_YEAR
from duban.settled import columns_of, settled_of
from models.errors import BadInput
from models.plan import Measure, Plan, Requirement
from models.register import Unit
from models.task import Task
from models.values import Actor, FanOut, Settled
from models.words import Act, Origin, PlanState, TaskState, Timing
from workflows.moments import day_of

HEADING = "规定动作"


def begin_own_plan(session: Session, above: Plan, unit: Unit, *, by: Actor, now: datetime, number: str = "") -> Plan:
    """Draft the own plan of a unit: each demand that falls to it above becomes a prescribed one, not confirmed yet.

    1. The demands are those of its tasks above that are not cancelled, each once. 2. Their words are the source of the
    new plan, in the order of the plan above. 3. The policy is that of the plan above. Beginning it again gives the plan
    that is there. Writes one Move. Does not commit.

    Raises:
        BadInput: nothing falls to the unit, or the number belongs to another plan.
        RuleRefused: the plan above is not issued, or the actor is not the unit's liaison nor a planner.
    """
    there = session.exec(
        select(Plan).where(Plan.parent_id == above.id, Plan.unit_id == unit.id, Plan.state != PlanState.WITHDRAWN)
    ).first()
    if there is not None:
        return there
    number = number.strip() or f"{above.number}·{unit.short_name or unit.name}"
    if session.exec(select(Plan.id).where(Plan.number == number)).first() is not None:
        raise BadInput(
            f"文号 {number} 已有另一份方案；请另给一个文号或编号。",
            f"{number} already names another plan; give another.",
        )
    plan = _plan(above, unit, number, now)
    begin(session, plan, Act.OPEN, by=by, now=now)
    falling = _falling_to(session, above, unit)
    if not falling:
        raise BadInput(
            f"方案 {above.number} 里没有{unit.name}牵头的任务，无从制定本单位方案。",
            f"Nothing of plan {above.number} falls to {unit.name}.",
        )
    _prescribe(session, plan, unit, falling)
    return plan


def _plan(above: Plan, unit: Unit, number: str, now: datetime) -> Plan:
    called = above.plan_title or above.title
    title = f"{unit.name}贯彻落实“{called}”工作方案"
    return Plan(
        number=number,
        title=title,
        plan_title=title,
        issuer=unit.name,
        issued_on=day_of(now),
        ends_on=max(above.ends_on, day_of(now)) if above.ends_on else day_of(now) + A_YEAR,
        basis=[{"title": called, "number": above.number}],
        text=title,
        text_sha256="",
        policy_id=above.policy_id,
        parent_id=above.id,
        unit_id=unit.id,
        created_at=now,
        event_dates=dict(above.event_dates),
    )


def _falling_to(session: Session, above: Plan, unit: Unit) -> list[tuple[Requirement, Task]]:
    """List the demands of a plan that a unit leads a task of, each with the newest such task, in their order."""
    found = (
        select(Requirement, Task)
        .join(Task, col(Task.requirement_id) == Requirement.id)
        .where(Task.plan_id == above.id, Task.lead_unit_id == unit.id, Task.state != TaskState.CANCELLED)
        .order_by(col(Requirement.seq), col(Task.id))
    )
    return list({requirement.id: (requirement, task) for requirement, task in session.exec(found).all()}.values())


def _prescribe(session: Session, plan: Plan, unit: Unit, falling: Iterable[tuple[Requirement, Task]]) -> None:
    """Write the source of the plan and the prescribed requirements that stand in it."""
    text, places = f"{plan.title}\n一、{HEADING}", []
    for seq, (requirement, _) in enumerate(falling, start=1):
        said = " ".join(requirement.text.split())
        text += f"\n{seq}. "
        places.append((len(text), said))
        text += said
    measure = Measure(
        plan_id=plan.id or 0,
        position="1",
        level=1,
        number="一、",
        title=HEADING,
        start=len(plan.title) + 1,
        end=len(text),
    )
    session.add(measure)
    plan.text, plan.text_sha256 = text, sha256(text.encode()).hexdigest()
    session.add(plan)
    session.flush()
    for seq, ((above, task), (start, said)) in enumerate(zip(falling, places, strict=True), start=1):
        session.add(
            Requirement(
                plan_id=plan.id or 0,
                measure_id=measure.id or 0,
                seq=seq,
                above_id=above.id,
                text=said,
                start=start,
                end=start + len(said),
                certainty="certain",
                **columns_of(_prescribed(above, task, unit)),
            )
        )
    session.flush()


def _prescribed(above: Requirement, task: Task, unit: Unit) -> Settled:
    """Give what the plan above settles for this unit; a date that its task has there is the date here."""
    settled = settled_of(above)
    kept: dict[str, Any] = {"lead_unit_id": unit.id, "supporting": (), "fan_out": FanOut(), "origin": Origin.PRESCRIBED}
    if task.due is not None and not task.period:
        kept |= {"timing": Timing.FIXED, "due": day_of(task.due), "event": "", "starts_from": None, "days": None}
    return settled.model_copy(update=kept)
