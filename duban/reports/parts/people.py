"""Who carries how much, and where time goes: workload per person, working days per state and per step."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil
from statistics import median

from duban.reports.report import Captioned, Drawing, Part
from duban.reports.sections import comes
from duban.reports.source import Source
from duban.reports.summary import coming_until
from duban.reports.tables import Column, table
from models.words import Act, Lamp, Life, ReviewState, Stage, TaskState
from workflows.task.lifecycle import TASK


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has to do with the plan: open tasks of the units they speak for, and what they did."""

    name: str
    unit: str
    open: int
    red: int
    coming: int
    steps: int
    decisions: int


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took, in working days; `waiting` counts what is still there."""

    what: str
    times: int
    middle: str
    most_within: str
    longest: int
    waiting: int


# fmt: off
LOADS: tuple[Column[Load], ...] = (
    Column("人员",          6, lambda r: r.name),
    Column("所在单位",     12, lambda r: r.unit),
    Column("在办任务",      6, lambda r: r.open),
    Column("其中红灯",      6, lambda r: r.red),
    Column("10个工作日内到期", 7, lambda r: r.coming),
    Column("本期办理",      6, lambda r: r.steps),
    Column("本期审核表态",  6, lambda r: r.decisions),
)
TOOK: tuple[Column[Took], ...] = (
    Column("环节",         13, lambda r: r.what),
    Column("次数",          4, lambda r: r.times),
    Column("中位数",        5, lambda r: r.middle),
    Column("九成不超过",    7, lambda r: r.most_within),
    Column("最长",          4, lambda r: r.longest),
    Column("仍在这一环节",  8, lambda r: r.waiting),
)
DRAWN: tuple[Column[Took], ...] = (
    Column("环节",         10, lambda r: r.what),
    Column("九成不超过（工作日）", 4, lambda r: int(r.most_within)),
)
# fmt: on


def workload(source: Source) -> Part:
    """The people who speak for units with tasks, or did something in the period; the busiest first."""
    rows = sorted(_loads(source), key=lambda r: (-r.open, -r.steps, r.unit, r.name))
    said = f"共{len(rows)}人。在办任务按单位计：同一单位有几名联络员的，各人都计入；任务数不可相加。"
    return Part(
        heading="人员任务量",
        said=(said,),
        tables=(Captioned(caption="人员任务量", table=table(LOADS, rows, empty="没有。")),),
    )


def _loads(source: Source) -> Iterable[Load]:
    did, decided = source.done
    open_, red, soon = Counter[int](), Counter[int](), Counter[int]()
    until = coming_until(source.frame)
    for task, line in source.lines():
        if line.stage is not Stage.CLOSED:
            unit = task.unit_id or 0
            open_[unit] += 1
            red[unit] += line.lamp is Lamp.RED
            soon[unit] += line.due is not None and comes(line.state, line.due, today=source.until, until=until)
    speak: dict[int, set[int]] = {}
    for holder in source.holders:
        speak.setdefault(holder.person_id, set()).add(holder.unit_id)
    for person in sorted(
        {p for p, units in speak.items() if any(open_[u] for u in units)} | did.keys() | decided.keys()
    ):
        units = sorted(speak.get(person, ()))
        yield Load(
            name=source.people.get(person, str(person)),
            unit="、".join(source.unit(unit) for unit in units) or "—",
            open=sum(open_[u] for u in units),
            red=sum(red[u] for u in units),
            coming=sum(soon[u] for u in units),
            steps=did[person],
            decisions=decided[person],
        )


def bottlenecks(source: Source) -> Part:
    """Where time goes, in working days: how long tasks stay in each state, and how long each step lets wait."""
    stays, waits, standing = _spans(source)
    by_state = [
        _took(state.zh, stays.get(state, []), standing[state]) for state in TaskState if state not in TASK.ended
    ]
    states = [t for t in by_state if t.times or t.waiting]
    steps = [_took(what, days, 0) for what, days in sorted(waits.items(), key=lambda w: -_p90(w[1]))]
    worst = max(states, key=lambda t: int(t.most_within), default=None)
    said = f"停留最久的环节是“{worst.what}”：九成不超过{worst.most_within}个工作日。" if worst else "尚无任务。"
    return Part(
        heading="时间花在哪里",
        said=(said, "天数为工作日；已离开这一环节的才计入中位数和九成，仍在的另列。"),
        tables=(
            Captioned(caption="各状态停留", table=table(TOOK, states, empty="没有。")),
            Captioned(
                caption="各状态停留对比", table=table(DRAWN, states, empty="没有。"), drawn=Drawing.BARS, echo=True
            ),
            Captioned(caption="各步骤等候", table=table(TOOK, steps, empty="没有。")),
            Captioned(caption="审核用时", table=table(TOOK, _reviews(source), empty="没有审核。")),
        ),
    )


def _spans(source: Source) -> tuple[dict[TaskState, list[int]], dict[str, list[int]], Counter[TaskState]]:
    """Working days, of whoever leads, by the state left and by the step that left it; how many are still where."""
    stays: dict[TaskState, list[int]] = {}
    waits: dict[str, list[int]] = {}
    since: dict[int, tuple[str, date]] = {}
    calendars = source.frame.calendars
    lead = {task.id: task.unit_id for task, _ in source.lines()} if calendars.local else {}
    for step in source.steps(Life.TASK):
        if step.was == step.became and step.subject_id in since:
            continue
        came = since.get(step.subject_id)
        if came is not None:
            worked = calendars.of(lead.get(step.subject_id))
            days, state = worked.workdays_between(came[1], step.day), TaskState(came[0])
            stays.setdefault(state, []).append(days)
            waits.setdefault(f"{state.zh}→{step.act.zh}", []).append(days)
        since[step.subject_id] = step.became, step.day
    return stays, waits, Counter(TaskState(became) for became, _ in since.values())


def _reviews(source: Source) -> list[Took]:
    opened = {s.subject_id: s.day for s in source.steps(Life.REVIEW, acts=(Act.OPEN,))}
    ended = {s.subject_id: s.day for s in source.steps(Life.REVIEW) if s.became != ReviewState.OPEN}
    worked = source.frame.calendar.workdays_between
    days = [worked(opened[id_], day) for id_, day in ended.items() if id_ in opened]
    return [_took("审核（从送审到有结论）", days, len(opened.keys() - ended.keys()))] if opened else []


def _took(what: str, days: list[int], waiting: int) -> Took:
    middle = f"{median(days):g}" if days else "0"
    return Took(what, len(days), middle, str(_p90(days)), max(days, default=0), waiting)


def _p90(days: list[int]) -> int:
    """The nearest rank: nine in ten took no longer."""
    return sorted(days)[ceil(0.9 * len(days)) - 1] if days else 0
