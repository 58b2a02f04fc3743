"""import-notice: read an official notice into a drafted plan, and show what was read and what a person must settle."""

from datetime import datetime
from pathlib import Path

from prefect import flow

from duban.importing import Imported, UnknownName, import_notice_file
from flows.parameters import moment
from flows.phases import phase, refusing
from flows.showing import link, named_by_file, show_markdown, tag_with_plans

CERTAINTY = {"certain": "确定", "likely": "大致", "unsure": "待定"}

read_and_store = phase("read-and-store", "读取通知并存为方案")(import_notice_file)


@flow(name="import-notice", flow_run_name=named_by_file, persist_result=False)
@refusing
async def import_notice(path: str, by: str, number: str = "", as_of: datetime | None = None) -> int:
    """导入通知：读出方案、举措和任务要求，存为拟稿，等计划专责逐条确认。同一份通知重复导入不会多出一份。"""
    imported = await read_and_store(Path(path), by=by, number=number.strip(), now=moment(as_of))
    await tag_with_plans([imported.number])
    await show_markdown("import-notice-outline", page_of(imported), about=f"{imported.number} 读出的提纲")
    return imported.plan_id


def page_of(imported: Imported) -> str:
    """Write the page: head data, counts, the outline, then what was unsure."""
    unsure = [demand for demand in imported.demands if demand.unsure]
    head = [
        f"## {imported.title}",
        "",
        f"文号 **{imported.number}**，{imported.issuer or '发文机关未读到'}，{imported.issued_on or '日期未读到'}。",
        f"读出举措 **{len(imported.measures)}** 条、任务要求 **{len(imported.demands)}** 条，"
        f"其中 **{len(unsure)}** 条有待人定的地方。现为“{imported.state}”。",
        "",
        link(f"/plans/{imported.plan_id}", "在收件箱逐条确认"),
        "",
    ]
    warnings = [*imported.warnings, *(_unknown(name) for name in imported.unknown_names)]
    warned = ["### 提醒", "", *(f"- {warning}" for warning in warnings), ""] if warnings else []
    outline = ["### 提纲", "", "| 举措 | 标题 | 任务要求 |", "|---|---|---:|"]
    outline += [f"| {m.number} | {m.title} | {m.demands} |" for m in imported.measures]
    asked = ["", "### 待人定", "", "| 序号 | 任务要求 | 把握 | 待定之处 |", "|---:|---|---|---|"]
    asked += [
        f"| {d.seq} | {_cell(d.text)} | {CERTAINTY[d.certainty]} | {_cell('；'.join(d.unsure))} |" for d in unsure
    ]
    return "\n".join([*head, *warned, *outline, *(asked if unsure else [])])


def _cell(text: str) -> str:
    return text.replace("|", "｜").replace("\n", " ")[:120]


def _unknown(name: UnknownName) -> str:
    near = f"；名称相近的有：{'、'.join(name.near)}" if name.near else ""
    return f"名册里没有“{name.name}”{near}"
