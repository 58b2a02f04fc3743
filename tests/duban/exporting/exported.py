"""What the tests of the ways out share: logs read back, and the rules that OCEL 2.0 states for its JSON."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

TYPES = {"string": str, "time": str, "integer": int, "float": float, "boolean": bool}
TYPED = {"name", "attributes"}
EVENT, OBJECT = {"id", "type", "time"}, {"id", "type"}


def read_json(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def breaches(log: dict[str, Any]) -> list[str]:
    """List what OCEL 2.0 does not allow: its schema, and what its text asks of types and of ids."""
    if set(log) != {"eventTypes", "objectTypes", "events", "objects"}:
        return [f"top level: {sorted(log)}"]
    found: list[str] = []
    types = {what: _types(log[f"{what}Types"], found) for what in ("event", "object")}
    ids = [one["id"] for one in (*log["events"], *log["objects"])]
    if len(set(ids)) != len(ids):
        found.append("an id is used twice")
    known = {one["id"] for one in log["objects"]}
    for event in log["events"]:
        found.extend(_one(event, types["event"], known, needed=EVENT))
        found.extend(_moment(event["time"], event["id"]))
    for thing in log["objects"]:
        found.extend(_one(thing, types["object"], known, needed=OBJECT))
        for said in thing["attributes"]:
            found.extend(_moment(said["time"], thing["id"]))
    return found


def _types(stated: list[dict[str, Any]], found: list[str]) -> dict[str, dict[str, str]]:
    if any(set(one) != TYPED for one in stated) or len({one["name"] for one in stated}) != len(stated):
        found.append(f"types: {stated}")
    types = {one["name"]: {said["name"]: said["type"] for said in one["attributes"]} for one in stated}
    found.extend(f"type {type_}" for said in types.values() for type_ in said.values() if type_ not in TYPES)
    return types


def _one(one: dict[str, Any], types: dict[str, dict[str, str]], known: set[str], *, needed: set[str]) -> list[str]:
    found = []
    if set(one) != needed | {"attributes", "relationships"} or not isinstance(one["id"], str):
        found.append(f"{one}: fields")
    if one["type"] not in types:
        return [*found, f"{one['id']}: type {one['type']}"]
    for said in one["attributes"]:
        stated = types[one["type"]].get(said["name"])
        if stated is None or type(said["value"]) is not TYPES[stated]:
            found.append(f"{one['id']}: attribute {said}")
        elif stated == "time":
            found.extend(_moment(said["value"], one["id"]))
    for tie in one["relationships"]:
        if set(tie) != {"objectId", "qualifier"} or tie["objectId"] not in known or not tie["qualifier"]:
            found.append(f"{one['id']}: {tie}")
    return found


def _moment(text: str, of: str) -> list[str]:
    moment = datetime.fromisoformat(text)
    return [] if moment.tzinfo is not None else [f"{of}: {text} has no zone"]


def newest(log: dict[str, Any], thing: str, name: str) -> Any:
    """Give the value an attribute has in the end."""
    said = [one for found in log["objects"] if found["id"] == thing for one in found["attributes"]]
    values = [one["value"] for one in sorted(said, key=lambda one: str(one["time"])) if one["name"] == name]
    return values[-1] if values else None


def ties(log: dict[str, Any], event: str) -> set[tuple[str, str]]:
    found = next(one for one in log["events"] if one["id"] == event)
    return {(tie["objectId"], tie["qualifier"]) for tie in found["relationships"]}


def asked(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(sql).fetchall()
