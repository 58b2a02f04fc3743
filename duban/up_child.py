"""Runs one module as a child that never outlives its parent, not even a parent that was killed.

Use: python -m duban.up_child PARENT_PID MODULE [ARGUMENTS]. The child leads a process group of its own; when the parent
is gone, the whole group is asked to stop, then made to.
"""

import os
import runpy
import signal
import sys
import threading
import time

from duban.up_garbage import collect_aside

LOOK_EVERY_S = 0.5
GRACE_S = 8


def main() -> None:
    """Watch the parent from a thread, collect garbage in another, then become the module."""
    parent, module, *arguments = sys.argv[1:]
    threading.Thread(target=_outlive_nobody, args=(int(parent),), daemon=True).start()
    collect_aside()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _outlive_nobody(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    _tell(signal.SIGTERM)
    time.sleep(GRACE_S)
    _tell(signal.SIGKILL)


def _tell(sign: signal.Signals) -> None:
    if os.getpgrp() == os.getpid():
        os.killpg(0, sign)
    else:
        os.kill(os.getpid(), sign)


if __name__ == "__main__":
    main()
