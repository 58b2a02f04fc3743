"""What an operator sees of a run: its name, its tags, its artifacts; without a run, as in a test, nothing is shown."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.runtime import flow_run

from duban.actions.swept import Swept
from duban.settings import settings
from flows.parameters import moment
from models.words import Lamp
from workflows.moments import shown

AT_MOST_ROWS = 200
TITLE_LENGTH = 60
LOOK_EVERY_S = 2.0
LAMPS = {Lamp.RED: "🔴", Lamp.YELLOW: "🟡", Lamp.BLUE: "🔵", Lamp.GREEN: "🟢", Lamp.GREY: "⚪"}


def named_by_moment() -> str:
    """Name a run after its flow and the moment it counts from: watch-deadlines · 2026-03-02 08:30."""
    return f"{flow_run.flow_name} · {shown(moment(_moment_given()))}"


def named_by_plan() -> str:
    """Name a run after its flow and its plan: issue-plan · 粤科协〔2022〕30号."""
    return f"{flow_run.flow_name} · {flow_run.parameters['plan']}"


def named_by_file() -> str:
    """Name a run after its flow and the file it reads."""
    return f"{flow_run.flow_name} · {str(flow_run.parameters['path']).rsplit('/', 1)[-1]}"


def _moment_given() -> datetime | None:
    given = flow_run.parameters.get("as_of")
    return datetime.fromisoformat(given) if isinstance(given, str) else given


def link(path: str, text: str) -> str:
    """Write a link into the inbox, in markdown."""
    return f"[{text}]({settings().inbox_url}{path})"


def picture(drawn: Path, text: str) -> str:
    """Write a drawing (SVG) into markdown. The page carries it: whoever may see the run sees it, signed in or not."""
    return f"![{text}](data:image/svg+xml;base64,{b64encode(drawn.read_bytes()).decode()})"


async def tag_with_plans(numbers: Sequence[str]) -> None:
    """Tag the run with the plans it touches, so that the runs of one plan can be listed."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None or not numbers:
        return
    tags = dict.fromkeys([*context.flow_run.tags, *(f"plan:{number}" for number in numbers)])
    async with get_client() as client:
        await client.update_flow_run(context.flow_run.id, tags=list(tags))


def in_a_run() -> bool:
    """Say whether the body of a flow runs under Prefect; a test calls it without."""
    return FlowRunContext.get() is not None


async def show_markdown(key: str, markdown: str, *, about: str) -> None:
    """Publish a page on the run."""
    if in_a_run():
        await acreate_markdown_artifact(markdown, key=key, description=about)


async def show_table(key: str, rows: Sequence[dict[str, Any]], *, about: str, whole: str = "/tasks") -> None:
    """Publish a table on the run, at most 200 rows of it, with a link to where the whole is."""
    if not in_a_run():
        return
    if len(rows) > AT_MOST_ROWS:
        about += f"（共 {len(rows)} 行，只列前 {AT_MOST_ROWS} 行，全部见 {link(whole, '收件箱')}）"
    await acreate_table_artifact(list(rows[:AT_MOST_ROWS]), key=key, description=about)


@asynccontextmanager
async def progress_shown(key: str, left: Callable[[], int], *, of: int, about: str) -> AsyncIterator[None]:
    """Show on the run how much of so many is done, whoever does it; counted anew while the block goes on."""
    if not in_a_run() or not of:
        yield
        return
    artifact = await acreate_progress_artifact(0.0, key=key, description=about)
    watching = asyncio.create_task(_keep_up(artifact, left, of))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    await aupdate_progress_artifact(artifact, percent_done(await asyncio.to_thread(left), of))


async def _keep_up(artifact: UUID, left: Callable[[], int], of: int) -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        await aupdate_progress_artifact(artifact, percent_done(await asyncio.to_thread(left), of))


def percent_done(left: int, of: int) -> float:
    """Give the percent that is done; what has come on top meanwhile does not make it less than nothing."""
    return round(100 * max(of - left, 0) / of, 1)


async def show_steps(key: str, swept: Swept) -> None:
    """Tag the run with the plans it touched, and publish what was done and what failed, if anything was."""
    await tag_with_plans(swept.plan_numbers)
    if swept.steps or swept.failures:
        await show_table(key, table_of(swept), about=f"{shown(swept.at)} 办理的到期事项")


def table_of(swept: Swept) -> list[dict[str, str]]:
    """Give one row per failure, then one per thing done."""
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
