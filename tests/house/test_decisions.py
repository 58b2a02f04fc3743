"""Claims that the pages in docs/decisions make, where no other test speaks of them; and claims about those pages."""

import re
from pathlib import Path

import pytest
from house_source import PACKAGES, ROOT, modules


def calls_of(*names: str) -> set[str]:
    """Find the files that call a method or function of one of these names."""
    endings = tuple(f".{name}" for name in names)
    return {m.name for m in modules(*PACKAGES, "migrations") for _, call in m.calls() if call.endswith(endings)}


def test_only_migrations_make_or_change_tables() -> None:
    assert calls_of("create_all", "drop_all") == {"duban/database.py"}  # the one in memory, which nobody keeps
    assert {file.split("/")[0] for file in calls_of("create_table", "drop_table", "batch_alter_table")} == {
        "migrations"
    }


def test_no_flow_waits_for_a_person() -> None:
    """Pausing or suspending a run would make Prefect hold a decision."""
    waiting = ("pause_flow_run", "suspend_flow_run", "resume_flow_run", "wait_for_input")

    assert [m.name for m in modules() if any(name in m.text for name in waiting)] == []


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
