"""Shares a large sweep among the workers of a pool; whatever a share leaves, dead or late, the sweep itself does."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.deployments import arun_deployment
from prefect.states import Cancelled, Crashed

from duban.actions.swept import Due, Failure, Swept
from duban.settings import settings
from duban.sweeping import PER_COMMIT, Share, how_many_due, open_periods, still_due, sweep_share
from flows.phases import phase
from flows.showing import AT_MOST_ROWS, in_a_run, progress_shown
from workflows.moments import shown

LOOK_EVERY_S = 2.0
NOT_NEEDED = "没轮到这一份，时限检查已经全部办完。"
LOST = "这一份没有回音，剩下的由时限检查办完了。"

open_what_begins = phase("open-periods", "按期新开周期任务")(open_periods)
look_what_is_due = phase("look", "查看还有哪些到期")(still_due)
do_share = phase("sweep", "清扫到期事项")(sweep_share)


async def sweep_shared(now: datetime) -> Swept:
    """Do everything that is due: alone while it is little, else with as many shares as the settings say."""
    swept = await open_what_begins(now=now)
    due = len(await look_what_is_due(now=now))
    about = f"{shown(now)} 到期的 {due} 件已办百分之几"
    async with progress_shown("watch-deadlines-progress", partial(how_many_due, now=now), of=due, about=about):
        return swept + await _do_all(now, of=min(settings().sweep_shares, -(-due // PER_COMMIT)))


async def _do_all(now: datetime, *, of: int) -> Swept:
    if of <= 1 or not in_a_run():
        return await do_share(now=now, in_words=AT_MOST_ROWS)
    others = [await _start(Share(number, of), now) for number in range(1, of)]
    swept = await do_share(Share(0, of), now=now, in_words=AT_MOST_ROWS)
    swept += await _do_the_rest(swept.failures, now)
    await _end(others)
    return swept


async def _start(share: Share, now: datetime) -> UUID:
    given = {"as_of": now.isoformat(), "share": share.number, "shares": share.of}
    run = await arun_deployment("sweep-share/sweep-share", parameters=given, timeout=0, as_subflow=False)
    return run.id


async def _do_the_rest(failures: Sequence[Failure], now: datetime) -> Swept:
    """Take what nobody has in hand, until nothing is due but what cannot be done; a batch in hand is waited for."""
    rest = Swept(at=now)
    failed = _dues(failures)
    while await look_what_is_due(now=now) - failed:
        some = await do_share(now=now, in_words=AT_MOST_ROWS)
        rest, failed = rest + some, failed | _dues(some.failures)
        if not some.done:
            await asyncio.sleep(LOOK_EVERY_S)
    return rest


def _dues(failures: Sequence[Failure]) -> frozenset[Due]:
    return frozenset(Due(kind=failure.kind, subject_id=failure.subject_id) for failure in failures)


async def _end(runs: Sequence[UUID]) -> None:
    """End what has not begun, and what is silent: all that is due is done."""
    async with get_client() as client:
        for run_id in runs:
            run = await client.read_flow_run(run_id)
            if run.state and not run.state.is_final() and run.start_time is None:
                await client.set_flow_run_state(run_id, Cancelled(message=NOT_NEEDED), force=True)
        await asyncio.sleep(LOOK_EVERY_S)
        for run_id in runs:
            run = await client.read_flow_run(run_id)
            if run.state and not run.state.is_final():
                await client.set_flow_run_state(run_id, Crashed(message=LOST), force=True)
