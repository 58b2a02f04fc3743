"""What 全覆盖、全过程 count of a plan's tasks: the worst task of each cell, how many have come to each stage.

`covering_of` counts facts task by task, `covering_in` has the database count the same of a plan as it stands.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Select, case, func
from sqlalchemy import select as pick
from sqlmodel import Session, col

from duban.reports.covered import WORST_FIRST, Covered, covered_by
from duban.reports.facts import Facts
from duban.reports.figures import Figures
from duban.reports.naming import AT_ONCE
from duban.reports.source_facts import StepFact
from duban.reports.streaming import streamed
from duban.reports.values import Summary, TaskLine
from duban.rolled_up import Below
from models.question import Supervision
from models.record import Move
from models.register import Unit
from models.task import Task
from models.words import Act, Life, SubjectKind
from workflows.ladder import RUNGS

Cell = tuple[int, int]
"""A unit and a demand."""
# fmt: off
STAGES: tuple[tuple[str, tuple[Act, ...]], ...] = (
    # column      steps of a task that count as having come so far
    ("交办",      (Act.ASSIGN, Act.REASSIGN)),
    ("签收",      (Act.ACCEPT,)),
    ("填报进展",  (Act.ADD_ENTRY,)),
    ("报告",      (Act.REPORT,)),
    ("初审",      (Act.PASS_CHECK,)),
    ("办结",      (Act.APPROVE,)),
)
LOOKED_AT = (Act.PASS_CHECK, Act.SEND_BACK, Act.REOPEN)
# fmt: on
STAGE_OF = {act: name for name, acts in STAGES for act in acts}


@dataclass(frozen=True, slots=True)
class Covering:
    """`found`: what stands in a cell by the worst of its tasks. `elsewhere`: cells whose task may have gone to another.

    `whole`: demands that do not fan out to units. `units`: those that lead tasks. `reached`: how many tasks of a unit
    came to a stage. `touched`: how often supervision was in touch with a unit over a task.
    """

    found: Mapping[Cell, Covered]
    elsewhere: Collection[Cell]
    whole: Collection[int]
    units: Collection[int | None]
    reached: Mapping[tuple[int, str], int]
    touched: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Around:
    """Units by their full names, tasks with a problem, by task what the unit's own plan has made of it."""

    ids: Mapping[str, int]
    troubled: Collection[int]
    below: Mapping[int, Below]


def covering_of(facts: Facts, summary: Summary, steps: Iterable[StepFact], *, around: Around) -> Covering:
    """Count facts task by task. Pure."""
    unit_of = {task.id: task.unit_id for task in facts.tasks}
    demand_of = {task.id: task.requirement_id for task in facts.tasks}
    found: dict[Cell, Covered] = {}
    for line in summary.tasks:
        unit = unit_of[line.id]
        if unit is not None:
            cell = unit, demand_of[line.id]
            found[cell] = min(found.get(cell, WORST_FIRST[-1]), _of(line, around), key=WORST_FIRST.index)
    stages: dict[tuple[int, str], set[int]] = {}
    touched: Counter[int] = Counter(unit_of.get(climb.task_id) or 0 for climb in facts.climbs)
    for step in steps:
        unit = unit_of.get(step.subject_id)
        if step.life is not Life.TASK or not unit:
            continue
        touched[unit] += step.act in LOOKED_AT
        if step.act in STAGE_OF:
            stages.setdefault((unit, STAGE_OF[step.act]), set()).add(step.subject_id)
    return Covering(
        found=found,
        elsewhere={
            (around.ids[task.subject], task.requirement_id) for task in facts.tasks if task.subject in around.ids
        },
        whole={task.requirement_id for task in facts.tasks if task.subject_kind is not SubjectKind.UNIT},
        units=set(unit_of.values()),
        reached={key: len(of) for key, of in stages.items()},
        touched=touched,
    )


def _of(task: TaskLine, around: Around) -> Covered:
    """What the unit's own plan has finished is not verified by that: the task itself is still to be reported."""
    if task.id in around.troubled:
        return Covered.PROBLEM
    cell, there = covered_by(task.state, task.lamp), around.below.get(task.id)
    if there is None or cell not in (Covered.WAITING, Covered.AT_WORK):
        return cell
    return Covered.DONE_BELOW if there.done else Covered.AT_WORK


def covering_in(session: Session, plan_id: int, figures: Figures, *, troubled: Collection[int]) -> Covering:
    """Count a plan as it stands, of which the cells are counted already; `troubled`: tasks with a problem."""
    of_plan = col(Task.plan_id) == plan_id
    named = pick(Unit.id, Task.requirement_id).join_from(Task, Unit, col(Unit.name) == Task.subject)  # type: ignore[call-overload]
    whole = pick(Task.requirement_id).where(of_plan, col(Task.subject_kind) != SubjectKind.UNIT).distinct()  # type: ignore[call-overload]
    reached, looked = _stages(session, plan_id)
    return Covering(
        found={cell: WORST_FIRST[rank] for cell, rank in figures.cells.items() if cell[0]}
        | _troubled(session, troubled),
        elsewhere={(unit, demand) for unit, demand in session.execute(named.where(of_plan).distinct())},
        whole=set(session.scalars(whole)),
        units=set(figures.by_unit),
        reached=reached,
        touched=looked + _climbed(session, plan_id),
    )


def _stages(session: Session, plan_id: int) -> tuple[dict[tuple[int, str], int], Counter[int]]:
    """How many tasks of a unit came to each stage, and how often any of them was looked at, by who leads them now."""
    reached, looked = dict[tuple[int, str], int](), Counter[int]()
    for unit, looks, *stages in chain.from_iterable(streamed(session, _by_unit(plan_id))):
        looked[unit] += int(looks)  # a server adds up sums as decimals
        reached |= {(unit, name): count for (name, _), count in zip(STAGES, stages, strict=True) if count}
    return reached, looked


def _by_unit(plan_id: int) -> Select[Any]:
    """Look at the steps of each task first, so that none counts twice for a stage; then add up by lead."""
    act, lead = col(Move.act), col(Task.lead_unit_id)
    stages = [func.max(case((act.in_(acts), 1), else_=0)).label(f"stage_{n}") for n, (_, acts) in enumerate(STAGES)]
    looks = func.sum(case((act.in_(LOOKED_AT), 1), else_=0)).label("looks")
    each = pick(lead, looks, *stages).join_from(Task, Move, col(Move.subject_id) == Task.id)
    each = each.where(col(Move.life) == Life.TASK, act.in_((*STAGE_OF, *LOOKED_AT)), lead.is_not(None))
    of = each.where(col(Task.plan_id) == plan_id).group_by(col(Task.id)).subquery()
    unit, *counts = of.c
    return pick(unit, *(func.sum(count) for count in counts)).group_by(unit)


def _climbed(session: Session, plan_id: int) -> Counter[int]:
    wanted = (
        pick(Task.lead_unit_id, func.count())  # type: ignore[call-overload]
        .select_from(Move)
        .join(Supervision, col(Supervision.id) == Move.subject_id)
        .join(Task, col(Task.id) == Supervision.task_id)
        .where(col(Supervision.plan_id) == plan_id, col(Move.life) == Life.SUPERVISION)
        .where(col(Move.became).in_([rung.value for rung in RUNGS[1:]]))
        .group_by(Task.lead_unit_id)
    )
    return Counter({unit or 0: count for unit, count in session.execute(wanted)})


def _troubled(session: Session, ids: Collection[int]) -> dict[Cell, Covered]:
    """The cells of tasks in which a problem was found."""
    ordered, found = sorted(ids), dict[Cell, Covered]()
    for start in range(0, len(ordered), AT_ONCE):
        some = pick(Task.lead_unit_id, Task.requirement_id).where(col(Task.id).in_(ordered[start : start + AT_ONCE]))  # type: ignore[call-overload]
        found |= {(unit, demand): Covered.PROBLEM for unit, demand in session.execute(some) if unit}
    return found
