"""duban up: Prefect, the flows and the inbox in one command, kept running until told to stop."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import NoReturn

from duban import clock
from duban.prefect_api import CREDENTIAL
from duban.services import Service, claim_ports, configured_ports, services_at
from duban.settings import settings
from duban.up_keeper import LOOK_EVERY_S, Keeper
from duban.up_setup import set_up
from workflows.moments import shown

STOPS = (signal.SIGINT, signal.SIGTERM)


def up(*, demo: bool, say: Callable[[str], None]) -> None:
    """Make the home ready, start everything, say where it is, keep it running; Ctrl-C or SIGTERM stops it all.

    Raises:
        Refused: a port is taken, or there is no demonstration yet.
        Broken: a service does not start.
    """
    if demo:
        _enter_demo()
    ports = configured_ports()
    claim_ports(ports, (Service.PREFECT, Service.INBOX))
    keeper = Keeper(settings().home.resolve(), ports, say, scheduled=True)
    try:
        with _interrupted_by_term(), ExitStack() as stack:
            set_up(None, say=say)
            say("正在启动，第一次大约需要半分钟……")
            kept = keeper.open(stack)
            _tell(keeper)
            while True:
                for one in kept:
                    keeper.look_after(one)
                time.sleep(LOOK_EVERY_S)
    except KeyboardInterrupt:
        say("已全部停止。")


def _enter_demo() -> None:
    from duban.demo.stage import go_on, home_of_demo

    go_on(home_of_demo(), clock.now())


def _tell(keeper: Keeper) -> None:
    at = services_at(keeper.home, ports=keeper.ports)
    keeper.say(f"收件箱　　 {at.inbox_url}")
    keeper.say(f"Prefect　　{at.prefect_ui_url}")
    keeper.say(f"　　口令　 {'DUBAN_PREFECT_AUTH 里写的' if settings().prefect_auth else keeper.home / CREDENTIAL}")
    keeper.say(f"数据　　　 {keeper.home}")
    keeper.say(f"日志　　　 {keeper.home / 'logs'}")
    if settings().clock_behind_s:
        keeper.say(f"演示时间　 从 {shown(clock.now())} 接着走，定时流程按演示时间办")
        keeper.say(f"账号　　　 见 {keeper.home / 'accounts.txt'}")
    keeper.say("按 Ctrl-C 停止。")


@contextmanager
def _interrupted_by_term() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does; while the children are being stopped, neither cuts that short."""

    def interrupt(_number: int, _frame: object) -> NoReturn:
        for sign in STOPS:
            signal.signal(sign, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {sign: signal.signal(sign, interrupt) for sign in STOPS}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
