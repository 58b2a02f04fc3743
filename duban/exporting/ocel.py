"""The log as OCEL 2.0 sees it: events, each with the things it is about, and these things with their changes.

Source: Berti et al., OCEL 2.0 Specification, 2023 (arXiv 2403.01975). Two writers: `ocel_json.py`, `ocel_sqlite.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection

from duban.exporting.kinds import KINDS
from duban.exporting.steps import Step, Wanted, narrowed, steps, streamed
from duban.exporting.things import Mentioned, Thing, Tie, things
from models.words import Act

Columns = tuple[tuple[str, str], ...]
"""Name and type of attributes."""
# fmt: off
SAID: Columns = (
    # attribute   type       of every event
    ("version",   "integer"),
    ("phrase",    "string"),
    ("from",      "string"),
    ("became",    "string"),
    ("role",      "string"),
    ("rules",     "string"),
    ("verdict",   "string"),
    ("percent",   "integer"),
)
PRIVATE: Columns = (
    ("why",       "string"),
    ("text",      "string"),
)
# fmt: on


class Event(NamedTuple):
    """One Move as an event."""

    id: str
    type: str
    time: str
    attributes: dict[str, Any]
    ties: list[Tie]


@dataclass
class Log:
    """What is to be written; read the events first, for they say which people and units are things of the log."""

    connection: Connection
    wanted: Wanted
    mentioned: Mentioned = field(default_factory=Mentioned)

    @property
    def attributes(self) -> Columns:
        """Name and type of the attributes of an event."""
        return SAID + PRIVATE if self.wanted.names else SAID

    def event_types(self) -> list[str]:
        """List the types that occur, in alphabetical order."""
        narrowing = narrowed(self.wanted)
        found = f"SELECT DISTINCT life, act FROM move WHERE {narrowing.where}"  # noqa: S608
        return sorted(f"{life} {act}" for life, act in streamed(self.connection, found, narrowing.given))

    def object_types(self) -> dict[str, Columns]:
        """List every kind of thing with name and type of its attributes."""
        return {kind.name: kind.attributes(names=self.wanted.names) for kind in KINDS}

    def events(self) -> Iterator[Event]:
        """Read the events in the order in which they happened."""
        for step in steps(self.connection, self.wanted):
            ties = ties_of(step)
            self.mentioned.note(ties)
            yield Event(f"move:{step.id}", f"{step.life} {step.act}", step.at, self._said(step), ties)

    def objects(self) -> Iterator[Thing]:
        """Read the things that the events are about."""
        yield from things(self.connection, self.wanted, self.mentioned)

    def _said(self, step: Step) -> dict[str, Any]:
        # fmt: off
        known = {
            "version": step.version, "phrase": Act(step.act).zh, "from": step.came_from, "became": step.became,
            "role": step.role, "rules": step.rules, "verdict": step.detail.get("verdict"),
            "percent": step.detail.get("percent"), "why": step.why, "text": step.detail.get("text"),
        }
        # fmt: on
        return {name: known[name] for name, _ in self.attributes if known[name] not in (None, "")}


def ties_of(step: Step) -> list[Tie]:
    """Tell which things a Move is about, and what each is to it; the actor's tie says in which role."""
    subject, detail = f"{step.life}:{step.subject_id}", step.detail
    counted = [hand for hand in step.hands if hand not in (step.person_id, step.on_behalf_of)]
    # fmt: off
    others = (
        (_id("plan",   step.plan_id),            "plan"),
        (_id("task",   step.task_id),            "task"),
        (_id("person", step.person_id),          f"as {step.role}"),
        (_id("person", step.on_behalf_of),       "on behalf of"),
        *((_id("person", hand),                  "counts as") for hand in counted),
        (_id("unit",   step.lead),               "lead unit"),
        *((_id("unit", unit),                    "supporting unit") for unit in step.supporting),
        (_id("person", detail.get("person_id")), "person named"),
        (_id("unit",   detail.get("unit_id")),   "unit named"),
    )
    # fmt: on
    return [(subject, "subject"), *((other, what) for other, what in others if other is not None and other != subject)]


def _id(kind: str, number: int | None) -> str | None:
    return None if number is None else f"{kind}:{number}"
