"""When the clock next has something to do with a subject; kept beside the state, so that a sweep costs what is due."""

from datetime import datetime

from sqlmodel import col, select

from duban.actions.case import Case
from duban.calendars import load_calendar
from duban.policies import settings_of
from models.question import Extension, Review, Supervision
from models.task import Task
from models.words import ExtensionState, Life, ReviewState, SupervisionState
from workflows.ladder import next_climb
from workflows.moments import at_hour, day_of
from workflows.task.lifecycle import WITH_LEAD


def refresh(case: Case) -> None:
    """Work out `next_at` anew for the subject, and for the ladder of a task that moved."""
    if case.life is Life.REVIEW:
        case.subject.next_at = _review(case, case.subject)
    elif case.life is Life.EXTENSION:
        case.subject.next_at = _extension(case, case.subject)
    elif case.life is Life.SUPERVISION:
        case.subject.next_at = _ladder(case, case.subject, case.session.get_one(Task, case.subject.task_id))
    elif case.life is Life.TASK:
        _ladders_of(case, case.subject)
    case.session.add(case.subject)


def _review(case: Case, review: Review) -> datetime | None:
    """First at its deadline, then every working day that it stays open."""
    if review.state is not ReviewState.OPEN or review.due is None:
        return None
    if review.escalations == 0:
        return review.due
    return _next_morning(case)


def _extension(case: Case, extension: Extension) -> datetime | None:
    """On the next working day after it was asked for, and every one after."""
    return _next_morning(case) if extension.state is ExtensionState.REQUESTED else None


def _next_morning(case: Case) -> datetime:
    starts = settings_of(case.session, case.subject.plan_id).work_starts
    return at_hour(load_calendar(case.session).add_workdays(day_of(case.now), 1), starts)


def _ladders_of(case: Case, task: Task) -> None:
    open_now = select(Supervision).where(
        Supervision.task_id == task.id, col(Supervision.state) != SupervisionState.SETTLED
    )
    for ladder in case.session.exec(open_now).all():
        ladder.next_at = _ladder(case, ladder, task)
        case.session.add(ladder)


def _ladder(case: Case, ladder: Supervision, task: Task) -> datetime | None:
    """The next rung; never while the task is with others, at the top, or settled."""
    if ladder.state is SupervisionState.SETTLED or task.state not in WITH_LEAD or task.due is None:
        return None
    policy, calendar = settings_of(case.session, task.plan_id), load_calendar(case.session)
    climb = next_climb(ladder.state, task.due, rung_at=ladder.rung_at, policy=policy, calendar=calendar)
    return climb.at if climb else None
