"""Claims about the two READMEs: their picture is the life of a task, they agree, and what they lead to is there."""

import re
from pathlib import Path

import pytest

from workflows.drawing import mermaid
from workflows.task.lifecycle import TASK

ROOT = Path(__file__).parents[3]
PAGES = (("README.md", "en"), ("README.zh-CN.md", "zh"))


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


def test_both_readmes_ask_for_the_same_two_commands() -> None:
    assert commands("README.md") == ["make demo", ".venv/bin/duban up --demo"] == commands("README.zh-CN.md")


def test_both_readmes_lead_to_the_same_pages() -> None:
    of_their_own = {"README.md", "README.zh-CN.md", "docs/lifecycles.md", "docs/lifecycles.en.md"}
    english, chinese = (set(re.findall(r"\]\(([^)#:]+)\)", page(name))) - of_their_own for name, _ in PAGES)

    assert english == chinese


def test_every_page_that_is_linked_is_there() -> None:
    pages = [ROOT / name for name, _ in PAGES] + [ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    ]

    assert len(links) > 10
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []
