"""Writes docs/settings.md: every setting, taken from the settings themselves."""

from duban.settings import Settings

HEAD = """# Settings

Written by `make docs` from `duban/settings.py`; do not edit. Each setting is an environment variable, or a line in
`duban.toml` in the folder where `duban` is started, without the prefix and in small letters (`inbox_port = 8600`). The
environment wins.

| variable | default | what it is |
|---|---|---|
"""


def page() -> str:
    """Write the page."""
    return HEAD + "".join(
        f"| `DUBAN_{name.upper()}` | `{_default(field.default)}` | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    )


def _default(value: object) -> str:
    return '""' if value == "" else str(value).lower() if isinstance(value, bool) else str(value)
