"""Serves the flows: registers their deployments with Prefect and runs what is due, four runs at a time.

Use: python -m flows.serve [--unscheduled], with the environment that `duban serve` and `duban up` set.
"""

import asyncio
import os
import sys
from collections.abc import Sequence

from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner

from duban.services import ready_file
from duban.settings import settings
from flows.leftovers import end_leftovers
from flows.timetable import deployments

POLL_EVERY_S = 2
AT_ONCE = 4
UNSCHEDULED = "--unscheduled"


async def serve(made: Sequence[RunnerDeployment]) -> None:
    """Register the deployments, end what was left behind, write the ready file, run what is due until stopped."""
    runner = Runner(name="duban", query_seconds=POLL_EVERY_S, limit=AT_ONCE, pause_on_shutdown=True)
    await end_leftovers([await runner.aadd_deployment(deployment) for deployment in made])
    ready = ready_file(settings().home)
    ready.parent.mkdir(parents=True, exist_ok=True)
    ready.write_text(str(os.getpid()))
    try:
        await runner.start()
    finally:
        ready.unlink(missing_ok=True)


if __name__ == "__main__":
    asyncio.run(serve(deployments(scheduled=UNSCHEDULED not in sys.argv)))
