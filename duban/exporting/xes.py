"""Writes the Moves of one life as an XES log: a trace for every subject, an event for every Move.

Source: IEEE 1849-2016, with its extensions concept, time, lifecycle and organizational. A Move is one point in time, so
that every event is the `complete` of its activity.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from sqlalchemy import Connection

from duban.exporting.kinds import Kind
from duban.exporting.names import Names, names_of
from duban.exporting.steps import Step, Wanted
from duban.exporting.things import EPOCH, Thing, kind_of, lived
from models.words import Act, Life

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAGS = {"string": "string", "day": "string", "integer": "int", "time": "date", "boolean": "boolean"}
EXTENSIONS = {
    "Concept": ("concept", "http://www.xes-standard.org/concept.xesext"),
    "Time": ("time", "http://www.xes-standard.org/time.xesext"),
    "Lifecycle": ("lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    "Organizational": ("org", "http://www.xes-standard.org/org.xesext"),
}
# fmt: off
GLOBALS = {
    "trace": (("string", "concept:name", ""),),
    "event": (
        ("string", "concept:name",         ""),
        ("date",   "time:timestamp",       EPOCH),
        ("string", "lifecycle:transition", "complete"),
        ("int",    "duban:move",           0),
        ("int",    "duban:version",        0),
    ),
}
# fmt: on
Said = tuple[str, str, object]
"""Tag, key, value of an attribute."""


def write_xes(connection: Connection, wanted: Wanted, target: Path) -> dict[str, int]:
    """Write the log of the wanted life; give how many events and traces there are."""
    life = wanted.life
    if life is None:
        raise AssertionError("a log is of one life")
    names, events, traces = names_of(connection, wanted), 0, 0
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in _head(life))
        for thing, taken in lived(connection, wanted, kind_of(life)):
            shown = [step for step in taken if wanted.includes(step.at)]
            if not shown:
                continue
            traces, events = traces + 1, events + len(shown)
            file.writelines(f"{line}\n" for line in _trace(thing, kind_of(life), shown, names))
        file.write("</log>\n")
    return {"events": events, "traces": traces}


def _head(life: Life) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">'
    for name, (prefix, uri) in EXTENSIONS.items():
        yield f'  <extension name="{name}" prefix="{prefix}" uri="{uri}"/>'
    for scope, attributes in GLOBALS.items():
        yield f'  <global scope="{scope}">'
        yield from (f"    {_attribute(one)}" for one in attributes)
        yield "  </global>"
    yield '  <classifier name="Activity" scope="event" keys="concept:name"/>'
    yield f"  {_attribute(('string', 'concept:name', f'duban {life.value}'))}"
    yield f"  {_attribute(('string', 'lifecycle:model', 'standard'))}"


def _trace(thing: Thing, kind: Kind, shown: list[Step], names: Names) -> Iterator[str]:
    types = dict(kind.attributes(names=True))
    yield "  <trace>"
    yield f"    {_attribute(('string', 'concept:name', thing.id))}"
    for name, since, value in thing.attributes:
        if since == EPOCH:
            yield f"    {_attribute((TAGS[types[name]], f'duban:{name}', value))}"
    for step in shown:
        yield "    <event>"
        yield from (f"      {_attribute(one)}" for one in _said(step, names) if one[2] not in (None, ""))
        yield "    </event>"
    yield "  </trace>"


def _said(step: Step, names: Names) -> Iterator[Said]:
    yield "string", "concept:name", step.act
    yield "date", "time:timestamp", step.at
    yield "string", "lifecycle:transition", "complete"
    yield "string", "org:resource", names.person(step.person_id)
    yield "string", "org:role", step.role
    yield "string", "org:group", names.unit(step.lead)
    yield "int", "duban:move", step.id
    yield "int", "duban:version", step.version
    yield "string", "duban:plan", names.plan(step.plan_id)
    yield "string", "duban:phrase", Act(step.act).zh
    yield "string", "duban:from", step.came_from
    yield "string", "duban:became", step.became
    yield "string", "duban:on_behalf_of", names.person(step.on_behalf_of)
    yield "string", "duban:supporting", "; ".join(names.unit(unit) for unit in step.supporting)
    yield "string", "duban:verdict", step.detail.get("verdict")
    yield "string", "duban:rules", step.rules
    if names.told:
        yield "string", "duban:why", step.why
        yield "string", "duban:text", step.detail.get("text")


def _attribute(said: Said) -> str:
    tag, key, value = said
    text = str(value).lower() if isinstance(value, bool) else NOT_XML.sub("\ufffd", str(value))
    return f"<{tag} key={quoteattr(key)} value={quoteattr(text)}/>"
