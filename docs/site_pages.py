"""What MkDocs is told besides mkdocs.yml: pages from beside the folder, pictures instead of Mermaid, anchors."""

import posixpath
import re
from itertools import count
from pathlib import Path
from typing import Any

import mmdr
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from pymdownx.slugs import slugify

ROOT = Path(__file__).parents[1]
# fmt: off
BESIDE = {
    # in the repository     on the site
    "CONTRIBUTING.md":      "contributing.md",
    "deploy/README.md":     "deploy.md",
}
# fmt: on
_OF_SITE = {page: source for source, page in BESIDE.items()}
_LINK = re.compile(r"(?<=\]\()([^)#:\s]+)(?=[)#])")
_numbers = count(1)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Draw Mermaid while the site is built; give headings in Chinese their anchors; list the decisions."""
    config.mdx_configs["pymdownx.superfences"] = {
        "custom_fences": [{"name": "mermaid", "class": "mermaid", "format": drawn}]
    }
    config.mdx_configs["toc"]["slugify"] = slugify(case="lower")
    config.nav = _listed(config.nav, Path(config.docs_dir))
    return config


def _listed(nav: Any, docs: Path) -> Any:
    """Put every page of a folder where the navigation names the folder."""
    if isinstance(nav, list):
        return [_listed(one, docs) for one in nav]
    if isinstance(nav, dict):
        return {title: _listed(below, docs) for title, below in nav.items()}
    if (docs / nav).is_dir():
        return [page.relative_to(docs).as_posix() for page in sorted((docs / nav).glob("*.md"), key=_readme_first)]
    return nav


def _readme_first(page: Path) -> tuple[bool, str]:
    return page.name != "README.md", page.name


def drawn(source: str, language: str, css_class: str, options: Any, md: Any, **_more: Any) -> str:
    """Draw a picture in SVG; each has ids of its own, or one picture's colours would be another's."""
    svg = str(mmdr.render(source, backend="merman").svg())
    named = re.match(r'<svg id="([\w-]+)"', svg)
    assert named is not None
    return f'<div class="{css_class}-drawn">{svg.replace(named[1], f"picture-{next(_numbers)}")}</div>'


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Bring in the pages that stand beside what they are about."""
    for source, page in BESIDE.items():
        files.append(File.generated(config, page, content=(ROOT / source).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let links between these pages and the others lead to where the pages are on the site."""
    here = page.file.src_uri
    from_folder = posixpath.dirname(_OF_SITE.get(here, f"docs/{here}"))

    def led(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(from_folder, link[1]))
        on_site = BESIDE.get(target, target.removeprefix("docs/"))
        inside = target in BESIDE or target.startswith("docs/")
        return posixpath.relpath(on_site, posixpath.dirname(here) or ".") if inside else link[1]

    return _LINK.sub(led, markdown)
