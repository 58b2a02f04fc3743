"""rehearse-plan: play a plan through on a copy in memory, and show what it came to."""

from datetime import datetime

from prefect import flow

from duban.rehearsals import rehearse_plan as rehearse_it
from duban.rehearsing.tables import markdown
from flows.parameters import moment
from flows.phases import phase, refusing
from flows.showing import named_by_plan, picture, show_markdown, tag_with_plans
from workflows.moments import day_of

play_it_through = phase("rehearse", "推演")(rehearse_it)


@flow(name="rehearse-plan", flow_run_name=named_by_plan, persist_result=False)
@refusing
async def rehearse_plan(plan: str, assume: str = "", until: datetime | None = None) -> str:
    """推演方案：在副本上按同样的规则和日历走一遍，看谁会收到多少提醒、哪天扎堆、谁会被督办。不改动任何数据。"""
    day = None if until is None else day_of(moment(until))
    found, files = await play_it_through(plan, now=moment(None), until=day, assume=assume)
    await tag_with_plans([found.number])
    page = markdown(found, picture=picture(files["svg"], "每天的通知件数"))
    where = "　".join(f"`{path}`" for path in files.values())
    await show_markdown("rehearse-plan-page", f"{page}\n文件：{where}\n", about=f"{found.number} 的推演")
    return str(files["xlsx"])
