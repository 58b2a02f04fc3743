"""Starts a flow on the Prefect server and waits for it, over its REST API; Prefect itself is not imported."""

import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx

from duban.prefect_api import LOOK_EVERY_S, PrefectApi, prefect_api
from models.errors import Broken, NotFound
from models.values import Value

GIVE_UP_AFTER_S = 300.0
FINAL = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})


class FlowRun(Value):
    """A flow run as it ended."""

    id: str
    name: str
    state: str
    message: str = ""
    tags: tuple[str, ...] = ()


class RunFailed(Broken):
    """A flow run that did not complete; `run` has its state and message."""

    def __init__(self, flow: str, run: FlowRun) -> None:
        self.run = run
        super().__init__(
            f"流程 {flow} 没有办成（{run.name}）：{run.message or run.state}",
            f"Flow {flow} ended as {run.state} ({run.name}): {run.message}",
        )


def run_deployment_and_wait(
    name: str, parameters: Mapping[str, Any], *, api_url: str = "", give_up_after_s: float = GIVE_UP_AFTER_S
) -> FlowRun:
    """Start the deployment of a flow, wait until it has ended, and give the run.

    Raises:
        NotFound: no flow of that name is served.
        RunFailed: the run failed, was cancelled or crashed; the sentence has its message.
        Broken: Prefect does not answer, or the run did not end in time.
    """
    with prefect_api(api_url) as api:
        run_id = _start(api, name, parameters)
        run = _wait(api, run_id, time.monotonic() + give_up_after_s)
    if run.state != "COMPLETED":
        raise RunFailed(name, run)
    return run


def _start(api: PrefectApi, name: str, parameters: Mapping[str, Any]) -> str:
    found = api.ask("GET", f"/deployments/name/{name}/{name}")
    if found.status_code == httpx.codes.NOT_FOUND:
        raise NotFound(
            f"Prefect 里没有流程 {name}；请确认 duban up 或 duban serve 正在运行。", f"No flow {name} is served."
        )
    wanted = {"parameters": dict(parameters), "idempotency_key": str(uuid4())}
    made = api.ask("POST", f"/deployments/{found.json()['id']}/create_flow_run", wanted)
    return str(made.raise_for_status().json()["id"])


def _wait(api: PrefectApi, run_id: str, give_up_at: float) -> FlowRun:
    while True:
        found = api.ask("GET", f"/flow_runs/{run_id}").raise_for_status().json()
        if found["state_type"] in FINAL:
            return FlowRun(
                id=run_id,
                name=found["name"],
                state=found["state_type"],
                message=found["state"].get("message") or "",
                tags=tuple(found["tags"]),
            )
        if time.monotonic() > give_up_at:
            raise Broken(f"流程运行 {found['name']} 迟迟没有结束。", f"Flow run {found['name']} did not end in time.")
        time.sleep(LOOK_EVERY_S)
