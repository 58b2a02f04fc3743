"""Generated pages are what the program writes today."""

import pytest

from duban.docs import PAGES, ROOT, write_all


@pytest.mark.parametrize(("path", "write"), PAGES, ids=[path for path, _ in PAGES])
def test_a_generated_page_is_current(path, write):
    assert (ROOT / path).read_text(encoding="utf-8") == write(), "run: make docs"


def test_writing_the_pages_again_changes_nothing(tmp_path):
    first, again = write_all(tmp_path), write_all(tmp_path)

    assert [str(path.relative_to(tmp_path)) for path in first] == [path for path, _ in PAGES]
    assert again == []


def test_the_lifecycle_page_speaks_of_every_guard_of_every_life():
    from workflows.lives import LIVES
    from workflows.rules import sentence

    page = (ROOT / "docs/lifecycles.md").read_text(encoding="utf-8")
    guards = {guard for life in LIVES.values() for row in life.rows for guard in row.if_}

    assert [sentence(guard).zh for guard in guards if f"“{sentence(guard).zh}”" not in page] == []
