"""Rounds of inspection: announced, problems put down under them, and read back with what came of each."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from duban.actions.act import begin
from duban.doing import doing
from duban.subjects import load
from models.errors import BadInput
from models.found import Finding, Inspected, Inspection
from models.register import Person, Unit
from models.values import Actor, Attempt, Given
from models.words import Act, InspectionState, Life


@dataclass(frozen=True, slots=True)
class Round:
    """What an inspection is to be: its name, what is looked at, at which units, by whom, from when until when."""

    plan_id: int
    name: str
    scope: str
    units: tuple[int, ...]
    team: tuple[int, ...]
    begins: date
    ends: date


def open_inspection(wanted: Round, *, by: Actor, now: datetime, key: str | None = None) -> int:
    """Begin an inspection and tell its units; give its number. Commits.

    Raises:
        BadInput: it ends before it begins, has no unit or nobody on its team, or names one that there is not.
        NotFound: there is no such plan.
        Refused: the actor is no supervisor, or nothing says what is looked at.
    """
    _check(wanted)
    given = Given(text=wanted.scope)
    attempt = Attempt(life=Life.INSPECTION, subject_id=0, act=Act.OPEN, given=given, key=key)
    with doing(attempt, by=by, now=now) as session:
        load(session, Life.PLAN, wanted.plan_id)
        _check_known(session, wanted)
        row = Inspection(
            plan_id=wanted.plan_id,
            name=wanted.name.strip(),
            scope=wanted.scope,
            units=list(wanted.units),
            team=list(wanted.team),
            begins=wanted.begins,
            ends=wanted.ends,
        )
        return begin(session, row, Act.OPEN, by=by, now=now, given=given, key=key).subject_id


def _check(wanted: Round) -> None:
    if not wanted.name.strip():
        raise BadInput("请给这轮检查起个名称。", "Give the inspection a name.")
    if wanted.ends < wanted.begins:
        raise BadInput("检查的结束日期不能早于开始日期。", "The inspection ends before it begins.")
    if not (wanted.units and wanted.team):
        raise BadInput("请写明检查哪些单位、由谁检查。", "Name the units that are inspected and the people who go.")


def _check_known(session: Session, wanted: Round) -> None:
    units = set(wanted.units) - set(session.exec(select(Unit.id).where(col(Unit.id).in_(wanted.units))).all())
    if units:
        raise BadInput(f"名册里没有编号为 {min(units)} 的单位。", f"There is no unit with the number {min(units)}.")
    people = set(wanted.team) - set(session.exec(select(Person.id).where(col(Person.id).in_(wanted.team))).all())
    if people:
        raise BadInput(f"名册里没有编号为 {min(people)} 的人员。", f"There is nobody with the number {min(people)}.")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as an inspection found it: at which unit, and until when it is to be fixed."""

    unit_id: int
    text: str
    due: date | None = None


def find(inspection_id: int, problem: Problem, *, by: Actor, now: datetime, key: str | None = None) -> int:
    """Put a problem down under an inspection that is underway; give its number. Commits.

    Raises:
        NotFound: there is no such inspection. BadInput: it is over, or does not go to this unit.
        Refused: the actor is no supervisor, or the problem has no words.
    """
    given = Given(text=problem.text, due=problem.due)
    attempt = Attempt(life=Life.FINDING, subject_id=0, act=Act.FIND, given=given, key=key)
    with doing(attempt, by=by, now=now) as session:
        return put_down(session, inspection_id, problem, by=by, now=now, key=key)


def put_down(
    session: Session, inspection_id: int, problem: Problem, *, by: Actor, now: datetime, key: str | None = None
) -> int:
    """Put a problem down under an inspection; see `find`. Does not commit."""
    inspection: Inspection = load(session, Life.INSPECTION, inspection_id)
    if inspection.state is not InspectionState.UNDERWAY:
        raise BadInput("这轮检查已经结束，不能再登记问题。", "This inspection is over.")
    if problem.unit_id not in inspection.units:
        raise BadInput("这轮检查不包括这个单位。", "This inspection does not go to that unit.")
    row = Finding(
        plan_id=inspection.plan_id,
        unit_id=problem.unit_id,
        text=problem.text,
        found_by=by.person_id,
        due=problem.due,
    )
    given = Given(text=problem.text, due=problem.due)
    found = begin(session, row, Act.FIND, by=by, now=now, given=given, key=key).subject_id
    if session.get(Inspected, found) is None:
        session.add(Inspected(finding_id=found, inspection_id=inspection_id))
    return found


def findings_of(session: Session, inspection_id: int) -> list[tuple[Finding, str]]:
    """List the problems an inspection found, each with its unit's name. One query."""
    wanted = (
        select(Finding, Unit.name)
        .join(Inspected, col(Inspected.finding_id) == Finding.id)
        .join(Unit, col(Unit.id) == Finding.unit_id)
        .where(Inspected.inspection_id == inspection_id)
    )
    return [(finding, name) for finding, name in session.exec(wanted.order_by(col(Finding.id))).all()]
