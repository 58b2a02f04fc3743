"""Plans: taking a read notice in, settling its requirements, and the steps around it."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, select

from duban.actions.act import begin
from duban.actions.proposals import each_deadline, proposal_of
from duban.policies import DEFAULT, newest_version, policy_called, store_policy
from duban.unit_names import unit_names
from models.errors import BadInput
from models.plan import Measure, Plan, Requirement
from models.policy import PolicySettings
from models.policy_stored import Policy
from models.reading import Reading, RequirementFound
from models.values import Actor, Settled
from models.words import Act, PlanState
from workflows.moments import day_of

A_YEAR = timedelta(days=365)


def import_reading(
    session: Session,
    reading: Reading,
    *,
    by: Actor,
    now: datetime,
    number: str = "",
    ends_on: date | None = None,
    policy: str = "",
) -> Plan:
    """Store what was read from a notice as a drafted plan; every requirement waits to be confirmed by a person.

    Importing the same text again gives the plan that is there; the number of a withdrawn plan is free again.
    Recurring tasks are opened until `ends_on`, a year from now or from the notice when nothing else is said.
    `policy`: NAME or NAME@VERSION; the newest version of the usual one when nothing is said.
    Writes one Move. Does not commit.

    Raises:
        BadInput: the notice has no document number and none is given, or the number belongs to another text, or to a
            plan under another policy.
        NotFound: there is no such policy.
        RuleRefused: the actor is no planner.
    """
    digest = sha256(reading.text.encode()).hexdigest()
    number = number or reading.number or ""
    if not number:
        raise BadInput(
            "通知里没有读到文号。请用 --number 给出，例如 --number 粤科协〔2022〕30号。",
            "No document number was found in the notice; give one with --number.",
        )
    stored = session.exec(select(Plan).where(Plan.number == number)).first()
    if stored is not None and stored.state is PlanState.WITHDRAWN:
        _free_number(session, stored)
    elif stored is not None:
        if stored.text_sha256 != digest:
            raise BadInput(
                f"文号 {number} 已有另一份方案（编号 {stored.id}），内容不同。请核对文号，或先撤回原方案再另行编号。",
                f"{number} already names plan {stored.id}, whose text is different; check the number.",
            )
        _same_policy(session, stored, policy)
        return stored
    plan = _plan(session, reading, number=number, digest=digest, now=now)
    plan.ends_on = ends_on or plan.ends_on
    if policy:
        plan.policy_id = policy_called(session, policy).id or 0
    begin(session, plan, Act.OPEN, by=by, now=now)
    _add_measures(session, plan, reading)
    return plan


def _same_policy(session: Session, stored: Plan, policy: str) -> None:
    if policy and policy_called(session, policy).id != stored.policy_id:
        raise BadInput(
            f"方案 {stored.number}（编号 {stored.id}）已经导入，用的是另一份督办规则；"
            "要换用，请用 duban plan set-policy。",
            f"Plan {stored.id} is there already, under another policy; change it with duban plan set-policy.",
        )


def _free_number(session: Session, withdrawn: Plan) -> None:
    """Let a withdrawn plan give its number back; its own stays readable, with what became of it."""
    withdrawn.number = f"{withdrawn.number}（撤回件，编号{withdrawn.id}）"
    session.add(withdrawn)
    session.flush()


def _plan(session: Session, reading: Reading, *, number: str, digest: str, now: datetime) -> Plan:
    issued = reading.date
    return Plan(
        number=number,
        title=reading.title or reading.plan_title or number,
        plan_title=reading.plan_title or "",
        issuer=reading.issuer or "",
        issued_on=issued,
        ends_on=max(issued or day_of(now), day_of(now)) + A_YEAR,
        addressees=[list(group) for group in reading.addressees],
        addressee_classes=list(reading.addressee_classes),
        basis=[basis.model_dump() for basis in reading.basis],
        contact=reading.contact.model_dump() if reading.contact else {},
        text=reading.text,
        text_sha256=digest,
        policy_id=_policy(session, now).id or 0,
        created_at=now,
    )


def _policy(session: Session, now: datetime) -> Policy:
    return newest_version(session, DEFAULT) or store_policy(session, DEFAULT, PolicySettings(), now=now)


def _add_measures(session: Session, plan: Plan, reading: Reading) -> None:
    measures: dict[str, Measure] = {}
    for found in reading.measures:
        start, end = found.span
        measure = Measure(
            plan_id=plan.id or 0,
            position=found.id,
            level=found.level,
            number=found.number,
            title=found.title,
            start=start,
            end=end,
        )
        session.add(measure)
        measures[found.id] = measure
    if any(found.measure not in measures for found in reading.requirements):
        measures[""] = Measure(
            plan_id=plan.id or 0, position="0", level=1, number="", title="（正文）", start=0, end=len(reading.text)
        )
        session.add(measures[""])
    session.flush()
    names = unit_names(session)
    for seq, demand in enumerate(each_deadline(reading.requirements), start=1):
        measure = measures.get(demand.measure) or measures[""]
        session.add(_requirement(plan, measure, demand, seq=seq, proposal=proposal_of(demand, names)))
    session.flush()


def _requirement(plan: Plan, measure: Measure, demand: RequirementFound, *, seq: int, proposal: Settled) -> Requirement:
    start, end = demand.span
    return Requirement(
        plan_id=plan.id or 0,
        measure_id=measure.id or 0,
        seq=seq,
        text=demand.text,
        start=start,
        end=end,
        reading=demand.model_dump(mode="json"),
        certainty=demand.certainty,
        unsure=list(demand.unsure),
        lead_unit_id=proposal.lead_unit_id,
        supporting=list(proposal.supporting),
        timing=proposal.timing,
        due=proposal.due,
        rhythm_day=proposal.rhythm_day,
        event=proposal.event,
        starts_from=proposal.starts_from,
        days=proposal.days,
        in_workdays=proposal.in_workdays,
        fan_out=proposal.fan_out.model_dump(mode="json"),
        deliverables=list(proposal.deliverables),
        quantity=proposal.quantity,
    )
