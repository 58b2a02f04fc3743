"""Writes every generated page of the documentation: `python -m duban.docs`. A test keeps the pages equal to this."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from duban.cli_page import page as cli_page
from duban.dependencies_page import page as dependencies_page
from duban.lifecycle_page import page as lifecycle_page
from duban.policy_page import page as policy_page
from duban.policy_page import schema_page
from duban.rest_page import openapi_page
from duban.rest_page import page as rest_page
from duban.settings_page import page as settings_page

ROOT = Path(__file__).parent.parent

# fmt: off
PAGES: tuple[tuple[str, Callable[[], str]], ...] = (
    # path from the root of the repository   what writes it
    ("docs/lifecycles.md",                    partial(lifecycle_page, "zh")),
    ("docs/lifecycles.en.md",                 partial(lifecycle_page, "en")),
    ("docs/cli.md",                           cli_page),
    ("docs/dependencies.md",                  dependencies_page),
    ("docs/settings.md",                      settings_page),
    ("docs/policy.md",                        policy_page),
    ("docs/policy.schema.json",               schema_page),
    ("docs/rest.md",                          rest_page),
    ("docs/openapi.json",                     openapi_page),
)
# fmt: on


def write_all(root: Path = ROOT) -> list[Path]:
    """Write every page under `root`; give the paths of those that changed."""
    changed = []
    for path, write in PAGES:
        target, text = root / path, write()
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            changed.append(target)
    return changed


if __name__ == "__main__":
    for path in write_all():
        print(path.relative_to(ROOT))  # noqa: T201
