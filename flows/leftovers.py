"""Ends the runs that an earlier life of the serving process left behind when it was killed.

Such a run would stay Running for ever and keep the one place its flow has, so that every later run is turned away. What
it had to do is not lost: the next sweep reads our database and does whatever is left. One process serves one server.
"""

from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId, FlowRunFilter
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Crashed

IN_HAND = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
AT_MOST = 200
SAID = "运行中断（进程被终止）；没办完的，下一次运行会接着办。"


async def end_leftovers(deployment_ids: list[UUID]) -> int:
    """End every run of these deployments that is in nobody's hand; say how many. Called before any new run starts."""
    async with get_client() as client:
        left = await client.read_flow_runs(
            flow_run_filter=FlowRunFilter.model_validate({"state": {"type": {"any_": IN_HAND}}}),
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=deployment_ids)),
            sort=FlowRunSort.ID_DESC,
            limit=AT_MOST,
        )
        for run in left:
            await client.set_flow_run_state(run.id, Crashed(message=SAID), force=True)
    return len(left)
