"""issue-plan: issue an approved plan; every confirmed requirement becomes tasks, handed out at once."""

from datetime import datetime

from prefect import flow

from duban.issuing import Issued, issue
from flows.parameters import moment
from flows.phases import phase, refusing
from flows.showing import link, named_by_plan, show_markdown, show_table, tag_with_plans

issue_and_hand_out = phase("issue-and-hand-out", "印发并分解任务")(issue)


@flow(name="issue-plan", flow_run_name=named_by_plan, persist_result=False)
@refusing
async def issue_plan(plan: str, by: str, as_of: datetime | None = None) -> int:
    """印发方案：已审定的方案正式印发，任务要求分解成任务并交办到各单位。不具备条件时不印发，并写明原因。"""
    issued = await issue_and_hand_out(plan, by=by, now=moment(as_of))
    await tag_with_plans([issued.number])
    if issued.review is not None:
        return await _asked(issued)
    about = f"{issued.number} 已印发，交办任务 {issued.total} 项"
    await show_table("issue-plan-tasks", table_of(issued), about=about, whole=f"/plans/{issued.plan_id}")
    page = f"## {issued.title}\n\n{about}。\n\n" + link(f"/plans/{issued.plan_id}", "在收件箱查看方案")
    await show_markdown("issue-plan-summary", page, about=about)
    return issued.total


async def _asked(issued: Issued) -> int:
    """Show that a panel is asked first; nothing is handed out yet."""
    about = f"{issued.number} 的印发已送审（审核 {issued.review}），审核通过后随即印发"
    page = f"## {issued.title}\n\n{about}。\n\n" + link(f"/reviews/{issued.review}", "在收件箱查看审核")
    await show_markdown("issue-plan-summary", page, about=about)
    return 0


def table_of(issued: Issued) -> list[dict[str, str | int]]:
    """Give one row per unit, the one with the most tasks first."""
    return [
        {"牵头单位": unit.name, "任务数": unit.tasks, "最早时限": str(unit.first_due or "—"), "配合事项": unit.supports}
        for unit in issued.units
    ]
