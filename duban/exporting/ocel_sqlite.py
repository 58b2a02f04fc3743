"""Writes a log as OCEL 2.0 in SQLite: a table of events and one of objects, their ties, and a table for every type."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from duban.exporting.ocel import Columns, Log
from duban.exporting.things import EPOCH

TYPES = {"string": "TEXT", "day": "TEXT", "integer": "INTEGER", "time": "TIMESTAMP", "boolean": "BOOLEAN"}
SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES event_map_type(ocel_type));
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES object_map_type(ocel_type));
CREATE TABLE event_object (
  ocel_event_id TEXT NOT NULL REFERENCES event(ocel_id), ocel_object_id TEXT NOT NULL REFERENCES object(ocel_id),
  ocel_qualifier TEXT NOT NULL, PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
CREATE TABLE object_object (
  ocel_source_id TEXT NOT NULL REFERENCES object(ocel_id), ocel_target_id TEXT NOT NULL REFERENCES object(ocel_id),
  ocel_qualifier TEXT NOT NULL, PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
"""
EVENTS = "CREATE TABLE event_{} (ocel_id TEXT PRIMARY KEY REFERENCES event(ocel_id), ocel_time TIMESTAMP NOT NULL{})"
OBJECTS = (
    "CREATE TABLE object_{} (ocel_id TEXT NOT NULL REFERENCES object(ocel_id), ocel_time TIMESTAMP NOT NULL, "
    "ocel_changed_field TEXT{})"
)


def write_ocel_sqlite(log: Log, target: Path) -> dict[str, int]:
    """Write the log; give how many events and objects there are."""
    with closing(sqlite3.connect(target, isolation_level=None)) as database:
        database.executescript(SCHEMA)
        database.execute("BEGIN")
        _make_tables(database, "event", EVENTS, dict.fromkeys(log.event_types(), log.attributes))
        _make_tables(database, "object", OBJECTS, log.object_types())
        counts = {"events": _write_events(database, log), "objects": _write_objects(database, log)}
        database.execute("COMMIT")
    return counts


def _mapped(type_: str) -> str:
    """Give the name of a type as the tables carry it: TaskPassCheck."""
    return "".join(part.capitalize() for part in type_.replace("_", " ").split())


def _make_tables(database: sqlite3.Connection, what: str, form: str, types: dict[str, Columns]) -> None:
    for type_, columns in types.items():
        database.execute(f"INSERT INTO {what}_map_type VALUES (?, ?)", (type_, _mapped(type_)))  # noqa: S608
        said = "".join(f', "{name}" {TYPES[kind]}' for name, kind in columns)
        database.execute(form.format(_mapped(type_), said))


def _write_events(database: sqlite3.Connection, log: Log) -> int:
    names = [name for name, _ in log.attributes]
    marks = ", ".join("?" * (2 + len(names)))
    for event in log.events():
        database.execute("INSERT INTO event VALUES (?, ?)", (event.id, event.type))
        said = (event.id, _moment(event.time), *(event.attributes.get(name) for name in names))
        database.execute(f"INSERT INTO event_{_mapped(event.type)} VALUES ({marks})", said)  # noqa: S608
        _tie(database, "event_object", event.id, event.ties)
    return _count(database, "event")


def _write_objects(database: sqlite3.Connection, log: Log) -> int:
    types = {kind: dict(said) for kind, said in log.object_types().items()}
    for thing in log.objects():
        database.execute("INSERT INTO object VALUES (?, ?)", (thing.id, thing.kind))
        known = types[thing.kind]
        said = {name: _stored(known[name], value) for name, since, value in thing.attributes if since == EPOCH}
        table, marks = f"object_{_mapped(thing.kind)}", ", ".join("?" * (3 + len(known)))
        first = (thing.id, _moment(EPOCH), None, *(said.get(name) for name in known))
        database.execute(f"INSERT INTO {table} VALUES ({marks})", first)  # noqa: S608
        for name, since, value in thing.attributes:
            if since != EPOCH:
                changed = (thing.id, _moment(since), name, _stored(known[name], value))
                database.execute(
                    f'INSERT INTO {table} (ocel_id, ocel_time, ocel_changed_field, "{name}") VALUES (?, ?, ?, ?)',  # noqa: S608
                    changed,
                )
        _tie(database, "object_object", thing.id, thing.ties)
    return _count(database, "object")


def _count(database: sqlite3.Connection, table: str) -> int:
    return int(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])  # noqa: S608


def _tie(database: sqlite3.Connection, table: str, source: str, ties: Iterable[tuple[str, str]]) -> None:
    rows: Iterator[tuple[str, str, str]] = ((source, other, what) for other, what in dict.fromkeys(ties))
    database.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)  # noqa: S608


def _stored(type_: str, value: object) -> object:
    return _moment(str(value)) if type_ == "time" else value


def _moment(written: str) -> str:
    """Write a moment as SQLite's own functions read it, in UTC."""
    return written.replace("T", " ").removesuffix("Z")
