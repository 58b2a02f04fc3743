"""What follows from an event by itself: the automations of the house, made the same every time the flows are served."""
# ruff: noqa: E501 - the table is aligned

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from prefect.automations import AutomationCore, EventTrigger, Posture, RunDeployment
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState

from flows.leftovers import SAID

# fmt: off
OF_A_PLAN = {"duban.about": "plan"}
SWEEP_WITHIN = timedelta(hours=1)
AUTOMATIONS: tuple[tuple[str, str, EventTrigger, str], ...] = (
    # name                 what for                                                   when                                                                                              flow
    ("duban-tend-plans",   "方案或它的审核有变化：更新方案主页，让有了结论的关口继续",     EventTrigger(expect={"duban.plan.*", "duban.review.*"}, match=OF_A_PLAN),                          "tend-plans"),
    ("duban-tell-at-once", "方案印发、方案的审核有结论：马上把通知送到人",               EventTrigger(expect={"duban.plan.issued", "duban.review.decided"}, match=OF_A_PLAN),               "deliver-notices"),
    ("duban-sweep-missed", "一小时没有一次时限检查办完：检查系统，并在运行里写明",       EventTrigger(expect={"prefect.flow-run.Completed"}, posture=Posture.Proactive, within=SWEEP_WITHIN,
                                                                                                   match_related={"prefect.resource.role": "flow", "prefect.resource.name": "watch-deadlines"}), "check-house"),
)
# fmt: on
HEARTBEAT, SILENT_FOR = "prefect.flow-run.heartbeat", timedelta(minutes=3)
ENDED = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed", "Suspended")}
SILENT = AutomationCore(
    name="duban-silent-runs",
    description="运行三分钟没有动静（所在机器断电、进程被终止）：记为中断；没办完的，下一次运行会接着办",
    trigger=EventTrigger(
        after={HEARTBEAT},
        expect={HEARTBEAT, *ENDED},
        match={"prefect.resource.id": "prefect.flow-run.*"},
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=SILENT_FOR,
    ),
    actions=[ChangeFlowRunState(state=StateType.CRASHED, message=SAID)],
)
"""A run that was killed says nothing more, and would stay Running for ever."""


async def make_automations(deployments: Mapping[str, UUID]) -> None:
    """Make every automation, or set it to what the table says; those of other people are left alone.

    Without deployments they are taken away: where the clockwork stands still, nothing follows by itself either.
    """
    async with get_client() as client:
        if not deployments:
            for name in (SILENT.name, *(automation[0] for automation in AUTOMATIONS)):
                await _take_away(client, name)
            return
        await _make(client, SILENT)
        for name, what_for, trigger, flow in AUTOMATIONS:
            starting = RunDeployment(source="selected", deployment_id=deployments[flow], parameters=None)
            await _make(client, AutomationCore(name=name, description=what_for, trigger=trigger, actions=[starting]))


async def _make(client: PrefectClient, said: AutomationCore) -> None:
    # an update leaves out what nobody has set, and takes no owner
    wanted = AutomationCore.model_validate(said.model_dump(mode="json", exclude={"owner_resource"}))
    there = await client.read_automations_by_name(wanted.name)
    if there:
        await client.update_automation(there[0].id, wanted)
        for twin in there[1:]:
            await client.delete_automation(twin.id)
    else:
        await client.create_automation(wanted)


async def _take_away(client: PrefectClient, name: str) -> None:
    for one in await client.read_automations_by_name(name):
        await client.delete_automation(one.id)
