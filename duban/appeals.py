"""Scores as published, and appeals against them: kept with the circular, appealed against by a unit, read back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from duban.actions.act import begin
from duban.desk.opened import desk_of
from duban.facts_of_appeal import CIRCULAR, last_day
from duban.names import unit_names
from duban.subjects import load
from duban.tongue import lookup, say
from models.appeal import Appeal, Scored
from models.errors import BadInput, NotFound
from models.paper import Paper
from models.values import Actor, Given
from models.words import Act, Life


def keep_scores(session: Session, paper: Paper) -> None:
    """Keep the points of a circular as they stand in its annex, once. Writes, does not commit."""
    from duban.reports.kinds import BY_NAME, source_for
    from duban.reports.parts.scores import records

    if paper.kind != CIRCULAR or session.exec(select(Scored.number).where(Scored.paper_id == paper.id)).first():
        return
    for one in records(source_for(session, paper.plan_id, BY_NAME[CIRCULAR], now=paper.as_of)):
        session.add(
            Scored(
                paper_id=paper.id or 0,
                number=one.number,
                unit_id=one.point.unit_id,
                cause=one.point.cause,
                called=one.called,
                what=one.point.what,
                day=one.point.day,
                worth=one.worth,
                score=one.score,
                move_id=one.point.move_id,
            )
        )


def scores_of(session: Session, paper_id: int, units: Iterable[int] | None = None) -> list[Scored]:
    """List the points of a circular in their order; `units`: only theirs."""
    wanted = select(Scored).where(Scored.paper_id == paper_id)
    if units is not None:
        wanted = wanted.where(col(Scored.unit_id).in_(list(units)))
    return list(session.exec(wanted.order_by(col(Scored.number))).all())


def until_when(session: Session, paper: Paper, unit_id: int) -> date | None:
    """Say until which day a unit can appeal against a circular; None while it is not out, or is none."""
    return last_day(desk_of(session), paper, unit_id)


def lodge(session: Session, paper_id: int, *, given: Given, by: Actor, now: datetime, key: str | None = None) -> Appeal:
    """Appeal against one point of a circular: `given.record` its number, `given.reason` why.

    Writes the appeal, one Move and its Duties. Does not commit.

    Raises:
        BadInput: no number is given. NotFound: there is no such circular, or no such point in it.
        RuleRefused: the circular is not out, it is too late, it was appealed against before, there is no reason, or
            the actor is not the liaison of the unit whose point it is.
    """
    paper: Paper = load(session, Life.PAPER, paper_id)
    if given.record is None:
        raise BadInput("请写明对哪一条记录申诉（附件中的记录编号）。", "Give the number of the record in the annex.")
    point = session.get(Scored, (paper_id, given.record))
    if point is None:
        raise NotFound(
            f"报告稿 {paper_id} 里没有编号为 {given.record} 的得分记录；只有通报有得分记录，编号见通报附件。",
            f"Paper {paper_id} has no score with the number {given.record}; only circulars have, in their annex.",
        )
    appeal = Appeal(
        plan_id=paper.plan_id,
        paper_id=paper_id,
        number=point.number,
        unit_id=point.unit_id,
        reason=given.reason,
        asked_by=by.person_id,
    )
    move = begin(session, appeal, Act.REQUEST, by=by, now=now, given=given, key=key)
    if appeal.id is None:  # the key was seen before
        return session.get_one(Appeal, move.subject_id)
    appeal.asked_for = move.on_behalf_of
    return appeal


def point_said(point: Scored) -> str:
    """Name a point: its number, the rule, what it was given for."""
    return say(
        "第%(n)s号（%(rule)s，%(worth)s分）：%(what)s",
        n=point.number,
        rule=lookup(point.called),
        worth=f"{point.worth:+d}",
        what=point.what,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """An appeal with what it is about, for people."""

    appeal: Appeal
    point: Scored
    unit: str
    circular: str

    @property
    def said(self) -> str:
        return point_said(self.point)


def told_of(session: Session, appeals: Iterable[Appeal]) -> list[Told]:
    """Tell what appeals are about; a fixed number of queries."""
    listed = list(appeals)
    papers = {one.paper_id for one in listed}
    points = {
        (point.paper_id, point.number): point
        for point in session.exec(select(Scored).where(col(Scored.paper_id).in_(papers))).all()
    }
    names = dict(session.exec(select(Paper.id, Paper.name).where(col(Paper.id).in_(papers))).all())
    units = unit_names(session, {one.unit_id for one in listed})
    return [
        Told(one, points[one.paper_id, one.number], units.get(one.unit_id, ""), str(names[one.paper_id]))
        for one in listed
    ]


def appeals_against(session: Session, paper_id: int, units: Iterable[int] | None = None) -> dict[int, Appeal]:
    """Give the latest appeal against each point of a circular, by the number of the point; `units`: only theirs."""
    wanted = select(Appeal).where(Appeal.paper_id == paper_id)
    if units is not None:
        wanted = wanted.where(col(Appeal.unit_id).in_(list(units)))
    return {one.number: one for one in session.exec(wanted.order_by(col(Appeal.id))).all()}


def appeal_rows(session: Session, plan_id: int | None, units: frozenset[int] | None = None) -> list[dict[str, Any]]:
    """List appeals as rows, the newest first, of one plan or of all; `units`: only theirs."""
    wanted = select(Appeal).order_by(col(Appeal.id).desc())
    if plan_id is not None:
        wanted = wanted.where(Appeal.plan_id == plan_id)
    if units is not None:
        wanted = wanted.where(col(Appeal.unit_id).in_(units))
    return [_row(one) for one in told_of(session, session.exec(wanted).all())]


def _row(one: Told) -> dict[str, Any]:
    appeal = one.appeal
    told = {"id": appeal.id, "state": appeal.state, "plan": appeal.plan_id, "paper": appeal.paper_id}
    about = {"record": appeal.number, "unit": one.unit, "said": one.said, "worth": one.point.worth}
    return told | about | {"reason": appeal.reason, "answer": appeal.answer}
