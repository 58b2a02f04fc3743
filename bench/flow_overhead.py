"""What Prefect adds to a sweep: the same sweep as a function and as a deployed flow, with nothing and with many due.

    python -m bench.flow_overhead [--due 10000] [--rounds 3]

A real server and the flows served as `duban up` serves them, on SQLite. Of a run it is told how long it took from being
asked for until somebody who waits for it knows, and what of that its own body took.
"""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from bench import world
from bench.storing import laid, mark, opened, put_back
from bench.sweepers import lamps_counted, swept_by
from bench.sweeping import REMINDERS
from bench.table import FOLDER
from bench.world import crowd, use
from duban.prefect_api import prefect_api
from duban.prefect_runs import run_deployment_and_wait
from duban.services import Service, Services, free_ports, running

HEAD = """| due | function s | run s | its body s | added to the body s | before and after it s |
|--:|--:|--:|--:|--:|--:|"""


@dataclass(frozen=True)
class Beside:
    """The function: a sweep and its count of lamps. The deployed run, whole as whoever waits sees it, and its body."""

    function_s: float
    whole_s: float
    body_s: float


def measured(due: int, rounds: int) -> str:
    """Give the table: a line with nothing due, a line with so many."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        home = Path(folder) / "home"
        use(home)
        crowd(due)
        world.database.dispose()
        engine = opened(f"sqlite:///{home / 'duban.db'}")
        there = laid(engine)
        with engine.connect() as connection:
            end = mark(connection)
        lines = {due: list[Beside](), 0: list[Beside]()}
        with running(Service.PREFECT, Service.FLOWS, home=home, ports=free_ports()) as services:
            for _ in range(rounds):
                function = _function(due)
                idle = _function(0)
                put_back(engine, end, there)
                lines[due].append(_beside(function, services))
                lines[0].append(_beside(idle, services))
                put_back(engine, end, there)
        engine.dispose()
    return "\n".join([HEAD, *(_line(count, some) for count, some in lines.items()), ""])


def _line(due: int, some: list[Beside]) -> str:
    function, whole, body = (median(getattr(one, name) for one in some) for name in ("function_s", "whole_s", "body_s"))
    added = median(one.body_s - one.function_s for one in some)
    return f"| {due:,} | {function:.2f} | {whole:.2f} | {body:.2f} | {added:.2f} | {whole - body:.2f} |"


def _function(due: int) -> float:
    return swept_by(1, due).seconds + lamps_counted().seconds


def _beside(function_s: float, services: Services) -> Beside:
    begun = perf_counter()
    run = run_deployment_and_wait("watch-deadlines", {"as_of": REMINDERS.isoformat()}, api_url=services.prefect_api_url)
    whole = perf_counter() - begun
    with prefect_api(services.prefect_api_url) as api:
        said = api.ask("GET", f"/flow_runs/{run.id}").raise_for_status().json()
    return Beside(function_s, whole, float(said["total_run_time"]))


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.flow_overhead")
    asked.add_argument("--due", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    found = measured(given.due, given.rounds)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "flow-overhead.md").write_text(found, encoding="utf-8")
    print(found)


if __name__ == "__main__":
    main()
