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
RULES = OPTIONS | {"models.policy", "transitions", "workflows.lives"}
OURS = {"duban.actions", "duban.facts", "models.tables", "workflows.lives"}
"""What is heavy of ours: everything that acts, what it asks, every table, the rules of every life."""
BESIDE = {
    "duban.arrangements",
    "duban.desk",
    "duban.lookups",
    "duban.posts",
    "duban.register_tables",
    "duban.tasks_listed",
    "models.calendar",
    "models.found",
    "models.policy",
    "models.record",
    "models.register",
    "models.task",
    "rich",
    "sqlalchemy.dialects.postgresql",
}
"""What stands beside what is read: the desk, who may do what, people and accounts, how notices and registers are read,
rules and days by which lamps are lit, the ledger."""
DATABASE = {"pydantic", "pydantic_settings", "sqlalchemy", "sqlmodel"}
DESK = DATABASE | {"duban.desk"}
"""Statements that are kept, and what they read."""
LAMPS = DESK | {"duban.tasks_listed", "models.calendar", "models.policy", "models.task"}
"""A lamp depends on the days and the rules of a plan."""
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
    ("plan show 1",             DATABASE | {"duban.lookups"}),
    ("task list",               LAMPS),
    ("task show 1",             LAMPS),
    ("review list --all",       DESK | {"sqlalchemy.dialects.postgresql"}),
    ("finding list",            DESK | {"models.found", "models.register"}),
    ("calendar show 2026",      DESK | {"models.calendar"}),
    ("calendar add-workdays 2026-09-01 5", DESK | {"duban.register_tables", "models.calendar"}),
    ("policy list",             DESK | {"models.policy", "models.register"}),
    ("account list --as mo.cheng", DESK | {"duban.lookups", "duban.posts", "models.register"}),
    ("webhook list",            DESK | {"duban.posts", "models.record", "models.register"}),
    ("journal door",            DESK | {"duban.posts", "models.register"}),
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
