"""What the units themselves say: their reports merged by measure, their exemplars, and who has not reported."""

from duban.reports.report import Captioned, Part, Sub
from duban.reports.source import Source
from duban.reports.tables import Column, exemplar_table, table
from duban.reports.values import TaskLine
from duban.reports.wording import more_of, some, task_name
from models.words import Act, ExemplarKind, Life, Stage

# fmt: off
MISSING: tuple[Column[TaskLine], ...] = (
    Column("单位",       8, lambda t: t.unit),
    Column("任务",      16, task_name),
    Column("时限",       6, lambda t: t.due),
    Column("最近填报",   6, lambda t: t.heard_on or "尚未填报"),
)
# fmt: on
UNSAID = (Act.SEND_BACK, Act.TAKE_BACK, Act.REOPEN)
"""After these a report stands no more."""


def reported(source: Source) -> dict[int, str]:
    """Give the words of the report that stands for each task, filed in the period; one sent back counts no more."""
    stands: dict[int, str] = {}
    for step in source.steps(Life.TASK, acts=(Act.REPORT, *UNSAID)):
        if step.act in UNSAID:
            stands.pop(step.subject_id, None)
        elif source.in_period(step.day):
            stands[step.subject_id] = step.text
    return stands


def accounts(source: Source) -> Part:
    """What each unit says it has done, merged by measure in the order of the plan."""
    merged = _merged(source)
    found = [
        Sub(heading=measure.title, said=tuple(f"{some(units)}：{words}" for words, units in merged[measure.position]))
        for measure in source.digest.by_measure
        if measure.position in merged
    ]
    nobody = () if found else ("各单位尚未报告。",)
    return Part(heading="主要做法和成效", said=nobody, subs=tuple(found))


def _merged(source: Source) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """By measure, what is said and by which units; what several say alike of the same demand is said once."""
    said, found = source.kept(reported), dict[str, dict[str, dict[str, None]]]()
    for _, task in source.lines(said):
        words = f"{_sentence(task_name(task))}{_sentence(said[task.id])}"
        found.setdefault(task.measure, {}).setdefault(words, {})[task.unit] = None
    return {measure: [(words, tuple(units)) for words, units in of.items()] for measure, of in found.items()}


def _sentence(words: str) -> str:
    flat = " ".join(words.split()).rstrip("。；;. ")
    return f"{flat}。" if flat else ""


def missing(source: Source) -> Part:
    """Whose report is due and not there; the report says so instead of waiting for it."""
    late = source.digest.missing
    units = tuple(unit for unit, _ in late.units)
    said = f"应报未报{late.count}项，涉及{some(units)}。" if late.count else "应报的都已报送。"
    listed = Captioned(caption="未报送清单", table=table(MISSING, late.lines, empty="没有。"))
    return Part(heading="未报送情况", said=(said, *more_of(late)), tables=(listed,))


def exemplars(source: Source) -> Part:
    """The exemplars by kind: those chosen and published in words, all of them in a table."""
    shown = [e for e in source.digest.exemplars if e.state.value in ("accepted", "published")]
    said = tuple(
        f"{kind.zh}：{e.name}（{e.unit}）。{_sentence(e.text)}"
        for kind in ExemplarKind
        for e in shown
        if e.kind is kind
    )
    listed = Captioned(caption="典型", table=exemplar_table(source.digest))
    return Part(heading="典型经验", said=said or ("尚未选定典型。",), tables=(listed,))


def achievements(source: Source) -> Part:
    """What the plan's tasks have produced, as their leads reported it."""
    lines = (line for _, line in source.lines(source.kept(reported)))
    closed = (line for line in lines if line.stage is Stage.CLOSED and line.deliverables)
    words = tuple(f"{line.unit}：{'、'.join(line.deliverables)}。" for line in closed)
    return Part(heading="形成的成果", said=words or ("没有登记成果。",))
