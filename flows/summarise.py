"""summarise: make a report of a plan, or all that the rhythm of the plans asks for; pages on the run, and files."""

from datetime import datetime

from prefect import flow

from duban.chasing import Chased, chase_missing
from duban.summarising import Summarised, make_due, make_one, summarise_plan
from flows.parameters import moment
from flows.phases import phase, refusing
from flows.showing import link, named_by_moment, named_by_plan, show_markdown, show_table, tag_with_plans
from workflows.moments import shown

write_report = phase("write-report", "撰写报告")(summarise_plan)
write_kind = phase("write-kind", "撰写一种报告")(make_one)
chase = phase("chase-missing-reports", "催报缺报单位")(chase_missing)
write_due = phase("write-due-reports", "撰写到期的定期报告")(make_due)
STANDING = "standing"


@flow(name="summarise", flow_run_name=named_by_plan, persist_result=False)
@refusing
async def summarise(plan: str, as_of: datetime | None = None, kind: str = STANDING) -> str:
    """撰写报告：汇总方案到某一时刻的进展、亮灯、问题和典型，写成网页和文件，供人修改审定。"""
    now = moment(as_of)
    written = await (write_report(plan, now=now) if kind == STANDING else write_kind(plan, kind, now=now))
    await tag_with_plans([written.number])
    about = f"{written.number} 截至 {shown(now)} 的{written.called}"
    await show_markdown("summarise-report", page_of(written), about=about)
    return written.path


@flow(name="report-by-rhythm", flow_run_name=named_by_moment, persist_result=False)
async def report_by_rhythm(as_of: datetime | None = None) -> list[str]:
    """先催缺报单位，再撰写到期的周报、月报、季报、半年报、年报：每份已印发的方案按督办规则里的日子出；缺报的单位写明，不等。可以重复运行。"""
    now = moment(as_of)
    chased = await chase(now=now)
    made = await write_due(now=now)
    await tag_with_plans(sorted({one.number for one in made} | {one.number for one in chased}))
    if chased:
        await show_table("missing-reports-chased", chased_table(chased), about=f"{shown(now)} 催报", whole="/plans")
    if made:
        await show_table("report-by-rhythm", table_of(made), about=f"{shown(now)} 出的定期报告", whole="/plans")
    for place, one in enumerate(made, start=1):
        about = f"{one.number} 截至 {shown(one.as_of)} 的{one.called}"
        await show_markdown(f"report-by-rhythm-{place}", page_of(one), about=about)
    return [path for one in made for path in one.paths]


def chased_table(chased: list[Chased]) -> list[dict[str, str]]:
    """Give one row per report that units were chased for."""
    return [{"方案": one.number, "催报": one.why, "缺报单位": f"{one.units} 个"} for one in chased]


def table_of(made: list[Summarised]) -> list[dict[str, str]]:
    """Give one row per report: which, as of when, who is missing, where it is."""
    return [
        {
            "方案": one.number,
            "报告": one.called,
            "截至": shown(one.as_of),
            "未报送": "、".join(one.missing) or "无",
            "报告稿": link(f"/papers/{one.paper_id}", one.paper) if one.paper_id else "不另审核",
            "文件": "　".join(one.paths),
            "打开": link(f"/plans/{one.plan_id}/reports", "在收件箱打开"),
        }
        for one in made
    ]


def page_of(written: Summarised) -> str:
    """Give the report; in front, where its files are and how the paper stands that it was kept as."""
    files = "　".join(f"`{path}`" for path in written.paths)
    there = f"文件：{files}　{link(f'/plans/{written.plan_id}', '在收件箱查看方案')}"
    if written.paper_id:
        there += f"　报告稿 {written.paper_id}：{link(f'/papers/{written.paper_id}', written.paper)}"
    return f"{there}\n\n{written.markdown}"
