"""What the clock does when its moment has come: climb a rung, urge a late answer, open the next period's tasks.

Every row that the clock has something to do with carries `next_at`; a sweep reads `next_at <= now` on its index, so it
costs what is due. A thousand are done together; one that fails is told about, and the rest goes on.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from duban.actions.act import desk_on
from duban.actions.alike import Follower, Work
from duban.actions.door import act
from duban.actions.fan_out import ends_on, open_requirement
from duban.actions.many import TOGETHER, at_once_or_one_by_one
from duban.actions.resting import awake
from duban.actions.swept import TABLES, Done, Due, DueKind, Failure, Swept, told
from duban.climbing import climb_of
from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, among, pick
from duban.local_days import calendars_of, units_by_days
from duban.policies import frame_of, settings_of
from duban.question import ENDED_TASK, gates_open
from models.appeal import Appeal
from models.errors import Problem, SomeoneWasFirst
from models.found import Finding
from models.plan import Requirement
from models.question import Extension, Review, Supervision
from models.record import Refusal
from models.task import Task
from models.values import CLOCK, Actor, Attempt, Given
from models.words import Act, Life, PlanState, Role, SupervisionState
from workflows.moments import at_hour, day_of, end_of
from workflows.task.lifecycle import WITH_LEAD

SYSTEM = Actor(name="系统", speaks_as=Role.SYSTEM)
# fmt: off
CLIMBS: dict[SupervisionState, Act] = {
    # rung                         act that climbs to it
    SupervisionState.REMINDED:     Act.REMIND,
    SupervisionState.URGED:        Act.URGE,
    SupervisionState.ORDERED:      Act.ORDER,
    SupervisionState.SUMMONED:     Act.SUMMON,
    SupervisionState.CIRCULATED:   Act.CIRCULATE,
}
# fmt: on


_STILL = {
    model: Prepared(
        pick(model.id)
        .where(among(model.id, "ids"), model.next_at <= bindparam("now"))
        .with_for_update(skip_locked=True)
    )
    for model in TABLES.values()
}
_SAME_FAILURE = Prepared(
    pick(Refusal.id).where(
        Refusal.life == bindparam("life"),
        Refusal.subject_id == bindparam("subject_id"),
        Refusal.why == bindparam("why"),
        col(Refusal.at) > bindparam("since"),
    )
)

OTHERS = tuple(kind for kind in DueKind if kind is not DueKind.REQUIREMENT)
ROUNDS = ((DueKind.REQUIREMENT,), OTHERS)
"""New periods are opened first: their tasks may be due for a reminder at once, and a second sweep must find nothing."""


def due_at(session: Session, now: datetime, *, kinds: Iterable[DueKind] = tuple(DueKind)) -> list[Due]:
    """List what is due at `now`, kind by kind, the longest due first."""
    found = []
    for kind in kinds:
        table = TABLES[kind]
        ids = select(table.id).where(table.next_at <= now).order_by(table.next_at, table.id)
        found += [Due(kind, subject_id) for subject_id in session.exec(ids).all()]
    return found


def count_due(session: Session, now: datetime, *, kinds: Iterable[DueKind] = tuple(DueKind)) -> int:
    """Count what is due at `now`."""
    tables = (TABLES[kind] for kind in kinds)
    return sum(session.exec(select(func.count()).where(table.next_at <= now)).one() for table in tables)


def sweep(session: Session, *, now: datetime, in_words: int | None = None) -> Swept:
    """Do everything that is due at `now`, once: one rung per task, however long nobody swept.

    Repeating it changes nothing. Writes Moves and Duties, and a Refusal for a subject that fails. Does not commit.
    """
    swept = Swept(at=now)
    for kinds in ROUNDS:
        swept += sweep_some(session, due_at(session, now, kinds=kinds), now=now, in_words=in_words)
    return swept


def sweep_some(session: Session, dues: Iterable[Due], *, now: datetime, in_words: int | None = None) -> Swept:
    """Do some of what is due. What somebody else has done or has in hand is left alone. Does not commit.

    `in_words`: how many steps are told in words; all, when nothing is said.
    """
    done: list[Done] = []
    failures: list[Failure] = []
    due_rows = list(dues)
    with desk_on(session) as desk:
        work = Work(partial(_do_one, desk, now), _subject_of, _kind_of, _done_of, units_by_days(calendars_of(desk)))
        for start in range(0, len(due_rows), TOGETHER):
            claimed = awake(desk, _claimed(desk, due_rows[start : start + TOGETHER], now), day_of(now))
            found = at_once_or_one_by_one(desk, claimed, work)
            for due, outcome in zip(claimed, found, strict=True):
                if isinstance(outcome, Done):
                    done.append(outcome)
                elif isinstance(outcome, Exception) and not isinstance(outcome, SomeoneWasFirst):
                    failures.append(_failed(desk, due, outcome, now=now))
    return told(session, done, now=now, in_words=in_words) + Swept(at=now, failures=tuple(failures))


def _claimed(desk: Desk, dues: Sequence[Due], now: datetime) -> list[Due]:
    """Keep what is still due and no other sweep has in hand."""
    ours: set[tuple[DueKind, int]] = set()
    for kind in {due.kind for due in dues}:
        ids = [due.subject_id for due in dues if due.kind is kind]
        ours |= {(kind, row[0]) for row in desk.read(_STILL[TABLES[kind]], ids=ids, now=now)}
    return [due for due in dues if (due.kind, due.subject_id) in ours]


def _subject_of(due: Due) -> tuple[Life, int] | None:
    return None if due.kind is DueKind.REQUIREMENT else (Life(due.kind.value), due.subject_id)


def _kind_of(due: Due) -> DueKind:
    return due.kind


def _done_of(done: Done | None, follower: Follower) -> Done | None:
    return done and Done(done.kind, follower.there[0], done.plan_id, done.act)


def _do_one(desk: Desk, now: datetime, due: Due) -> Done | None:
    return _DO[due.kind](desk, due.subject_id, now)


def _due(desk: Desk, model: type[Any], subject_id: int, now: datetime) -> Any | None:
    """Give a row, unless what was done before it has taken its moment away."""
    row = desk.one(model, subject_id)
    return row if row.next_at is not None and row.next_at <= now else None


def _climb(desk: Desk, ladder_id: int, now: datetime) -> Done | None:
    """Climb one rung; when the deadline, the policy or the calendar has moved, only say when to look again."""
    ladder: Supervision | None = _due(desk, Supervision, ladder_id, now)
    if ladder is None:
        return None
    task = desk.one(Task, ladder.task_id)
    if task.state in ENDED_TASK or task.deadline_version != ladder.deadline_version or task.due is None:
        return _do(desk, DueKind.LADDER, ladder, Act.SETTLE, now=now, by=SYSTEM)
    climb = climb_of(desk, ladder, task)
    if climb is None or climb.at > now or task.state not in WITH_LEAD:
        desk.change(ladder, next_at=climb.at if climb and task.state in WITH_LEAD else None)
        return None
    return _do(desk, DueKind.LADDER, ladder, CLIMBS[climb.to], now=now)


def _urge_review(desk: Desk, review_id: int, now: datetime) -> Done | None:
    review: Review | None = _due(desk, Review, review_id, now)
    late = review is not None and review.due is not None and now > review.due
    return _do(desk, DueKind.REVIEW, review, Act.URGE, now=now) if late else None


def _urge_extension(desk: Desk, extension_id: int, now: datetime) -> Done | None:
    extension: Extension | None = _due(desk, Extension, extension_id, now)
    return _do(desk, DueKind.EXTENSION, extension, Act.URGE, now=now) if extension else None


def _urge_task(desk: Desk, task_id: int, now: datetime) -> Done | None:
    return _urge(desk, DueKind.TASK, _due(desk, Task, task_id, now), now)


def _urge_finding(desk: Desk, finding_id: int, now: datetime) -> Done | None:
    return _urge(desk, DueKind.FINDING, _due(desk, Finding, finding_id, now), now)


def _urge_appeal(desk: Desk, appeal_id: int, now: datetime) -> Done | None:
    return _urge(desk, DueKind.APPEAL, _due(desk, Appeal, appeal_id, now), now)


def _urge(desk: Desk, kind: DueKind, subject: Any, now: datetime) -> Done | None:
    """Urge whoever it lies with; while a panel is asked about it, the panel has the deadline: look again tomorrow."""
    if subject is None:
        return None
    if not gates_open(desk, Life(kind.value), subject.id):
        return _do(desk, kind, subject, Act.URGE, now=now)
    tomorrow = calendars_of(desk).national.add_workdays(day_of(now), 1)
    desk.change(subject, next_at=at_hour(tomorrow, settings_of(desk, subject.plan_id).work_starts))
    return None


def _open_period(desk: Desk, requirement_id: int, now: datetime) -> Done | None:
    """Open the present period's tasks while the plan runs; a plan that has ended opens none any more."""
    requirement: Requirement | None = _due(desk, Requirement, requirement_id, now)
    if requirement is None:
        return None
    issued = frame_of(desk, requirement.plan_id).state is PlanState.ISSUED
    if not issued or requirement.dropped_why or day_of(now) > ends_on(desk, requirement.plan_id):
        desk.change(requirement, next_at=None)
        return None
    opened = open_requirement(desk, requirement, now=now)
    return Done(DueKind.REQUIREMENT, requirement_id, requirement.plan_id, Act.OPEN, opened=opened)


def _do(desk: Desk, kind: DueKind, subject: Any, what: Act, *, now: datetime, by: Actor = CLOCK) -> Done:
    given = Given(reason="时限已变更或任务已办结") if what is Act.SETTLE else Given()
    act(desk, Attempt(life=Life(kind.value), subject_id=subject.id, act=what, given=given), by=by, now=now)
    return Done(kind, subject.id, subject.plan_id, what)


_DO: dict[DueKind, Callable[[Desk, int, datetime], Done | None]] = {
    DueKind.LADDER: _climb,
    DueKind.REVIEW: _urge_review,
    DueKind.EXTENSION: _urge_extension,
    DueKind.TASK: _urge_task,
    DueKind.FINDING: _urge_finding,
    DueKind.APPEAL: _urge_appeal,
    DueKind.REQUIREMENT: _open_period,
}


def _failed(desk: Desk, due: Due, problem: Exception, *, now: datetime) -> Failure:
    """Record a failure, the same one at most once a day, so that repeating a sweep adds nothing."""
    why = problem.sentence.zh if isinstance(problem, Problem) else f"{type(problem).__name__}：{problem}"
    life = Life.PLAN if due.kind is DueKind.REQUIREMENT else Life(due.kind.value)
    what = Act.OPEN if due.kind is DueKind.REQUIREMENT else Act.URGE
    day_begins = end_of(day_of(now) - timedelta(days=1))
    if desk.first(_SAME_FAILURE, life=life, subject_id=due.subject_id, why=why, since=day_begins) is None:
        desk.add(Refusal, life=life, subject_id=due.subject_id, at=now, act=what, why=why)
    return Failure(kind=due.kind, subject_id=due.subject_id, why=why)
