"""What people and programs are shown of plans, as plain rows. The contact of a notice is never among them."""

from typing import Any

from sqlmodel import Session, col, select

from duban.settled import settled_of
from duban.sheet_words import fields, labels, said, when, who
from duban.source_text import heading_of, sentence_of
from duban.tongue import say, spoken, told
from models.plan import Measure, Plan, Requirement
from models.units import UnitClass
from models.words import Role

Row = dict[str, Any]


def plan_rows(session: Session, plan: Plan) -> list[Row]:
    """List the requirements of a plan in their order: what they ask, who, when, and what is unsure."""
    measures = {m.id: m for m in session.exec(select(Measure).where(Measure.plan_id == plan.id)).all()}
    found = select(Requirement).where(Requirement.plan_id == plan.id).order_by(col(Requirement.seq))
    called, rows = labels(session), []
    for requirement in session.exec(found).all():
        settled, measure = settled_of(requirement), measures[requirement.measure_id]
        rows.append(
            {
                "seq": requirement.seq,
                "measure": heading_of(measure),
                "text": requirement.text,
                "lead": who(settled, called),
                "when": when(settled),
                "settled": _settled(requirement),
                "unsure": _unsure(requirement),
                "said": said(requirement),
                "source": sentence_of(plan.text, measure, requirement),
                **fields(settled, called),
                "dropped_why": requirement.dropped_why,
            }
        )
    return rows


def _unsure(requirement: Requirement) -> str:
    """Say what the reading was unsure about. It is stored in Chinese; its English comes with the reader of notices."""
    if spoken() == "zh":
        return "；".join(requirement.unsure)
    from duban.notices.doubts import doubt_told

    return told(doubt_told(doubt) for doubt in requirement.unsure)


def _settled(requirement: Requirement) -> str:
    if requirement.dropped_why:
        return say("已剔除")
    return say("已确认") if requirement.confirmed_at else say("待确认")


def choices(session: Session) -> dict[str, list[str]]:
    """List the names a sheet offers: units for the lead, classes and roles for whom a requirement fans out to."""
    from models.register import Post

    called = labels(session)
    classes = session.exec(select(UnitClass.name).distinct().order_by(UnitClass.name)).all()
    posts = session.exec(select(Post.roles)).all()
    roles = sorted({role for given in posts for role in given})
    role_words = [f"人员：{Role(role).zh}" for role in roles]
    return {"lead_unit": list(called.by_id.values()), "fan_out": [f"单位：{name}" for name in classes] + role_words}
