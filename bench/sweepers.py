"""Processes that sweep: fresh ones, all beginning at once, each with its share; their time and their memory."""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from time import perf_counter, process_time

from bench.sweeping import REMINDERS

KIBIBYTES, IN_WORDS = 1024, 200
FRESH = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Took:
    """One go of one or more processes; memory and processor of the one that had the most of it."""

    begun: float
    ended: float
    done: int
    processor_s: float
    before_mib: int
    peak_mib: int

    @property
    def seconds(self) -> float:
        return self.ended - self.begun


def swept_by(workers: int, due: int) -> Took:
    """Sweep the database of the settings by so many processes at once.

    Raises: AssertionError, when not everything that was due is done.
    """
    took = _by(workers, _sweep)
    if took.done != due:
        raise AssertionError((took.done, due))
    return took


def lamps_counted() -> Took:
    """Count the lamps of all units, as the flow does for its page."""
    return _by(1, _count)


def _by(workers: int, what: Callable[[int, int], int]) -> Took:
    gate, answers = FRESH.Barrier(workers), FRESH.SimpleQueue()
    processes = [FRESH.Process(target=_measured, args=(what, n, workers, gate, answers)) for n in range(workers)]
    for process in processes:
        process.start()
    took: list[Took] = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    return Took(
        min(one.begun for one in took),
        max(one.ended for one in took),
        sum(one.done for one in took),
        *(max(one.__dict__[name] for one in took) for name in list(Took.__dataclass_fields__)[3:]),
    )


def _measured(
    what: Callable[[int, int], int], number: int, of: int, gate: Barrier, answers: "SimpleQueue[Took]"
) -> None:
    from duban.sweeping import quiet_at

    quiet_at(REMINDERS)  # a connection, and what is built once
    before = _most_mib()
    gate.wait()
    begun, processor = perf_counter(), process_time()
    done = what(number, of)
    answers.put(Took(begun, perf_counter(), done, process_time() - processor, before, _most_mib()))


def _sweep(number: int, of: int) -> int:
    from duban.sweeping import Share, sweep_share

    return sweep_share(Share(number, of), now=REMINDERS, in_words=IN_WORDS).climbed


def _count(_number: int, _of: int) -> int:
    from duban.standing_of_units import lamps_by_unit

    return sum(unit.total for unit in lamps_by_unit(now=REMINDERS))


def _most_mib() -> int:
    """Give the most memory this process ever had; `getrusage` would tell of the one it was forked from, too."""
    said = Path("/proc/self/status").read_text(encoding="ascii")
    return int(said.split("VmHWM:")[1].split()[0]) // KIBIBYTES
