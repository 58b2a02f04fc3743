"""Asks Prefect what its own client cannot ask: in 3.8 it sends empty filters that its server refuses."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import httpx

from duban.prefect_api import prefect_api


async def newest_artifact(key: str) -> object:
    """Give what the newest artifact of a key says; None when there is none."""
    return await asyncio.to_thread(_newest, key)


async def forget_artifacts(runs: Sequence[UUID]) -> int:
    """Delete what some runs have shown; say how many artifacts that were."""
    return await asyncio.to_thread(_forget, [str(run) for run in runs])


def _newest(key: str) -> object:
    with prefect_api() as api:
        found = api.ask("GET", f"/artifacts/{key}/latest")
    return None if found.status_code == httpx.codes.NOT_FOUND else found.raise_for_status().json()["data"]


def _forget(runs: list[str]) -> int:
    count = 0
    with prefect_api() as api:
        wanted = {"artifacts": {"flow_run_id": {"any_": runs}}}
        while found := api.ask("POST", "/artifacts/filter", wanted).raise_for_status().json():
            for artifact in found:
                api.ask("DELETE", f"/artifacts/{artifact['id']}").raise_for_status()
            count += len(found)
    return count
