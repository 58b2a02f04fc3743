"""Writes a log as OCEL 2.0 in JSON: the types first, then every event and every object on its own line."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from duban.exporting.ocel import Columns, Event, Log
from duban.exporting.things import Thing

TYPES = {"string": "string", "day": "string", "integer": "integer", "time": "time", "boolean": "boolean"}


def write_ocel_json(log: Log, target: Path) -> dict[str, int]:
    """Write the log; give how many events and objects there are."""
    with target.open("w", encoding="utf-8") as file:
        file.write('{"eventTypes":')
        file.write(_json([_type(name, log.attributes) for name in log.event_types()]))
        file.write(',\n"objectTypes":')
        file.write(_json([_type(name, columns) for name, columns in log.object_types().items()]))
        file.write(',\n"events":[')
        events = _write_all(file, (_event(event) for event in log.events()))
        file.write('],\n"objects":[')
        objects = _write_all(file, (_object(thing) for thing in log.objects()))
        file.write("]}\n")
    return {"events": events, "objects": objects}


def _write_all(file: IO[str], told: Iterable[dict[str, Any]]) -> int:
    count = 0
    for count, one in enumerate(told, start=1):
        file.write(f"{',' if count > 1 else ''}\n{_json(one)}")
    return count


def _json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _type(name: str, columns: Columns) -> dict[str, Any]:
    return {"name": name, "attributes": [{"name": one, "type": TYPES[type_]} for one, type_ in columns]}


def _event(event: Event) -> dict[str, Any]:
    said = [{"name": name, "value": value} for name, value in event.attributes.items()]
    return {
        "id": event.id,
        "type": event.type,
        "time": event.time,
        "attributes": said,
        "relationships": list(_ties(event.ties)),
    }


def _object(thing: Thing) -> dict[str, Any]:
    said = [{"name": name, "time": since, "value": value} for name, since, value in thing.attributes]
    return {"id": thing.id, "type": thing.kind, "attributes": said, "relationships": list(_ties(thing.ties))}


def _ties(ties: list[tuple[str, str]]) -> Iterator[dict[str, str]]:
    for other, what in ties:
        yield {"objectId": other, "qualifier": what}
