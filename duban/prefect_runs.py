"""Starts a flow on the Prefect server and waits for it, over its REST API; Prefect itself is not imported."""

import time
from collections.abc import Mapping
from typing import Any

import httpx

from duban.settings import settings
from models.errors import Broken, NotFound
from models.values import Value

LOOK_EVERY_S = 0.5
GIVE_UP_AFTER_S = 300.0
FINAL = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})


class FlowRun(Value):
    """A flow run as it ended."""

    id: str
    name: str
    state: str
    message: str = ""
    tags: tuple[str, ...] = ()


def run_deployment_and_wait(
    name: str, parameters: Mapping[str, Any], *, api_url: str = "", give_up_after_s: float = GIVE_UP_AFTER_S
) -> FlowRun:
    """Start the deployment of a flow, wait until it has ended, and give the run.

    Raises:
        NotFound: no flow of that name is served.
        Broken: the run failed; the sentence has its message. Or it did not end in time.
    """
    with httpx.Client(base_url=api_url or settings().prefect_api_url, timeout=30, trust_env=False) as api:
        run_id = _start(api, name, parameters)
        run = _wait(api, run_id, time.monotonic() + give_up_after_s)
    if run.state != "COMPLETED":
        raise Broken(
            f"流程 {name} 没有办成（{run.name}）：{run.message or run.state}",
            f"Flow {name} ended as {run.state} ({run.name}): {run.message}",
        )
    return run


def _start(api: httpx.Client, name: str, parameters: Mapping[str, Any]) -> str:
    found = api.get(f"/deployments/name/{name}/{name}")
    if found.status_code == httpx.codes.NOT_FOUND:
        raise NotFound(
            f"Prefect 里没有流程 {name}；请确认 duban up 或 duban serve 正在运行。", f"No flow {name} is served."
        )
    deployment = found.raise_for_status().json()
    made = api.post(f"/deployments/{deployment['id']}/create_flow_run", json={"parameters": dict(parameters)})
    return str(made.raise_for_status().json()["id"])


def _wait(api: httpx.Client, run_id: str, give_up_at: float) -> FlowRun:
    while True:
        found = api.get(f"/flow_runs/{run_id}").raise_for_status().json()
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
