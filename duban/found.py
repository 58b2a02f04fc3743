"""Problems, examples, papers, inspections and appeals as rows, newest first: for the command line and the pages."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from duban.names import unit_names
from models.found import Exemplar, Finding, Inspection
from models.paper import Paper
from models.words import Life


def found_rows(
    session: Session, life: Life, plan_id: int | None = None, *, units: frozenset[int] | None = None
) -> list[dict[str, Any]]:
    """List those of a life, of one plan or of all; `units`: only theirs. A fixed number of queries."""
    if life is Life.PAPER:
        return [_paper(paper) for paper in _papers(session, plan_id)]
    if life is Life.APPEAL:
        from duban.appeals import appeal_rows  # with it comes all that acts on one

        return appeal_rows(session, plan_id, units)
    if life is Life.INSPECTION:
        return [_inspection(one) for one in _inspections(session, plan_id)]
    rows = _findings(session, plan_id) if life is Life.FINDING else _exemplars(session, plan_id)
    rows = [row for row in rows if units is None or row.unit_id in units]
    names = unit_names(session, {row.unit_id for row in rows})
    return [_row(row, names.get(row.unit_id, "")) for row in rows]


def _findings(session: Session, plan_id: int | None) -> Sequence[Finding | Exemplar]:
    wanted = select(Finding).order_by(col(Finding.id).desc())
    return session.exec(wanted if plan_id is None else wanted.where(Finding.plan_id == plan_id)).all()


def _exemplars(session: Session, plan_id: int | None) -> Sequence[Finding | Exemplar]:
    wanted = select(Exemplar).order_by(col(Exemplar.id).desc())
    return session.exec(wanted if plan_id is None else wanted.where(Exemplar.plan_id == plan_id)).all()


def _papers(session: Session, plan_id: int | None) -> Sequence[Paper]:
    wanted = select(Paper).order_by(col(Paper.id).desc())
    return session.exec(wanted if plan_id is None else wanted.where(Paper.plan_id == plan_id)).all()


def _paper(row: Paper) -> dict[str, Any]:
    told = {"id": row.id, "state": row.state, "plan": row.plan_id, "kind": row.kind, "called": row.called}
    return told | {"as_of": row.as_of, "name": row.name, "sha256": row.sha256, "recipients": row.recipients}


def _inspections(session: Session, plan_id: int | None) -> Sequence[Inspection]:
    wanted = select(Inspection).order_by(col(Inspection.id).desc())
    return session.exec(wanted if plan_id is None else wanted.where(Inspection.plan_id == plan_id)).all()


def _inspection(row: Inspection) -> dict[str, Any]:
    told = {"id": row.id, "state": row.state, "plan": row.plan_id, "name": row.name, "scope": row.scope}
    return told | {"begins": row.begins, "ends": row.ends, "conclusion": row.conclusion}


def _row(row: Finding | Exemplar, unit: str) -> dict[str, Any]:
    common = {"id": row.id, "state": row.state, "unit": unit, "task": row.task_id, "plan": row.plan_id}
    if isinstance(row, Finding):
        return common | {"text": row.text, "fix": row.fix, "due": row.due}
    return common | {"kind": row.kind, "name": row.name, "text": row.text, "published_where": row.published_where}
