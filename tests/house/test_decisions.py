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
    """A run that shows a plan's stage is suspended, which holds nothing; no run is paused or takes an answer."""
    waiting = ("pause_flow_run", "wait_for_input", "RunInput")
    there = {m.name: m.text for m in modules()}

    assert [name for name, text in there.items() if any(word in text for word in waiting)] == []
    assert [name for name, text in there.items() if "suspend_flow_run" in text] == ["flows/plan_stage.py"]
    assert [name for name, text in there.items() if "resume_flow_run" in text] == ["flows/tend_plans.py"]


def test_the_run_that_shows_a_stage_can_change_nothing() -> None:
    (stage,) = [m for m in modules() if m.name == "flows/plan_stage.py"]

    assert set(re.findall(r"from (duban\.[\w.]+) import", stage.text)) == {"duban.plan_stages"}
    assert "writing" not in next(m.text for m in modules() if m.name == "duban/plan_stages.py")


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
