"""Claims about the code that the pages in docs/decisions make: who alone may commit, ask the time, change a state."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "workflows", "duban", "flows", "migrations")


def trees() -> Iterator[tuple[str, ast.AST]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def calls_of(*names: str) -> set[str]:
    """Find the files that call a method or function of one of these names."""
    return {
        file
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names
    }


def asks_the_time(node: ast.AST) -> bool:
    """Say whether a node asks for the present moment: datetime.now, date.today, time.time and the like."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr in ("now", "utcnow", "today", "time")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("datetime", "date", "dt", "time")
        and isinstance(node.ctx, ast.Load)
        and (node.value.id, node.attr) != ("datetime", "time")
    )


def test_only_the_database_commits_but_for_the_migrations() -> None:
    assert calls_of("commit") == {"duban/database.py", "duban/schema.py", "migrations/env.py"}


def test_only_migrations_make_or_change_tables() -> None:
    assert calls_of("create_all", "drop_all") == set()
    assert {file.split("/")[0] for file in calls_of("create_table", "drop_table", "batch_alter_table")} == {
        "migrations"
    }


def test_only_the_clock_asks_what_time_it_is() -> None:
    asking = {file for file, tree in trees() for node in ast.walk(tree) if asks_the_time(node)}

    assert asking == {"duban/clock.py"}


def test_only_the_door_sets_a_state() -> None:
    """`rules.py` sets the state of its throw-away carrier, which is stored nowhere."""
    setting = {
        file
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store)
    }

    assert setting == {"duban/actions/act.py", "workflows/rules.py"}


def test_only_the_door_makes_a_move() -> None:
    making = {
        file
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Move"
    }

    assert making == {"duban/actions/act.py"}


def test_no_flow_waits_for_a_person() -> None:
    """Pausing or suspending a run would make Prefect hold a decision."""
    names = {"pause_flow_run", "suspend_flow_run", "resume_flow_run", "wait_for_input"}
    found = {
        file
        for file, tree in trees()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id in names) or (isinstance(node, ast.Attribute) and node.attr in names)
    }

    assert found == set()


DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


@pytest.mark.parametrize("page", DECISIONS, ids=[page.stem for page in DECISIONS])
def test_a_decision_names_its_alternatives_and_what_enforces_it(page: Path) -> None:
    """Every file and test that the page names has to be there."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^(#+ .*)$", text, re.MULTILINE)
    enforced = text.partition("## What enforces it")[2]
    named = re.findall(r"`((?:tests|duban|workflows|models|flows|migrations)/[\w/]+\.py)(?:::(\w+))?`", text)

    assert headings[1:] == ["## Instead of", "## What enforces it"]
    assert [(file, name) for file, name in named if not _is_there(file, name)] == []
    assert re.search(r"`tests/|`make lint`", enforced)
    assert len(text.splitlines()) < 40


def _is_there(file: str, name: str) -> bool:
    path = ROOT / file
    return path.exists() and (not name or f"def {name}(" in path.read_text(encoding="utf-8"))


def test_the_index_lists_every_decision_by_its_title() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    titles = [(page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# "), page.name) for page in DECISIONS]

    assert re.findall(r"^- \[(.*)\]\((.*)\)$", index, re.MULTILINE) == titles
