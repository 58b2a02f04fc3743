"""The kinds of things that are written out: their attributes, what they belong to, what follows from their Moves.

How to read it: an attribute is a name, its type and the SQL that gives it; a tie is the SQL of the other thing's id and
what that is to this one. A `day` is written as 2026-03-31, a `time` as a moment in UTC.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from duban.ledger.heads import written
from models.words import Act, Life
from workflows.moments import end_of

Detail = dict[str, Any]
STATE = ("state", "string")
PLAN = ("'plan:' || plan_id", "of the plan")
TASK = ("'task:' || task_id", "about")
UNIT = ("'unit:' || unit_id", "unit")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing. `private`: attributes told only when names are. `changing`: those that follow from Moves."""

    name: str
    said: tuple[tuple[str, str, str], ...]
    ties: tuple[tuple[str, str], ...] = ()
    private: tuple[str, ...] = ()
    changing: tuple[tuple[str, str], ...] = ()
    of_plan: str = "plan_id"

    @property
    def life(self) -> Life | None:
        return Life(self.name) if self.changing else None

    def told(self, *, names: bool) -> tuple[tuple[str, str, str], ...]:
        """Give the attributes that have a column, without the private ones unless names are told."""
        return tuple(one for one in self.said if names or one[0] not in self.private)

    def attributes(self, *, names: bool) -> tuple[tuple[str, str], ...]:
        """Give name and type of every attribute."""
        stored = ((name, type_) for name, type_, _ in self.told(names=names))
        return tuple(dict.fromkeys((*stored, *self.changing)))


# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind("plan", (
        # name               type       SQL
        ("number",           "string",  "number"),
        ("title",            "string",  "title"),
        ("issuer",           "string",  "issuer"),
        ("issued_on",        "day",     "issued_on"),
        ("ends_on",          "day",     "ends_on"),
        ("text_sha256",      "string",  "text_sha256"),
    ), ties=(("'plan:' || parent_id", "follows"),), changing=(STATE,), of_plan="id"),
    Kind("measure", (
        ("position",         "string",  "position"),
        ("number",           "string",  "number"),
        ("title",            "string",  "title"),
    ), ties=(PLAN,)),
    Kind("task", (
        ("title",            "string",  "title"),
        ("origin",           "string",  "origin"),
        ("subject_kind",     "string",  "subject_kind"),
        ("subject",          "string",  "CASE WHEN subject_kind IN ('whole', 'unit', 'region') THEN subject END"),
        ("subject_named",    "string",  "CASE WHEN subject_kind IN ('person', 'group', 'pair') THEN subject END"),
        ("period",           "string",  "period"),
        ("quantity_wanted",  "integer", "quantity_wanted"),
        ("due",              "time",    "original_due"),
    ), ties=(
        PLAN,
        ("'measure:' || measure_id",       "of the measure"),
        ("'unit:' || lead_unit_id",        "lead unit"),
        ("'person:' || subject_person_id", "subject"),
    ), private=("subject_named",), changing=(STATE, ("due", "time"), ("percent", "integer"))),
    Kind("review", (
        ("asks",             "string",  "about"),
        ("rule",             "string",  "rule"),
        ("needed",           "integer", "needed"),
        ("round",            "integer", "round"),
        ("gated",            "boolean", "gated"),
        ("due",              "time",    "due"),
    ), ties=(
        PLAN,
        ("life || ':' || subject_id",      "about"),
        ("'person:' || asked_by",          "asked by"),
    ), changing=(STATE,)),
    Kind("extension", (
        ("old_due",          "time",    "old_due"),
        ("wanted",           "day",     "wanted"),
    ), ties=(
        PLAN,
        TASK,
        ("'person:' || asked_by",          "asked by"),
        ("'person:' || asked_for",         "asked for"),
    ), changing=(STATE,)),
    Kind("supervision", (
        ("deadline_version", "integer", "deadline_version"),
    ), ties=(PLAN, TASK), changing=(STATE,)),
    Kind("finding", (
        ("text",             "string",  "text"),
        ("due",              "day",     "due"),
    ), ties=(
        PLAN,
        TASK,
        UNIT,
        ("'person:' || found_by",          "found by"),
        ("'person:' || fixed_by",          "fixed by"),
    ), private=("text",), changing=(STATE,)),
    Kind("exemplar", (
        ("kind",             "string",  "kind"),
        ("name",             "string",  "name"),
    ), ties=(
        PLAN,
        TASK,
        UNIT,
        ("'person:' || nominated_by",      "nominated by"),
    ), private=("name",), changing=(STATE,)),
    Kind("inspection", (
        ("name",             "string",  "name"),
        ("begins",           "day",     "begins"),
        ("ends",             "day",     "ends"),
    ), ties=(PLAN,), private=("name",), changing=(STATE,)),
    Kind("appeal", (
        ("record",           "integer", "number"),
        ("reason",           "string",  "reason"),
    ), ties=(
        PLAN,
        UNIT,
        ("'paper:' || paper_id",           "against"),
        ("'person:' || asked_by",          "asked by"),
    ), private=("reason",), changing=(STATE,)),
    Kind("paper", (
        ("kind",             "string",  "kind"),
        ("as_of",            "time",    "as_of"),
        ("sha256",           "string",  "sha256"),
    ), ties=(PLAN, ("'person:' || drafted_by", "drafted by")), changing=(STATE,)),
    Kind("person", (
        ("code",             "string",  "code"),
        ("name",             "string",  "name"),
    ), ties=(("'unit:' || unit_id", "belongs to"),), private=("code", "name"), of_plan=""),
    Kind("unit", (
        ("code",             "string",  "code"),
        ("name",             "string",  "name"),
    ), ties=(("'unit:' || parent_id", "below"),), of_plan=""),
)
# fmt: on


def _end_of_day(name: str) -> Callable[[Detail], str | None]:
    return lambda detail: written(end_of(date.fromisoformat(detail[name]))) if detail.get(name) else None


def _always(value: int) -> Callable[[Detail], int]:
    return lambda _detail: value


# fmt: off
CHANGED: tuple[tuple[Act, str, Callable[[Detail], Any]], ...] = (
    # act of a task   attribute    its new value, from what the Move keeps
    (Act.MOVE_DUE,    "due",       _end_of_day("due")),
    (Act.ASSIGN,      "due",       _end_of_day("new_due")),
    (Act.REASSIGN,    "due",       _end_of_day("new_due")),
    (Act.ACCEPT,      "due",       _end_of_day("new_due")),
    (Act.SEND_BACK,   "due",       _end_of_day("new_due")),
    (Act.RECOUNT,     "due",       _end_of_day("due")),
    (Act.RESUME,      "due",       _end_of_day("new_due")),
    (Act.REOPEN,      "due",       _end_of_day("due")),
    (Act.ADD_ENTRY,   "percent",   lambda detail: detail.get("percent")),
    (Act.APPROVE,     "percent",   lambda detail: detail.get("percent", 100)),
    (Act.REOPEN,      "percent",   _always(0)),
)
# fmt: on
