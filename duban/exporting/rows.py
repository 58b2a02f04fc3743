"""Writes the Moves as CSV (RFC 4180): one row for each, in the order in which they happened.

What a spreadsheet would take for a formula gets an apostrophe in front; `COLUMNS` is the order, which stays.
"""

import csv
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from duban.exporting.names import Names, names_of
from duban.exporting.steps import Step, Wanted, steps
from models.words import Act, Life, Role, Word
from workflows.lives import LIVES
from workflows.moments import SHANGHAI

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
OURS = frozenset({"verdict", "due", "old_due", "new_due", "wanted", "took_back", "from", "to"})
Column = Callable[[Step, Names], Any]


def _read(words: type[Word], value: str) -> str:
    return words(value).zh if value in set(words) else ""


def _local(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(SHANGHAI).isoformat(sep=" ", timespec="seconds")


def _detail(step: Step, names: Names) -> str:
    """Give what the Move keeps; without names only numbers and the words that are ours."""
    kept = {
        name: value
        for name, value in step.detail.items()
        if names.told or name in OURS or not isinstance(value, str | dict | list)
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""


# fmt: off
COLUMNS: dict[str, Column] = {
    # column          what is in it
    "move":           lambda step, _names: step.id,
    "at":             lambda step, _names: _local(step.at),
    "life":           lambda step, _names: step.life,
    "life_zh":        lambda step, _names: Life(step.life).zh,
    "subject":        lambda step, _names: step.subject_id,
    "version":        lambda step, _names: step.version,
    "plan":           lambda step, names:  names.plan(step.plan_id),
    "task":           lambda step, _names: step.task_id,
    "act":            lambda step, _names: step.act,
    "act_zh":         lambda step, _names: _read(Act, step.act),
    "from":           lambda step, _names: step.came_from,
    "became":         lambda step, _names: step.became,
    "became_zh":      lambda step, _names: _read(LIVES[Life(step.life)].states, step.became),
    "role":           lambda step, _names: step.role,
    "role_zh":        lambda step, _names: _read(Role, step.role),
    "person":         lambda step, names:  names.person(step.person_id),
    "on_behalf_of":   lambda step, names:  names.person(step.on_behalf_of),
    "hands":          lambda step, names:  "; ".join(names.person(hand) for hand in step.hands),
    "lead_unit":      lambda step, names:  names.unit(step.lead),
    "supporting":     lambda step, names:  "; ".join(names.unit(unit) for unit in step.supporting),
    "verdict":        lambda step, _names: step.detail.get("verdict"),
    "percent":        lambda step, _names: step.detail.get("percent"),
    "why":            lambda step, names:  step.why if names.told else "",
    "detail":         _detail,
    "rules":          lambda step, _names: step.rules,
}
# fmt: on


def write_csv(connection: Connection, wanted: Wanted, target: Path, *, bom: bool = False) -> dict[str, int]:
    """Write the rows, `bom` for Excel; give how many there are."""
    names, count = names_of(connection, wanted), 0
    with target.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for step in steps(connection, wanted):
            count += 1
            writer.writerow([plain(column(step, names)) for column in COLUMNS.values()])
    return {"events": count}


def plain(value: Any) -> Any:
    """Keep a spreadsheet from computing what somebody wrote; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
