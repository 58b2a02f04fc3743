"""Claims about the two READMEs: their commands work in their order, their picture is the life of a task, they agree."""

import re
from pathlib import Path

import pytest
from cli_testing import Duban, Sheet

from workflows.drawing import mermaid
from workflows.task.lifecycle import TASK

ROOT = Path(__file__).parents[3]
PAGES = (("README.md", "en"), ("README.zh-CN.md", "zh"))
COMMAND = ".venv/bin/duban "


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(name: str) -> list[str]:
    """List the lines of the shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", page(name), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_the_picture_is_the_life_of_a_task(name: str, language: str) -> None:
    drawn = re.findall(r"```mermaid\n(.*?)\n```", page(name), re.DOTALL)

    assert drawn == [mermaid(TASK, language).rstrip()]  # type: ignore[arg-type]


def test_both_readmes_show_the_same_commands_and_end_by_starting_everything() -> None:
    english, chinese = commands("README.md"), commands("README.zh-CN.md")

    assert english == chinese
    assert [line for line in english if not line.startswith(COMMAND)] == ["make demo", "make test", "make lint"]
    assert english[-3] == COMMAND + "up"


@pytest.mark.sqlite
def test_every_command_for_ones_own_notice_works_in_its_order(
    duban: Duban, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home without a database, the commands as they stand; in between the sheet is filled in, as the page says."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "duban").symlink_to(ROOT / "duban")
    (home / "duban.db").unlink()
    own = commands("README.md")[2:-3]
    codes = {}
    for line in own:
        if "confirm" in line:
            sheet = Sheet(tmp_path / "plan.xlsx")
            sheet.complete()
            sheet.save()
        codes[line] = duban(*line.removeprefix(COMMAND).split()).code

    not_up_yet = {COMMAND + "doctor": 1}
    assert {line: code for line, code in codes.items() if code} == not_up_yet
    assert duban("plan", "list", "--json").json[0]["state"] == "issued"


def test_every_page_that_is_linked_is_there() -> None:
    pages = [ROOT / name for name, _ in PAGES] + [ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    ]

    assert len(links) > 10
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []
