"""The documentation builds as a site: strictly, with every page in its navigation, and with nothing from elsewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from house_source import ROOT

from duban import catalogue
from models import words

FETCHED = re.compile(
    r'<(?:script|img|iframe|source)[^>]+src="([^"]+)"|<link[^>]+rel="(?:stylesheet|preconnect|icon)"[^>]+href="([^"]+)"'
)


def test_the_site_builds_strictly_and_fetches_nothing(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path / "site"],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert built.returncode == 0, built.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    fetched = {a or b for page in pages for a, b in FETCHED.findall(page.read_text(encoding="utf-8"))}
    assert len(pages) > 40
    assert fetched
    assert {address for address in fetched if "//" in address} == set()
    assert (tmp_path / "site" / "lifecycles.html").read_text(encoding="utf-8").count("<svg id=") > 5


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "how").glob("*.md")), ids=lambda page: page.stem)
def test_what_a_page_for_an_office_quotes_is_what_the_program_says(page: Path) -> None:
    """Names of buttons and pages, in Chinese quotation marks: a reader looks for exactly these words."""
    kinds = [kind for kind in vars(words).values() if isinstance(kind, type) and issubclass(kind, words.Word)]
    said = {word.zh for kind in kinds for word in kind}
    for message in catalogue.kept():
        said |= {message.id} if isinstance(message.id, str) else set(message.id)

    assert [quoted for quoted in re.findall("“([^”]+)”", page.read_text(encoding="utf-8")) if quoted not in said] == []
