"""deliver-notices: tell everybody what waits to be told, and show whom it could not reach."""

from datetime import datetime

from prefect import flow

from duban.notify import Delivered, deliver
from duban.notify.told import Together, Told
from flows.parameters import moment
from flows.phases import phase
from flows.showing import named_by_moment, show_table, tag_with_plans
from workflows.moments import shown

tell_everybody = phase("deliver", "送达通知")(deliver)


@flow(name="deliver-notices", flow_run_name=named_by_moment, persist_result=False)
async def deliver_notices(as_of: datetime | None = None) -> Delivered:
    """送达通知：把等着告知的事项送到该知道的人；送不出的写明原因，过一会儿再试。可以重复运行。"""
    now = moment(as_of)
    delivered = await tell_everybody(now=now)
    if delivered.duties or delivered.bundles:
        await tag_with_plans(sorted({told.plan_number for told in delivered.duties} - {""}))
        await show_table("deliver-notices", table_of(delivered), about=_about(delivered), whole="/messages")
    return delivered


def _about(delivered: Delivered) -> str:
    nobody = sum(not told.people and not told.trouble for told in delivered.duties)
    together = sum(bundle.duties for bundle in delivered.bundles)
    troubled = len(delivered.troubled) + sum(bool(bundle.trouble) for bundle in delivered.bundles)
    return (
        f"{shown(delivered.at)} 送达 {delivered.messages} 条，{troubled} 件有困难"
        + (f"，其中 {len(delivered.bundles)} 条是合并的，共 {together} 件" if delivered.bundles else "")
        + (f"，{nobody} 件无人需要告知，不再列出" if nobody else "")
    )


def table_of(delivered: Delivered) -> list[dict[str, str | int]]:
    """Give one row per duty that somebody was or should be told, those in trouble first; then one per bundle."""
    rows = sorted(
        (told for told in delivered.duties if told.people or told.trouble),
        key=lambda told: (not told.trouble, told.duty_id),
    )
    return [_row_of(told) for told in rows] + [_row_of_bundle(bundle) for bundle in delivered.bundles]


def _row_of(told: Told) -> dict[str, str | int]:
    return {
        "方案": told.plan_number,
        "通知": told.title,
        "对象": told.what.zh,
        "人数": told.people,
        "新送条数": told.messages,
        "合并告知": told.gathered,
        "情况": told.delivery.zh,
        "困难": told.trouble,
    }


def _row_of_bundle(bundle: Together) -> dict[str, str | int]:
    return {
        "方案": "",
        "通知": bundle.title,
        "对象": bundle.person,
        "人数": 1,
        "新送条数": bundle.messages,
        "合并告知": bundle.duties,
        "情况": bundle.delivery.zh,
        "困难": bundle.trouble,
    }
