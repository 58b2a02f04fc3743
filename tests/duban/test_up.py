"""duban up and what it is made of: children that never outlive their parent, ports, restarts, a clean stop."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from homes import copy_home, use
from small_plan import ISSUED_AT, REVIEWERS, Small, draft, everybody, rows, submit

from duban import database
from duban.prefect_api import credential, prefect_api
from duban.prefect_runs import RunFailed, run_deployment_and_wait
from duban.services import Ports, Service, claim_ports, environment, free_ports, services_at
from duban.settings import settings
from duban.up import up
from duban.up_process import Child, start_child
from duban.up_setup import set_up
from models.errors import Refused
from models.record import Move
from models.register import Account, Person
from models.words import Act, Life, Verdict

GIVE_UP_AFTER_S = 90
PARENT = """
import os, sys, time
from pathlib import Path
from duban.up_process import start_child
child = start_child("x", ["quiet"], environment=os.environ, log=Path(sys.argv[1]))
print(child.process.pid, flush=True)
time.sleep(600)
"""
QUIET = "import time, subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\nprint('up', flush=True)\ntime.sleep(600)\n"


def until(holds: Callable[[], bool]) -> None:
    """Wait for something to become true; it is an error when it does not."""
    give_up = time.monotonic() + GIVE_UP_AFTER_S
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def group_alive(leader: int) -> bool:
    """Say whether any process of a group is left; one that is dead and not yet collected counts as gone."""
    found = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    lines = (line.split() for line in found.splitlines())
    return any(int(group) == leader and not state.startswith("Z") for group, state in lines)


@pytest.fixture
def quiet(tmp_path: Path) -> dict[str, str]:
    """An environment in which the module `quiet` starts a grandchild and waits."""
    (tmp_path / "quiet.py").write_text(QUIET)
    return {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUNBUFFERED": "1"}


def _up(child: Child) -> None:
    until(lambda: "up" in child.log.read_text())


def test_stopping_a_child_stops_its_grandchildren(quiet, tmp_path):
    child = start_child("quiet", ["quiet"], environment=quiet, log=tmp_path / "logs" / "quiet.log")
    _up(child)

    child.stop()

    until(lambda: not group_alive(child.process.pid))
    assert not child.alive


def test_a_child_ends_with_a_parent_that_was_killed(quiet, tmp_path):
    log = tmp_path / "quiet.log"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(log)], stdout=subprocess.PIPE, env=quiet, text=True)
    with parent:
        child = int(parent.stdout.readline())
        until(lambda: log.exists() and "up" in log.read_text())
        parent.kill()

    until(lambda: not group_alive(child))


def test_the_log_keeps_what_earlier_lives_said(quiet, tmp_path):
    log = tmp_path / "quiet.log"
    log.write_text("earlier\n")
    child = start_child("quiet", ["quiet"], environment=quiet, log=log)
    until(lambda: "up" in log.read_text())

    child.stop()

    assert child.last_words().splitlines() == ["earlier", "up"]


@pytest.mark.parametrize(
    ("service", "setting"), [(Service.PREFECT, "DUBAN_PREFECT_PORT"), (Service.INBOX, "DUBAN_INBOX_PORT")]
)
def test_a_taken_port_is_named_with_the_setting_that_moves_it(service, setting):
    with socket.socket() as other:
        other.bind((settings().host, 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Refused, match=rf"{port}.*{setting}"):
            claim_ports(Ports(port, port), (service,))


def test_the_port_of_a_service_that_does_not_run_may_be_taken():
    with socket.socket() as other:
        other.bind((settings().host, 0))
        other.listen()
        port = other.getsockname()[1]

        claim_ports(Ports(prefect=port, inbox=free_ports().inbox), (Service.INBOX, Service.FLOWS))


def test_children_find_our_home_and_tell_nobody_anything(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "https://somewhere.else/api")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")

    found = environment(tmp_path, ports=Ports(4211, 8611))

    assert found["DUBAN_HOME"] == str(tmp_path)
    assert found["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert found["PREFECT_API_URL"] == "http://127.0.0.1:4211/api"
    assert found["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert found["DO_NOT_TRACK"] == "1"
    assert found["PREFECT_SERVER_API_AUTH_STRING"] == found["PREFECT_API_AUTH_STRING"] == credential(tmp_path)
    assert found["PREFECT_SERVER_CSRF_PROTECTION_ENABLED"] == "true"
    assert "127.0.0.1" in found["NO_PROXY"].split(",")


def test_what_prefect_asks_for_is_made_once_and_for_nobody_else_to_read(tmp_path, monkeypatch):
    made = credential(tmp_path)

    assert made.startswith("duban:")
    assert len(made) > len("duban:") + 20
    assert credential(tmp_path) == made
    assert (tmp_path / "prefect" / "credential").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("DUBAN_PREFECT_AUTH", "office:of-ours")
    settings.cache_clear()
    assert credential(tmp_path) == "office:of-ours"


def test_setting_up_makes_one_account_and_shows_its_password_once(office):
    said: list[str] = []

    set_up(None, say=said.append)
    set_up(None, say=said.append)

    [account] = rows(Account)
    [line] = [line for line in said if "初始密码" in line]
    password = re.search(r"初始密码 (\S+)（", line)
    assert account.login in line
    assert password is not None
    assert password.group(1) not in account.password_hash


def test_an_empty_register_gets_an_administrator_and_the_hint_to_import_one(home):
    said: list[str] = []

    set_up(None, say=said.append)

    assert [person.code for person in rows(Person)] == ["admin"]
    assert "duban register import" in said[-1]


def test_without_a_demonstration_there_is_none_to_open(home):
    with pytest.raises(Refused, match="duban demo"):
        up(demo=True, say=lambda _: None)


@pytest.fixture
def running_up(small_home: Path, tmp_path: Path) -> Iterator["Up"]:
    """`duban up` as a person starts it, on the small plan."""
    home = tmp_path / "home"
    copy_home(small_home, home)
    use(home)
    started = Up(home, free_ports())
    yield started
    started.end()
    database.dispose()


class Up:
    """A running `duban up` and what it said."""

    def __init__(self, home: Path, ports: Ports) -> None:
        self.home, self.services = home, services_at(home, ports=ports)
        self.log = home / "up.log"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [str(Path(sys.executable).with_name("duban")), "up"],
                env=environment(home, ports=ports),
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def said(self, what: str) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return what in self.log.read_text()

    def children(self) -> dict[str, int]:
        """Give the children by what they run."""
        found = subprocess.run(
            ["ps", "-ww", "--ppid", str(self.process.pid), "-o", "pid=,args="],
            capture_output=True,
            text=True,
            check=False,
        )
        pairs = (line.split(maxsplit=1) for line in found.stdout.splitlines() if "duban.up_child" in line)
        return {args.split("duban.up_child ")[1].split()[1]: int(pid) for pid, args in pairs}

    def answers(self, url: str) -> bool:
        try:
            return httpx.get(url, timeout=5, trust_env=False).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(60)


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Hold the database's write lock, so that a sweep that has begun cannot end."""
    with closing(sqlite3.connect(home / "duban.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


CLOCKWORK = {
    "watch-deadlines",
    "deliver-notices",
    "post-webhooks",
    "tend-plans",
    "seal-ledger",
    "check-house",
    "prune-runs",
    "report-by-rhythm",
}


def begin_run(api: str, flow: str) -> str:
    with prefect_api(api) as prefect:
        deployment = prefect.ask("GET", f"/deployments/name/{flow}/{flow}").raise_for_status().json()
        made = prefect.ask("POST", f"/deployments/{deployment['id']}/create_flow_run", {})
        return str(made.raise_for_status().json()["id"])


def state_of(api: str, run_id: str) -> str:
    with prefect_api(api) as prefect:
        return str(prefect.ask("GET", f"/flow_runs/{run_id}").json()["state_type"])


def waiting_for_their_hour(api: str) -> set[str]:
    """Name the flows whose next runs the server has put on its schedule."""
    with prefect_api(api) as prefect:
        names = {d["id"]: d["name"] for d in prefect.ask("POST", "/deployments/filter", {}).json()}
        wanted = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
        return {names[run["deployment_id"]] for run in prefect.ask("POST", "/flow_runs/filter", wanted).json()}


def sweep(api: str) -> None:
    """Sweep once; the clockwork's own sweep may be at it, and then ours is turned away and comes again."""

    def done() -> bool:
        try:
            run_deployment_and_wait("watch-deadlines", {"as_of": "2026-03-24T08:30:00"}, api_url=api)
        except RunFailed as turned_away:
            if turned_away.run.state != "CANCELLED":
                raise
            return False
        return True

    until(done)


def announced(api: str, plan: int) -> set[str]:
    """Name the events of a plan that Prefect has heard of."""
    wanted = {"filter": {"related": {"id": [f"duban.plan.{plan}"]}, "event": {"prefix": ["duban."]}}}
    with prefect_api(api) as prefect:
        return {event["event"] for event in prefect.ask("POST", "/events/filter", wanted).json()["events"]}


def stage_runs(api: str, review: int) -> list[str]:
    """Give the states of the runs that show a plan's stage."""
    with prefect_api(api) as prefect:
        found = prefect.ask("POST", "/flow_runs/filter", {"sort": "ID_DESC"}).json()
    return [run["state_type"] for run in found if run["parameters"] == {"review": review}]


def reminded() -> list[int]:
    return [move.subject_id for move in rows(Move) if move.act is Act.REMIND]


@pytest.mark.server
@pytest.mark.whole
def test_up_runs_all_three_takes_up_what_a_kill_interrupted_and_stops_without_orphans(running_up):
    until(lambda: running_up.said("按 Ctrl-C 停止。"))
    first = running_up.children()
    assert first.keys() == {"prefect", "flows.serve", "duban.inbox"}
    api, inbox = running_up.services.prefect_api_url, running_up.services.inbox_url
    for address in (inbox, running_up.services.prefect_ui_url, str(running_up.home)):
        assert running_up.said(address)
    assert httpx.get(f"{api}/admin/version", trust_env=False).status_code == httpx.codes.UNAUTHORIZED
    assert httpx.post(f"{api}/deployments/filter", json={}, trust_env=False).status_code == httpx.codes.FORBIDDEN
    assert running_up.said(str(running_up.home / "prefect" / "credential"))
    until(lambda: waiting_for_their_hour(api) == CLOCKWORK)
    sweep(api)
    assert reminded()

    with held(running_up.home):
        caught = begin_run(api, "watch-deadlines")
        until(lambda: state_of(api, caught) == "RUNNING")
        for name in ("prefect", "duban.inbox", "flows.serve"):
            os.kill(first[name], signal.SIGKILL)
        until(lambda: not group_alive(first["flows.serve"]))
    until(
        lambda: (
            running_up.children().keys() == first.keys()
            and not set(running_up.children().values()) & set(first.values())
        )
    )
    until(lambda: running_up.answers(f"{api}/health") and running_up.answers(f"{inbox}/healthz"))
    until(lambda: (running_up.home / "prefect" / "flows.ready").exists())
    sweep(api)
    assert len(reminded()) == len(set(reminded()))
    assert state_of(api, caught) == "CRASHED"

    last = running_up.children()
    running_up.process.send_signal(signal.SIGTERM)
    assert running_up.process.wait(60) == 0
    assert running_up.log.read_text().splitlines()[-1] == "已全部停止。"
    assert not any(group_alive(leader) for leader in last.values())


@pytest.mark.server
@pytest.mark.whole
def test_what_happens_in_the_inbox_is_announced_and_what_follows_from_it_follows_by_itself(running_up):
    until(lambda: running_up.said("按 Ctrl-C 停止。"))
    api = running_up.services.prefect_api_url
    plan = draft(number="试科协〔2026〕5号")
    small = Small(plan, everybody(), running_up.home)
    review = submit(small)
    until(lambda: stage_runs(api, review) == ["PAUSED"])
    for reviewer in REVIEWERS:
        small.does(reviewer, Act.DECIDE, review, Life.REVIEW, at=ISSUED_AT, verdict=Verdict.YES)
    until(lambda: stage_runs(api, review) == ["COMPLETED"])

    told = {"duban.plan.in_review", "duban.review.answered", "duban.review.decided", "duban.plan.approved"}
    assert told <= announced(api, plan)
    with prefect_api(api) as prefect:
        there = [one["name"] for one in prefect.ask("POST", "/automations/filter", {}).json()]
    assert sorted(there) == ["duban-silent-runs", "duban-sweep-missed", "duban-tell-at-once", "duban-tend-plans"]
