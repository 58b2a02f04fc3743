"""Killed at every named step, at random, out of disk, locked out: nothing that was acknowledged is lost, nothing is done twice."""

import os
import resource
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from homes import copy_home, use
from small_plan import Small, copy_of
from workload import Acknowledged, Work, history, in_child, undelivered, wrongs

from duban import database
from duban.fault_points import POINTS
from models.errors import Broken

pytestmark = pytest.mark.torture
NTH = (1, 2)
IN_ONE_HOME = 3
"""How often the same work is killed before it is let finish."""


@pytest.fixture
def work(small: Small, tmp_path: Path) -> Work:
    return Work(small, Acknowledged(tmp_path / "acknowledged"))


@pytest.fixture(scope="module")
def undisturbed(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, object]:
    """What the work comes to when nothing goes wrong: the history, and what people and programs were told."""
    folder = tmp_path_factory.mktemp("undisturbed")
    for small in copy_of(small_home, folder / "home"):
        done = Work(small, Acknowledged(folder / "acknowledged"))
        done.do()
        assert (wrongs(done.told), undelivered()) == ([], [])
        return history(), (done.postbox.letters(), done.listener.heard())
    raise AssertionError


def comes_to(work: Work, undisturbed: tuple[object, object]) -> None:
    """Hold that the work, asked for again, comes to what it comes to undisturbed."""
    assert wrongs(work.told) == []
    for _ in range(2):
        work.do()
    assert wrongs(work.told) == []
    assert history() == undisturbed[0]
    assert (work.postbox.letters(), work.listener.heard()) == undisturbed[1]
    assert undelivered() == []


@pytest.mark.parametrize("nth", NTH)
@pytest.mark.parametrize("point", sorted(POINTS))
def test_killed_at_any_step_nothing_is_lost_and_nothing_done_twice(work, undisturbed, point, nth):
    ended = in_child(work.do, armed=f"{point}:{nth}")

    assert ended == -signal.SIGKILL, f"{point} is not reached {nth} times"
    comes_to(work, undisturbed)


@pytest.mark.parametrize("point", [point for point in sorted(POINTS) if not point.startswith(("deliver.", "bundle."))])
def test_a_disk_that_is_full_at_any_step_fails_that_step_alone(work, undisturbed, point):
    ended = in_child(work.do, armed=f"{point}:1:disk_full")

    assert ended in (0, 1)
    comes_to(work, undisturbed)


def test_killed_at_random_again_and_again(work, undisturbed, request):
    rounds, chance = request.config.getoption("--rounds"), Random(20221117)
    begun = time.monotonic()
    assert in_child(work.do) == 0
    whole, killed = time.monotonic() - begun, 0
    for n in range(rounds):
        if n % IN_ONE_HOME == 0:
            home = copy_home(request.getfixturevalue("small_home"), work.small.home.with_name(f"home {n}"))
            use(home)
            work = Work(Small(1, work.small.people, home), Acknowledged(home / "acknowledged"))
        seconds = chance.uniform(0, whole)
        if _killed_after(work, seconds):
            killed += 1
        else:
            whole = seconds  # it had ended by then: it is quicker than it was at first
        if n % IN_ONE_HOME == IN_ONE_HOME - 1:
            comes_to(work, undisturbed)
    assert killed > rounds / 4
    comes_to(work, undisturbed)


def _killed_after(work: Work, seconds: float) -> bool:
    database.dispose()
    pid = os.fork()
    if pid == 0:
        try:
            work.do()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


@pytest.mark.sqlite
def test_a_file_that_cannot_grow_fails_the_act_in_words_and_the_next_goes_well(work, undisturbed):
    def cramped() -> None:
        first = next(iter(work.acts()))
        with database.engine().connect() as kept:  # the files of WAL are there; they only cannot grow
            kept.exec_driver_sql("SELECT 1 FROM task")
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
            with pytest.raises(Broken, match="数据库现在写不进去"):
                first()
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        first()
        assert len(work.told.all()) == 1

    assert in_child(cramped) == 0
    comes_to(work, undisturbed)


@pytest.mark.sqlite
def test_a_database_that_is_locked_is_waited_for_and_then_told(work, undisturbed, monkeypatch, request):
    long = request.config.getoption("--rounds") > 100
    patience, held = (30, 12) if long else (2, 1)
    monkeypatch.setattr(database, "BUSY_S", patience)
    first = next(iter(work.acts()))

    begun = time.monotonic()
    with _locked(work.small.home, held):
        first()
    assert time.monotonic() - begun >= held * 0.9
    assert len(work.told.all()) == 1

    monkeypatch.setattr(database, "BUSY_S", 1)
    database.dispose()
    with _locked(work.small.home, 30 if long else 3), pytest.raises(Broken, match="database is locked"):
        list(work.acts())[1]()
    comes_to(work, undisturbed)


class _locked:
    """Somebody else writes for so many seconds."""

    def __init__(self, home: Path, seconds: float) -> None:
        self.home, self.seconds = home, seconds

    def __enter__(self) -> None:
        ready, tell = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            with closing(sqlite3.connect(self.home / "duban.db", isolation_level=None)) as raw:
                raw.execute("BEGIN IMMEDIATE")
                os.write(tell, b"x")
                time.sleep(self.seconds)
                raw.execute("ROLLBACK")
            os._exit(0)
        os.read(ready, 1)
        os.close(ready)
        os.close(tell)

    def __exit__(self, *_: object) -> None:
        os.waitpid(self.pid, 0)
