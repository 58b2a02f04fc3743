"""watch-deadlines: do what the clock has to do, and show what climbed and how every unit stands."""

from datetime import datetime

from prefect import flow

from duban.actions.swept import Swept
from duban.standing_of_units import UnitLamps, lamps_by_unit
from duban.sweeping import quiet_at
from flows.parameters import moment
from flows.phases import phase
from flows.sharing import sweep_shared
from flows.showing import AT_MOST_ROWS, LAMPS, link, named_by_moment, show_markdown, show_steps
from models.words import Lamp
from workflows.moments import shown

look_at_the_clock = phase("look-at-clock", "查看现在是否可以催人")(quiet_at)
look_at_units = phase("count-lamps", "统计各单位亮灯")(lamps_by_unit)


@flow(name="watch-deadlines", flow_run_name=named_by_moment, persist_result=False)
async def watch_deadlines(as_of: datetime | None = None) -> Swept:
    """检查时限：该提醒的提醒，该催办的催办，逾期的逐级督办；到期的周期任务按期新开。可以重复运行。

    休息日和下班以后不催人：到期的事留到下一个工作日早上办。
    """
    now = moment(as_of)
    swept = Swept(at=now, quiet=True) if await look_at_the_clock(now) else await sweep_shared(now)
    await show_steps("watch-deadlines-steps", swept)
    units = await look_at_units(now=now)
    await show_markdown("watch-deadlines-lamps", page_of(swept, units), about=f"{shown(now)} 各单位亮灯情况")
    return swept


def page_of(swept: Swept, units: list[UnitLamps]) -> str:
    """Write the page: what this run did, then the lamps of every unit with open tasks, the worst first."""
    said = (
        f"升级督办 **{swept.climbed}** 项，催促 **{swept.urged}** 项，新开周期任务 **{swept.opened}** 项"
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
