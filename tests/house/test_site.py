"""The documentation builds as a site: strictly, with every page in its navigation, and with nothing from elsewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

from house_source import ROOT

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
