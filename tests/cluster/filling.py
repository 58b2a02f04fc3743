"""Fills the database of a cluster with one plan of many tasks, has it swept, and tells what a ledger says."""

from cluster import DATABASE, Cluster

from bench.sweeping import REMINDERS
from bench.world import crowd, use
from duban import database
from duban.prefect_runs import FlowRun, run_deployment_and_wait
from duban.sweeping import open_periods, sweep_share

FRESH, CALM = "fresh", "calm"


def fill(there: Cluster, tasks: int) -> None:
    """Lay the plan, issued and signed for, with every task due for its reminder at the same morning."""
    use(there.home, there.url)
    crowd(tasks)
    database.dispose()


def keep_fresh(there: Cluster) -> None:
    """Keep a copy to begin again from, and one that a single sweep went over undisturbed."""
    for copy in (FRESH, CALM):
        there.postgres.copy(DATABASE, copy)
    use(there.home, there.postgres.url(CALM))
    open_periods(now=REMINDERS)
    sweep_share(now=REMINDERS)
    database.dispose()


def begin_again(there: Cluster) -> None:
    """Put our database back to what it was before any sweep, under whoever is connected to it."""
    there.postgres.copy(FRESH, DATABASE)


def run(there: Cluster, name: str, **given: object) -> FlowRun:
    """Run a deployment and wait for it. Raises: what `run_deployment_and_wait` raises."""
    return run_deployment_and_wait(name, given, api_url=f"http://127.0.0.1:{there.ports.prefect}/api")


def sweep(there: Cluster) -> None:
    """Do what the clock does on the morning of the reminders."""
    run(there, "watch-deadlines", as_of=REMINDERS.isoformat())


def reminded(there: Cluster) -> int:
    """Count the reminders in our database."""
    [[count]] = there.postgres.said(DATABASE, "select count(*) from move where act = 'remind'")
    return int(count)  # type: ignore[call-overload]


def as_undisturbed(there: Cluster) -> bool:
    """Hold that Moves and Duties are those of the copy that was swept undisturbed."""
    assert told(there, DATABASE) == told(there, CALM)
    assert promised(there, DATABASE) == promised(there, CALM)
    return True


def told(there: Cluster, name: str) -> list[tuple[object, ...]]:
    """Give what the ledger of a database says, whichever came first: what became of what, by which act, when."""
    return sorted(there.postgres.said(name, "select life, subject_id, version, act, became, at::text from move"))


def promised(there: Cluster, name: str) -> list[tuple[object, ...]]:
    """Give whom the Duties of a database are for."""
    return sorted(
        there.postgres.said(
            name, "select m.life, m.subject_id, m.act, d.what from duty d join move m on m.id = d.move_id"
        )
    )
