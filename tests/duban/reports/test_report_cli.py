"""duban report: makes each form, lists what was made, refuses what it cannot do with a sentence."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duban.cli.report import app
from models.errors import BadInput, NotFound

NUMBER = "岭科协〔2026〕18号"


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    if result.exception is not None:
        raise result.exception
    return result.output


@pytest.mark.parametrize(("form", "begins"), [("md", b"# "), ("json", b"{"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_make_writes_a_file_into_the_home_and_prints_its_path(lived_home: Path, form: str, begins: bytes) -> None:
    path = Path(run("make", NUMBER, "--format", form).strip())
    assert path.parent == lived_home / "reports"
    assert (path.suffix, path.read_bytes()[: len(begins)]) == (f".{form}", begins)


def test_make_takes_an_id_and_a_folder_and_answers_in_json(lived_home: Path, tmp_path: Path) -> None:
    told = json.loads(run("make", "1", "--format", "md", "--out", str(tmp_path / "here" / "there"), "--json"))
    assert Path(told["path"]).parent == tmp_path / "here" / "there"
    assert told["tasks"] == 193


def test_list_shows_what_was_made(lived_home: Path) -> None:
    assert "没有" in run("list", "1")
    made = {run("make", "1", "--format", form).strip() for form in ("md", "docx")}
    listed = json.loads(run("list", NUMBER, "--json"))
    assert {one["path"] for one in listed} == made


def test_an_unknown_plan_is_refused(lived_home: Path) -> None:
    with pytest.raises(NotFound):
        run("make", "404")


def test_a_day_to_come_is_refused(lived_home: Path) -> None:
    with pytest.raises(BadInput, match="还没有到"):
        run("make", "1", "--as-of", "2999-01-01")


def test_a_folder_that_cannot_be_written_is_said(lived_home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="写不进"):
        run("make", "1", "--format", "md", "--out", str(tmp_path / "file"))
