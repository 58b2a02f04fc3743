"""Lays the Moves that tasks laid in bulk would have made: opened, handed out, signed for, worked on, reported, closed.

Each step is one statement for all tasks that have come so far, in the order of time, as a ledger is written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.world import NOW
from models.record import Move

SAID = r'{"text": "\u5df2\u5b8c\u6210\u8c03\u7814\uff0c\u6b63\u5728\u8d77\u8349\u65b9\u6848\u3002", "percent": '
"""What is filed on the way, up to the percents."""
SIGNED = "state <> 'assigned'"
FILED, CHECKED = "state IN ('reported', 'in_review', 'closed')", "state IN ('in_review', 'closed')"


@dataclass(frozen=True)
class Stepped:
    """One step of all tasks that have come so far; `at`: a column, or one of the spans of days below."""

    act: str
    was: str
    became: str
    role: str
    at: str
    which: str


# fmt: off
SPANS = {
    # name      first day, and over how many days, a day later for the next task
    "signed":   (1, 10),
    "heard":    (12, 60),
    "stopped":  (73, 30),
}
STEPS = (
    #       act           from           became         who         when           which tasks
    Stepped("open",       "new",         "planned",     "system",   "created_at",  "1 = 1"),
    Stepped("assign",     "planned",     "assigned",    "system",   "assigned_at", "1 = 1"),
    Stepped("accept",     "assigned",    "in_progress", "liaison",  "signed",      SIGNED),
    Stepped("add_entry",  "in_progress", "in_progress", "liaison",  "heard",       f"{SIGNED} AND percent > 0"),
    Stepped("report",     "in_progress", "reported",    "liaison",  "reported_at", FILED),
    Stepped("pass_check", "reported",    "in_review",   "checker",  "reported_at", CHECKED),
    Stepped("approve",    "in_review",   "closed",      "panel",    "closed_at",   "state = 'closed'"),
    Stepped("suspend",    "in_progress", "suspended",   "planner",  "stopped",     "state = 'suspended'"),
    Stepped("cancel",     "in_progress", "cancelled",   "planner",  "stopped",     "state = 'cancelled'"),
)
# fmt: on


def moves_laid(*, since: int, moment: Callable[[datetime], str], as_json: str) -> Iterator[str]:
    """Give the statements that lay the Moves of every task with a number from `since` on.

    `moment` writes a moment as the database keeps it; `as_json` makes text the JSON that it keeps.
    """
    for place, step in enumerate(STEPS):
        at = _spread(step.at, moment) if step.at in SPANS else step.at
        said = f"'{SAID}' || percent || '}}'" if step.act == "add_entry" else "'{}'"
        columns = {
            "life": "'task'",
            "subject_id": "id",
            "version": "1" + "".join(f" + CASE WHEN {one.which} THEN 1 ELSE 0 END" for one in STEPS[:place]),
            "plan_id": "plan_id",
            "at": at,
            "act": f"'{step.act}'",
            "became_from": f"'{step.was}'",
            "became": f"'{step.became}'",
            "role": f"'{step.role}'",
            "hands": "'[]'",
            "why": "''",
            "detail": f"({said}){as_json}",
            "rules": "'0123456789abcdef'",
        }
        into = f"INSERT INTO {Move.__tablename__} ({', '.join(columns)})"
        which = f"id >= {since} AND {step.which}"
        yield f"{into} SELECT {', '.join(columns.values())} FROM task WHERE {which} ORDER BY {at}, id"


def _spread(name: str, moment: Callable[[datetime], str]) -> str:
    first, over = SPANS[name]
    days = " ".join(f"WHEN {n} THEN {moment(NOW + timedelta(days=first + n))}" for n in range(over))
    return f"CASE id % {over} {days} END"
