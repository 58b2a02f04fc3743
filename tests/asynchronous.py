"""Runs coroutines in tests, also where a browser of this process keeps an event loop going."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """Run it to its end on a thread of its own, and give what it comes to."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()
