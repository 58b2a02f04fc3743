"""Which columns an act changes besides state and version; one row per act that changes any."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast

from duban.actions.case import Case
from duban.actions.demands import text_with
from duban.counts import date_of_event, due_after, waits_or_counts
from duban.local_days import calendar_for, calendars_of
from duban.policies import settings_of
from models.task import Task
from models.words import Act, Life, PlanState, Role, Start
from workflows.moments import day_of, end_of

Changes = dict[str, Any]


def changes_of(case: Case) -> Changes:
    """List the columns that this act sets."""
    return _CHANGES.get((case.life, case.act), _nothing)(case)


def _nothing(_case: Case) -> Changes:
    return {}


def _assigned(case: Case) -> Changes:
    return {"assigned_at": case.now, **_begun(case, Start.ASSIGNMENT)}


def _accepted(case: Case) -> Changes:
    return _begun(case, Start.SIGNING)


def _begun(case: Case, start: Start) -> Changes:
    """The days of the deadline begin to count with this act; done again by somebody else, they begin anew."""
    task: Task = case.subject
    if task.starts_from is not start or not waits_or_counts(task):
        return {}
    today, to = day_of(case.now), case.given.unit_id if case.act is Act.REASSIGN else None
    last = due_after(case.desk, today, task, now=case.now, unit_id=to)
    provisional = calendars_of(case.desk).national.provisional(today, last)
    case.detail.update(old_due=_written(task.due), new_due=last.isoformat(), provisional=provisional)
    return {**_due_on(task, last), "counted_from": today, "stood_still": 0}


def _due_on(task: Task, day: date) -> Changes:
    """The first deadline of a task that had none is its original one, kept for ever."""
    due = end_of(day)
    if task.due is None:
        return {"due": due, "original_due": due}
    return {"due": due, "deadline_version": task.deadline_version + (task.due != due)}


def _written(due: datetime | None) -> str | None:
    return due.isoformat() if due else None


def _reassigned(case: Case) -> Changes:
    case.detail["old_lead_unit_id"] = case.subject.lead_unit_id
    return {"lead_unit_id": case.given.unit_id, "subject_person_id": None, **_assigned(case)}


def _entered(case: Case) -> Changes:
    task, given = case.subject, case.given
    changes: Changes = {"quantity_done": task.quantity_done + given.count}
    if given.percent is not None:
        changes["percent"] = given.percent
    return changes


def _reported(case: Case) -> Changes:
    return {
        "reported_at": case.now,
        "reported_by": case.person_id,
        "reported_for": case.on_behalf_of,
        "reported_hands": case.hands,
        "report": case.given.text,
    }


def _not_reported(_case: Case) -> Changes:
    return {"reported_at": None, "reported_by": None, "reported_for": None, "reported_hands": []}


def _taken_back(case: Case) -> Changes:
    """Back with the lead it is unreported; back with the checker (the review was withdrawn) the report stands."""
    return _not_reported(case) if case.ruling.role is Role.LIAISON else {}


def _sent_back(case: Case) -> Changes:
    return {**_not_reported(case), "returns": case.subject.returns + 1, **_given_back(case)}


def _given_back(case: Case) -> Changes:
    """Where the policy says so, the deadline moves by the working days that others held what is now sent back.

    Whoever takes a report back by themselves gains nothing by it.
    """
    task: Task = case.subject
    stops = settings_of(case.desk, task.plan_id).clock_stops_with_others
    return _stood_still(case, task.reported_at, "held_workdays") if stops else {}


def _stood_still(case: Case, since: datetime | None, called: str) -> Changes:
    task: Task = case.subject
    if task.due is None or since is None:
        return {}
    calendar = calendar_for(case.desk, task)
    still = calendar.workdays_between(day_of(since), day_of(case.now))
    if still <= 0:
        return {}
    later = calendar.add_workdays(day_of(task.due), still)
    case.detail.update(old_due=task.due.isoformat(), new_due=later.isoformat())
    case.detail[called] = still
    return _later_by(task, still, later)


def _closed(case: Case) -> Changes:
    """What has an end has reached it; a standing task is closed for the time being (阶段性办结), never 100 % done."""
    if case.subject.standing:
        case.detail["percent"] = case.subject.percent
        return {"closed_at": case.now}
    return {"closed_at": case.now, "percent": 100}


def _suspended(case: Case) -> Changes:
    return {"suspended_at": case.now}


def _resumed(case: Case) -> Changes:
    """The deadline moves by the working days the clock stood still; the first deadline is kept."""
    return {"suspended_at": None, **_stood_still(case, case.subject.suspended_at, "stood_still_workdays")}


def _later_by(task: Task, workdays: int, later: date) -> Changes:
    """The clock stood still for so many working days; a changed calendar counts them anew, from where they began.

    A date that was given in the place of a count is not counted by that: neither event nor calendar moves it.
    """
    from_due = None if task.starts_from else day_of(cast(datetime, task.due))
    return {
        "due": end_of(later),
        "deadline_version": task.deadline_version + 1,
        "counted_from": task.counted_from or from_due,
        "stood_still": task.stood_still + workdays,
    }


def _recounted(case: Case) -> Changes:
    """The deadline of a task is counted from where its event now is; a review's is only moved."""
    day, subject = cast(date, case.given.due), case.subject
    case.detail["old_due"] = _written(subject.due)
    if case.life is Life.REVIEW:
        return {"due": end_of(day)}
    if case.given.requirement_id is not None:  # a date given for its own sake; nothing counts it any more
        return {**_due_on(subject, day), "counted_from": None, "stood_still": 0}
    event = date_of_event(case.desk, subject)
    if event in (None, subject.counted_from) or not waits_or_counts(subject):
        return _due_on(subject, day)
    return {**_due_on(subject, day), "counted_from": event, "stood_still": 0}


def _added(case: Case) -> Changes:
    return text_with(case.subject, case.given.text.strip())


def _filed(case: Case) -> Changes:
    return {"filed_at": case.now}


def _event_dated(case: Case) -> Changes:
    dates, event = dict(case.subject.event_dates), case.given.text
    case.detail["old_date"] = dates.get(event)
    return {"event_dates": dates | {event: cast(date, case.given.due).isoformat()}}


def _held_against_new_due(case: Case) -> Changes:
    """A request for time is about the deadline as it is now, and asks for a working day."""
    case.detail["old_wanted"] = case.subject.wanted.isoformat()
    return {"wanted": case.given.due, "old_due": case.desk.one(Task, case.subject.task_id).due}


def _due_moved(case: Case) -> Changes:
    task = case.subject
    case.detail["old_due"] = task.due.isoformat() if task.due else None
    return {**_new_due(case), "extensions": task.extensions + 1}


def _new_due(case: Case) -> Changes:
    if case.given.due is None:
        return {}
    own = {"counted_from": None, "stood_still": 0}
    return {"due": end_of(case.given.due), "deadline_version": case.subject.deadline_version + 1, **own}


def _reopened(case: Case) -> Changes:
    return {**_new_due(case), **_not_reported(case), "closed_at": None, "percent": 0}


def _summary_submitted(case: Case) -> Changes:
    """Only an issued plan is summed up; what is said with a draft is no summary."""
    if case.ruling.becomes != PlanState.ISSUED:
        return {}
    return {"summary": case.given.text, "summary_approved_at": None}


def _plan_approved(case: Case) -> Changes:
    return {"summary_approved_at": case.now} if case.ruling.becomes == PlanState.ISSUED else {}


def _policy_set(case: Case) -> Changes:
    case.detail["old_policy_id"] = case.subject.policy_id
    return {"policy_id": case.given.policy_id}


def _decided(case: Case) -> Changes:
    return {"decided_at": case.now}


def _review_urged(case: Case) -> Changes:
    return {"escalations": case.subject.escalations + 1}


def _answered(case: Case) -> Changes:
    return {"answered_at": case.now, "answer": case.given.reason}


def _climbed(case: Case) -> Changes:
    return {"rung_at": case.now}


def _fix_claimed(case: Case) -> Changes:
    return {"fix": case.given.text, "fixed_by": case.person_id}


def _published(case: Case) -> Changes:
    return {"published_where": case.given.text}


def _appeal_answered(case: Case) -> Changes:
    return {"answer": case.given.reason}


def _inspected(case: Case) -> Changes:
    return {"conclusion": case.given.text}


# fmt: off
_CHANGES: dict[tuple[Life, Act], Callable[[Case], Changes]] = {
    # life             act                  columns
    (Life.PLAN,        Act.SUBMIT):         _summary_submitted,
    (Life.PLAN,        Act.APPROVE):        _plan_approved,
    (Life.PLAN,        Act.ADD):            _added,
    (Life.PLAN,        Act.FILE):           _filed,
    (Life.PLAN,        Act.SET_POLICY):     _policy_set,
    (Life.PLAN,        Act.SET_EVENT):      _event_dated,
    (Life.TASK,        Act.ASSIGN):         _assigned,
    (Life.TASK,        Act.ACCEPT):         _accepted,
    (Life.TASK,        Act.REASSIGN):       _reassigned,
    (Life.TASK,        Act.ADD_ENTRY):      _entered,
    (Life.TASK,        Act.REPORT):         _reported,
    (Life.TASK,        Act.TAKE_BACK):      _taken_back,
    (Life.TASK,        Act.SEND_BACK):      _sent_back,
    (Life.TASK,        Act.APPROVE):        _closed,
    (Life.TASK,        Act.SUSPEND):        _suspended,
    (Life.TASK,        Act.RESUME):         _resumed,
    (Life.TASK,        Act.MOVE_DUE):       _due_moved,
    (Life.TASK,        Act.RECOUNT):        _recounted,
    (Life.TASK,        Act.REOPEN):         _reopened,
    (Life.REVIEW,      Act.APPROVE):        _decided,
    (Life.REVIEW,      Act.RETURN):         _decided,
    (Life.REVIEW,      Act.URGE):           _review_urged,
    (Life.REVIEW,      Act.RECOUNT):        _recounted,
    (Life.EXTENSION,   Act.RECOUNT):        _held_against_new_due,
    (Life.EXTENSION,   Act.GRANT):          _answered,
    (Life.EXTENSION,   Act.REFUSE):         _answered,
    (Life.SUPERVISION, Act.REMIND):         _climbed,
    (Life.SUPERVISION, Act.URGE):           _climbed,
    (Life.SUPERVISION, Act.ORDER):          _climbed,
    (Life.SUPERVISION, Act.SUMMON):         _climbed,
    (Life.SUPERVISION, Act.CIRCULATE):      _climbed,
    (Life.FINDING,     Act.CLAIM_FIXED):    _fix_claimed,
    (Life.EXEMPLAR,    Act.PUBLISH):        _published,
    (Life.INSPECTION,  Act.CONCLUDE):       _inspected,
    (Life.APPEAL,      Act.UPHOLD):         _appeal_answered,
    (Life.APPEAL,      Act.DISMISS):        _appeal_answered,
}
# fmt: on
