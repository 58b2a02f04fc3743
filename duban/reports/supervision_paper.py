"""The paper that goes with a formal rung of the ladder: 督办催办单, 督办通知单, 约谈通知单, after GB/T 9704—2012.

What is in it follows the practice of public offices: number, matter, ground, who does it, who helps, what is asked, by
when, how to answer, who signs, whom to call, and a box in which the receipt is signed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from sqlmodel import Session, col, select

from duban.desk.opened import desk_of
from duban.glances import lamps_of
from duban.local_days import calendar_for
from duban.policies import settings_of
from duban.posts import people_as
from duban.reports.fixed_zip import fixed
from duban.reports.letterhead import as_letter
from duban.reports.official_page import blank_document, fill
from duban.reports.official_xml import Cells, table, text
from duban.reports.signing import BLANK, signature
from duban.reports.wording import long_day
from models.errors import Refused
from models.plan import Plan, Requirement
from models.question import Supervision
from models.record import Move
from models.register import Person, Unit
from models.task import Contribution, Task
from models.words import Act, Life, Role, SupervisionState
from workflows.ladder import next_rung
from workflows.moments import day_of

# fmt: off
PAPERS: dict[SupervisionState, tuple[str, str]] = {
    # rung                        what the paper is called   what it asks for
    SupervisionState.URGED:      ("督办催办单",              "请抓紧办理，按时限报送办理结果。"),
    SupervisionState.ORDERED:    ("督办通知单",              "请立即办理，并书面说明原因、措施和完成时间。"),
    SupervisionState.SUMMONED:   ("约谈通知单",              "请单位负责人到督办部门当面说明情况，并带书面整改措施。"),
    SupervisionState.CIRCULATED: ("通报（送达单）",          "该事项已列入通报，请立即整改并书面反馈。"),
}
# fmt: on
REPLY_DAYS = 3
"""Working days to answer in, where the policy sets none for the next rung."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the paper, in its order."""

    name: str
    number: str
    issuer: str
    issued: date
    lines: tuple[tuple[str, str], ...]


def paper_of(session: Session, task: Task, *, now: datetime) -> Paper:
    """Put together the paper for the rung that a task's supervision has reached.

    Raises: Refused when it has reached none that is put in writing.
    """
    ladder, climbed = _rung(session, task)
    if ladder is None or climbed is None or ladder.state not in PAPERS:
        raise Refused(
            "这项任务还没有催办到要发单的程度（已催办、已督办、已约谈或已通报）。",
            "The supervision of this task has not reached a rung that is put in writing.",
        )
    usual, demand = PAPERS[ladder.state]
    rungs = settings_of(desk_of(session), task.plan_id).ladder
    name = next((rung.called for rung in rungs if rung.to is ladder.state and rung.called), usual)
    plan = session.get_one(Plan, task.plan_id)
    lines = tuple(_lines(session, task, plan, climbed, demand, now=now))
    return Paper(name, f"{plan.number}·任务{task.id}·{climbed.version}", plan.issuer, day_of(climbed.at), lines)


def _rung(session: Session, task: Task) -> tuple[Supervision | None, Move | None]:
    """Find the ladder of the present deadline, and the move that climbed to where it is."""
    of_task = select(Supervision).where(Supervision.task_id == task.id)
    ladder = session.exec(of_task.order_by(col(Supervision.deadline_version).desc())).first()
    if ladder is None:
        return None, None
    climbs = select(Move).where(
        Move.life == Life.SUPERVISION, Move.subject_id == ladder.id, Move.became == ladder.state, Move.act != Act.OPEN
    )
    return ladder, session.exec(climbs.order_by(col(Move.version).desc())).first()


def _lines(
    session: Session, task: Task, plan: Plan, climbed: Move, demand: str, *, now: datetime
) -> Iterator[tuple[str, str]]:
    helping = session.exec(select(Contribution.unit_id).where(Contribution.task_id == task.id)).all()
    wanted = {task.lead_unit_id, *helping}
    units = dict(session.exec(select(Unit.id, Unit.name).where(col(Unit.id).in_(wanted))).all())
    shown = lamps_of(session, [task], now=now)[task.id or 0]
    requirement = session.get_one(Requirement, task.requirement_id)
    of = "，".join(part for part in (task.period, task.subject) if part)
    yield "督办事项", task.title.rstrip("。") + (f"（{of}）" if of else "")
    yield "依据", f"《{plan.title}》（{plan.number}）：“{requirement.text}”"
    yield "承办单位", units.get(task.lead_unit_id or 0, "")
    yield "协办单位", "、".join(units[unit] for unit in helping) or "无"
    yield "完成时限", _due(task)
    late = "；按原定时限已经逾期" if shown.late_against_original else ""
    yield "目前情况", f"{task.state.zh}；{shown.why.zh}{late}"
    yield "办理要求", climbed.why or demand
    yield "反馈要求", f"{long_day(_answer_by(session, task, climbed))}前书面反馈。"
    yield "签发人", ""
    yield "联系人", "、".join(_contacts(session, now))
    yield "签收栏", "签收人：　　　　　　　　签收时间：　　　年　　月　　日"


def _due(task: Task) -> str:
    if task.due is None:
        return "长期坚持"
    said = long_day(day_of(task.due))
    moved = task.original_due is not None and task.original_due != task.due
    return said + (f"（原定{long_day(day_of(task.original_due))}）" if moved and task.original_due else "")


def _answer_by(session: Session, task: Task, climbed: Move) -> date:
    """Give the last day to answer on: as long as the next rung waits for an answer."""
    desk = desk_of(session)
    above = next_rung(climbed.became, settings_of(desk, task.plan_id).ladder)
    days = above.reply_days if above else 0
    return calendar_for(desk, task).add_workdays(day_of(climbed.at), days or REPLY_DAYS)


def _contacts(session: Session, now: datetime) -> list[str]:
    ids = people_as(desk_of(session), Role.SUPERVISOR, now=now)
    return [session.get_one(Person, id_).name for id_ in ids]


def write_paper(paper: Paper) -> bytes:
    """Write the paper as .docx; equal papers give equal bytes."""
    document = blank_document(title=paper.name, issuer=paper.issuer)
    as_letter(document, paper.issuer)
    fill(document, _parts(paper))
    packed = BytesIO()
    document.save(packed)
    return fixed(packed.getvalue())


def _parts(paper: Paper) -> Iterator[str]:
    yield text(f"编号：{paper.number}", "SignedBy")
    yield from (BLANK, BLANK)
    yield text(paper.name, "Title")
    yield BLANK
    rows = [Cells(line, (True, False)) for line in paper.lines]
    yield table(("项目", "内容"), rows, widths=(5, 23))
    yield from signature(paper.issuer, paper.issued, sealed=True)
