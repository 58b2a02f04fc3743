"""prune-runs: forget the runs that ended long ago, with what they showed, and old records of the door.

Our own database keeps what was decided.
"""

from datetime import datetime, timedelta

from prefect import flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort

from duban.identity.record import forget_before
from duban.settings import settings
from flows.asking import forget_artifacts
from flows.parameters import moment
from flows.showing import in_a_run, named_by_moment, show_markdown
from workflows.moments import shown

AT_ONCE = 100
ENDED = [StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED]


@flow(name="prune-runs", flow_run_name=named_by_moment, persist_result=False)
async def prune_runs(as_of: datetime | None = None) -> int:
    """清理运行记录：删去结束已久的运行和它们留下的表格，以及过期的门禁记录。办了什么在流转记录里，不受影响。"""
    now = moment(as_of)
    before, forgotten = now - timedelta(days=settings().keep_runs_days), _forget_at_the_door(now)
    if not in_a_run():
        return 0
    async with get_client() as client:
        count = 0
        while found := await _ended_before(client, before):
            await forget_artifacts([run.id for run in found])
            for run in found:
                await client.delete_flow_run(run.id)
            count += len(found)
    about = f"删去 {shown(before)} 以前结束的运行 {count} 次、门禁记录 {forgotten} 条"
    await show_markdown("prune-runs", f"{about}；保留 {settings().keep_runs_days} 天。", about=about)
    return count


def _forget_at_the_door(now: datetime) -> int:
    return forget_before(now - timedelta(days=settings().keep_door_days))


async def _ended_before(client: PrefectClient, before: datetime) -> list[FlowRun]:
    ended = {"state": {"type": {"any_": ENDED}}, "end_time": {"before_": before.isoformat()}}
    wanted = FlowRunFilter.model_validate(ended)
    return await client.read_flow_runs(flow_run_filter=wanted, sort=FlowRunSort.END_TIME_DESC, limit=AT_ONCE)
