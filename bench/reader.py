"""How long the sample notice takes to read."""

from statistics import median
from time import perf_counter

from duban.notices import read_text
from duban.samples import NOTICE

ROUNDS = 15


def reading_the_sample() -> str:
    """Give the median of some rounds."""
    text = NOTICE.read_text(encoding="utf-8")
    ours = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        read_text(text)
        ours.append(perf_counter() - begun)
    return f"read the sample notice   {median(ours) * 1e3:8.1f} ms   {len(text)} characters"
