"""post-webhooks: post what happened to every address registered for it, and show which could not be reached."""

from datetime import datetime

from prefect import flow

from duban.webhooks.posting import Posted
from duban.webhooks.posting import post_webhooks as post
from flows.parameters import moment
from flows.phases import phase
from flows.showing import named_by_moment, show_table
from workflows.moments import shown

post_everything = phase("post", "推送事件")(post)


@flow(name="post-webhooks", flow_run_name=named_by_moment, persist_result=False)
async def post_webhooks(as_of: datetime | None = None) -> Posted:
    """推送事件：把新的流转记录推送到登记的地址；送不到的写明原因，过一会儿再试。可以重复运行。"""
    posted = await post_everything(now=moment(as_of))
    if posted.delivered or posted.failed:
        about = f"{shown(posted.at)} 推送 {posted.delivered} 条，{posted.failed} 条没有送到"
        await show_table("post-webhooks", [{"没有送到": trouble} for trouble in posted.troubles], about=about)
    return posted
