"""What `duban serve`, `duban run`, `duban setup` and `duban up` do."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from models.errors import BadInput

if TYPE_CHECKING:
    from duban.settings import Settings


def up(demo: bool) -> None:
    """Run Prefect, the flows and the inbox until told to stop."""
    from duban.up import up as run

    run(demo=demo, say=typer.echo)


class Alone(StrEnum):
    """One process of a house that is spread over machines; each is started, watched and ended by whoever runs them."""

    FLOWS = "flows"
    INBOX = "inbox"
    WORKER = "worker"
    PREFECT = "prefect"
    PREFECT_SERVICES = "prefect-services"


RUNS_AT_ONCE = 2


def serve() -> None:
    """Become the process that serves the flows."""
    run(Alone.FLOWS)


def run(service: Alone) -> None:
    """Become one process of the house, with the environment that all of them have.

    Raises: BadInput when a worker is asked for and the settings name no work pool.
    """
    import os
    import sys

    from duban.services import environment
    from duban.settings import settings

    command = _command(service, settings())
    os.execve(sys.executable, [sys.executable, "-P", "-m", *command], environment(settings().home))  # noqa: S606


def _command(service: Alone, said: "Settings") -> list[str]:
    match service:
        case Alone.FLOWS:
            return ["flows.serve"]
        case Alone.INBOX:
            return ["duban.inbox"]
        case Alone.PREFECT:
            at = ["--host", said.host, "--port", str(said.prefect_port)]
            return ["prefect", "server", "start", "--no-services", *at]
        case Alone.PREFECT_SERVICES:
            return ["prefect", "server", "services", "start"]
        case Alone.WORKER:
            if not said.work_pool:
                raise BadInput(
                    "没有说明 worker 从哪个工作池取活；请先设置 DUBAN_WORK_POOL，例如 DUBAN_WORK_POOL=duban。",
                    "No work pool is set for a worker to take runs from; set DUBAN_WORK_POOL, for example to duban.",
                )
            given = ["--pool", said.work_pool, "--type", "process", "--limit", str(RUNS_AT_ONCE)]
            return ["prefect", "worker", "start", *given]


def setup(register: Path | None) -> None:
    """Make the database ready, import a register when one is given, and say what is there."""
    from duban.up_setup import set_up

    set_up(register, say=typer.echo)
