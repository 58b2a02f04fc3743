"""What happened in the period of a report, counted from the steps themselves."""

from duban.reports.counting import in_time_for_original
from duban.reports.report import Captioned, Part
from duban.reports.source import Source
from duban.reports.source_facts import FindingFact
from duban.reports.tables import Column, table
from duban.reports.values import TaskLine
from duban.reports.wording import more_of, share, short, task_name
from models.words import Act, FindingState, Life

# fmt: off
COUNTED: tuple[tuple[str, Life, tuple[Act, ...]], ...] = (
    # what                life              acts that count, each once
    ("新交办任务",        Life.TASK,        (Act.ASSIGN,)),
    ("改派",              Life.TASK,        (Act.REASSIGN,)),
    ("签收",              Life.TASK,        (Act.ACCEPT,)),
    ("填报进展",          Life.TASK,        (Act.ADD_ENTRY,)),
    ("报告",              Life.TASK,        (Act.REPORT,)),
    ("办结",              Life.TASK,        (Act.APPROVE,)),
    ("退回重办",          Life.TASK,        (Act.SEND_BACK,)),
    ("撤销",              Life.TASK,        (Act.CANCEL,)),
    ("重新办理",          Life.TASK,        (Act.REOPEN,)),
    ("申请延期",          Life.EXTENSION,   (Act.REQUEST,)),
    ("批准延期",          Life.EXTENSION,   (Act.GRANT,)),
    ("提醒、催办",        Life.SUPERVISION, (Act.REMIND, Act.URGE)),
    ("书面督办及以上",    Life.SUPERVISION, (Act.ORDER, Act.SUMMON, Act.CIRCULATE)),
    ("发现问题",          Life.FINDING,     (Act.FIND,)),
    ("问题核实了结",      Life.FINDING,     (Act.VERIFY,)),
    ("推荐典型",          Life.EXEMPLAR,    (Act.NOMINATE,)),
    ("宣传典型",          Life.EXEMPLAR,    (Act.PUBLISH,)),
)
CHANGES: tuple[Column[tuple[str, int]], ...] = (
    Column("事项", 8, lambda r: r[0]),
    Column("次数", 4, lambda r: r[1]),
)
CLOSED: tuple[Column[TaskLine], ...] = (
    Column("编号",       4, lambda t: t.id),
    Column("任务",      16, task_name),
    Column("牵头单位",   8, lambda t: t.unit),
    Column("原定时限",   6, lambda t: t.original_due),
    Column("办结日期",   6, lambda t: t.closed_on),
    Column("按原定时限", 5, lambda t: _in_time(t)),
)
FINDINGS: tuple[Column[tuple[FindingFact, str]], ...] = (
    Column("编号",       3, lambda f: f[0].id),
    Column("问题",      14, lambda f: short(f[0].text)),
    Column("单位",       7, lambda f: f[1]),
    Column("发现日期",   6, lambda f: f[0].found_on),
    Column("整改时限",   6, lambda f: f[0].due),
    Column("状态",       5, lambda f: f[0].state.zh),
    Column("整改情况",  10, lambda f: short(f[0].fix)),
)
# fmt: on
OPEN = frozenset(FindingState) - {FindingState.VERIFIED}


def _in_time(task: TaskLine) -> str:
    return "无时限" if task.original_due is None else "按时" if in_time_for_original(task) else "超期"


def changes(source: Source) -> Part:
    """What happened in the period."""
    rows = [(what, sum(source.times.get((life, act), 0) for act in acts)) for what, life, acts in COUNTED]
    done = [(what, count) for what, count in rows if count]
    rate = source.digest.due_in_period
    said = f"{rate.of}{rate.whole}项，其中按原定时限办结{rate.part}项，按时办结率{share(rate)}。"
    listed = table(CHANGES, done, empty="本期没有新的办理事项。")
    return Part(heading="本期变化", said=(said,), tables=(Captioned(caption="本期办理次数", table=listed),))


def closed_in_period(source: Source) -> Part:
    """The tasks closed in the period, and still closed; of very many the first."""
    found = source.digest.closed
    listed = Captioned(caption="本期办结任务", table=table(CLOSED, found.lines, empty="本期没有任务办结。"))
    return Part(heading="本期办结任务清单", said=more_of(found), tables=(listed,), annex=True)


def findings(source: Source) -> Part:
    """The problems that are not verified, and those found or closed in the period."""
    verified = {s.subject_id for s in source.steps_of(Life.FINDING, Act.VERIFY)}
    shown = [f for f in source.findings if f.state in OPEN or source.in_period(f.found_on) or f.id in verified]
    open_ = sum(f.state in OPEN for f in source.findings)
    again = len(source.steps_of(Life.FINDING, Act.REOPEN))
    said = f"累计发现问题{len(source.findings)}个，已核实整改{len(source.findings) - open_}个，尚未了结{open_}个"
    said += f"；本期复核不合格重新整改{again}次。" if again else "。"
    said = said if source.findings else "没有登记问题。"
    rows = table(FINDINGS, [(f, source.unit(f.unit_id)) for f in shown], empty="")
    return Part(heading="发现的问题和整改", said=(said,), tables=(Captioned(caption="问题清单", table=rows),))
