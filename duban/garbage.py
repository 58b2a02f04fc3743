"""Looks for cycles of garbage seldom while something makes very many objects, hardly any of them in a cycle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

RARELY = (50_000, 20, 50)
_at_work: list[tuple[int, int, int]] = []
"""How often each that is at work found it done; the first found what is usual."""
_one_at_a_time = Lock()


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Collect seldom until the last that asked for it, in whichever thread, is done."""
    with _one_at_a_time:
        _at_work.append(gc.get_threshold())
        gc.set_threshold(*max(gc.get_threshold(), RARELY))  # who collects more seldom already goes on so
    try:
        yield
    finally:
        with _one_at_a_time:
            usual = _at_work[0]
            _at_work.pop()
            if not _at_work:
                gc.set_threshold(*usual)
