"""Sweeps of a cluster that loses workers, servers, Redis and its database meanwhile: the ledger of an undisturbed one."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from cluster import DATABASE, SERVERS, Cluster, cluster, until
from filling import CALM, as_undisturbed, begin_again, fill, keep_fresh, reminded, sweep, told

from models.errors import Broken

pytestmark = pytest.mark.cluster
TASKS = 9_000


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    def filled(there: Cluster) -> None:
        fill(there, TASKS)
        keep_fresh(there)

    with cluster(tmp_path_factory.mktemp("cluster"), filled) as running, pytest.MonkeyPatch.context() as patch:
        for name, value in running.environment.items():
            patch.setenv(name, value)
        yield running


@contextmanager
def sweeping(there: Cluster) -> Iterator[None]:
    """Begin again, start a sweep, and go on when a part of it is done; in the end sweep as the clock would, until all is."""
    begin_again(there)
    with ThreadPoolExecutor(1) as beside:
        first = beside.submit(sweep, there)
        until(lambda: reminded(there) > 0 or first.done(), "the sweep has begun")
        assert not first.done(), "the sweep was over before anything could happen to it"
        yield
    for _ in range(5):
        if told(there, DATABASE) == told(there, CALM):
            return
        try:
            sweep(there)
        except Broken:
            time.sleep(5)


def test_three_workers_share_a_sweep(there: Cluster) -> None:
    begin_again(there)

    sweep(there)

    assert as_undisturbed(there)
    shares = there.asked("/flow_runs/filter", flow_runs={"name": {"like_": "sweep-share"}})
    assert {run["state_type"] for run in shares} <= {"COMPLETED", "CANCELLED"}
    assert [run for run in shares if run["state_type"] == "COMPLETED"]


def test_two_sweeps_at_once(there: Cluster) -> None:
    with sweeping(there), pytest.raises(Broken):  # the second is turned away
        sweep(there)

    assert as_undisturbed(there)


def test_a_worker_is_killed(there: Cluster) -> None:
    with sweeping(there):
        busy = there.busy()[0]
        there.kill(busy)
        there.start(busy)

    assert as_undisturbed(there)


@pytest.mark.parametrize("number", range(SERVERS))
def test_a_server_is_killed(there: Cluster, number: int) -> None:
    name = f"server {number}"
    with sweeping(there):
        there.kill(name)
        time.sleep(5)
        there.start(name)

    until(lambda: there.answers(there.servers[number]), "the server answers again")
    assert as_undisturbed(there)


def test_redis_is_gone_for_a_while(there: Cluster) -> None:
    with sweeping(there):
        there.kill("redis")
        time.sleep(10)
        there.start("redis")

    assert as_undisturbed(there)


def test_the_database_is_gone_for_a_while(there: Cluster, request: pytest.FixtureRequest) -> None:
    with sweeping(there):
        there.postgres.stop()
        time.sleep(request.config.getoption("--gone"))
        there.postgres.start()

    assert as_undisturbed(there)
