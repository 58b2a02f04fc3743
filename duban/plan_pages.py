"""The page of a plan for an operator: where it stands, how its units stand, what is late, what waits for a panel."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sqlmodel import Session, col, func, select

from duban.database import reading
from duban.glances import lamps_of
from duban.settings import settings
from duban.standing_of_units import open_alike
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
LATEST, AT_MOST_UNITS, CHUNK = 15, 200, 500
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
    stored = select(Task.state, func.count()).where(Task.plan_id == plan.id).group_by(col(Task.state))
    by_state = dict(session.exec(stored).all())
    left = sum(count for state, count in by_state.items() if state not in ENDED)
    yield f"## {plan.plan_title or plan.title}"
    yield ""
    yield (
        f"{plan.number}，现为“**{plan.state.zh}**”。"
        f"任务 {sum(by_state.values())} 项，办结 **{by_state.get(TaskState.CLOSED, 0)}** 项，在办 **{left}** 项。"
        f"　[在收件箱查看]({settings().inbox_url}/plans/{plan.id})"
    )
    yield from _stages(session, plan)
    if left:
        yield from _tasks(session, plan, now=now)


def _stages(session: Session, plan: Plan) -> Iterator[str]:
    wanted = select(Review).where(
        Review.life == Life.PLAN, Review.subject_id == plan.id, Review.state == ReviewState.OPEN
    )
    for review in session.exec(wanted.order_by(col(Review.id))).all():
        yield ""
        yield f"等审核结论：[{Act(review.about).zh}]({settings().inbox_url}/reviews/{review.id})"


def _tasks(session: Session, plan: Plan, *, now: datetime) -> Iterator[str]:
    counts, late = dict[int, Counter[Lamp]](), 0
    for unit_id, shown, due, count in open_alike(session, col(Task.plan_id) == plan.id, now=now):
        counts.setdefault(unit_id or 0, Counter())[shown] += count
        late += count if shown is Lamp.RED and due else 0
    yield from _units(session, counts)
    if late:
        yield from _late(session, plan, late, now=now)


def _units(session: Session, counts: dict[int, Counter[Lamp]]) -> Iterator[str]:
    worst_first = sorted(counts, key=lambda unit: (-counts[unit][Lamp.RED], -counts[unit][Lamp.YELLOW], unit))
    some = worst_first[:AT_MOST_UNITS]
    names = dict(session.exec(select(Unit.id, Unit.name).where(col(Unit.id).in_(some))).all())
    yield from ("", "### 各单位在办任务" + (f"（列前 {len(some)} 个单位）" if len(worst_first) > len(some) else ""), "")
    yield "| 单位 | " + " | ".join(lamp.zh for lamp in Lamp) + " | 合计 |"
    yield "|---|" + "---:|" * (len(Lamp) + 1)
    for unit in some:
        cells = " | ".join(str(counts[unit][lamp] or "") for lamp in Lamp)
        yield f"| {names.get(unit, '未定')} | {cells} | {sum(counts[unit].values())} |"


def _late(session: Session, plan: Plan, late: int, *, now: datetime) -> Iterator[str]:
    yield from ("", f"### 亮红灯的任务（{late} 项" + (f"，列最早的 {LATEST} 项）" if late > LATEST else "）"), "")
    yield from ("| 任务 | 时限 | 情况 |", "|---|---|---|")
    for task, shown in islice(_red(session, plan, now=now), min(late, LATEST)):
        title = task.title[:TITLE_LENGTH].replace("|", "｜").replace("\n", " ")
        due = day_of(task.due).isoformat() if task.due else ""
        yield f"| [{title}]({settings().inbox_url}/tasks/{task.id}) | {due} | {shown.why.zh} |"


def _red(session: Session, plan: Plan, *, now: datetime) -> Iterator[tuple[Task, Shown]]:
    """Find tasks with a red lamp, the earliest deadline first; no further than is asked for."""
    unended = select(Task).where(Task.plan_id == plan.id, col(Task.state).not_in(ENDED), col(Task.due).is_not(None))
    found = session.exec(unended.order_by(col(Task.due), col(Task.id)).execution_options(yield_per=CHUNK))
    for some in found.partitions():
        lamps = lamps_of(session, some, now=now)
        yield from ((task, lamps[task.id or 0]) for task in some if lamps[task.id or 0].lamp is Lamp.RED)
