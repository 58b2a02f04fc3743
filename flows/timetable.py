"""Every flow: how it is started, how often, why; the deployments and docs/timetable.md come from this table."""
# ruff: noqa: E501 - the table is aligned

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.check_house import check_house
from flows.deliver_notices import deliver_notices
from flows.import_notice import import_notice
from flows.issue_plan import issue_plan
from flows.parameters import explain
from flows.plan_stage import plan_stage
from flows.post_webhooks import post_webhooks
from flows.prune_runs import prune_runs
from flows.rehearse_plan import rehearse_plan
from flows.seal_ledger import seal_ledger
from flows.summarise import report_by_rhythm, summarise
from flows.sweep_share import sweep_one_share
from flows.tend_plans import tend_plans
from flows.watch_deadlines import watch_deadlines
from models.errors import Broken

CLOCKWORK, BY_HAND, BY_GATE, BY_SWEEP = "时钟", "人工", "关口", "分办"
TIMEZONE, CLOCKWORK_SLUG = "Asia/Shanghai", "clockwork"
VERSION = version("duban")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timetable; `cron` is empty for a flow that only people start."""

    flow: Flow[Any, Any]
    cron: str
    tag: str
    why_zh: str
    why_en: str


# fmt: off
TIMETABLE: tuple[Entry, ...] = (
    #     flow              cron            tag        why
    Entry(import_notice,    "",             BY_HAND,   "把通知读成方案，等计划专责确认",           "read a notice into a plan for the planner to confirm"),
    Entry(rehearse_plan,    "",             BY_HAND,   "在副本上预先走一遍方案，看谁忙、哪天扎堆", "play a plan through on a copy: who is busy, which days pile up"),
    Entry(issue_plan,       "",             BY_HAND,   "印发已审定的方案，任务交办到单位",         "issue an approved plan and hand its tasks out"),
    Entry(watch_deadlines,  "*/15 * * * *", CLOCKWORK, "提醒、催办、逐级督办，按期新开周期任务",   "remind, urge, escalate; open the next period's tasks"),
    Entry(deliver_notices,  "*/5 * * * *",  CLOCKWORK, "把该告知的事送到人，送不出的再试",         "tell people what they must know; try again what failed"),
    Entry(tend_plans,       "*/15 * * * *", CLOCKWORK, "更新方案主页，照看等待审核的关口",         "keep the pages of plans current, tend the stages that wait for a panel"),
    Entry(post_webhooks,    "*/5 * * * *",  CLOCKWORK, "把新的流转记录推送到登记的地址",           "post new Moves to the webhooks that are registered"),
    Entry(seal_ledger,      "*/10 * * * *", CLOCKWORK, "封存新的流转记录，签一份凭证",             "seal new Moves and sign the head of the ledger"),
    Entry(check_house,      "40 7 * * *",   CLOCKWORK, "检查系统，有问题时运行失败并写明",         "look the house over; what is wrong fails the run"),
    Entry(prune_runs,       "10 3 * * *",   CLOCKWORK, "删去结束已久的运行记录",                   "forget runs that ended long ago"),
    Entry(report_by_rhythm, "0 17 * * *",   CLOCKWORK, "到期的周报、月报、季报、半年报、年报，错过的补上",       "make the reports that are due by rhythm, and what was missed"),
    Entry(plan_stage,       "",             BY_GATE,   "方案过审核时等结论，不占进程",             "wait for a panel's decision on a stage of a plan, holding nothing"),
    Entry(sweep_one_share,  "",             BY_SWEEP,  "到期事项很多时，与别的机器同时各办一份",   "do a share of a large sweep, beside other workers"),
    Entry(summarise,        "",             BY_HAND,   "撰写方案的一种报告",                       "write a report of a plan"),
)
# fmt: on
AT_ONCE = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
"""A sweep that finds another one at work has nothing to do: it is cancelled, and the next one sees whatever is left."""
ONE_AFTER_ANOTHER = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)
"""Tending is asked for by events too: what happened while one was at work has to be looked at after it."""


def deployments(*, scheduled: bool) -> list[RunnerDeployment]:
    """Make the deployment of every flow, called as its flow; unscheduled, the clockwork runs only when it is told to."""
    return [_deployment(entry, scheduled) for entry in TIMETABLE]


def limit_of(entry: Entry) -> ConcurrencyLimitConfig | None:
    """Say how many runs of a flow there may be at once, and what becomes of another; None: as many as are asked for."""
    if entry.flow is tend_plans:
        return ONE_AFTER_ANOTHER
    return AT_ONCE if entry.cron else None


def _deployment(entry: Entry, scheduled: bool) -> RunnerDeployment:
    made = entry.flow.to_deployment(
        name=entry.flow.name,
        description=entry.flow.description,
        tags=[entry.tag],
        version=VERSION,
        schedule=Cron(entry.cron, timezone=TIMEZONE, active=scheduled, slug=CLOCKWORK_SLUG) if entry.cron else None,
        concurrency_limit=limit_of(entry),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    if not isinstance(made, RunnerDeployment):
        raise Broken("部署要在事件循环之外生成。", "Deployments are made outside an event loop.")
    explain(made)
    return made
