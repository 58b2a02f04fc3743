"""Takes a notice from a file into a drafted plan, in one transaction, and tells what came of it."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from duban.actions.plans import import_reading
from duban.database import writing
from duban.lookups import person_named
from duban.notices import read_notice
from models.plan import Measure, Plan, Requirement
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


def import_notice_file(path: Path, *, by: str, number: str, now: datetime) -> Imported:
    """Read a notice and store it as a drafted plan; the same notice again gives the plan that is there.

    Raises:
        BadInput: the file cannot be read, has no number, or nobody goes by the name in `by`.
        RuleRefused: that person is no planner.
    """
    reading = read_notice(path)
    with writing() as session:
        plan = import_reading(session, reading, by=person_named(session, by), now=now, number=number)
        return _imported(session, plan, reading.warnings)


def _imported(session: Session, plan: Plan, warnings: tuple[str, ...]) -> Imported:
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
        warnings=warnings,
    )
