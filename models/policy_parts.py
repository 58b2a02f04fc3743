"""The small parts of a policy: how long things may lie, what units are scored by, when reports are made."""

from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Bounded


class Frozen(BaseModel):
    """A value: never changes, refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def days(zh: str, en: str, *, default: int, least: int = 1) -> Any:
    """Describe a setting that is a number of days, in both languages."""
    return Bounded(default, ge=least, title=zh, description=en)


class WaitSettings(Frozen):
    """For how many working days something may lie with somebody before the clock urges; then again as often."""

    hand_out: int = days("拟办任务等计划专责交办", "a planned task, with the planner", default=2)
    sign: int = days("已交办任务等牵头单位签收", "a task handed out, with the lead unit", default=3)
    reassign: int = days("退回交办的任务等计划专责改派", "a declined task, with the planner", default=2)
    check: int = days("报告等督查员初审", "a report, with the checker", default=3)
    assign_finding: int = days("发现的问题等督办专员交办", "a problem found, with the supervisor", default=2)
    fix: int = days("没有自定日期的问题等单位整改", "a problem without a date of its own, with the unit", default=10)
    verify: int = days("报整改完成等督办专员核实", "a fix claimed, with the supervisor", default=5)
    answer_appeal: int = days("对得分的申诉等复核", "an appeal against a score, with whoever decides it", default=5)


def _worth(zh: str, en: str, *, default: int) -> Any:
    return Bounded(default, ge=-100, le=100, title=zh, description=en)


class ScoreSettings(Frozen):
    """What a unit gets or loses in a circular, for each time; 0 leaves a rule out."""

    base: int = Bounded(100, ge=0, le=1000, title="基础分", description="what every unit starts with")
    on_time: int = _worth("按原定时限办结", "closed by the original deadline", default=1)
    late: int = _worth("晚于原定时限办结", "closed after the original deadline", default=-1)
    overdue: int = _worth("逾期未办结", "open past its deadline", default=-2)
    returned: int = _worth("退回重办", "sent back", default=-2)
    ordered: int = _worth("书面督办、约谈或通报", "ordered in writing, summoned or named in a circular", default=-2)
    contribution_missing: int = _worth(
        "逾期任务的配合情况未报送", "a contribution missing for a task that is late", default=-1
    )
    finding: int = _worth("检查发现问题", "a problem found", default=-1)
    exemplar: int = _worth("典型得到宣传", "an exemplar published", default=2)
    appeal_days: int = days("几个工作日内可以申诉", "working days in which a score can be appealed against", default=5)


class RhythmSettings(Frozen):
    """When reports are made by themselves; one that falls on a day off is made on the working day after it.

    Each is on the days since the one before it, so nothing falls between two. The quarterly report of June or December
    says what a half-yearly or yearly one would, so these two are made only where a body asks for them.
    `review`: the panel that a draft is put to; empty: the planner issues it alone. `recipients`: codes of posts.
    """

    weekly: int = Bounded(5, ge=0, le=7, title="周报在星期几（0：不报）", description="day of the week; 0: none")
    monthly: int = Bounded(
        25, ge=0, le=31, title="月报在几日（0：不报；没有这一天的月份在月末）", description="day of the month; 0: none"
    )
    quarterly: int = Bounded(
        25, ge=0, le=31, title="季报在季末月的几日（0：不报）", description="day of a quarter's last month; 0: none"
    )
    half_yearly: int = Bounded(
        0, ge=0, le=31, title="半年报在六月、十二月的几日（0：不报）", description="day of June and December; 0: none"
    )
    yearly: int = Bounded(0, ge=0, le=31, title="年报在十二月的几日（0：不报）", description="day of December; 0: none")
    review: str = Bounded(
        "",
        title="报告稿先过哪个审核组（空：不先审核）",
        description="name of the panel before a report goes out; empty: none",
    )
    chase_days: int = Bounded(
        2,
        ge=0,
        le=20,
        title="汇总前几个工作日催缺报单位（0：不催）",
        description="working days before a report on which units whose reports are missing are chased; 0: never",
    )
    recipients: tuple[str, ...] = Bounded(
        (),
        title="报告印发给哪些岗位（编码；空：领导）",
        description="codes of the posts a report goes to; empty: the leaders",
    )
