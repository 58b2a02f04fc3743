"""When the clock next has something to do with a subject; kept beside the state, so that a sweep costs what is due."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from duban.actions.case import Case
from duban.climbing import climb_of
from duban.desk.desk import Desk
from duban.local_days import calendars_of
from duban.policies import settings_of
from duban.subjects import TABLES, plan_id_of
from models.appeal import Appeal
from models.found import Finding
from models.question import Extension, Review, Supervision
from models.task import Task
from models.words import Act, ExtensionState, Life, ReviewState, SupervisionState, TaskState
from workflows.finding.lifecycle import WITH_UNIT
from workflows.ladder import REPLIES, is_reply
from workflows.moments import at_hour, day_of, end_of
from workflows.task.lifecycle import WITH_LEAD
from workflows.waits import wait_days


def refresh(case: Case) -> None:
    """Work out `next_at` anew for the subject, and for the ladder of a task that moved or whose lead unit answers."""
    if case.life in _NEXT and not _only_recorded(case):
        case.desk.change(case.subject, next_at=_NEXT[case.life](case, case.subject))
    if case.life is Life.TASK:
        _ladders_of(case, case.subject)
    elif (case.life, case.act) in REPLIES:
        _ladders_of(case, case.desk.one(Task, case.subject.task_id))


def refresh_plan(case: Case) -> None:
    """Work out `next_at` anew for everything of a plan that is open: its policy has changed."""
    case.desk.notes.pop("frames", None)
    for life in _NEXT:
        for subject in case.desk.of(TABLES[life], "plan_id", case.subject.id):
            case.desk.change(subject, next_at=_NEXT[life](case, subject))


def _only_recorded(case: Case) -> bool:
    """A record leaves the wait as it is; urging begins the next one."""
    return case.life in (Life.TASK, Life.FINDING) and case.ruling.stays and case.act is not Act.URGE


def _review(case: Case, review: Review) -> datetime | None:
    """First at its deadline, then every working day that it stays open."""
    if review.state is not ReviewState.OPEN or review.due is None:
        return None
    if review.escalations == 0:
        return review.due
    return _morning_after(case, review, 1)


def _extension(case: Case, extension: Extension) -> datetime | None:
    """On the next working day after it was asked for, and every one after."""
    return _morning_after(case, extension, 1) if extension.state is ExtensionState.REQUESTED else None


def _task(case: Case, task: Task) -> datetime | None:
    """When it has lain too long with whoever is to act, after so many working days as the policy says."""
    return _after_wait(case, Life.TASK, task)


def _finding(case: Case, finding: Finding) -> datetime | None:
    """When the date set for the fix has passed, or it has lain too long."""
    if finding.state in WITH_UNIT and finding.due is not None and end_of(finding.due) > case.now:
        return end_of(finding.due)
    return _after_wait(case, Life.FINDING, finding)


def _appeal(case: Case, appeal: Appeal) -> datetime | None:
    return _after_wait(case, Life.APPEAL, appeal)


def _after_wait(case: Case, life: Life, subject: Any) -> datetime | None:
    days = wait_days(settings_of(case.desk, plan_id_of(life, subject)), life, subject.state)
    return None if days is None else _morning_after(case, subject, days, _held_by(case, life, subject))


def _morning_after(case: Case, subject: Any, workdays: int, unit_id: int | None = None) -> datetime:
    starts = settings_of(case.desk, subject.plan_id).work_starts
    return at_hour(calendars_of(case.desk).of(unit_id).add_workdays(day_of(case.now), workdays), starts)


def _held_by(case: Case, life: Life, subject: Any) -> int | None:
    """A unit that something lies with is waited for by its own calendar, everybody else by the national one."""
    if not calendars_of(case.desk).local:
        return None
    if life is Life.TASK:
        return cast(int | None, subject.lead_unit_id) if subject.state is TaskState.ASSIGNED else None
    lies_with_unit = life is Life.FINDING and subject.state in WITH_UNIT
    return cast(int | None, subject.unit_id) if lies_with_unit else None


def _ladders_of(case: Case, task: Task) -> None:
    for ladder in case.desk.of(Supervision, "task_id", task.id):
        if is_reply(ladder.state, case.life, case.act):
            case.desk.change(ladder, replied_on=day_of(case.now))
        if ladder.state is not SupervisionState.SETTLED:
            case.desk.change(ladder, next_at=climb_at(case.desk, ladder, task))


def _ladder(case: Case, ladder: Supervision) -> datetime | None:
    return climb_at(case.desk, ladder, case.desk.one(Task, ladder.task_id))


def climb_at(desk: Desk, ladder: Supervision, task: Task) -> datetime | None:
    """Say when a ladder climbs next; never while the task is with others, at the top, or settled."""
    climb = climb_of(desk, ladder, task) if task.state in WITH_LEAD else None
    return climb.at if climb else None


# fmt: off
_NEXT: dict[Life, Callable[[Case, Any], datetime | None]] = {
    Life.TASK:        _task,
    Life.REVIEW:      _review,
    Life.EXTENSION:   _extension,
    Life.SUPERVISION: _ladder,
    Life.FINDING:     _finding,
    Life.APPEAL:      _appeal,
}
# fmt: on
