"""Keeps services running: whatever dies is started again after a pause that grows, and that is said."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from duban.services import Ports, Service, start, wait_until_healthy
from duban.up_process import Child

LOOK_EVERY_S = 0.5
LONGEST_PAUSE_S = 60
STEADY_AFTER_S = 60


@dataclass
class Kept:
    """One service that is kept: its child, when that was started, how often in a row it died young."""

    service: Service
    child: Child
    started: float
    deaths: int = 0
    restart_at: float | None = None


@dataclass(frozen=True)
class Keeper:
    """What the services of one home share."""

    home: Path
    ports: Ports
    say: Callable[[str], None]
    scheduled: bool = True

    def start(self, service: Service) -> Child:
        return start(service, self.home, ports=self.ports, scheduled=self.scheduled)

    def open(self, stack: ExitStack) -> list[Kept]:
        """Start every service, Prefect first and alone, and wait until each answers; the stack stops them."""
        kept: list[Kept] = []
        stack.callback(stop_all, kept)
        for some in ((Service.PREFECT,), (Service.FLOWS, Service.INBOX)):
            started = [Kept(service, self.start(service), time.monotonic()) for service in some]
            kept += started
            for one in started:
                wait_until_healthy(one.child, self.home, ports=self.ports)
        return kept

    def look_after(self, one: Kept) -> None:
        """Notice that a service died, or start it again when its pause is over."""
        now = time.monotonic()
        if one.restart_at is None and not one.child.alive:
            one.deaths = 1 if now - one.started > STEADY_AFTER_S else one.deaths + 1
            pause = min(2 ** (one.deaths - 1), LONGEST_PAUSE_S)
            one.child.clear_group()
            one.restart_at = now + pause
            code = one.child.process.returncode
            self.say(f"{one.service.value} 意外退出（{code}），{pause} 秒后重新启动；日志：{one.child.log}")
        if one.restart_at is not None and now >= one.restart_at:
            one.child, one.started, one.restart_at = self.start(one.service), now, None
            self.say(f"{one.service.value} 已重新启动（进程 {one.child.process.pid}）。")


def stop_all(kept: list[Kept]) -> None:
    """Stop what is kept, the last started first, so that the flows can still say goodbye to Prefect."""
    for one in reversed(kept):
        one.child.stop()
