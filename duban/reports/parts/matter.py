"""专报: everything about one matter, a task or a measure, for a leader to read in a minute."""

from duban.reports.report import Captioned, Part
from duban.reports.source import Source
from duban.reports.source_facts import StepFact
from duban.reports.tables import Column, table
from duban.reports.values import TaskLine
from duban.reports.wording import headed, long_day, task_name
from models.errors import NotFound
from models.words import FindingState, Life, TaskState

# fmt: off
STEPS: tuple[Column[tuple[StepFact, str, int]], ...] = (
    Column("日期",  6, lambda s: s[0].day),
    Column("事项",  7, lambda s: s[0].act.zh),
    Column("办理",  6, lambda s: s[1]),
    Column("说明", 15, lambda s: s[0].why or s[0].text),
)
STEPS_OF_TASKS: tuple[Column[tuple[StepFact, str, int]], ...] = (
    Column("任务编号", 5, lambda s: s[2]),
    *STEPS,
)
OF_MEASURE: tuple[Column[TaskLine], ...] = (
    Column("编号",      4, lambda t: t.id),
    Column("任务",     16, task_name),
    Column("牵头单位",  8, lambda t: t.unit),
    Column("时限",      6, lambda t: t.due),
    Column("状态",      5, lambda t: t.state.zh),
    Column("灯",        3, lambda t: t.lamp),
)
# fmt: on
QUIET = frozenset({"urge"})


def lines_of(source: Source) -> tuple[TaskLine, ...]:
    """The tasks that the report is about.

    Raises:
        NotFound: the plan has no such task and no such measure.
    """
    about = source.about.strip()
    found = tuple(t for t in source.summary.tasks if about in (str(t.id), f"{t.measure}") and about)
    exact = tuple(t for t in found if str(t.id) == about)
    if not found:
        raise NotFound(
            f"方案里没有编号为“{about}”的任务或举措；专报要用 --about 指明任务编号，或举措的位置（如 2.1）。",
            f"The plan has no task or measure {about!r}; say with --about which one the report is about.",
        )
    return exact or found


def matter(source: Source) -> Part:
    """What is asked, who does it, by when, how far it is."""
    lines = lines_of(source)
    if len(lines) > 1:
        rows = table(OF_MEASURE, lines, empty="")
        closed = sum(t.state is TaskState.CLOSED for t in lines)
        late = sum(t.overdue for t in lines)
        said = f"“{_measure(source, lines[0])}”这一举措共有任务{len(lines)}项，已办结{closed}项，逾期未办结{late}项。"
        return Part(heading="基本情况", said=(said,), tables=(Captioned(caption="任务情况", table=rows),))
    return Part(heading="基本情况", said=tuple(_about(lines[0])))


def _measure(source: Source, task: TaskLine) -> str:
    title = next((m.title for m in source.frame.measures if m.position == task.measure), "")
    return headed(task.heading, title)


def _about(task: TaskLine) -> list[str]:
    helping = f"，配合单位{'、'.join(task.supporting)}" if task.supporting else ""
    due = f"时限{long_day(task.due)}" if task.due else "没有规定日期"
    moved = task.original_due and task.due != task.original_due
    first = f"（原定{long_day(task.original_due)}，已延期{task.extensions}次）" if moved and task.original_due else ""
    late = f"已逾期{task.days_late}个工作日，" if task.overdue else ""
    return [
        f"任务：{task.title.rstrip('。')}。",
        f"牵头单位{task.unit}{helping}；{due}{first}。",
        f"目前{task.state.zh}，完成率{task.percent}%，{late}{task.lamp.zh}（{task.why}）；督办层级：{task.rung.zh}。",
    ]


def course(source: Source) -> Part:
    """What has happened, step by step; the clock's urging is left out."""
    ids = [task.id for task in lines_of(source)]
    ladders = {c.ladder_id: c.task_id for c in source.facts.climbs}
    asks = {a.id: a.task_id for a in source.facts.asks}
    of = {Life.TASK: {i: i for i in ids}, Life.SUPERVISION: ladders, Life.EXTENSION: asks}
    rows = [
        (s, source.people.get(s.person_id or 0, s.role.zh), of[s.life][s.subject_id])
        for s in source.steps(*of)
        if s.act.value not in QUIET and of[s.life].get(s.subject_id) in ids
    ]
    steps = table(STEPS_OF_TASKS if len(ids) > 1 else STEPS, rows, empty="尚未办理。")
    return Part(heading="办理经过", tables=(Captioned(caption="办理经过", table=steps),))


def obstacles(source: Source) -> Part:
    """What stands in the way: returns, open problems, contributions that are missing."""
    lines = lines_of(source)
    ids = {task.id for task in lines}
    said = [
        f"{_whose(r.task) if len(lines) > 1 else ''}退回重办：{r.last_reason.rstrip('。')}。"
        for r in source.summary.returns
        if r.task.id in ids
    ]
    said += [
        f"问题（{f.state.zh}）：{f.text.rstrip('。')}。"
        for f in source.findings
        if f.task_id in ids and f.state is not FindingState.VERIFIED
    ]
    said += [
        f"{m.unit}的配合情况尚未报送（{task_name(m.task)}）。"
        for m in source.summary.contributions_missing
        if m.task.id in ids
    ]
    return Part(heading="存在的问题", said=tuple(said) or ("目前没有登记的问题。",))


def _whose(task: TaskLine) -> str:
    return f"{task.unit}的任务{task.id}"
