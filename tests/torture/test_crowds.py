"""Eight processes want the same items, and a server that goes and comes: one winner each, and nothing acknowledged is lost."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import homes
import pytest
from crowd import crowd, ends_of, everything_at_once, started, tries_all
from postgres import Server, temporary_folder
from small_plan import Small, rows
from workload import Acknowledged, wrongs

from duban import database
from models.question import Review
from models.record import Move
from models.task import Task
from models.words import Life, ReviewState, TaskState

pytestmark = pytest.mark.torture
PROCESSES, STOPS = 8, 4


@pytest.fixture
def size(request: pytest.FixtureRequest) -> int:
    """How many items: a thousand when the torture is long."""
    return 1000 if request.config.getoption("--rounds") > 100 else 40


@pytest.fixture
def many(tmp_path: Path, size: int) -> Iterator[Small]:
    home = tmp_path / "home"
    home.mkdir()
    homes.use(home)
    yield crowd(home, size)
    database.dispose()


def one_winner_each(told: Acknowledged) -> None:
    """Hold that every review ended at most once, each person answered once, and every acknowledged act is there."""
    assert wrongs(told) == []
    moves = rows(Move)
    ends = Counter(m.subject_id for m in moves if m.life is Life.REVIEW and m.became != ReviewState.OPEN)
    answers = Counter((m.subject_id, m.person_id) for m in moves if m.life is Life.REVIEW and m.act == "decide")
    assert (max(ends.values()), max(answers.values())) == (1, 1)
    asked = Counter(m.subject_id for m in moves if m.act == "request")
    assert max(asked.values()) == 1
    decided = {r.subject_id: r.state for r in rows(Review) if r.life is Life.TASK}
    assert ReviewState.OPEN not in decided.values()
    approved = {subject for subject, state in decided.items() if state is ReviewState.APPROVED}
    assert {task.id for task in rows(Task) if task.state is TaskState.CLOSED} == approved


def reviews_and_tasks() -> tuple[list[int], list[int]]:
    reviews = [r.id for r in rows(Review) if r.life is Life.TASK and r.state is ReviewState.OPEN]
    return reviews, [t.id for t in rows(Task) if t.state is TaskState.IN_PROGRESS]


def test_eight_processes_want_the_same_items(many, tmp_path):
    told, tries = Acknowledged(tmp_path / "told"), everything_at_once(*reviews_and_tasks())

    ended = ends_of(started(PROCESSES, lambda n: tries_all(many, tries, told, n)))

    assert ended == [0] * PROCESSES
    one_winner_each(told)


@pytest.fixture
def restless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of PostgreSQL of this test's own, which keeps what it has said it keeps."""
    server = Server(temporary_folder(), hasty=False).make().start()
    monkeypatch.setenv(homes.ON_SERVER, str(server.folder))
    yield server
    database.dispose()
    server.stop()
    os.environ.pop("DUBAN_DATABASE_URL", None)


def test_a_server_that_goes_and_comes_loses_nothing_it_has_acknowledged(restless, tmp_path, size):
    home = tmp_path / "home"
    home.mkdir()
    homes.use(home)
    small = crowd(home, size)
    told, tries = Acknowledged(tmp_path / "told"), everything_at_once(*reviews_and_tasks())
    enough = tmp_path / "enough"

    def at_work(n: int) -> None:
        """Go on until the server has gone and come often enough; what is done already is refused."""
        while not enough.exists():
            tries_all(small, tries, told, n, stubborn=True)
            n += PROCESSES

    pids = started(4, at_work)
    for stop in range(STOPS if size < 100 else 10 * STOPS):
        time.sleep(0.5)
        restless.stop(signal.SIGQUIT if stop % 2 else signal.SIGINT)
        time.sleep(0.2)
        restless.start()
    enough.touch()

    assert ends_of(pids) == [0] * 4
    one_winner_each(told)
