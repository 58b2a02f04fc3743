"""Fixtures for the flows: the small plan, and one real Prefect server with the flows served, for the whole session."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from homes import copy_home, use
from small_plan import approved, approved_home, small, small_home

from duban import database
from duban.prefect_api import prefect_api
from duban.prefect_runs import FlowRun, run_deployment_and_wait
from duban.services import Service, Services, free_ports, running

__all__ = ["approved", "approved_home", "served", "served_home", "small", "small_home"]


T = TypeVar("T")
PATIENCE_S = 120


@dataclass(frozen=True)
class Served:
    """The running services of one home, and how to run a flow and read what it published."""

    home: Path
    services: Services

    def run(self, name: str, **parameters: Any) -> FlowRun:
        return run_deployment_and_wait(name, parameters, api_url=self.services.prefect_api_url)

    def asked(self, path: str, **body: Any) -> Any:
        with prefect_api(self.services.prefect_api_url, home=self.home) as api:
            return api.ask("POST", path, body).raise_for_status().json()

    def artifacts(self, run: FlowRun) -> dict[str, Any]:
        """Give what a run published, by key."""
        found = self.asked("/artifacts/filter", artifacts={"flow_run_id": {"any_": [run.id]}})
        return {artifact["key"]: artifact for artifact in found}

    def newest(self, key: str) -> str:
        """Give what the newest artifact of a key says; empty when there is none."""
        found = self.asked("/artifacts/latest/filter", artifacts={"key": {"any_": [key]}})
        return found[0]["data"] if found else ""

    def shown(self, review: int) -> str:
        return self.newest(f"plan-stage-{review}")

    def stage(self, review: int, state: str, *, looked: int = 1) -> Any:
        """Find the run of a plan's stage that is in a state, once it has looked so often."""
        wanted = {"state": {"type": {"any_": [state]}}}
        shown = self.asked("/artifacts/count", artifacts={"key": {"any_": [f"plan-stage-{review}"]}})
        runs = self.asked("/flow_runs/filter", flow_runs=wanted, sort="ID_DESC")
        return next((run for run in runs if run["parameters"] == {"review": review} and shown >= looked), None)

    def until(self, found: Callable[[], T]) -> T:
        """Wait until something is found, and give it."""
        give_up = time.monotonic() + PATIENCE_S
        while not (it := found()):
            assert time.monotonic() < give_up, "it did not come true in time"
            time.sleep(0.5)
        return it

    def deployments(self) -> dict[str, Any]:
        return {deployment["name"]: deployment for deployment in self.asked("/deployments/filter")}


@pytest.fixture(scope="session")
def served_home(approved_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of our own on a free port, with the flows served on an approved plan."""
    home = tmp_path_factory.mktemp("served") / "home"
    copy_home(approved_home, home)
    use(home)  # its database is what the services find in the environment
    with running(Service.PREFECT, Service.FLOWS, home=home, ports=free_ports()) as services:
        yield Served(home, services)


@pytest.fixture
def served(served_home: Served) -> Iterator[Served]:
    """The served home, with this process reading the same database."""
    use(served_home.home)
    yield served_home
    database.dispose()
