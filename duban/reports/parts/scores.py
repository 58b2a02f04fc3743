"""通报: the units' scores by the rules of the policy, each point with its reason and its record, and the ranking.

Counted from the ledger at the end of the period, so what was said of a period stays as it was said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duban.reports.counting import in_time_for_original
from duban.reports.report import Captioned, Drawing, Part
from duban.reports.source import Source
from duban.reports.tables import Column, table
from duban.reports.values import TaskLine
from duban.reports.wording import some, task_name
from models.words import Act, ExemplarState, Life, Owed, SupervisionState, TaskState
from workflows.ladder import RUNGS
from workflows.moments import day_of

PRAISED = 3
FORMAL = frozenset(RUNGS[RUNGS.index(SupervisionState.ORDERED) :])


@dataclass(frozen=True, slots=True)
class Point:
    """What one unit got or lost, why, for what, and when; `cause` names the rule of the policy, `move_id` the step."""

    unit_id: int
    cause: str
    what: str
    day: date | None
    move_id: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A point as printed: its number, the rule in words, what it is worth, and the score of its unit in all."""

    number: int
    point: Point
    called: str
    worth: int
    score: int


@dataclass(frozen=True, slots=True)
class Rank:
    """A unit's place. Units with the same score share one."""

    place: int
    unit: str
    tasks: int
    gained: int
    lost: int
    score: int


def points(source: Source) -> tuple[Point, ...]:
    """List every point of the period, task by task."""
    lines = {line.id: line for line in source.summary.tasks}
    units = {task.id: task.unit_id or 0 for task in source.facts.tasks}
    found = [*_of_tasks(source, lines), *_of_steps(source, lines), *_of_others(source, lines)]
    return tuple(
        Point(units.get(at, 0) if unit is None else unit, cause, what, day, move_id)
        for unit, at, cause, what, day, move_id in found
        if unit or units.get(at)
    )


Found = tuple[int | None, int, str, str, date | None, int | None]


def _of_tasks(source: Source, lines: dict[int, TaskLine]) -> Iterator[Found]:
    for line in lines.values():
        if line.state is TaskState.CLOSED and source.in_period(line.closed_on) and line.original_due:
            cause = "on_time" if in_time_for_original(line) else "late"
            yield None, line.id, cause, task_name(line), line.closed_on, None
        if line.overdue:
            yield None, line.id, "overdue", f"{task_name(line)}（逾期{line.days_late}个工作日）", line.due, None


def _of_steps(source: Source, lines: dict[int, TaskLine]) -> Iterator[Found]:
    for sent in source.steps_of(Life.TASK, Act.SEND_BACK):
        yield None, sent.subject_id, "returned", f"{task_name(lines[sent.subject_id])}：{sent.why}", sent.day, sent.id
    climbed = {(s.subject_id, s.became): s.id for s in source.steps(Life.SUPERVISION)}
    for climb in source.facts.climbs:
        day = day_of(climb.at) if climb.at else None
        behind = climbed.get((climb.ladder_id, climb.rung))
        if climb.rung in FORMAL and source.in_period(day):
            yield None, climb.task_id, "ordered", f"{task_name(lines[climb.task_id])}：{climb.rung.zh}", day, behind


def _of_others(source: Source, lines: dict[int, TaskLine]) -> Iterator[Found]:
    for missing, owed in zip(source.summary.contributions_missing, _owed(source), strict=True):
        if missing.task.overdue:
            yield owed, missing.task.id, "contribution_missing", task_name(missing.task), missing.task.due, None
    registered = {s.subject_id: s.id for s in source.around if s.life is Life.FINDING and s.act is Act.FIND}
    for finding in source.findings:
        if source.in_period(finding.found_on):
            behind = registered.get(finding.id)
            yield finding.unit_id, finding.task_id or 0, "finding", finding.text, finding.found_on, behind
    published = {s.subject_id: s for s in source.steps_of(Life.EXEMPLAR, Act.PUBLISH)}
    for one in source.facts.exemplars:
        if one.id in published and one.state is ExemplarState.PUBLISHED:
            yield one.unit_id, 0, "exemplar", one.name, published[one.id].day, published[one.id].id


def _owed(source: Source) -> list[int]:
    """The units behind `contributions_missing`, in its order."""
    open_ = {line.id for line in source.summary.tasks if line.state not in (TaskState.CLOSED, TaskState.CANCELLED)}
    return [owed.unit_id for owed in source.facts.owed if owed.owed is Owed.OWED and owed.task_id in open_]


def records(source: Source) -> tuple[Record, ...]:
    """Number the points that count, as the annex prints them."""
    rules, found = source.facts.settings.scores, points(source)
    titles = {name: str(field.title) for name, field in type(rules).model_fields.items()}
    scores: dict[int, int] = {}
    for p in found:
        scores[p.unit_id] = scores.get(p.unit_id, rules.base) + getattr(rules, p.cause)
    return tuple(
        Record(number, p, titles[p.cause], getattr(rules, p.cause), scores[p.unit_id])
        for number, p in enumerate(found, start=1)
        if getattr(rules, p.cause)
    )


def ranks(source: Source) -> tuple[Rank, ...]:
    """Rank the units that lead tasks or have points, the best first."""
    rules, found = source.facts.settings.scores, points(source)
    counts: dict[int, int] = {}
    for task in source.facts.tasks:
        if task.unit_id and task.glance.state is not TaskState.CANCELLED:
            counts[task.unit_id] = counts.get(task.unit_id, 0) + 1
    units = [unit for unit in source.facts.units if unit in counts or any(p.unit_id == unit for p in found)]
    given = {unit: [getattr(rules, p.cause) for p in found if p.unit_id == unit] for unit in units}
    scores = {unit: rules.base + sum(given[unit]) for unit in units}
    return tuple(
        Rank(
            place=1 + sum(other > scores[unit] for other in scores.values()),
            unit=source.unit(unit),
            tasks=counts.get(unit, 0),
            gained=sum(n for n in given[unit] if n > 0),
            lost=sum(n for n in given[unit] if n < 0),
            score=scores[unit],
        )
        for unit in sorted(units, key=lambda unit: -scores[unit])
    )


# fmt: off
RANKS: tuple[Column[Rank], ...] = (
    Column("名次",  3, lambda r: r.place),
    Column("单位", 10, lambda r: r.unit),
    Column("得分",  4, lambda r: r.score),
    Column("任务",  4, lambda r: r.tasks),
    Column("加分",  4, lambda r: r.gained),
    Column("扣分",  4, lambda r: r.lost),
)
DRAWN: tuple[Column[Rank], ...] = (Column("单位", 10, lambda r: r.unit), Column("得分", 4, lambda r: r.score))
REASONS: tuple[Column[tuple[str, Record]], ...] = (
    Column("记录",  3, lambda r: r[1].number),
    Column("单位",  7, lambda r: r[0]),
    Column("缘由",  7, lambda r: r[1].called),
    Column("得分",  3, lambda r: f"{r[1].worth:+d}"),
    Column("事项", 14, lambda r: r[1].point.what),
    Column("日期",  6, lambda r: r[1].point.day),
)
RULES: tuple[Column[tuple[str, int]], ...] = (
    Column("规则", 12, lambda r: r[0]),
    Column("分值",  4, lambda r: f"{r[1]:+d}"),
)
# fmt: on


def ranking(source: Source) -> Part:
    """The units by score, with the rules that gave it."""
    found, rules = ranks(source), source.facts.settings.scores
    causes = [(str(field.title), getattr(rules, name)) for name, field in type(rules).model_fields.items()]
    of_rules = table(RULES, [(title, worth) for title, worth in causes[1:-1] if worth], empty="没有规则。")
    return Part(
        heading="排名",
        said=(f"各单位基础分{rules.base}分，按规则逐项加减；同分同名次。每一分的缘由和记录见附件。",),
        tables=(
            Captioned(caption="各单位得分", table=table(RANKS, found, empty="没有单位承担任务。")),
            Captioned(caption="得分对比", table=table(DRAWN, found, empty=""), drawn=Drawing.BARS, echo=True),
            Captioned(caption="计分规则", table=of_rules),
        ),
    )


def praise(source: Source) -> Part:
    """Who is praised, who is named for being late, and what to do who disagrees."""
    found, rules = ranks(source), source.facts.settings.scores
    good = tuple(r.unit for r in found if r.place <= PRAISED and r.lost == 0 and r.gained > 0)
    late = tuple(dict.fromkeys(task.unit for task in source.summary.overdue))
    return Part(
        heading="通报意见",
        said=(
            f"予以表扬：{some(good)}。" if good else "本期没有予以表扬的单位。",
            f"予以通报：{some(late)}有任务逾期未办结，请抓紧补办。" if late else "本期没有予以通报的单位。",
            f"对得分有异议的，自本通报印发之日起{rules.appeal_days}个工作日内，可以写明附件中的记录编号和理由提出申诉；"
            "申诉成立的，在下一份通报中更正。",
        ),
    )


def reasons(source: Source) -> Part:
    """Every point with its number, so that it can be appealed against."""
    rows = [(source.unit(one.point.unit_id), one) for one in records(source)]
    listed = Captioned(caption="得分缘由", table=table(REASONS, rows, empty="本期没有加减分。"))
    return Part(heading="得分缘由", tables=(listed,), annex=True)
