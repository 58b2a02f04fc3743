"""One child process: started in a group of its own with a log file, watched, stopped with everything it started."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

GRACE_S = 15
LAST_LINES = 15


@dataclass(frozen=True)
class Child:
    """A running child; its process id is also the id of its group."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def last_words(self) -> str:
        """Give the last lines of its log."""
        return "\n".join(self.log.read_text("utf-8", errors="replace").splitlines()[-LAST_LINES:])

    def stop(self) -> None:
        """Ask it to stop and wait; then end whatever is left of its group."""
        if self.alive:
            self.process.terminate()
        try:
            self.process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.clear_group()

    def clear_group(self) -> None:
        """End what the child left behind, so that nothing runs on without anybody who knows of it."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def start_child(name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path) -> Child:
    """Start `python -m command…` as a child that ends when this process ends; its output is added to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own modules, no shell
            [sys.executable, "-P", "-m", "duban.up_child", str(os.getpid()), *command],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Child(name, process, log)
