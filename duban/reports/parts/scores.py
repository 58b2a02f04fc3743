"""通报: the units' scores by the rules of the policy, each point with its reason and its record, and the ranking.

Counted from the ledger at the end of the period, so what was said of a period stays as it was said.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class Scoring:
    """Every point of the period, task by task, and of how many tasks each unit has the lead that are not cancelled."""

    points: tuple[Point, ...]
    tasks: Mapping[int, int]


def scoring(source: Source) -> Scoring:
    """Look at each task once, then at what was done to some of them."""
    found, tasks = list[Point](), Counter[int]()
    for task, line in source.lines():
        found += _of_task(source, task.unit_id or 0, line)
        if line.state is not TaskState.CANCELLED:
            tasks[task.unit_id or 0] += 1
    found += [*_returned(source), *_climbed(source), *_owed(source), *_of_others(source)]
    del tasks[0]
    return Scoring(tuple(point for point in found if point.unit_id), tasks)


def _of_task(source: Source, unit: int, line: TaskLine) -> Iterator[Point]:
    if line.state is TaskState.CLOSED and source.in_period(line.closed_on) and line.original_due:
        yield Point(unit, "on_time" if in_time_for_original(line) else "late", task_name(line), line.closed_on)
    if line.overdue:
        yield Point(unit, "overdue", f"{task_name(line)}（逾期{line.days_late}个工作日）", line.due)


def _returned(source: Source) -> Iterator[Point]:
    sent = source.steps_of(Life.TASK, Act.SEND_BACK)
    of = _named(source, {step.subject_id for step in sent})
    for step in sent:
        unit, name = of[step.subject_id]
        yield Point(unit, "returned", f"{name}：{step.why}", step.day, step.id)


def _climbed(source: Source) -> Iterator[Point]:
    steps = source.steps(Life.SUPERVISION)
    behind = {(step.subject_id, step.became): step.id for step in steps if step.became in FORMAL}
    climbs = [one for one in source.climbs if one.rung in FORMAL and one.at and source.in_period(day_of(one.at))]
    of = _named(source, {one.task_id for one in climbs})
    for one in climbs:
        unit, name = of[one.task_id]
        day = day_of(one.at) if one.at else None
        yield Point(unit, "ordered", f"{name}：{one.rung.zh}", day, behind.get((one.ladder_id, one.rung)))


def _named(source: Source, ids: Collection[int]) -> dict[int, tuple[int, str]]:
    return {task.id: (task.unit_id or 0, task_name(line)) for task, line in source.lines(ids)}


def _owed(source: Source) -> Iterator[Point]:
    """Of those whose contribution to an open task that is overdue is missing."""
    missing = [(one.task_id, one.unit_id) for one in source.owed if one.owed is Owed.OWED]
    late = {line.id: line for _, line in source.lines({task_id for task_id, _ in missing}) if line.overdue}
    for task_id, unit in missing:
        if task_id in late:
            yield Point(unit, "contribution_missing", task_name(late[task_id]), late[task_id].due)


def _of_others(source: Source) -> Iterator[Point]:
    registered = {s.subject_id: s.id for s in source.around if s.life is Life.FINDING and s.act is Act.FIND}
    for finding in source.findings:
        if source.in_period(finding.found_on):
            behind = registered.get(finding.id)
            yield Point(finding.unit_id, "finding", finding.text, finding.found_on, behind)
    published = {s.subject_id: s for s in source.steps_of(Life.EXEMPLAR, Act.PUBLISH)}
    for one in source.frame.exemplars:
        if one.id in published and one.state is ExemplarState.PUBLISHED:
            yield Point(one.unit_id, "exemplar", one.name, published[one.id].day, published[one.id].id)


def records(source: Source) -> tuple[Record, ...]:
    """Number the points that count, as the annex prints them."""
    rules, found = source.frame.settings.scores, source.kept(scoring).points
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
    rules, scored = source.frame.settings.scores, source.kept(scoring)
    given: dict[int, list[int]] = {unit: [] for unit in source.frame.units}
    for point in scored.points:
        given[point.unit_id].append(getattr(rules, point.cause))
    units = [unit for unit, worth in given.items() if unit in scored.tasks or worth]
    scores = {unit: rules.base + sum(given[unit]) for unit in units}
    return tuple(
        Rank(
            place=1 + sum(other > scores[unit] for other in scores.values()),
            unit=source.unit(unit),
            tasks=scored.tasks.get(unit, 0),
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
    found, rules = source.kept(ranks), source.frame.settings.scores
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
    found, rules = source.kept(ranks), source.frame.settings.scores
    good = tuple(r.unit for r in found if r.place <= PRAISED and r.lost == 0 and r.gained > 0)
    late = tuple(unit for unit, _ in source.digest.late.units)
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
