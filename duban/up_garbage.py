"""Collects garbage in a thread that serves nobody.

Python collects in whichever thread makes the next object. In Prefect's server that is its event loop, and the garbage
may hold a cursor of SQLite, of a statement that failed: letting it go waits for the cursor's connection, the connection
may be waiting to write, and whoever writes may be waiting for the loop. Then nothing answers until SQLite gives up
waiting, after a minute.
"""

import gc
import threading
import time

LOOK_EVERY_S = 0.2


def collect_aside() -> None:
    """Stop collecting wherever objects are made; a thread of its own does it from now on, until the process ends."""
    gc.disable()
    threading.Thread(target=_collect, name="garbage", daemon=True).start()


def _collect() -> None:
    while True:
        time.sleep(LOOK_EVERY_S)
        due = [
            n
            for n, (made, at_most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if made > at_most
        ]
        if due:
            gc.collect(due[-1])
