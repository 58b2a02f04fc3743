"""watch-deadlines: do what the clock has to do, and show what climbed and how every unit stands."""

from datetime import datetime

from prefect import flow

from duban.actions.swept import Swept
from duban.standing_of_units import UnitLamps, lamps_by_unit
from duban.sweeping import sweep_in_hours
from flows.parameters import moment
from flows.phases import phase
from flows.showing import AT_MOST_ROWS, link, named_by_moment, show_markdown, show_table, tag_with_plans
from models.words import Lamp
from workflows.moments import shown

LAMPS = {Lamp.RED: "🔴", Lamp.YELLOW: "🟡", Lamp.BLUE: "🔵", Lamp.GREEN: "🟢", Lamp.GREY: "⚪"}
TITLE_LENGTH = 60

sweep_what_is_due = phase("sweep", "清扫到期事项")(sweep_in_hours)
look_at_units = phase("count-lamps", "统计各单位亮灯")(lamps_by_unit)


@flow(name="watch-deadlines", flow_run_name=named_by_moment, persist_result=False)
async def watch_deadlines(as_of: datetime | None = None) -> Swept:
    """检查时限：该提醒的提醒，该催办的催办，逾期的逐级督办；到期的周期任务按期新开。可以重复运行。

    休息日和下班以后不催人：到期的事留到下一个工作日早上办。
    """
    now = moment(as_of)
    swept = await sweep_what_is_due(now=now)
    await tag_with_plans(sorted({step.plan_number for step in swept.steps}))
    if swept.steps or swept.failures:
        await show_table("watch-deadlines-steps", table_of(swept), about=f"{shown(now)} 办理的到期事项")
    units = await look_at_units(now=now)
    await show_markdown("watch-deadlines-lamps", page_of(swept, units), about=f"{shown(now)} 各单位亮灯情况")
    return swept


def table_of(swept: Swept) -> list[dict[str, str]]:
    """Give one row per thing done, then one per failure."""
    done = [
        {
            "单位": step.unit,
            "办理": step.act.zh,
            "结果": step.became,
            "灯": f"{LAMPS[step.lamp]} {step.lamp.zh}：{step.why}" if step.lamp else "",
            "任务": f"{step.task_id or ''} {step.title[:TITLE_LENGTH]}".strip(),
            "方案": step.plan_number,
        }
        for step in swept.steps
    ]
    failed = [
        {
            "单位": "",
            "办理": "未办成",
            "结果": failure.why,
            "灯": "",
            "任务": f"{failure.kind.value} {failure.subject_id}",
            "方案": "",
        }
        for failure in swept.failures
    ]
    return failed + done


def page_of(swept: Swept, units: list[UnitLamps]) -> str:
    """Write the page: what this run did, then the lamps of every unit with open tasks, the worst first."""
    said = (
        f"升级督办 **{len(swept.climbed)}** 项，催促 **{len(swept.urged)}** 项，新开周期任务 **{swept.opened}** 项"
        + (f"，**{len(swept.failures)}** 项未办成（见表）" if swept.failures else "")
        + "。"
    )
    if swept.quiet:
        said = "现在是休息时间，不催人；到期的事留到下一个工作日早上办。"
    head = ["| 单位 | " + " | ".join(f"{LAMPS[lamp]} {lamp.zh}" for lamp in Lamp) + " | 在办合计 |"]
    rule = ["|---|" + "---:|" * (len(Lamp) + 1)]
    rows = [
        f"| {link(f'/tasks?unit={unit.unit_id}', unit.name)} | "
        + " | ".join(str(unit.counts.get(lamp, 0) or "") for lamp in Lamp)
        + f" | {unit.total} |"
        for unit in units[:AT_MOST_ROWS]
    ]
    table = head + rule + rows if rows else ["目前没有在办任务。"]
    return "\n".join(
        [f"## {shown(swept.at)} 时限检查", "", said, "", *table, "", link("/tasks", "在收件箱查看全部任务")]
    )
