"""duban report: makes each form, lists what was made, refuses what it cannot do with a sentence."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import func, select
from typer.testing import CliRunner

from duban import database
from duban.cli.report import app
from models.errors import BadInput, NotFound
from models.record import Move
from models.words import Act, Life
from workflows.moments import end_of

NUMBER = "岭科协〔2026〕18号"


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    if result.exception is not None:
        raise result.exception
    return result.output


@pytest.mark.parametrize(
    ("form", "begins"),
    [("md", b"# "), ("json", b"{"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype"), ("csv", b"\xef\xbb\xbf")],
)
def test_make_writes_a_file_into_the_home_and_prints_its_path(lived_home: Path, form: str, begins: bytes) -> None:
    path = Path(run("make", NUMBER, "--format", form).strip())
    assert path.parent == lived_home / "reports"
    assert (path.suffix, path.read_bytes()[: len(begins)]) == (f".{form}", begins)


def test_kinds_are_listed_and_one_is_made_under_its_name(lived_home: Path) -> None:
    listed = json.loads(run("kinds", "--json"))
    assert {"name": "matter", "called": "专报", "span": "全程", "about": True} in listed
    made = run("make", NUMBER, "--kind", "matter", "--about", "2", "--format", "html", "--as-of", "2026-06-30").strip()
    assert Path(made).name == "岭科协〔2026〕18号_专报_2_2026-06-30.html"


def test_make_takes_an_id_and_a_folder_and_answers_in_json(lived_home: Path, tmp_path: Path) -> None:
    told = json.loads(run("make", "1", "--format", "md", "--out", str(tmp_path / "here" / "there"), "--json"))
    assert Path(told["path"]).parent == tmp_path / "here" / "there"
    assert told["tasks"] == 193


def test_list_shows_what_was_made(lived_home: Path) -> None:
    assert "没有" in run("list", "1")
    made = {run("make", "1", "--format", form).strip() for form in ("md", "docx")}
    listed = json.loads(run("list", NUMBER, "--json"))
    assert {one["path"] for one in listed} == made


def test_list_shows_what_flows_have_put_there_newest_first_and_no_other_plan(lived_home: Path) -> None:
    shelf = lived_home / "reports"
    shelf.mkdir()
    for name in (
        "岭科协〔2026〕18号-总结-20260630-0900.docx",
        "岭科协〔2026〕18号_台账_2026-07-01.xlsx",
        "岭科协〔2026〕19号_台账_2026-07-01.xlsx",
    ):
        (shelf / name).touch()
    listed = json.loads(run("list", NUMBER, "--json"))
    assert [(one["day"], one["form"]) for one in listed] == [("2026-07-01", "xlsx"), ("2026-06-30", "docx")]


def test_an_earlier_day_is_reported_as_it_was(lived_home: Path) -> None:
    told = json.loads(run("make", "1", "--format", "json", "--as-of", "2026-01-31", "--json"))
    with database.reading() as session:
        closings = select(func.count()).where(Move.life == Life.TASK, Move.act == Act.APPROVE)
        by_then = session.exec(closings.where(Move.at <= end_of(date(2026, 1, 31)))).one()
    assert (told["closed"], Path(told["path"]).name) == (by_then, "岭科协〔2026〕18号_落实情况_2026-01-31.json")
    assert by_then > 0


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
