"""How long the sample notice takes to read, and a megabyte of its measures one after the other."""

from statistics import median
from time import perf_counter, process_time

from duban.notices import read_text
from duban.samples import NOTICE

ROUNDS = 15
MEGABYTE = 1_000_000


def reading_the_sample() -> str:
    """Give the median of some rounds."""
    text = NOTICE.read_text(encoding="utf-8")
    ours = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        read_text(text)
        ours.append(perf_counter() - begun)
    return f"read the sample notice   {median(ours) * 1e3:8.1f} ms   {len(text)} characters"


def reading_a_megabyte() -> str:
    """Give the time of the processor for one round; the text is denser than any real one of its length."""
    text = NOTICE.read_text(encoding="utf-8")
    long = text * (MEGABYTE // len(text.encode()) + 1)
    begun = process_time()
    found = len(read_text(long).requirements)
    return (
        f"read a megabyte          {(process_time() - begun) * 1e3:8.1f} ms   {len(long)} characters, {found} demands"
    )
