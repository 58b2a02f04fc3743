"""What runs beside us: the Prefect server, the served flows, the inbox; started, found healthy, stopped.

`with running(Service.PREFECT, Service.FLOWS, home=home, ports=free_ports()) as services: …`
"""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import httpx

from duban.prefect_api import credential
from duban.settings import settings
from duban.up_process import Child, start_child
from models.errors import Broken, Refused

HEALTHY_WITHIN_S = 180
LOOK_EVERY_S = 0.25
LEASES, ON_DISK = "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE", "prefect.server.concurrency.lease_storage"
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - addresses to listen on are none to connect to


class Service(StrEnum):
    """One process of the house."""

    PREFECT = "prefect"
    FLOWS = "flows"
    INBOX = "inbox"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the two servers listen."""

    prefect: int
    inbox: int


@dataclass(frozen=True, slots=True)
class Services:
    """Where running services are reached, and the environment their children have."""

    home: Path
    prefect_api_url: str
    prefect_ui_url: str
    inbox_url: str
    environment: dict[str, str]


def configured_ports() -> Ports:
    """Give the ports of the settings."""
    return Ports(settings().prefect_port, settings().inbox_port)


def free_ports() -> Ports:
    """Find two ports that nobody listens on."""
    with socket.socket() as one, socket.socket() as other:
        one.bind((settings().host, 0))
        other.bind((settings().host, 0))
        return Ports(one.getsockname()[1], other.getsockname()[1])


def environment(home: Path, *, ports: Ports | None = None) -> dict[str, str]:
    """Give the environment of every child: our home and ports, and a Prefect that tells nobody anything."""
    at, home = ports or configured_ports(), home.resolve()
    web = settings().prefect_url.rstrip("/") or f"http://{_address()}:{at.prefect}"
    beside = ",".join(filter(None, (os.environ.get("NO_PROXY"), "127.0.0.1,localhost", _address())))
    return {
        **os.environ,
        "DUBAN_HOME": str(home),
        "DUBAN_PREFECT_PORT": str(at.prefect),
        "DUBAN_INBOX_PORT": str(at.inbox),
        "NO_PROXY": beside,
        "no_proxy": beside,
        "PYTHONUNBUFFERED": "1",
        "PYTHONSAFEPATH": "1",
        "DO_NOT_TRACK": "1",
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_API_URL": f"{web}/api",
        "PREFECT_UI_URL": web,
        "PREFECT_UI_API_URL": os.environ.get("PREFECT_UI_API_URL", f"{web}/api"),
        "PREFECT_SERVER_API_AUTH_STRING": credential(home),
        "PREFECT_API_AUTH_STRING": credential(home),
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_EXTRA_LOGGERS": "duban",  # what a run of ours writes stands among Prefect's lines of it
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_FORMATTER": "json" if settings().log_format == "json" else "standard",
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        # A sweep that is killed holds its one slot; in memory that would outlive it, on disk it ends after a minute.
        LEASES: os.environ.get(LEASES, f"{ON_DISK}.filesystem"),
        "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        "PREFECT_RUNNER_POLL_FREQUENCY": "2",
        "PREFECT_RUNNER_PROCESS_LIMIT": "4",
    }


def services_at(home: Path, *, ports: Ports | None = None) -> Services:
    """Say where the services of a home are reached."""
    at = ports or configured_ports()
    web = f"http://{_address()}:{at.prefect}"
    inbox = settings().public_url or f"http://{_address()}:{at.inbox}"
    return Services(home, f"{web}/api", web, inbox, environment(home, ports=at))


def start(service: Service, home: Path, *, ports: Ports, scheduled: bool = True) -> Child:
    """Start one service; its log is in the home's folder `logs`. Unscheduled, flows run only when they are told to."""
    still = [] if scheduled or service is not Service.FLOWS else ["--unscheduled"]
    if service is Service.FLOWS:
        ready_file(home).unlink(missing_ok=True)
    return start_child(
        service.value,
        [*_COMMANDS[service](ports), *still],
        environment=environment(home, ports=ports),
        log=home / "logs" / f"{service.value}.log",
    )


def wait_until_healthy(child: Child, home: Path, *, ports: Ports) -> None:
    """Wait until a started service answers.

    Raises:
        Broken: it ended, or did not answer in time; its last words are in the sentence.
    """
    healthy, give_up = _HEALTHY[Service(child.name)], time.monotonic() + HEALTHY_WITHIN_S
    while not healthy(child, services_at(home, ports=ports)):
        if not child.alive:
            raise Broken(
                f"{child.name} 没有启动成功，日志 {child.log} 最后几行：\n{child.last_words()}",
                f"{child.name} did not start; see {child.log}.",
            )
        if time.monotonic() > give_up:
            raise Broken(
                f"{child.name} 启动了 {HEALTHY_WITHIN_S} 秒还没有答话：机器可能太忙，等它空一些再试一次。"
                f"日志 {child.log} 最后几行：\n{child.last_words()}",
                f"{child.name} has not answered for {HEALTHY_WITHIN_S} seconds; the machine may be too busy. "
                f"Try again, and see {child.log}.",
            )
        time.sleep(LOOK_EVERY_S)


@contextmanager
def running(*services: Service, home: Path, ports: Ports | None = None, scheduled: bool = False) -> Iterator[Services]:
    """Run services of a home until the block ends: Prefect first, then what needs it; all are stopped in the end.

    Unless `scheduled`, the clockwork stands still: whoever rehearses at made-up moments strikes the hours.

    Raises:
        Refused: a port is taken.
        Broken: a service does not start.
    """
    at = ports or configured_ports()
    claim_ports(at, services)
    with ExitStack() as stack:
        first = [service for service in services if service is Service.PREFECT]
        for some in (first, [service for service in services if service not in first]):
            children = [start(service, home, ports=at, scheduled=scheduled) for service in some]
            for child in children:
                stack.callback(child.stop)
            for child in children:
                wait_until_healthy(child, home, ports=at)
        yield services_at(home, ports=at)


def claim_ports(ports: Ports, services: tuple[Service, ...]) -> None:
    """Make sure that nobody listens on the ports that are needed.

    Raises:
        Refused: somebody does; the sentence names the port and the setting that moves it.
    """
    # fmt: off
    wanted = (
        # service          port            setting
        (Service.PREFECT,  ports.prefect,  "DUBAN_PREFECT_PORT"),
        (Service.INBOX,    ports.inbox,    "DUBAN_INBOX_PORT"),
    )
    # fmt: on
    for service, port, name in wanted:
        if service in services and _taken(port):
            raise Refused(
                f"端口 {port} 已被占用。请先停掉占用它的程序，或用环境变量 {name} 换一个端口，例如 {name}={port + 1}。",
                f"Port {port} is taken; stop what uses it or set {name} to another port.",
            )


def ready_file(home: Path) -> Path:
    """Name the file in which the served flows say that they are registered: it holds their process id."""
    return home / "prefect" / "flows.ready"


def _address() -> str:
    return ANYWHERE.get(settings().host, settings().host)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings().host, port))
        except OSError:
            return True
    return False


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, trust_env=False).status_code < httpx.codes.INTERNAL_SERVER_ERROR
    except httpx.HTTPError:
        return False


def _registered(child: Child, services: Services) -> bool:
    said = ready_file(services.home)
    return said.exists() and said.read_text() == str(child.process.pid)


# fmt: off
_COMMANDS: dict[Service, Callable[[Ports], list[str]]] = {
    Service.PREFECT: lambda at: ["prefect", "server", "start", "--host", settings().host, "--port", str(at.prefect)],
    Service.FLOWS:   lambda _: ["flows.serve"],
    Service.INBOX:   lambda _: ["duban.inbox"],
}

_HEALTHY: dict[Service, Callable[[Child, Services], bool]] = {
    Service.PREFECT: lambda _, s: _answers(f"{s.prefect_api_url}/health"),
    Service.FLOWS:   _registered,
    Service.INBOX:   lambda _, s: _answers(f"{s.inbox_url}/healthz"),
}
# fmt: on
