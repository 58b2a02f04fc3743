"""tend-plans: keep the page of every plan current, and one waiting run for every stage that a panel decides on.

Everything is worked out from our database: wiped, Prefect gets its pages and its waiting runs again.
"""

from datetime import datetime
from uuid import UUID

from prefect import flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId, FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound

from duban.plan_pages import PlanPage, plan_pages
from duban.plan_stages import open_stages
from flows.asking import newest_artifact
from flows.parameters import moment
from flows.phases import phase
from flows.plan_stage import look_at_stage, plan_stage, stage_key
from flows.showing import in_a_run, named_by_moment, show_markdown

read_pages = phase("write-pages", "撰写方案主页")(plan_pages)
read_stages = phase("find-stages", "查找等待审核的关口")(open_stages)
AT_MOST = 200


@flow(name="tend-plans", flow_run_name=named_by_moment, persist_result=False)
async def tend_plans(as_of: datetime | None = None) -> int:
    """照看方案：每个方案一页主页，有变化才更新；每道等待审核的关口一个运行，有了结论就让它结束。可以重复运行。"""
    pages, waiting = await read_pages(now=moment(as_of)), await read_stages()
    if not in_a_run():
        return len(pages)
    for page in pages:
        await _show(page)
    async with get_client() as client:
        await _tend_stages(client, waiting)
    return len(pages)


async def _show(page: PlanPage) -> None:
    """Publish a page, unless the newest one says the same."""
    key = f"plan-{page.plan_id}"
    if await newest_artifact(key) != page.text:
        await show_markdown(key, page.text, about=f"{page.number} 主页")


async def _tend_stages(client: PrefectClient, waiting: list[int]) -> None:
    try:
        deployment = await client.read_deployment_by_name(f"{plan_stage.name}/{plan_stage.name}")
    except ObjectNotFound:
        return
    runs = await _in_hand(client, deployment.id)
    for review in waiting:
        if review not in runs:
            await _begin(client, deployment.id, review)
    for review, run in runs.items():
        if run.state_type is StateType.PAUSED and await _has_changed(review):
            await client.resume_flow_run(run.id)


async def _has_changed(review: int) -> bool:
    """Say whether a stage stands otherwise than its run has shown: then the run looks again, and waits on or ends."""
    stage = await look_at_stage(review)
    return not stage.open or await newest_artifact(stage_key(review)) != stage.page


async def _in_hand(client: PrefectClient, deployment_id: UUID) -> dict[int, FlowRun]:
    """Find the runs of stages that have not ended, by review."""
    in_hand = [StateType.PAUSED, StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING]
    found = await client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment_id])),
        flow_run_filter=FlowRunFilter.model_validate({"state": {"type": {"any_": in_hand}}}),
        sort=FlowRunSort.ID_DESC,
        limit=AT_MOST,
    )
    return {int(run.parameters["review"]): run for run in found}


async def _begin(client: PrefectClient, deployment_id: UUID, review: int) -> None:
    """Begin the run of a stage; when one was ended by hand before its time, another one takes its place."""
    for time in range(AT_MOST):
        key = f"plan-stage-{review}" + (f"-{time}" if time else "")
        run = await client.create_flow_run_from_deployment(
            deployment_id, parameters={"review": review}, idempotency_key=key
        )
        if run.state is None or not run.state.is_final():
            return
