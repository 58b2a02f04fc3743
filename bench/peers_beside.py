"""Peers beside us: eight transitions of a task, each committed with its log row, every commit on disk.

Every contestant is a process of its own that is asked for rounds in turn; `BENCH_PEERS` names the Python that has the
peers installed (`make bench` makes it).
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.measure import ROUNDS, Line

HERE = Path(__file__).parent / "peers"
LIVES, LIFE = 12, 8
# fmt: off
PEERS = {
    # file               what it is
    "with_viewflow":    "viewflow.fsm with a log",
    "with_django_fsm":  "django-fsm-2 with a log",
    "with_spiff":       "SpiffWorkflow, serialised each step",
    "naive":            "SQLModel + transitions, as in the tutorials",
    "with_dbos":        "DBOS, a workflow per transition",
}
# fmt: on


Database = Callable[[str], str]


def on_sqlite(_contestant: str) -> str:
    return ""


class Beside:
    """One contestant that waits for rounds."""

    def __init__(self, file: str, folder: str, url: str) -> None:
        ours = file == "ours"
        python = sys.executable if ours else os.environ["BENCH_PEERS"]
        paths = {"PYTHONPATH": str(HERE.parents[1])} if ours else {}
        self._process = subprocess.Popen(
            [python, str(HERE / f"{file}.py"), folder, *([url] if url else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | paths,
        )
        while self._line() != "ready":
            pass

    def _line(self) -> str:
        if self._process.stdout is None:
            raise AssertionError
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("a contestant has ended")
        return line.strip()

    def seconds(self, lives: int, callers: int) -> float:
        """Run one round; give its seconds for one transition."""
        if self._process.stdin is None:
            raise AssertionError
        self._process.stdin.write(f"{lives} {callers}\n")
        self._process.stdin.flush()
        return float(self._line()) / lives / LIFE

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def all_beside(database: Database) -> Iterator[dict[str, Beside]]:
    with tempfile.TemporaryDirectory() as folder:
        there: dict[str, Beside] = {}
        try:
            for file in ("ours", *PEERS):
                (Path(folder) / file).mkdir()
                there[file] = Beside(file, str(Path(folder) / file), database(file))
            yield there
        finally:
            for one in there.values():
                one.end()


def peers(callers: int, database: Database = on_sqlite) -> list[Line]:
    """Give ours first, then each peer: per second, and how many times as fast as that peer we are.

    `database`: makes the empty database of a contestant and gives SQLAlchemy's name of it; SQLite when it is nothing.
    """
    lives = LIVES if callers == 1 else callers * 2
    with all_beside(database) as there:
        for one in there.values():
            one.seconds(2, callers)
        rounds = [{file: one.seconds(lives, callers) for file, one in there.items()} for _ in range(ROUNDS)]
    lines = []
    for file, name in ({"ours": "duban"} | PEERS).items():
        times = [took[file] / took["ours"] for took in rounds]
        lines.append(Line(name, 1 / median(took[file] for took in rounds), median(times), min(times), max(times)))
    return lines
