"""seal-ledger: seal the Moves, and show the signed head on the run, where the database's owner cannot change it."""

from datetime import datetime

from prefect import flow

from duban.ledger.heads import Head
from duban.ledger.sealing import Sealed, seal
from flows.parameters import moment
from flows.phases import phase, refusing
from flows.showing import named_by_moment, show_markdown
from workflows.moments import shown

seal_what_is_new = phase("seal", "封存流转记录")(seal)


@flow(name="seal-ledger", flow_run_name=named_by_moment, persist_result=False)
@refusing
async def seal_ledger(as_of: datetime | None = None) -> int:
    """封存流转记录：把新的流转记录接到账上，签一份封存凭证，留在这一次运行里备查。没有新记录时什么也不写。"""
    now = moment(as_of)
    sealed = await seal_what_is_new(now=now)
    if sealed.heads:
        newest = sealed.heads[-1]
        about = f"{shown(now)} 第 {newest.seal} 次封存，账上 {newest.size} 条"
        await show_markdown("ledger-head", page_of(sealed, newest), about=about)
    return sealed.moves


def page_of(sealed: Sealed, newest: Head) -> str:
    """Write the page: how many were sealed, and the head, as `duban ledger verify --against` can read it from there."""
    return (
        f"## 第 {newest.seal} 次封存\n\n新封存流转记录 **{sealed.moves}** 条，账上共 **{newest.size}** 条。\n\n"
        "下面是封存凭证。把它存成文件放在别处，日后用 `duban ledger verify --against 文件` 核对，"
        "可以查出整本账被换。\n\n"
        f"```json\n{newest.text}```\n"
    )
