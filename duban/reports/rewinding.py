"""Rewinds the facts of a report to an earlier moment, from the ledger: what every Move since has changed is not there.

The policy is the one the plan ran under then. What no Move changes is as today: names of units, words, the calendar.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from duban.desk.opened import desk_of
from duban.policies import settings_numbered
from duban.reports.facts import DemandFact, ExemplarFact, Facts, Frame, OwedFact, TaskFact
from models.policy import PolicySettings
from models.record import Move
from models.words import Act, ExemplarState, ExtensionState, Life, Owed, PlanState, Role, TaskState
from workflows.moments import end_of

SETTLED = "settled"
FETCHED = 1_000
"""Rows read at once of what there may be very much of, so that they are not held twice."""


@dataclass(frozen=True, slots=True)
class Step:
    """One Move of a task."""

    task_id: int
    at: datetime
    act: Act
    role: Role
    became: str
    detail: Mapping[str, Any]


StepsOfTasks = Mapping[int, Sequence[Step]]
F = TypeVar("F", bound=Frame)


def rewound(session: Session, plan_id: int, facts: Facts) -> Facts:
    """Give the facts as they were at `facts.as_of`; a few queries more, however many tasks there are."""
    now, states = facts.as_of, _states_at(session, plan_id, facts.as_of, (Life.EXTENSION, Life.SUPERVISION))
    facts = frame_rewound(session, plan_id, facts)
    tasks = tasks_at(facts.tasks, steps_of_tasks(session, plan_id), now)
    there = {task.id for task in tasks}
    return replace(
        facts,
        tasks=tasks,
        returns=tuple(sent for sent in facts.returns if sent.at <= now),
        asks=tuple(
            replace(ask, state=ExtensionState(states[Life.EXTENSION, ask.id]))
            for ask in facts.asks
            if (Life.EXTENSION, ask.id) in states
        ),
        climbs=tuple(
            replace(climb, settled=states.get((Life.SUPERVISION, climb.ladder_id)) == SETTLED)
            for climb in facts.climbs
            if climb.at is not None and climb.at <= now
        ),
        owed=tuple(_owed_at(owed, now) for owed in facts.owed if owed.task_id in there),
    )


def frame_rewound(session: Session, plan_id: int, frame: F) -> F:
    """Give a frame as it was at `frame.as_of`."""
    states = _states_at(session, plan_id, frame.as_of, (Life.PLAN, Life.EXEMPLAR))
    return replace(
        frame,
        plan=replace(frame.plan, state=PlanState(states.get((Life.PLAN, plan_id), frame.plan.state))),
        settings=settings_at(session, plan_id, frame),
        demands=_demands_at(session, plan_id, frame),
        exemplars=tuple(
            _exemplar_at(one, ExemplarState(states[Life.EXEMPLAR, one.id]))
            for one in frame.exemplars
            if (Life.EXEMPLAR, one.id) in states
        ),
    )


def settings_at(session: Session, plan_id: int, facts: Frame) -> PolicySettings:
    """The policy that the first later change took the plan away from; today's when there was none."""
    changes = select(Move.detail).where(
        Move.plan_id == plan_id, Move.life == Life.PLAN, Move.act == Act.SET_POLICY, Move.at > facts.as_of
    )
    first = session.exec(changes.order_by(col(Move.id)).limit(1)).first()
    return settings_numbered(desk_of(session), first["old_policy_id"]) if first else facts.settings


def _demands_at(session: Session, plan_id: int, facts: Frame) -> tuple[DemandFact, ...]:
    """A demand dropped or taken up again later was there, or was not, as its last word until then says."""
    words = select(Move.act, Move.detail).where(
        Move.plan_id == plan_id,
        Move.life == Life.PLAN,
        col(Move.act).in_((Act.CONFIRM, Act.DROP)),
        Move.at <= facts.as_of,
    )
    last = {detail["requirement_id"]: act for act, detail in session.exec(words.order_by(col(Move.id))).all()}
    added = select(Move.detail).where(
        Move.plan_id == plan_id, Move.life == Life.PLAN, Move.act == Act.ADD, Move.at > facts.as_of
    )
    later = {detail["requirement_id"] for detail in session.exec(added).all()}
    there = (demand for demand in facts.demands if demand.id not in later)
    return tuple(replace(demand, dropped=last.get(demand.id) == Act.DROP) for demand in there)


def _exemplar_at(one: ExemplarFact, state: ExemplarState) -> ExemplarFact:
    """Where it was published is known once it is."""
    return replace(one, state=state, published_where=one.published_where if state is ExemplarState.PUBLISHED else "")


def _states_at(session: Session, plan_id: int, now: datetime, lives: Sequence[Life]) -> dict[tuple[Life, int], str]:
    moves = select(Move.life, Move.subject_id, Move.became).where(
        Move.plan_id == plan_id, col(Move.life).in_(lives), Move.at <= now
    )
    return {(Life(life), subject): became for life, subject, became in session.exec(moves.order_by(col(Move.id))).all()}


def _owed_at(owed: OwedFact, now: datetime) -> OwedFact:
    """What was filed or waived later was still owed then."""
    return owed if owed.at is not None and owed.at <= now else replace(owed, owed=Owed.OWED, at=None)


def steps_of_tasks(session: Session, plan_id: int, ids: Sequence[int] | None = None) -> StepsOfTasks:
    """Every Move of every task of the plan, or of some, in the order they were made, also those made later."""
    columns: Any = (Move.subject_id, Move.at, Move.act, Move.role, Move.became, Move.detail)
    moves = select(*columns).where(Move.plan_id == plan_id, Move.life == Life.TASK).order_by(col(Move.id))
    if ids is not None:
        moves = moves.where(col(Move.subject_id).in_(ids))
    of: dict[int, list[Step]] = {}
    for move in session.exec(moves).yield_per(FETCHED):
        of.setdefault(move[0], []).append(Step(*move))
    return of


def tasks_at(tasks: Sequence[TaskFact], of: StepsOfTasks, now: datetime) -> tuple[TaskFact, ...]:
    found = (task_at(task, of.get(task.id, ()), now) for task in tasks)
    return tuple(task for task in found if task is not None)


def task_at(task: TaskFact, steps: Sequence[Step], now: datetime) -> TaskFact | None:
    """Replay one task up to a moment; None when it was not there yet."""
    past, later = [s for s in steps if s.at <= now], [s for s in steps if s.at > now]
    if not past:
        return None
    was = replace(as_opened(task, waited=waited(steps)), unit_id=lead_before(later, task.unit_id))
    for step in past:
        was = after(was, step)
    return was


def after(was: TaskFact, step: Step) -> TaskFact:
    """Give a task as a step left it."""
    became = _STEPS.get(step.act, _nothing)(was, step)
    return replace(became, glance=replace(became.glance, state=TaskState(step.became)))


def waited(steps: Iterable[Step]) -> bool:
    """Say whether a task was opened without a deadline, to wait for an act or an event."""
    return any(step.detail.get("old_due", "") is None for step in steps)


def lead_before(later: Iterable[Step], today: int | None) -> int | None:
    """Give the unit that the first later change of hands took a task from; today's lead when there was none."""
    return next((s.detail.get("old_lead_unit_id") for s in later if s.act is Act.REASSIGN), today)


def as_opened(task: TaskFact, *, waited: bool) -> TaskFact:
    """Give a task as it was opened; without a deadline when it `waited` for one. Its lead is today's."""
    glance = replace(
        task.glance,
        due=None if waited else task.glance.original_due,
        assigned_at=None,
        reported_at=None,
        closed_at=None,
        heard_at=None,
        percent=0,
        returns=0,
    )
    return replace(task, quantity_done=0, extensions=0, deadline_version=1, glance=glance)


def _nothing(was: TaskFact, _step: Step) -> TaskFact:
    return was


def _looks(was: TaskFact, **changed: Any) -> TaskFact:
    return replace(was, glance=replace(was.glance, **changed))


def _handed_out(was: TaskFact, step: Step) -> TaskFact:
    return _looks(_counted(was, step), assigned_at=step.at)


def _counted(was: TaskFact, step: Step) -> TaskFact:
    return _renewed(was, step.detail.get("new_due"))


def _renewed(was: TaskFact, day: str | None) -> TaskFact:
    """The first deadline of a task that had none, and the same one again, is no new version."""
    moved = _moved(was, day)
    same = was.glance.due in (None, moved.glance.due)
    return replace(moved, deadline_version=was.deadline_version) if same else moved


def _entered(was: TaskFact, step: Step) -> TaskFact:
    done = was.quantity_done + step.detail.get("count", 0)
    return _looks(
        replace(was, quantity_done=done), heard_at=step.at, percent=step.detail.get("percent", was.glance.percent)
    )


def _reported(was: TaskFact, step: Step) -> TaskFact:
    return _looks(was, reported_at=step.at)


def _taken_back(was: TaskFact, step: Step) -> TaskFact:
    return _looks(was, reported_at=None) if step.role is Role.LIAISON else was


def _sent_back(was: TaskFact, step: Step) -> TaskFact:
    return _looks(_moved(was, step.detail.get("new_due")), reported_at=None, returns=was.glance.returns + 1)


def _closed(was: TaskFact, step: Step) -> TaskFact:
    return _looks(was, closed_at=step.at, percent=step.detail.get("percent", 100))


def _resumed(was: TaskFact, step: Step) -> TaskFact:
    return _moved(was, step.detail.get("new_due"))


def _recounted(was: TaskFact, step: Step) -> TaskFact:
    return _renewed(was, step.detail.get("due"))


def _extended(was: TaskFact, step: Step) -> TaskFact:
    return replace(_moved(was, step.detail.get("due")), extensions=was.extensions + 1)


def _reopened(was: TaskFact, step: Step) -> TaskFact:
    return _looks(_moved(was, step.detail.get("due")), reported_at=None, closed_at=None, percent=0)


def _moved(was: TaskFact, day: str | None) -> TaskFact:
    if day is None:
        return was
    return _looks(replace(was, deadline_version=was.deadline_version + 1), due=end_of(date.fromisoformat(day)))


# fmt: off
_STEPS: dict[Act, Callable[[TaskFact, Step], TaskFact]] = {
    Act.ASSIGN:    _handed_out,
    Act.REASSIGN:  _handed_out,
    Act.ACCEPT:    _counted,
    Act.ADD_ENTRY: _entered,
    Act.REPORT:    _reported,
    Act.TAKE_BACK: _taken_back,
    Act.SEND_BACK: _sent_back,
    Act.APPROVE:   _closed,
    Act.RESUME:    _resumed,
    Act.MOVE_DUE:  _extended,
    Act.RECOUNT:   _recounted,
    Act.REOPEN:    _reopened,
}
# fmt: on
REPLAYED = frozenset(_STEPS)
"""The acts that change more of a task than its state."""
