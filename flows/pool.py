"""Registers the deployments with a work pool, whose workers run them: `prefect worker start --pool NAME`."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists

TYPE = "process"
ABOUT = "督办的流程在这里排队，由各台机器上的 worker 运行"


async def register(made: Sequence[RunnerDeployment], pool: str) -> dict[str, UUID]:
    """Make the pool unless it is there, and set every deployment to what the timetable says; give their ids by name."""
    async with get_client() as client:
        with suppress(ObjectAlreadyExists):
            await client.create_work_pool(WorkPoolCreate(name=pool, type=TYPE, description=ABOUT))
    return {deployment.name: await deployment.aapply(work_pool_name=pool) for deployment in made}
