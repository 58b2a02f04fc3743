"""Takes a notice from a file into a drafted plan, in one transaction, and tells what came of it."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from duban.actions.plans import import_reading
from duban.database import writing
from duban.lookups import person_named
from duban.notices import read_notice
from duban.notices.shared_ends import each_named
from duban.unit_names import unit_names
from models.plan import Measure, Plan, Requirement
from models.reading import Reading
from models.values import Value


class ImportedMeasure(Value):
    """A heading, and how many demands were read under it."""

    number: str
    title: str
    demands: int


class ImportedDemand(Value):
    """A demand as read, and what was unsure about it."""

    seq: int
    text: str
    certainty: str
    unsure: tuple[str, ...]


class UnknownName(Value):
    """A name that the register does not know, and names of the register that look like it."""

    name: str
    near: tuple[str, ...]


class Imported(Value):
    """A plan as it stands after its notice was taken in."""

    plan_id: int
    number: str
    title: str
    issuer: str
    issued_on: date | None
    state: str
    measures: tuple[ImportedMeasure, ...]
    demands: tuple[ImportedDemand, ...]
    warnings: tuple[str, ...]
    unknown_names: tuple[UnknownName, ...] = ()


def import_notice_file(path: Path, *, by: str, number: str, now: datetime) -> Imported:
    """Read a notice and store it as a drafted plan; the same notice again gives the plan that is there.

    Raises:
        BadInput: the file cannot be read, has no number, or nobody goes by the name in `by`.
        RuleRefused: that person is no planner.
    """
    reading = read_notice(path)
    with writing() as session:
        plan = import_reading(session, reading, by=person_named(session, by), now=now, number=number)
        return _imported(session, plan, reading)


def unknown_names(session: Session, reading: Reading) -> tuple[UnknownName, ...]:
    """Return the owners of a notice that the register does not know; only a person adds them or picks another."""
    named = (name for demand in reading.requirements for owner in demand.owners for name in each_named(owner.name))
    return tuple(UnknownName(name=name, near=near) for name, near in unit_names(session).unknown(named).items())


def _imported(session: Session, plan: Plan, reading: Reading) -> Imported:
    demands = session.exec(
        select(Requirement).where(Requirement.plan_id == plan.id).order_by(col(Requirement.seq))
    ).all()
    under = Counter(demand.measure_id for demand in demands)
    measures = session.exec(select(Measure).where(Measure.plan_id == plan.id).order_by(col(Measure.id))).all()
    return Imported(
        plan_id=plan.id or 0,
        number=plan.number,
        title=plan.plan_title or plan.title,
        issuer=plan.issuer,
        issued_on=plan.issued_on,
        state=plan.state.zh,
        measures=tuple(ImportedMeasure(number=m.number, title=m.title, demands=under[m.id or 0]) for m in measures),
        demands=tuple(
            ImportedDemand(seq=d.seq, text=d.text, certainty=d.certainty, unsure=tuple(d.unsure)) for d in demands
        ),
        warnings=reading.warnings,
        unknown_names=unknown_names(session, reading),
    )
