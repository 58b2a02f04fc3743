"""What lies in deploy/: readable, of the form its readers expect, and naming only what the program knows."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from house_source import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

from duban.cli.serving import Alone
from duban.dependencies_page import locked
from duban.settings import Settings

DEPLOY = ROOT / "deploy"
PACKAGES = ("models", "workflows", "duban", "flows", "migrations")
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
KNOWN = {f"DUBAN_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_only_settings_that_exist_are_set(file: Path) -> None:
    assert set(re.findall(r"\bDUBAN_[A-Z_]+\b", file.read_text(encoding="utf-8"))) <= KNOWN


def test_the_compose_file_is_one() -> None:
    subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml"],
        check=True,
    )


def test_compose_runs_every_process_of_the_house() -> None:
    services = YAML(typ="safe").load(DEPLOY / "compose.yaml")["services"]

    run = {one["command"][1] for one in services.values() if one.get("command", [""])[0] == "run"}
    assert run == set(Alone)


@pytest.mark.parametrize("file", [path for path in FILES if path.suffix == ".yaml"], ids=lambda path: path.name)
def test_every_yaml_file_can_be_read(file: Path) -> None:
    assert list(YAML(typ="safe").load_all(file))


def test_the_container_is_given_every_package() -> None:
    copied = re.findall(r"^COPY (\w+) \w+$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)

    assert set(copied) == set(PACKAGES)


def test_the_container_runs_as_a_user_of_its_own() -> None:
    users = re.findall(r"^USER (\S+)$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)

    assert users
    assert int(users[-1]) > 0


def test_compose_has_no_password_of_its_own_and_does_not_start_without() -> None:
    said = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    secrets = re.findall(r"(?:PASSWORD|AUTH|AUTH_STRING): (.*?)(?:,|\n)", said)

    assert len(secrets) > 1
    assert [one for one in secrets if not re.fullmatch(r'"?(?:\w+:)?\$\{\w+:\?\}"?', one)] == []
    assert re.findall(r"://duban:(?!\$\{\w+:\?\}@)[^@]*@", said) == []


def test_the_proxy_writes_itself_who_comes_and_speaks_no_tls_that_is_old() -> None:
    said = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    http, *servers = re.split(r"\n  server \{", said)

    assert {"proxy_set_header X-Forwarded-For $remote_addr;", "proxy_set_header X-Forwarded-Proto $scheme;"} <= {
        line.strip() for line in http.splitlines()
    }
    assert [server for server in servers if "proxy_set_header" in server] == []  # one there would undo all of these
    assert re.findall(r"ssl_protocols (.*);", said) == ["TLSv1.2 TLSv1.3"]


def _pinned(lock: Path) -> dict[str, tuple[str, frozenset[str]]]:
    """Give of each package in a lock file its version and its hashes."""
    blocks = re.split(r"\n(?=\w)", lock.read_text(encoding="utf-8"))
    named = [(re.match(r"([\w.-]+)(?:\[[^]]*\])?==([^ ;]+)", block), block) for block in blocks]
    return {one[1]: (one[2], frozenset(re.findall(r"sha256:\w+", block))) for one, block in named if one}


def _asked() -> list[str]:
    """List what the program asks for, with what its cluster needs."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*said["dependencies"], *said["optional-dependencies"]["cluster"]]


def _runs_here(wanted: Iterable[str]) -> set[str]:
    """Name what is installed with some requirements on this machine, extras and all."""
    known, waiting = set[tuple[str, str]](), [Requirement(one) for one in wanted]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        for extra in {"", *one.extras} - {extra for of, extra in known if of == name}:
            known.add((name, extra))
            brought = [Requirement(line) for line in requires(name) or ()]
            waiting += [more for more in brought if more.marker is None or more.marker.evaluate({"extra": extra})]
    return {name for name, _ in known}


def _may_run(wanted: Iterable[str]) -> set[str]:
    """Name what may come along with some requirements on any machine, as the lock file has it."""
    may, brought_by = {canonicalize_name(Requirement(one).name) for one in wanted}, locked()
    while more := {name for name, by in brought_by.items() if name not in may and may & set(by)}:
        may |= more
    return may


def test_the_image_installs_what_is_locked_and_only_what_runs() -> None:
    every, held = _pinned(ROOT / "requirements.lock"), _pinned(DEPLOY / "requirements.lock")

    assert held == {name: every[name] for name in held}
    assert _runs_here(_asked()) <= held.keys() <= _may_run(_asked())
    assert _pinned(DEPLOY / "build.lock") == {"setuptools": every["setuptools"]}


def test_the_program_imports_nothing_that_the_image_does_not_hold() -> None:
    held = _pinned(DEPLOY / "requirements.lock").keys()
    brings = packages_distributions()
    lines = "".join(path.read_text(encoding="utf-8") for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    imported = set(re.findall(r"^ *(?:from|import) (\w+)", lines, re.MULTILINE)) & brings.keys() - set(PACKAGES)

    missing = [name for name in imported if not held & {re.sub(r"[_.]", "-", one.lower()) for one in brings[name]}]
    assert missing == []


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    """Wherever nginx is installed; the names of the other containers mean nothing here."""
    if not shutil.which("nginx"):
        assert not (DEPLOY / "nginx.conf").read_text().count("{") - (DEPLOY / "nginx.conf").read_text().count("}")
        return
    said = (DEPLOY / "nginx.conf").read_text()
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=house"),
            *("-keyout", tmp_path / "house.key", "-out", tmp_path / "house.pem"),
        ],
        check=True,
        capture_output=True,
    )
    said = re.sub(r"(server )(inbox|prefect-\d):", r"\g<1>127.0.0.1:", said).replace("certificates", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nerror_log {tmp_path}/log;\n{said}")
    subprocess.run(["nginx", "-t", "-c", tmp_path / "nginx.conf", "-p", tmp_path], check=True, capture_output=True)
