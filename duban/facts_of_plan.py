"""The facts of a plan, and of what a person settles about its requirements."""

from collections.abc import Callable

from sqlalchemy import bindparam
from sqlmodel import col, func

from duban.calendars import load_calendar
from duban.desk.prepared import Prepared, among, pick
from duban.memberships import members
from duban.own_plans import binds, prescribed, reaches_outside, roles_in
from duban.policies import frame_of
from duban.question import SAID, Question, latest_review, unended
from duban.spread import seats_of
from models.plan import Plan, Requirement
from models.policy_stored import Policy
from models.register import Unit
from models.values import Settled
from models.words import Life, PlanState, ReviewState, Start, SubjectKind, Timing
from workflows.moments import day_of
from workflows.periods import MONTHS
from workflows.plan.guards import PlanFacts

# fmt: off
_KEPT = Prepared(
    pick(func.count(col(Requirement.id)), func.count(col(Requirement.confirmed_at)))
    .where(Requirement.plan_id == bindparam("plan_id"), Requirement.dropped_why == "")
)
_EVENTS   = Prepared(
    pick(Requirement.event)
    .where(Requirement.plan_id == bindparam("plan_id"), Requirement.dropped_why == "")
    .where(Requirement.timing == bindparam("tied"))
)
_UNITS    = Prepared(pick(Unit.id).where(among(Unit.id, "ids")))
# fmt: on


def plan_facts(q: Question, plan: Plan) -> PlanFacts:
    review = latest_review(q.desk, Life.PLAN, plan.id) if plan.id else None
    requirement = q.desk.get(Requirement, q.given.requirement_id)
    kept, confirmed = q.desk.read(_KEPT, plan_id=plan.id)[0]
    return PlanFacts(
        roles=roles_in(q.standing, plan.unit_id),
        hands=q.standing.hands,
        given=q.given,
        requirement_known=_belongs(q, plan),
        who_settled=_who_settled(q.given.settled) and _reaches_somebody(q, q.given.settled),
        when_settled=_when_settled(q.given.settled) and _date_fits(q, plan),
        requirements=kept,
        unconfirmed=kept - confirmed,
        unended=unended(q.desk, plan.id),
        panel_said=SAID.get(review.state) if review else None,
        review_open=review is not None and review.state is ReviewState.OPEN,
        review_withdrawn=review is not None and review.state is ReviewState.WITHDRAWN,
        summary_written=bool(plan.summary),
        summary_approved=plan.summary_approved_at is not None,
        policy_known=q.desk.get(Policy, q.given.policy_id) is not None,
        policy_differs=q.given.policy_id != plan.policy_id,
        under_a_plan=plan.unit_id is not None,
        above_issued=plan.parent_id is None or frame_of(q.desk, plan.parent_id).state is PlanState.ISSUED,
        filed=plan.filed_at is not None,
        binds=binds(q.desk, plan),
        prescribed=prescribed(q.desk, plan.unit_id, requirement),
        altered=_altered(q, plan, requirement),
        outside=_outside(q, plan),
        **_event(q, plan),
    )


def _event(q: Question, plan: Plan) -> dict[str, bool]:
    events = {event for (event,) in q.desk.read(_EVENTS, plan_id=plan.id, tied=Timing.EVENT)}
    due, calendar = q.given.due, load_calendar(q.desk)
    return {
        "tied": bool(events),
        "event_known": q.given.text in events,
        "event_date_fits": due is None or calendar.first <= due <= calendar.last,
        "event_date_differs": due is None or plan.event_dates.get(q.given.text) != due.isoformat(),
    }


# fmt: off
LOCKED = (
    "timing", "due", "rhythm_day", "event", "starts_from", "days", "in_workdays", "deliverables", "quantity", "origin",
)
# fmt: on
"""What a unit cannot settle otherwise of a demand that the plan above prescribes."""


def _altered(q: Question, plan: Plan, requirement: Requirement | None) -> bool:
    settled = q.given.settled
    if settled is None or not prescribed(q.desk, plan.unit_id, requirement):
        return False
    return any(_plain(getattr(settled, name)) != _plain(getattr(requirement, name)) for name in LOCKED)


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _outside(q: Question, plan: Plan) -> bool:
    settled = q.given.settled
    if settled is None:
        return False
    leads = {*settled.supporting, settled.lead_unit_id} - {None}
    return reaches_outside(q.desk, plan.unit_id, leads=leads, fan_out=settled.fan_out, day=day_of(q.now))  # type: ignore[arg-type]


def _belongs(q: Question, plan: Plan) -> bool:
    requirement = q.desk.get(Requirement, q.given.requirement_id)
    return requirement is not None and requirement.plan_id == plan.id


def _who_settled(settled: Settled | None) -> bool:
    if settled is None:
        return False
    fan_out = settled.fan_out
    if fan_out.kind is SubjectKind.UNIT:
        return bool(fan_out.unit_class)
    if fan_out.kind is SubjectKind.PERSON:
        return fan_out.role is not None or bool(fan_out.post_name)
    named = fan_out.kind is SubjectKind.WHOLE or bool(fan_out.names)
    return settled.lead_unit_id is not None and named


def _reaches_somebody(q: Question, settled: Settled | None) -> bool:
    """Every unit named is there, and the class or post it fans out to is not empty today."""
    if settled is None:
        return False
    named = {*settled.supporting, settled.lead_unit_id} - {None}
    if len(q.desk.read(_UNITS, ids=named)) != len(named):
        return False
    fan_out = settled.fan_out
    if fan_out.kind is SubjectKind.UNIT:
        return bool(members(q.desk, fan_out.unit_class, day_of(q.now)))
    return fan_out.kind is not SubjectKind.PERSON or bool(seats_of(q.desk, fan_out, day_of(q.now)))


def _date_fits(q: Question, plan: Plan) -> bool:
    """A fixed date is not before the notice, unless the plan above prescribes it, and in a year the calendar knows."""
    due = q.given.settled.due if q.given.settled else None
    if due is None:
        return True
    above = prescribed(q.desk, plan.unit_id, q.desk.get(Requirement, q.given.requirement_id))
    return (above or (plan.issued_on or day_of(plan.created_at)) <= due) and due <= load_calendar(q.desk).last


COUNTED_FROM = frozenset({Start.ISSUE, Start.ASSIGNMENT, Start.SIGNING})
_WHEN: dict[Timing, Callable[[Settled], bool]] = {
    Timing.FIXED: lambda s: s.due is not None,
    **dict.fromkeys(MONTHS, lambda s: s.rhythm_day is not None),
    Timing.STANDING: lambda _: True,
    Timing.AFTER: lambda s: s.starts_from in COUNTED_FROM and s.days is not None and s.days > 0,
    Timing.EVENT: lambda s: bool(s.event),
}


def _when_settled(settled: Settled | None) -> bool:
    return settled is not None and settled.timing is not None and _WHEN[settled.timing](settled)
