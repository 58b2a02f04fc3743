"""专报: everything about one matter, a task or a measure, for a leader to read in a minute."""

from dataclasses import dataclass

from duban.reports import sourcing
from duban.reports.facts import Facts
from duban.reports.report import Captioned, Part
from duban.reports.source import Source
from duban.reports.source_facts import StepFact
from duban.reports.summary import summary_of
from duban.reports.tables import Column, table
from duban.reports.values import Summary, TaskLine
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


@dataclass(frozen=True, slots=True)
class Matter:
    """What the report is about: its tasks with all that hangs on them, and what a summary says of these."""

    facts: Facts
    summary: Summary

    @property
    def lines(self) -> tuple[TaskLine, ...]:
        return self.summary.tasks


def looked_at(source: Source) -> Matter:
    """Look closely at the task of a number, else at the tasks of a measure.

    Raises:
        NotFound: the plan has no such task and no such measure.
    """
    about = source.about.strip()
    facts = source.closely(sourcing.task_called(source.session, source.plan_id, about))
    if not facts.tasks:
        facts = source.closely(sourcing.tasks_of_measure(source.session, source.plan_id, about))
    if not facts.tasks:
        raise NotFound(
            f"方案里没有编号为“{about}”的任务或举措；专报要用 --about 指明任务编号，或举措的位置（如 2.1）。",
            f"The plan has no task or measure {about!r}; say with --about which one the report is about.",
        )
    return Matter(facts, summary_of(facts))


def matter(source: Source) -> Part:
    """What is asked, who does it, by when, how far it is."""
    lines = source.kept(looked_at).lines
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
    facts = source.kept(looked_at).facts
    of = {
        Life.TASK: {task.id: task.id for task in facts.tasks},
        Life.SUPERVISION: {climb.ladder_id: climb.task_id for climb in facts.climbs},
        Life.EXTENSION: {ask.id: ask.task_id for ask in facts.asks},
    }
    rows = [
        (s, source.people.get(s.person_id or 0, s.role.zh), of[s.life][s.subject_id])
        for s in sourcing.steps_about(source.session, source.plan_id, source.now, of=of)
        if s.act.value not in QUIET
    ]
    steps = table(STEPS_OF_TASKS if len(facts.tasks) > 1 else STEPS, rows, empty="尚未办理。")
    return Part(heading="办理经过", tables=(Captioned(caption="办理经过", table=steps),))


def obstacles(source: Source) -> Part:
    """What stands in the way: returns, open problems, contributions that are missing."""
    found = source.kept(looked_at)
    ids, several = {task.id for task in found.lines}, len(found.lines) > 1
    said = [
        f"{_whose(r.task) if several else ''}退回重办：{r.last_reason.rstrip('。')}。" for r in found.summary.returns
    ]
    said += [
        f"问题（{f.state.zh}）：{f.text.rstrip('。')}。"
        for f in source.findings
        if f.task_id in ids and f.state is not FindingState.VERIFIED
    ]
    said += [f"{m.unit}的配合情况尚未报送（{task_name(m.task)}）。" for m in found.summary.contributions_missing]
    return Part(heading="存在的问题", said=tuple(said) or ("目前没有登记的问题。",))


def _whose(task: TaskLine) -> str:
    return f"{task.unit}的任务{task.id}"
