"""Which columns an act changes besides state and version; one row per act that changes any."""

from collections.abc import Callable
from typing import Any

from duban.actions.case import Case
from duban.calendars import load_calendar
from models.words import Act, Life, PlanState, Role
from workflows.moments import day_of, end_of

Changes = dict[str, Any]


def changes_of(case: Case) -> Changes:
    """List the columns that this act sets."""
    return _CHANGES.get((case.life, case.act), _nothing)(case)


def _nothing(_case: Case) -> Changes:
    return {}


def _assigned(case: Case) -> Changes:
    return {"assigned_at": case.now}


def _reassigned(case: Case) -> Changes:
    case.detail["old_lead_unit_id"] = case.subject.lead_unit_id
    return {"lead_unit_id": case.given.unit_id, "subject_person_id": None, "assigned_at": case.now}


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
    return {**_not_reported(case), "returns": case.subject.returns + 1}


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
    task = case.subject
    if task.due is None or task.suspended_at is None:
        return {"suspended_at": None}
    calendar = load_calendar(case.desk)
    still = calendar.workdays_between(day_of(task.suspended_at), day_of(case.now))
    if still <= 0:
        return {"suspended_at": None}
    later = calendar.add_workdays(day_of(task.due), still)
    case.detail.update(old_due=task.due.isoformat(), new_due=later.isoformat())
    return {"suspended_at": None, "due": end_of(later), "deadline_version": task.deadline_version + 1}


def _due_moved(case: Case) -> Changes:
    task = case.subject
    case.detail["old_due"] = task.due.isoformat() if task.due else None
    return {**_new_due(case), "extensions": task.extensions + 1}


def _new_due(case: Case) -> Changes:
    if case.given.due is None:
        return {}
    return {"due": end_of(case.given.due), "deadline_version": case.subject.deadline_version + 1}


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


# fmt: off
_CHANGES: dict[tuple[Life, Act], Callable[[Case], Changes]] = {
    # life             act                  columns
    (Life.PLAN,        Act.SUBMIT):         _summary_submitted,
    (Life.PLAN,        Act.APPROVE):        _plan_approved,
    (Life.PLAN,        Act.SET_POLICY):     _policy_set,
    (Life.TASK,        Act.ASSIGN):         _assigned,
    (Life.TASK,        Act.REASSIGN):       _reassigned,
    (Life.TASK,        Act.ADD_ENTRY):      _entered,
    (Life.TASK,        Act.REPORT):         _reported,
    (Life.TASK,        Act.TAKE_BACK):      _taken_back,
    (Life.TASK,        Act.SEND_BACK):      _sent_back,
    (Life.TASK,        Act.APPROVE):        _closed,
    (Life.TASK,        Act.SUSPEND):        _suspended,
    (Life.TASK,        Act.RESUME):         _resumed,
    (Life.TASK,        Act.MOVE_DUE):       _due_moved,
    (Life.TASK,        Act.REOPEN):         _reopened,
    (Life.REVIEW,      Act.APPROVE):        _decided,
    (Life.REVIEW,      Act.RETURN):         _decided,
    (Life.REVIEW,      Act.URGE):           _review_urged,
    (Life.EXTENSION,   Act.GRANT):          _answered,
    (Life.EXTENSION,   Act.REFUSE):         _answered,
    (Life.SUPERVISION, Act.REMIND):         _climbed,
    (Life.SUPERVISION, Act.URGE):           _climbed,
    (Life.SUPERVISION, Act.ORDER):          _climbed,
    (Life.SUPERVISION, Act.SUMMON):         _climbed,
    (Life.SUPERVISION, Act.CIRCULATE):      _climbed,
    (Life.FINDING,     Act.CLAIM_FIXED):    _fix_claimed,
    (Life.EXEMPLAR,    Act.PUBLISH):        _published,
}
# fmt: on
