"""Writes prefect.yaml: `python -m flows.prefect_file`. A test keeps the file equal to the timetable."""

from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from flows.timetable import CLOCKWORK_SLUG, TIMETABLE, TIMEZONE, VERSION, Entry, limit_of

TARGET = Path(__file__).parent.parent / "prefect.yaml"
POOL = "duban"

HEAD = """# Written by `make docs` from flows/timetable.py; do not edit.
#
# `prefect --no-prompt deploy --all` registers every flow with the work pool `duban`, whose workers have this package
# installed. `DUBAN_WORK_POOL=duban duban serve` does the same, puts the Chinese titles into the forms (which this file
# cannot), makes the automations, and tells Prefect what happens; use it wherever it can run.
"""


def text() -> str:
    """Write the file."""
    whole = {"name": "duban", "prefect-version": None, "pull": [], "deployments": [_entry(one) for one in TIMETABLE]}
    written, writer = StringIO(), YAML()
    writer.width = 1000
    writer.dump(whole, written)
    return HEAD + "\n" + written.getvalue()


def _entry(entry: Entry) -> dict[str, Any]:
    limit = limit_of(entry)
    return {
        "name": entry.flow.name,
        "version": VERSION,
        "tags": [entry.tag],
        "description": " ".join(str(entry.flow.description).split()),
        "entrypoint": f"{entry.flow.fn.__module__}.{_called(entry)}",
        **({"schedules": [_schedule(entry.cron)]} if entry.cron else {}),
        **({"concurrency_limit": _limit(limit)} if limit else {}),
        "work_pool": {"name": POOL},
    }


def _called(entry: Entry) -> str:
    return str(entry.flow._entrypoint).rpartition(":")[2]


def _schedule(cron: str) -> dict[str, Any]:
    return {"cron": cron, "timezone": TIMEZONE, "slug": CLOCKWORK_SLUG}


def _limit(limit: Any) -> dict[str, Any]:
    return {"limit": limit.limit, "collision_strategy": limit.collision_strategy.value}


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
