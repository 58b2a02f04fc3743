"""The house past one machine, as processes on loopback: PostgreSQL, Redis, two Prefect servers, three workers.

PostgreSQL holds both databases. The two servers stand behind nginx and talk to one another through Redis; what runs on
timers in Prefect runs once, beside them. The inbox and the process that registers the flows are as everywhere.

A small one has one server with its SQLite, no Redis, no proxy, no inbox: PostgreSQL holds our database alone.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from postgres import Server, system_binaries

from duban.prefect_api import prefect_api
from duban.services import Ports, environment, ready_file
from duban.up_process import Child, start_child

POOL, SERVERS, WORKERS = "duban", 2, 3
WORKERS_OF_A_SMALL_ONE = 2
PATIENCE_S = 240
DATABASE, OF_PREFECT = "duban", "prefect"
NGINX = """
daemon off;
error_log {folder}/nginx.log;
pid {folder}/nginx.pid;
events {{}}
http {{
  access_log off;
  client_max_body_size 64m;
  client_body_buffer_size 64m;
  proxy_max_temp_file_size 0;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  upstream prefect {{ {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://prefect;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_next_upstream error timeout http_502 http_503 non_idempotent;
      proxy_read_timeout 300s;
    }}
  }}
}}
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def until(true: Callable[[], object], what: str, *, patience_s: float = PATIENCE_S) -> None:
    """Wait until something is true. Raises: AssertionError, saying what did not come true."""
    give_up = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < give_up, f"{what}: not within {patience_s:.0f} s"
        time.sleep(0.5)


def started_by(pid: int) -> list[int]:
    """List what a process started, and what that started, wherever its groups are."""
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in children.read_text().split():
                found += [int(child), *started_by(int(child))]
    return found


@dataclass
class Cluster:
    """What runs, by name; everything lies under `folder`."""

    folder: Path
    ports: Ports
    redis: int | None
    servers: tuple[int, ...]
    workers: int
    postgres: Server
    running: dict[str, Child | subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def url(self) -> str:
        """Give SQLAlchemy's URL of our own database."""
        return self.postgres.url(DATABASE)

    @property
    def environment(self) -> dict[str, str]:
        """Give what every process of the cluster finds in its environment."""
        alone = environment(self.home, ports=self.ports) | {
            "DUBAN_DATABASE_URL": self.url,
            "DUBAN_WORK_POOL": POOL,
            "DUBAN_SWEEP_SHARES": str(self.workers),
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "PREFECT_WORKER_HEARTBEAT_SECONDS": "5",
        }
        return alone | (self._among_several() if self.redis else {})

    def _among_several(self) -> dict[str, str]:
        """Give what servers need that stand beside one another."""
        return {
            "PREFECT_API_DATABASE_CONNECTION_URL": self.postgres.url(OF_PREFECT).replace("+psycopg", "+asyncpg"),
            "PREFECT_MESSAGING_BROKER": "prefect_redis.messaging",
            "PREFECT_MESSAGING_CACHE": "prefect_redis.messaging",
            "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "prefect_redis.ordering",
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect_redis.lease_storage",
            "PREFECT_REDIS_MESSAGING_HOST": "127.0.0.1",
            "PREFECT_REDIS_MESSAGING_PORT": str(self.redis),
            "PREFECT_REDIS_MESSAGING_DB": "0",
            "PREFECT_SERVER_DOCKET_URL": f"redis://127.0.0.1:{self.redis}/1",
        }

    def start(self, name: str, *, armed: str = "") -> None:
        """Start one process by its name, one of its fault points armed; its log is in the folder `logs`."""
        kind, _, number = name.partition(" ")
        match kind:
            case "redis":
                given = (
                    f"--port {self.redis} --bind 127.0.0.1 --appendonly yes --appendfsync always --dir {self.folder}"
                )
                self._run(name, ["redis-server", *given.split()])
            case "nginx":
                self._run(name, ["nginx", "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)])
            case "server":
                alone = ["--no-services"] if self.redis else []
                self._child(name, "prefect", "server", "start", *alone, "--port", str(self.servers[int(number)]))
            case "services":
                self._child(name, "prefect", "server", "services", "start")
            case "worker":
                given = f"--pool {POOL} --name w{number} --type process --limit 2"
                self._child(name, "prefect", "worker", "start", *given.split(), armed=armed)
            case "flows":
                ready_file(self.home).unlink(missing_ok=True)
                self._child(name, "flows.serve", "--unscheduled")
            case "inbox":
                self._child(name, "duban.inbox")

    def _child(self, name: str, *command: str, armed: str = "") -> None:
        given = self.environment | ({"DUBAN_FAULT_POINT": armed} if armed else {})
        self.running[name] = start_child(name, command, environment=given, log=self._log(name))

    def _run(self, name: str, command: Sequence[str]) -> None:
        self._log(name).parent.mkdir(exist_ok=True)
        with self._log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    def _log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name.replace(' ', '-')}.log"

    def kill(self, name: str) -> None:
        """End a process and all it started at once, as a machine does that loses its power."""
        process = self._process(name)
        for pid in (process.pid, *started_by(process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        del self.running[name]

    def busy(self) -> list[str]:
        """Name the workers that run something just now."""
        workers = [name for name in self.running if name.startswith("worker")]
        return [name for name in workers if started_by(self._process(name).pid)]

    def _process(self, name: str) -> "subprocess.Popen[bytes]":
        one = self.running[name]
        return one.process if isinstance(one, Child) else one

    def stop(self) -> None:
        """Stop everything, the last started first."""
        for name in reversed(list(self.running)):
            one = self.running.pop(name)
            if isinstance(one, Child):
                one.stop()
            else:
                one.terminate()
                one.wait(30)
        self.postgres.stop()

    def answers(self, port: int) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/api/health", timeout=5, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def asked(self, path: str, **body: object) -> list[dict[str, object]]:
        with prefect_api(f"http://127.0.0.1:{self.ports.prefect}/api", home=self.home) as api:
            return api.ask("POST", path, body).raise_for_status().json()  # type: ignore[no-any-return]

    def workers_online(self) -> int:
        return sum(one["status"] == "ONLINE" for one in self.asked(f"/work_pools/{POOL}/workers/filter"))


def made(folder: Path, *, small: bool = False) -> Cluster:
    """Make the folders, the databases and the configuration; nothing but PostgreSQL runs yet."""
    own = Path(tempfile.mkdtemp(prefix="duban-cluster-"))
    postgres = Server(own, hasty=small, binaries=None if small else system_binaries()).make().start()
    postgres.copy("template1", DATABASE)
    ports = Ports(prefect=free_port(), inbox=free_port())
    if small:
        cluster = Cluster(folder, ports, None, (ports.prefect,), WORKERS_OF_A_SMALL_ONE, postgres)
        cluster.home.mkdir(parents=True)
        return cluster
    postgres.copy("template1", OF_PREFECT)
    cluster = Cluster(folder, ports, free_port(), tuple(free_port() for _ in range(SERVERS)), WORKERS, postgres)
    cluster.home.mkdir(parents=True)
    servers = " ".join(f"server 127.0.0.1:{port} fail_timeout=2s;" for port in cluster.servers)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=ports.prefect, servers=servers))
    return cluster


@contextmanager
def cluster(folder: Path, fill: Callable[[Cluster], None], *, say: Callable[[str], None] = print) -> Iterator[Cluster]:
    """Run the whole cluster until the block ends; `fill` fills our database before anybody looks at it."""
    missing = [name for name in ("redis-server", "nginx") if not shutil.which(name)]
    missing += [] if system_binaries() else ["postgresql"]  # Prefect's tables need pg_trgm, which the package lacks
    if missing:
        raise SystemExit(
            f"{', '.join(missing)} not found; on Debian: apt-get install postgresql redis-server nginx-light"
        )
    with ExitStack() as stack:
        there = made(folder)
        stack.callback(shutil.rmtree, there.postgres.folder, ignore_errors=True)
        stack.callback(there.stop)
        fill(there)
        say("our database is filled; starting Redis and the first Prefect server")
        there.start("redis")
        there.start("server 0")  # it lays Prefect's tables; the others must not at the same time
        until(lambda: there.answers(there.servers[0]), "the first Prefect server answers")
        for name in ("nginx", "services", *(f"server {n}" for n in range(1, SERVERS))):
            there.start(name)
        until(lambda: all(map(there.answers, (*there.servers, there.ports.prefect))), "both Prefect servers answer")
        there.start("flows")
        until(ready_file(there.home).exists, "the flows are registered")
        for name in ("inbox", *(f"worker {n}" for n in range(WORKERS))):
            there.start(name)
        until(lambda: there.workers_online() == WORKERS, "the workers are online")
        say(f"Prefect http://127.0.0.1:{there.ports.prefect}, inbox http://127.0.0.1:{there.ports.inbox}")
        yield there


@contextmanager
def small_cluster(folder: Path, fill: Callable[[Cluster], None]) -> Iterator[Cluster]:
    """Run a small one until the block ends: the flows are registered, no worker is started yet."""
    with ExitStack() as stack:
        there = made(folder, small=True)
        stack.callback(shutil.rmtree, there.postgres.folder, ignore_errors=True)
        stack.callback(there.stop)
        there.start("server 0")
        fill(there)  # meanwhile
        serve_flows(there)
        yield there


def serve_flows(there: Cluster) -> None:
    """Have the flows registered, once the server answers."""
    until(lambda: there.answers(there.ports.prefect), "Prefect answers")
    there.start("flows")
    until(ready_file(there.home).exists, "the flows are registered")
