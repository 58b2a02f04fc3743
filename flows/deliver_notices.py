"""deliver-notices: tell everybody what waits to be told, and show whom it could not reach."""

from datetime import datetime

from prefect import flow

from duban.notify import Delivered, deliver
from flows.parameters import moment
from flows.phases import phase
from flows.showing import named_by_moment, show_table
from workflows.moments import shown

tell_everybody = phase("送达通知")(deliver)


@flow(name="deliver-notices", flow_run_name=named_by_moment, persist_result=False)
async def deliver_notices(as_of: datetime | None = None) -> Delivered:
    """送达通知：把等着告知的事项送到该知道的人；送不出的写明原因，过一会儿再试。可以重复运行。"""
    now = moment(as_of)
    delivered = await tell_everybody(now=now)
    if delivered.duties:
        about = f"{shown(now)} 送达 {delivered.messages} 条，{len(delivered.troubled)} 件有困难"
        await show_table("deliver-notices", table_of(delivered), about=about, whole="/messages")
    return delivered


def table_of(delivered: Delivered) -> list[dict[str, str | int]]:
    """Give one row per duty, those in trouble first."""
    rows = sorted(delivered.duties, key=lambda told: (not told.trouble, told.duty_id))
    return [
        {
            "通知": told.title,
            "对象": told.what.zh,
            "人数": told.people,
            "新送条数": told.messages,
            "情况": told.delivery.zh,
            "困难": told.trouble,
        }
        for told in rows
    ]
