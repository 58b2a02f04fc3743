"""Claims about the commands on the pages of docs/: each is one that there is, and they run, in their order, in one home.

The pages are gone through as the site lists them. What stands in a block (```sh, or indented) is run; what is only named
within a sentence has to be a command with such options.
"""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from cli_testing import Duban
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
GENERATED = {"cli.md", "settings.md", "policy.md", "rest.md", "timetable.md", "lifecycles.md", "lifecycles.en.md"}
"""Their commands are usages, or are covered where they are written."""
HEAD = "duban head 1"
"""How a head of the ledger begins; no command."""

# fmt: off
NOT_RUN = {
    # command                                       why it is only read, not run
    "duban up":                                     "runs until Ctrl-C; tests/running starts it",
    "duban doctor":                                 "asks services that do not run here; tests/duban/test_doctor.py",
    "duban ledger verify --against /档案/2026-03.json":   "needs a head kept elsewhere; tests/duban/ledger",
    "duban ledger verify --against /档案/heads/":         "needs heads kept elsewhere; tests/duban/ledger",
    "duban ledger verifier > check.py":             "the shell writes the file; tests/duban/ledger",
    "duban backup /备份/2026-03-24.zip":             "a folder that only an office has; operations.md backs up for real",
    "duban restore /备份/2026-03-24.zip --home /srv/duban": "a folder that only an office has; tests/duban/backups",
    "duban register erase cai.lingran --as mo.cheng --reason 本人申请，人事〔2026〕7号": "still holds a post; tests/duban/test_erasing.py",
}
# fmt: on


def pages() -> list[Path]:
    """List the pages in the order of the site's navigation."""

    def listed(nav: Any) -> list[str]:
        if isinstance(nav, str):
            return [nav]
        return [page for one in (nav.values() if isinstance(nav, dict) else nav) for page in listed(one)]

    named = listed(YAML(typ="safe").load(ROOT / "mkdocs.yml")["nav"])
    return [DOCS / name for name in named if (DOCS / name).is_file() and name not in GENERATED]


def commands(page: Path) -> list[str]:
    """List the commands of the blocks of a page."""
    return re.findall(r"^(?:    )?(duban .+)$", page.read_text(encoding="utf-8"), re.MULTILINE)


def named(page: Path) -> list[str]:
    """List the commands that a page only names."""
    return [one for one in re.findall(r"`(duban [a-z][^`]*)`", page.read_text(encoding="utf-8")) if one != HEAD]


def taken(command: str) -> tuple[Any, list[str]]:
    """Find the command that is meant, and what is left of the words."""
    from duban.cli import app

    found, words = typer.main.get_command(app), shlex.split(command.partition(" > ")[0])[1:]
    while hasattr(found, "commands") and words:
        assert words[0] in found.commands, f"{command}: there is no {words[0]}"
        found = found.commands[words.pop(0)]
    return found, words


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_command_of_a_page_is_one_that_there_is(page: Path) -> None:
    for command in commands(page):
        found, words = taken(command)
        assert not hasattr(found, "commands"), command
        found.make_context(command, words)
    for command in named(page):
        found, words = taken(command)
        known = {option for param in found.params for option in param.opts} | {"--help"}
        assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known, command


def test_what_is_not_run_stands_on_a_page() -> None:
    assert set(NOT_RUN) <= {command for page in pages() for command in commands(page)}


@pytest.mark.sqlite
def test_the_commands_of_all_pages_work_in_their_order(
    duban: Duban, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home without a database, the commands as they stand."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "duban").symlink_to(ROOT / "duban")
    (home / "duban.db").unlink()
    refused = {}
    for page in pages():
        for command in (one for one in commands(page) if one not in NOT_RUN):
            said = duban(*shlex.split(command)[1:])
            if said.code:
                refused[f"{page.name}: {command}"] = said.err or said.out

    assert refused == {}
    assert duban("plan", "list", "--json").json[0]["state"] == "issued"
