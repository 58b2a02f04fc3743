"""Lets only so many reports be made at a time: each reads half the ledger, and pages have to be answered meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from models.errors import Busy

AT_ONCE, WAITING, WAITS_S = 2, 4, 20
_turns = BoundedSemaphore(AT_ONCE)
_places = BoundedSemaphore(AT_ONCE + WAITING)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn, without holding the database meanwhile.

    Raises:
        Busy: too many wait already, or it takes too long.
    """
    if not _places.acquire(blocking=False):
        raise _busy()
    try:
        if not _turns.acquire(timeout=WAITS_S):
            raise _busy()
        try:
            yield
        finally:
            _turns.release()
    finally:
        _places.release()


def _busy() -> Busy:
    return Busy(
        "同时要的报告太多，正在一份一份地生成；请过一分钟再要一次。",
        "Too many reports are asked for at once; ask again in a minute.",
        retry_after_s=60,
    )
