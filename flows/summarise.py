"""summarise: write the summary report of a plan, as a page on the run and as a Word file."""

from datetime import datetime

from prefect import flow

from duban.summarising import Summarised, summarise_plan
from flows.parameters import moment
from flows.phases import phase, refusing
from flows.showing import link, named_by_plan, show_markdown, tag_with_plans
from workflows.moments import shown

write_report = phase("write-report", "撰写总结报告")(summarise_plan)


@flow(name="summarise", flow_run_name=named_by_plan, persist_result=False)
@refusing
async def summarise(plan: str, as_of: datetime | None = None) -> str:
    """撰写总结报告：汇总方案到某一时刻的进展、亮灯、问题和典型，写成网页和 Word 文件，供人修改审定。"""
    now = moment(as_of)
    written = await write_report(plan, now=now)
    await tag_with_plans([written.number])
    await show_markdown("summarise-report", page_of(written), about=f"{written.number} 截至 {shown(now)} 的总结")
    return written.path


def page_of(written: Summarised) -> str:
    """Give the report, with where the Word file is in front."""
    where = f"Word 文件：`{written.path}`　{link(f'/plans/{written.plan_id}', '在收件箱查看方案')}"
    return f"{where}\n\n{written.markdown}"
