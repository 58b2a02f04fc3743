"""The same sweep among ever more tasks stored: ten thousand are due, ten thousand to a million are there.

    python -m bench.scaling [--largest 1000000] [--rounds 3] [--on sqlite postgresql]

For each size: the sweep by one process, the same rows written by raw set-based statements, the sweep by three
processes, each from the same state, in turn, the median of the rounds. Each process that sweeps is a fresh one. The
databases lie where TMPDIR says. On a machine with other things to do, the seconds of the processor tell more.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import Engine

from bench import world
from bench.__main__ import server_of_our_own
from bench.set_based import Like, written
from bench.set_based import sweep as sweep_set_based
from bench.storing import Laid, Mark, laid, mark, opened, put_back, server_processor_s, size_bytes, store, tidy
from bench.sweepers import lamps_counted, swept_by
from bench.table import FOLDER
from bench.world import crowd, use

DUE, LARGEST, ROUNDS, WORKERS = 10_000, 1_000_000, 3, 3
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
HEAD = (
    "| database | stored | GiB | sweep s | to the smallest | to raw | processor s | to the smallest | to raw "
    "| memory MiB (before) | three s | one / three | lamps s | lamps processor s | lamps MiB |\n"
    + "|---"
    + "|--:" * 14
    + "|"
)


@dataclass(frozen=True)
class Round:
    """One round: wall seconds of each way; of the first two the seconds of processors, ours and the server's."""

    one_s: float
    raw_s: float
    three_s: float
    lamps_s: float
    one_processor_s: float
    raw_processor_s: float
    before_mib: int
    peak_mib: int
    lamps_mib: int
    lamps_processor_s: float


@dataclass(frozen=True)
class Size:
    """All rounds of one size."""

    database: str
    stored: int
    bytes: int
    rounds: tuple[Round, ...]

    def middle(self, name: str) -> float:
        return median(getattr(one, name) for one in self.rounds)

    def ratio(self, name: str, other: str) -> float:
        return median(getattr(one, name) / getattr(one, other) for one in self.rounds)


def measured(url: str, home: Path, *, due: int, largest: int, rounds: int) -> Iterator[Size]:
    """Lay one size after another in the same database, and measure each."""
    use(home, url)
    crowd(due)
    world.database.dispose()
    engine = opened(url or f"sqlite:///{home / 'duban.db'}")
    there, stored = laid(engine), due
    tidy(engine)
    while True:
        some = tuple(_round(engine, there) for _ in range(rounds))
        yield Size(POSTGRESQL if url else SQLITE, stored, size_bytes(engine), some)
        if stored * 10 > largest:
            break
        begun = perf_counter()
        store(engine, there, copies=range(stored // due, stored * 10 // due))
        stored *= 10
        print(f"{stored:,} laid in {perf_counter() - begun:.0f} s", file=sys.stderr)
    engine.dispose()


def _round(engine: Engine, there: Laid) -> Round:
    """Sweep, write the same by raw statements, sweep by three; each from the same state, each comes to the same."""
    with engine.connect() as connection:
        end = mark(connection)
    server = server_processor_s(engine)
    one = swept_by(1, there.due)
    one_processor_s = one.processor_s + server_processor_s(engine) - server
    with engine.connect() as connection:
        by_door, like = written(connection, end), Like.first(connection, end)
    put_back(engine, end, there)
    begun, own, server = perf_counter(), process_time(), server_processor_s(engine)
    with engine.connect() as connection:
        sweep_set_based(connection, like)
        connection.commit()
    raw_s, raw_processor_s = perf_counter() - begun, process_time() - own + server_processor_s(engine) - server
    _same(engine, end, by_door)
    put_back(engine, end, there)
    three = swept_by(WORKERS, there.due)
    _same(engine, end, by_door)
    put_back(engine, end, there)
    server = server_processor_s(engine)
    lamps = lamps_counted()
    lamps_processor_s = lamps.processor_s + server_processor_s(engine) - server
    return Round(
        one.seconds,
        raw_s,
        three.seconds,
        lamps.seconds,
        one_processor_s,
        raw_processor_s,
        one.before_mib,
        one.peak_mib,
        lamps.peak_mib,
        lamps_processor_s,
    )


def _same(engine: Engine, end: Mark, by_door: object) -> None:
    with engine.connect() as connection:
        if written(connection, end) != by_door:
            raise AssertionError("what was written is not what one sweep through the door writes")


def told(sizes: Sequence[Size]) -> str:
    """Write the table: medians of the rounds, each size beside the smallest of its database."""
    lines = [HEAD]
    for size in sizes:
        smallest = next(other for other in sizes if other.database == size.database)
        times = sorted(one.one_s for one in size.rounds)
        lines.append(
            f"| {size.database} | {size.stored:,} | {size.bytes / 2**30:.2f} "
            f"| {size.middle('one_s'):.2f} ({times[0]:.2f} – {times[-1]:.2f}) "
            f"| {size.middle('one_s') / smallest.middle('one_s'):.2f} | {size.ratio('one_s', 'raw_s'):.1f} "
            f"| {size.middle('one_processor_s'):.2f} "
            f"| {size.middle('one_processor_s') / smallest.middle('one_processor_s'):.2f} "
            f"| {size.ratio('one_processor_s', 'raw_processor_s'):.1f} "
            f"| {size.middle('peak_mib'):.0f} ({size.middle('before_mib'):.0f}) | {size.middle('three_s'):.2f} "
            f"| {size.ratio('one_s', 'three_s'):.2f} | {size.middle('lamps_s'):.2f} "
            f"| {size.middle('lamps_processor_s'):.2f} | {size.middle('lamps_mib'):.0f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.scaling")
    asked.add_argument("--due", type=int, default=DUE, help="tasks due at each size, and stored at the smallest")
    asked.add_argument("--largest", type=int, default=LARGEST, help="tasks stored, at most")
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--on", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    given = asked.parse_args()
    sizes: list[Size] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="duban-scale-")))
        for name in given.on:
            url = stack.enter_context(server_of_our_own()) if name == "postgresql" else ""
            for size in measured(url, folder / name, due=given.due, largest=given.largest, rounds=given.rounds):
                sizes.append(size)
                print(told(sizes), file=sys.stderr)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "scaling.md").write_text(told(sizes), encoding="utf-8")
    print(told(sizes))


if __name__ == "__main__":
    main()
