"""What follows from a move inside its transaction; one row per effect of the tables' last column."""

from collections.abc import Callable
from datetime import date
from typing import cast

from sqlalchemy import bindparam
from sqlmodel import col

from duban.actions import gates, next_at
from duban.actions.case import Case, New
from duban.actions.demands import cancel_demand, follow_demand, pass_down
from duban.actions.fan_out import open_tasks
from duban.actions.panel_opening import open_panel
from duban.counts import due_after, waits_or_counts
from duban.desk.prepared import Prepared, none_of, pick
from duban.panels import panel_of
from duban.question import reviews_of
from models.plan import Plan
from models.question import Extension, Review, Supervision
from models.task import Task
from models.values import REASON_LENGTH, Actor, Attempt, Given
from models.words import Act, ExtensionState, Life, ReviewState, Role, Start, SupervisionState, Then, Verdict
from workflows.task.lifecycle import TASK, WITH_LEAD

SYSTEM = Actor(name="系统", speaks_as=Role.SYSTEM)
_RUNNING = Prepared(
    pick(Task.id)
    .where(Task.plan_id == bindparam("plan_id"), none_of(col(Task.state), TASK.ended))
    .order_by(col(Task.id))
)
_BOUND = Prepared(
    pick(Task.id)
    .where(Task.plan_id == bindparam("plan_id"), none_of(col(Task.state), TASK.ended))
    .where(Task.event == bindparam("event"), Task.starts_from == bindparam("start"))
    .order_by(col(Task.id))
)
_SUMMARY_APPROVED = Prepared(pick(Plan.summary_approved_at).where(Plan.id == bindparam("plan_id")))


def carry_out(case: Case) -> None:
    """Carry out every effect of the move, in the order of its row; then what always follows."""
    for what in case.ruling.then:
        if what in _EFFECTS:
            _EFFECTS[what](case)
    if case.life is Life.REVIEW and case.act is Act.DECIDE:
        _conclude_review(case)
    if case.life is Life.TASK and case.ruling.becomes in WITH_LEAD:
        _ensure_ladder(case)
    if case.life is Life.TASK and case.act in (Act.MOVE_DUE, Act.RECOUNT, Act.RESUME):
        pass_down(case)
    gates.void_gates(case)


def _follow(case: Case, life: Life, subject_id: int, act_: Act, *, by: Actor, given: Given) -> None:
    from duban.actions.door import act  # the door calls us: a move may have moves that follow from it

    act(case.desk, Attempt(life=life, subject_id=subject_id, act=act_, given=given), by=by, now=case.now)


def _conclude_review(case: Case) -> None:
    """The panel speaks as soon as the answers decide it; the last person to answer is on record."""
    panel = panel_of(case.desk, case.subject)
    if panel.outcome is None:
        return
    said = Act.APPROVE if panel.outcome is Verdict.YES else Act.RETURN
    reason = panel.reasons(panel.outcome)
    by = Actor(person_id=case.person_id, name=case.standing.actor.name, speaks_as=Role.PANEL)
    _follow(case, Life.REVIEW, case.subject.id, said, by=by, given=Given(reason=reason))


_SUBJECT_DOES = {
    ReviewState.APPROVED: Act.APPROVE,
    ReviewState.RETURNED: Act.SEND_BACK,
    ReviewState.WITHDRAWN: Act.TAKE_BACK,
}


def _carry_out_decision(case: Case) -> None:
    review: Review = case.subject
    if review.gated:
        gates.carry_out(case)
        return
    by = Actor(person_id=case.person_id, name=case.standing.actor.name, speaks_as=Role.PANEL)
    said = _SUBJECT_DOES[ReviewState(case.ruling.becomes)]
    _follow(case, review.life, review.subject_id, said, by=by, given=Given(reason=case.given.reason))


def _move_deadline(case: Case) -> None:
    extension: Extension = case.subject
    given = Given(due=extension.wanted, reason=f"延期申请 {extension.id}：{extension.reason}"[:REASON_LENGTH])
    _follow(case, Life.TASK, extension.task_id, Act.MOVE_DUE, by=SYSTEM, given=given)


def _close_reviews(case: Case) -> None:
    for review in reviews_of(case.desk, case.life, case.subject.id):
        if review.state is ReviewState.OPEN:
            _follow(case, Life.REVIEW, review.id or 0, Act.MAKE_MOOT, by=SYSTEM, given=_because(case))


def _close_extensions(case: Case) -> None:
    for extension in case.desk.of(Extension, "task_id", case.subject.id):
        if extension.state is ExtensionState.REQUESTED:
            _follow(case, Life.EXTENSION, extension.id or 0, Act.MAKE_MOOT, by=SYSTEM, given=_because(case))


def _move_extensions(case: Case) -> None:
    for extension in case.desk.of(Extension, "task_id", case.subject.id):
        if extension.state is ExtensionState.REQUESTED:
            given = Given(due=extension.wanted, reason=case.given.reason)
            _follow(case, Life.EXTENSION, extension.id or 0, Act.RECOUNT, by=SYSTEM, given=given)


def _settle_ladder(case: Case) -> None:
    for ladder in case.desk.of(Supervision, "task_id", case.subject.id):
        if ladder.state is not SupervisionState.SETTLED:
            _follow(case, Life.SUPERVISION, ladder.id or 0, Act.SETTLE, by=SYSTEM, given=_because(case))


def _cancel_tasks(case: Case) -> None:
    given = Given(reason=f"工作方案撤回：{case.given.reason}"[:REASON_LENGTH])
    for (task_id,) in case.desk.read(_RUNNING, plan_id=case.subject.id):
        _follow(case, Life.TASK, task_id, Act.CANCEL, by=SYSTEM, given=given)


def _move_bound(case: Case) -> None:
    """Every open task whose deadline the event still gives is counted from its date, earliest opened first."""
    event, day = case.given.text, cast(date, case.given.due)
    given = f"活动“{event}”定于 {day}：{case.given.reason}"[:REASON_LENGTH]
    for (task_id,) in case.desk.read(_BOUND, plan_id=case.subject.id, event=event, start=Start.EVENT):
        task = case.desk.one(Task, task_id)
        if waits_or_counts(task):
            due = due_after(case.desk, day, task, now=case.now)
            _follow(case, Life.TASK, task_id, Act.RECOUNT, by=SYSTEM, given=Given(due=due, reason=given))


def _void_summary(case: Case) -> None:
    """A task that runs again is not in the summary: its open review is moot, and its approval is gone."""
    plan_id = case.subject.plan_id
    if case.desk.first(_SUMMARY_APPROVED, plan_id=plan_id) is not None:
        case.desk.change(case.desk.one(Plan, plan_id), summary_approved_at=None)
    for review in reviews_of(case.desk, Life.PLAN, plan_id):
        if review.state is ReviewState.OPEN and not review.gated:
            _follow(case, Life.REVIEW, review.id or 0, Act.MAKE_MOOT, by=SYSTEM, given=_because(case))


def _because(case: Case) -> Given:
    return Given(reason=f"{case.life.zh}已{case.act.zh}")


def _ensure_ladder(case: Case) -> None:
    """A task with a deadline has one ladder per version of it; the one of an earlier version is settled."""
    from duban.actions.door import begin

    task: Task = case.subject
    known = {ladder.deadline_version: ladder for ladder in case.desk.of(Supervision, "task_id", task.id)}
    for version, ladder in known.items():
        if version != task.deadline_version and ladder.state is not SupervisionState.SETTLED:
            _follow(case, Life.SUPERVISION, ladder.id or 0, Act.SETTLE, by=SYSTEM, given=_because(case))
    if task.due is not None and task.deadline_version not in known:
        columns = {"plan_id": task.plan_id, "task_id": task.id, "deadline_version": task.deadline_version}
        begin(case.desk, New(Supervision, columns), Act.OPEN, by=SYSTEM, now=case.now)


# fmt: off
_EFFECTS: dict[Then, Callable[[Case], None]] = {
    Then.OPEN_PANEL:    open_panel,
    Then.OPEN_TASKS:    open_tasks,
    Then.CLOSE_REVIEWS: _close_reviews,
    Then.CLOSE_ASKS:    _close_extensions,
    Then.MOVE_ASKS:     _move_extensions,
    Then.SETTLE_LADDER: _settle_ladder,
    Then.CARRY_OUT:     _carry_out_decision,
    Then.MOVE_DEADLINE: _move_deadline,
    Then.VOID_SUMMARY:  _void_summary,
    Then.CANCEL_TASKS:  _cancel_tasks,
    Then.MOVE_BOUND:    _move_bound,
    Then.FOLLOW_DEMAND: follow_demand,
    Then.CANCEL_DEMAND: cancel_demand,
    Then.SET_TIMES:     next_at.refresh_plan,
}
IN_CHANGES = frozenset({Then.COUNT_RETURN, Then.STOP_CLOCK, Then.START_CLOCK})
"""Effects that are a column of the same row; `changes` sets them."""
# fmt: on
