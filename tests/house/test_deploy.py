"""What lies in deploy/: readable, of the form its readers expect, and naming only what the program knows."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from house_source import ROOT
from ruamel.yaml import YAML

from duban.cli.serving import Alone
from duban.settings import Settings

DEPLOY = ROOT / "deploy"
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

    assert set(copied) == {"models", "workflows", "duban", "flows", "migrations"}


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
