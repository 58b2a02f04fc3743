"""Starts a flow on the Prefect server and waits for it, over its REST API; Prefect itself is not imported."""

import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx

from duban.settings import settings
from models.errors import Broken, NotFound
from models.values import Value

LOOK_EVERY_S = 0.5
GIVE_UP_AFTER_S = 300.0
FINAL = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
BUSY = httpx.codes.SERVICE_UNAVAILABLE
ASKS_AT_MOST = 10


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
    with httpx.Client(base_url=api_url or settings().prefect_api_url, timeout=60, trust_env=False) as api:
        run_id = _start(api, name, parameters)
        run = _wait(api, run_id, time.monotonic() + give_up_after_s)
    if run.state != "COMPLETED":
        raise RunFailed(name, run)
    return run


def _start(api: httpx.Client, name: str, parameters: Mapping[str, Any]) -> str:
    found = _ask(api, "GET", f"/deployments/name/{name}/{name}")
    if found.status_code == httpx.codes.NOT_FOUND:
        raise NotFound(
            f"Prefect 里没有流程 {name}；请确认 duban up 或 duban serve 正在运行。", f"No flow {name} is served."
        )
    wanted = {"parameters": dict(parameters), "idempotency_key": str(uuid4())}
    made = _ask(api, "POST", f"/deployments/{found.json()['id']}/create_flow_run", wanted)
    return str(made.raise_for_status().json()["id"])


def _wait(api: httpx.Client, run_id: str, give_up_at: float) -> FlowRun:
    while True:
        found = _ask(api, "GET", f"/flow_runs/{run_id}").raise_for_status().json()
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


def _ask(api: httpx.Client, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
    """Ask Prefect, again while its SQLite is busy; a run asked for twice has one key and is one run."""
    try:
        for _ in range(ASKS_AT_MOST):
            answer = api.request(method, path, json=body)
            if answer.status_code != BUSY:
                return answer
            time.sleep(LOOK_EVERY_S)
    except httpx.TransportError as problem:
        raise Broken(
            f"Prefect 没有应答（{api.base_url}）；请确认 duban up 正在运行。",
            f"Prefect does not answer at {api.base_url}.",
        ) from problem
    raise Broken("Prefect 一直很忙，请稍后再试。", "Prefect stays busy; try again later.")
