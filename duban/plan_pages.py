"""The page of a plan for an operator: where it stands, how its units stand, what is late, what waits for a panel."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from duban.database import reading
from duban.glances import lamps_of
from duban.settings import settings
from models.plan import Plan
from models.question import Review
from models.register import Unit
from models.task import Task
from models.values import Value
from models.words import Act, Lamp, Life, PlanState, ReviewState, TaskState
from workflows.lamps import Shown
from workflows.moments import day_of

SHOWN = frozenset({PlanState.IN_REVIEW, PlanState.APPROVED, PlanState.ISSUED, PlanState.CONCLUDED})
ENDED = frozenset({TaskState.CLOSED, TaskState.CANCELLED})
LATEST = 15
TITLE_LENGTH = 40


class PlanPage(Value):
    """The page of one plan, in markdown."""

    plan_id: int
    number: str
    text: str


def plan_pages(*, now: datetime) -> list[PlanPage]:
    """Write the page of every plan that is under way. The same state of affairs gives the same text."""
    with reading() as session:
        plans = session.exec(select(Plan).where(col(Plan.state).in_(SHOWN)).order_by(col(Plan.id))).all()
        return [
            PlanPage(plan_id=plan.id or 0, number=plan.number, text="\n".join(_page(session, plan, now=now)))
            for plan in plans
        ]


def _page(session: Session, plan: Plan, *, now: datetime) -> Iterator[str]:
    tasks = session.exec(select(Task).where(Task.plan_id == plan.id).order_by(col(Task.id))).all()
    open_tasks = [task for task in tasks if task.state not in ENDED]
    lamps = lamps_of(session, open_tasks, now=now)
    yield f"## {plan.plan_title or plan.title}"
    yield ""
    closed = sum(task.state is TaskState.CLOSED for task in tasks)
    yield (
        f"{plan.number}，现为“**{plan.state.zh}**”。"
        f"任务 {len(tasks)} 项，办结 **{closed}** 项，在办 **{len(open_tasks)}** 项。"
        f"　[在收件箱查看]({settings().inbox_url}/plans/{plan.id})"
    )
    yield from _stages(session, plan)
    if open_tasks:
        yield from _units(session, open_tasks, lamps)
        yield from _late(session, open_tasks, lamps)


def _stages(session: Session, plan: Plan) -> Iterator[str]:
    wanted = select(Review).where(
        Review.life == Life.PLAN, Review.subject_id == plan.id, Review.state == ReviewState.OPEN
    )
    for review in session.exec(wanted.order_by(col(Review.id))).all():
        yield ""
        yield f"等审核结论：[{Act(review.about).zh}]({settings().inbox_url}/reviews/{review.id})"


def _units(session: Session, tasks: list[Task], lamps: dict[int, Shown]) -> Iterator[str]:
    counts: dict[int, Counter[Lamp]] = {}
    for task in tasks:
        counts.setdefault(task.lead_unit_id or 0, Counter())[lamps[task.id or 0].lamp] += 1
    names = dict(session.exec(select(Unit.id, Unit.name).where(col(Unit.id).in_(counts))).all())
    yield from ("", "### 各单位在办任务", "")
    yield "| 单位 | " + " | ".join(lamp.zh for lamp in Lamp) + " | 合计 |"
    yield "|---|" + "---:|" * (len(Lamp) + 1)
    worst_first = sorted(counts, key=lambda unit: (-counts[unit][Lamp.RED], -counts[unit][Lamp.YELLOW], unit))
    for unit in worst_first:
        cells = " | ".join(str(counts[unit][lamp] or "") for lamp in Lamp)
        yield f"| {names.get(unit, '未定')} | {cells} | {sum(counts[unit].values())} |"


def _late(session: Session, tasks: list[Task], lamps: dict[int, Shown]) -> Iterator[str]:
    red = sorted(
        (task for task in tasks if lamps[task.id or 0].lamp is Lamp.RED and task.due),
        key=lambda task: (task.due, task.id),
    )
    if not red:
        return
    yield from (
        "",
        f"### 亮红灯的任务（{len(red)} 项" + (f"，列最早的 {LATEST} 项）" if len(red) > LATEST else "）"),
        "",
    )
    yield from ("| 任务 | 时限 | 情况 |", "|---|---|---|")
    for task in red[:LATEST]:
        title = task.title[:TITLE_LENGTH].replace("|", "｜").replace("\n", " ")
        due = day_of(task.due).isoformat() if task.due else ""
        why = lamps[task.id or 0].why.zh
        yield f"| [{title}]({settings().inbox_url}/tasks/{task.id}) | {due} | {why} |"
