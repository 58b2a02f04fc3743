"""Reads the Moves as a stream, each with the task it is about, whoever led it then, and who supports it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, text

from duban.ledger.heads import written
from duban.ledger.stored import AT_ONCE, moment_text
from models.columns import UtcDateTime
from models.values import Value
from models.words import Life
from workflows.moments import SHANGHAI

# fmt: off
SUPPORTING = {
    "sqlite":     "SELECT GROUP_CONCAT(unit_id) FROM contribution WHERE task_id = step.task_id",
    "postgresql": "SELECT STRING_AGG(CAST(unit_id AS TEXT), ',') FROM contribution WHERE task_id = step.task_id",
}
ORDERS = {
    # in order of  columns
    "time":        "step.id",
    "subject":     "step.subject_id, step.version",
}
# fmt: on
STEPS = """
SELECT step.*,
  (SELECT lead_unit_id FROM task WHERE task.id = step.task_id) AS lead_now,
  (SELECT CAST(later.detail AS TEXT) FROM move AS later WHERE later.life = 'task' AND later.subject_id = step.task_id
     AND later.act = 'reassign' AND later.id > step.id ORDER BY later.version LIMIT 1) AS reassigned,
  ({supporting}) AS supporting
FROM (
  SELECT move.id, life, subject_id, version, plan_id, at, act, became_from, became, role, person_id, on_behalf_of,
    CAST(hands AS TEXT) AS hands, why, CAST(detail AS TEXT) AS detail, rules,
    CASE life
      WHEN 'task'        THEN subject_id
      WHEN 'extension'   THEN (SELECT task_id FROM extension   WHERE id = subject_id)
      WHEN 'supervision' THEN (SELECT task_id FROM supervision WHERE id = subject_id)
      WHEN 'finding'     THEN (SELECT task_id FROM finding     WHERE id = subject_id)
      WHEN 'exemplar'    THEN (SELECT task_id FROM exemplar    WHERE id = subject_id)
      WHEN 'review'      THEN (SELECT CASE about.life WHEN 'task' THEN about.subject_id
        WHEN 'extension' THEN (SELECT task_id FROM extension WHERE id = about.subject_id) END
        FROM review AS about WHERE about.id = move.subject_id)
    END AS task_id
  FROM move WHERE {where}
) AS step ORDER BY {order}
"""


class Wanted(Value):
    """What is to be written out: one plan or all, one life or all, which days (both included); names or codes."""

    plan_id: int | None = None
    life: Life | None = None
    since: date | None = None
    until: date | None = None
    names: bool = False

    @property
    def begins(self) -> datetime | None:
        return None if self.since is None else _midnight(self.since)

    @property
    def ends(self) -> datetime | None:
        return None if self.until is None else _midnight(self.until + timedelta(days=1))

    def includes(self, at: str) -> bool:
        """Say whether a moment, as `Step.at` has it, is not before the first day."""
        return self.begins is None or written(self.begins) <= at


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


class Step(NamedTuple):
    """One Move as it is written out. `at` in UTC to the microsecond; `lead` is the unit that led at the time."""

    id: int
    life: str
    subject_id: int
    version: int
    plan_id: int | None
    at: str
    act: str
    came_from: str
    became: str
    role: str
    person_id: int | None
    on_behalf_of: int | None
    hands: tuple[int, ...]
    why: str
    detail: dict[str, Any]
    rules: str
    task_id: int | None
    lead: int | None
    supporting: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Conditions of a query and what they are given."""

    conditions: tuple[str, ...]
    given: dict[str, object]

    @property
    def where(self) -> str:
        return " AND ".join(self.conditions) or "1 = 1"


def narrowed(wanted: Wanted) -> Narrowing:
    """Say which Moves are wanted."""
    # fmt: off
    rows = (
        ("move.plan_id = :plan_id", "plan_id", wanted.plan_id),
        ("move.life = :life",       "life",    wanted.life and wanted.life.value),
        ("move.at >= :begins",      "begins",  wanted.begins),
        ("move.at < :ends",         "ends",    wanted.ends),
    )
    # fmt: on
    used = [row for row in rows if row[2] is not None]
    return Narrowing(tuple(row[0] for row in used), {name: value for _, name, value in used})


def streamed(connection: Connection, sql: str, given: dict[str, object]) -> Iterator[Row[Any]]:
    """Read rows a chunk at a time; moments among what is given are compared as they are stored."""
    moments = [bindparam(name, type_=UtcDateTime()) for name, value in given.items() if isinstance(value, datetime)]
    yield from connection.execute(text(sql).bindparams(*moments), given, execution_options={"yield_per": AT_ONCE})


def steps(connection: Connection, wanted: Wanted, *, order: str = "time") -> Iterator[Step]:
    """Read the wanted Moves: in the order in which they happened, or (of one life) subject by subject."""
    narrowing, supporting = narrowed(wanted), SUPPORTING[connection.dialect.name]
    sql = STEPS.format(where=narrowing.where, order=ORDERS[order], supporting=supporting)
    for row in streamed(connection, sql, narrowing.given):
        yield _step(row)


def _step(row: Row[Any]) -> Step:
    *said, lead_now, reassigned, supporting = row
    lead = _parsed(reassigned).get("old_lead_unit_id") if reassigned else lead_now
    said[5], said[12], said[14] = moment_text(said[5]), tuple(_parsed(said[12])), _parsed(said[14])
    helping = tuple(sorted(int(unit) for unit in str(supporting).split(","))) if supporting else ()
    return Step._make((*said, lead, helping))


@lru_cache(maxsize=1_000)
def _parsed(written: str) -> Any:
    return json.loads(written)
