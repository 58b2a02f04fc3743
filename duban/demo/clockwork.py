"""The demonstration's hand on the real clockwork: strikes the scheduled flows at the moments of the story."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from models.errors import Broken


class Clock:
    """A process that runs the scheduled flows at moments it is told, on the real server."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def strike(self, moment: datetime) -> dict[str, int]:
        """Sweep and deliver as of a moment; give the counts.

        Raises:
            Broken: the process ended, or a flow failed.
        """
        if self.process.stdin is None or self.process.stdout is None:
            raise Broken("时钟进程没有打开管道。", "The clock process has no pipes.")
        self.process.stdin.write(moment.isoformat() + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("{"):
                return {str(name): int(count) for name, count in json.loads(line).items()}
        raise Broken("时钟进程提前结束，日志在数据目录的 logs/clock.log。", "The clock process ended early.")


@contextmanager
def clock(environment: dict[str, str], log: IO[str]) -> Iterator[Clock]:
    """Start the clock process, and end it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.striking"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        env=environment,
    )
    try:
        yield Clock(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.wait(timeout=60)
