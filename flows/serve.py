"""Serves the flows: registers their deployments with Prefect and runs what is due, four runs at a time.

With a work pool in the settings it registers them there, and only announces what happens: the pool's workers run them.

Use: python -m flows.serve [--unscheduled], with the environment that `duban serve` and `duban up` set.
"""

import asyncio
import os
import sys

from prefect.runner import Runner

from duban.services import ready_file
from duban.settings import settings
from flows.announcing import announcing, begun
from flows.automations import make_automations
from flows.leftovers import end_leftovers
from flows.pool import register
from flows.timetable import deployments

POLL_EVERY_S = 2
AT_ONCE = 4
UNSCHEDULED = "--unscheduled"


async def serve(*, scheduled: bool) -> None:
    """Register the deployments, end what was left behind, say ready, and run what is due until stopped.

    Scheduled, also what follows from an event follows by itself; else everything waits until it is told to.
    """
    made = await asyncio.to_thread(deployments, scheduled=scheduled)
    runner: Runner | None = None
    if pool := settings().work_pool:
        ids = await register(made, pool)
    else:
        runner = Runner(name="duban", query_seconds=POLL_EVERY_S, limit=AT_ONCE, pause_on_shutdown=True)
        ids = {one.name: await runner.aadd_deployment(one) for one in made}
        await end_leftovers(list(ids.values()))
    await make_automations(ids if scheduled else {})
    announcer = await begun() if scheduled else None  # before anybody is told that it is ready
    ready = ready_file(settings().home)
    ready.parent.mkdir(parents=True, exist_ok=True)
    ready.write_text(str(os.getpid()))
    beside = [asyncio.create_task(announcing(announcer))] if scheduled else []
    try:
        await (runner.start() if runner else asyncio.Event().wait())
    finally:
        for one in beside:
            one.cancel()
        ready.unlink(missing_ok=True)


if __name__ == "__main__":
    asyncio.run(serve(scheduled=UNSCHEDULED not in sys.argv))
