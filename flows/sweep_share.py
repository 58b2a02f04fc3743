"""sweep-share: do a share of a large sweep on another worker; watch-deadlines starts it and does what it leaves."""

from datetime import datetime

from prefect import flow
from prefect.runtime import flow_run

from duban.actions.swept import Swept
from duban.sweeping import Share, sweep_share
from flows.parameters import moment
from flows.phases import phase
from flows.showing import AT_MOST_ROWS, show_steps
from workflows.moments import shown

do_share = phase("sweep", "清扫到期事项的一份")(sweep_share)


def _named() -> str:
    """Name a run after its share: sweep-share · 2/3 · 2026-03-02 08:30."""
    given = flow_run.parameters
    at = moment(datetime.fromisoformat(str(given["as_of"])))
    return f"{flow_run.flow_name} · {given['share'] + 1}/{given['shares']} · {shown(at)}"


@flow(name="sweep-share", flow_run_name=_named, persist_result=False)
async def sweep_one_share(as_of: datetime, share: int, shares: int) -> Swept:
    """时限检查的一份：到期事项很多时，由时限检查分给几台机器同时办。不需要人来启动；重复运行也不会重复办理。"""
    swept = await do_share(Share(share, shares), now=moment(as_of), in_words=AT_MOST_ROWS)
    await show_steps("sweep-share-steps", swept)
    return swept
