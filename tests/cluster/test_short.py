"""In short: a worker and then Prefect's whole database are lost in mid-sweep; the ledger of an undisturbed one.

One server, one pool, two workers, PostgreSQL. What is lost is lost at a named step of the sweep, not by chance.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster import PATIENCE_S, POOL, Cluster, serve_flows, small_cluster, until
from filling import as_undisturbed, begin_again, fill, keep_fresh, reminded, run, sweep
from small_plan import Small, draft, everybody
from small_plan import submit as put_to_its_panel

from bench.sweeping import REMINDERS
from duban import database
from flows.timetable import CLOCKWORK, TIMETABLE
from models.errors import Broken

pytestmark = pytest.mark.cluster
TASKS = 3_000
IN_THE_SECOND_BATCH = "act.compared:2"
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    def filled(there: Cluster) -> None:
        fill(there, TASKS)
        put_to_its_panel(Small(draft(), everybody(), there.home))
        database.dispose()
        keep_fresh(there)

    with small_cluster(tmp_path_factory.mktemp("cluster"), filled) as running, pytest.MonkeyPatch.context() as patch:
        for name, value in running.environment.items():
            patch.setenv(name, value)
        yield running


def half_done(there: Cluster) -> None:
    """Begin again, and lose the only worker while a sweep has one batch committed and another one written."""
    begin_again(there)
    there.start("worker 0", armed=IN_THE_SECOND_BATCH)
    with pytest.raises(Broken):
        sweep(there)
    there.kill("worker 0")
    assert 0 < reminded(there) < TASKS


def test_a_worker_is_killed_in_mid_sweep_and_two_others_end_it(there: Cluster) -> None:
    half_done(there)

    there.start("worker 1")
    there.start("worker 2")
    sweep(there)

    assert as_undisturbed(there)
    there.kill("worker 1")
    there.kill("worker 2")


def test_the_database_of_prefect_is_wiped_in_mid_sweep(there: Cluster) -> None:
    half_done(there)

    there.kill("flows")
    there.kill("server 0")
    for file in (there.home / "prefect").glob("prefect.db*"):
        file.unlink()
    there.start("server 0")
    serve_flows(there)
    there.start("worker 1")
    sweep(there)
    run(there, "tend-plans")

    assert as_undisturbed(there)
    until(lambda: there.asked("/flow_runs/filter", flow_runs={"state": {"type": {"any_": ["PAUSED"]}}}), "a gate waits")
    there.kill("worker 1")


def test_the_file_of_deployments_registers_every_flow_so_that_a_worker_runs_it(there: Cluster) -> None:
    begin_again(there)
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]

    said = subprocess.run(
        command, cwd=ROOT, env=there.environment, capture_output=True, text=True, check=False, timeout=PATIENCE_S
    )

    assert said.returncode == 0, said.stdout + said.stderr
    found = {one["name"]: one for one in there.asked("/deployments/filter")}
    assert {name: (one["work_pool_name"], bool(one["schedules"])) for name, one in found.items()} == {
        entry.flow.name: (POOL, entry.tag == CLOCKWORK) for entry in TIMETABLE
    }
    there.start("worker 1")
    run(there, "sweep-share", as_of=REMINDERS.isoformat(), share=0, shares=1)
    assert reminded(there) == TASKS
