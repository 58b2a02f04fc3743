"""How little is loaded before a command answers: counted in modules, since seconds are the machine's; and what all share."""

import subprocess
import sys

import pytest
import typer

from duban.__main__ import LASTING
from duban.cli import app
from duban.cli.exits import Exits
from duban.cli_page import _commands, page

HEAVY = {
    "alembic",
    "argon2",
    "authlib",
    "babel",
    "docx",
    "fastapi",
    "httpx",
    "lxml",
    "openpyxl",
    "prefect",
    "prometheus_client",
    "psycopg",
    "pydantic",
    "pydantic_settings",
    "pypdf",
    "rapidfuzz",
    "sqlalchemy",
    "sqlmodel",
    "starlette",
    "transitions",
}
OPTIONS = {"pydantic"}
"""Typer reads options with it."""
RULES = OPTIONS | {"transitions", "workflows.lives"}
OURS = {"duban.actions", "duban.facts", "models.tables", "workflows.lives"}
"""What is heavy of ours: everything that acts, what it asks, every table, the rules of every life."""
BESIDE = {
    "duban.arrangements",
    "duban.lookups",
    "duban.posts",
    "duban.register_tables",
    "models.found",
    "models.record",
    "models.register",
    "models.task",
    "rich",
    "sqlalchemy.dialects.postgresql",
}
"""What stands beside what is read: who may do what, people and accounts, how notices and registers are read, the ledger."""
DATABASE = {"pydantic", "pydantic_settings", "sqlalchemy", "sqlmodel"}
TOLD = "import sys, io, contextlib\nfrom duban.__main__ import main\nsys.argv[0] = 'duban'\nout = io.StringIO()\ntry:\n with contextlib.redirect_stdout(out): main()\nexcept SystemExit as end: code = end.code or 0\nprint(code, *sorted({*sys.modules, *(name.partition('.')[0] for name in sys.modules)}))"

# fmt: off
READS = (
    # typed                     what it may load of what is heavy, or stands beside
    ("--help",                  set()),
    ("--version",               set()),
    ("task --help",             OPTIONS),
    ("ledger --help",           OPTIONS),
    ("lifecycle show task",     RULES),
    ("plan list",               DATABASE),
    ("plan show 1",             DATABASE | {"duban.lookups", "models.task"}),
    ("task list",               DATABASE | {"models.task"}),
    ("task show 1",             DATABASE | {"models.task"}),
    ("review list --all",       DATABASE | {"sqlalchemy.dialects.postgresql"}),
    ("finding list",            DATABASE | {"models.found", "models.register"}),
    ("calendar show 2026",      DATABASE),
    ("calendar add-workdays 2026-09-01 5", DATABASE | {"duban.register_tables"}),
    ("policy list",             DATABASE | {"models.register"}),
    ("account list --as mo.cheng", DATABASE | {"duban.lookups", "duban.posts", "models.register"}),
    ("webhook list",            DATABASE | {"duban.posts", "models.record", "models.register"}),
    ("journal door",            DATABASE | {"duban.posts", "models.register"}),
)
# fmt: on


@pytest.mark.sqlite
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("typed", "may"), READS, ids=[typed for typed, _ in READS])
def test_a_simple_command_loads_no_more_than_it_needs(typed: str, may: set[str]) -> None:
    done = subprocess.run([sys.executable, "-c", TOLD, *typed.split()], capture_output=True, text=True, check=True)
    code, *loaded = done.stdout.split()

    assert (code, done.stderr) == ("0", "")
    assert (HEAVY | OURS | BESIDE) & set(loaded) == may


def test_every_command_that_ends_by_itself_speaks_json() -> None:
    silent = [
        name.removeprefix("duban ")
        for name, command in _commands(typer.main.get_command(app), "duban")
        if not any("--json" in param.opts for param in command.params)
    ]

    assert sorted(silent) == sorted(LASTING)


def test_the_page_of_commands_lists_every_exit_code() -> None:
    table = page().partition("## 退出码")[2].partition("## duban")[0]
    listed = [int(line.split("|")[1]) for line in table.splitlines() if line.startswith("| ") and line[2].isdigit()]

    assert listed == [0, 1, 2, 3, 130] == [code.value for code in Exits]
