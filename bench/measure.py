"""Times things side by side: rounds of each in turn, the median of each, told as a ratio to the first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 5


@dataclass(frozen=True)
class Contestant:
    """Something that does `count` transitions when it is called."""

    name: str
    run: Callable[[], None]
    count: int


@dataclass(frozen=True)
class Line:
    """What came of one contestant: transitions per second, and how many times as fast as the first one."""

    name: str
    per_second: float
    ratio: float
    least: float
    most: float


def side_by_side(contestants: Sequence[Contestant], *, rounds: int = ROUNDS) -> list[Line]:
    """Run rounds of all in turn; the ratio is the median of the rounds' own, its least and most beside it."""
    took: dict[str, list[float]] = {one.name: [] for one in contestants}
    for one in contestants:
        one.run()  # warm
    for _ in range(rounds):
        for one in contestants:
            begun = perf_counter()
            one.run()
            took[one.name].append((perf_counter() - begun) / one.count)
    first = took[contestants[0].name]
    lines = []
    for one in contestants:
        ratios = [floor / own for floor, own in zip(first, took[one.name], strict=True)]
        lines.append(Line(one.name, 1 / median(took[one.name]), median(ratios), min(ratios), max(ratios)))
    return lines
