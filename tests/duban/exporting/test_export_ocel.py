"""OCEL 2.0: every Move is an event, every event speaks of things that are there, and changes end in what is so now."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from exported import asked, breaches, newest, read_json, ties
from world import World

from duban.exporting.kinds import KINDS
from duban.exporting.steps import Wanted
from duban.exporting.writing import Form, write_out
from duban.ledger.heads import written
from models.plan import Plan
from models.question import Supervision
from models.record import Move
from models.register import Person
from models.task import Task
from models.words import Act, Life

ALL = Wanted()


@pytest.fixture
def log(told: World, tmp_path: Path) -> dict[str, Any]:
    return _log(tmp_path / "log.json", ALL)


def _log(file: Path, wanted: Wanted) -> dict[str, Any]:
    write_out(Form.OCEL, wanted, file)
    return read_json(file)


def test_what_is_written_is_what_the_standard_asks(log: dict[str, Any]) -> None:
    assert breaches(log) == []


def test_the_rules_of_the_standard_find_what_is_wrong(log: dict[str, Any]) -> None:
    log["events"][0]["relationships"].append({"objectId": "task:0", "qualifier": "subject"})
    log["objects"][0]["attributes"].append({"name": "shade", "time": "2026-01-01T00:00:00Z", "value": "red"})

    assert [re.sub(r" .*", "", one) for one in breaches(log)] == ["move:1:", "plan:1:"]


def test_every_life_is_a_kind_of_thing() -> None:
    assert {kind.name for kind in KINDS if kind.changing} == {life.value for life in Life}


def test_every_move_is_one_event_and_the_versions_of_a_subject_follow_one_another(
    told: World, log: dict[str, Any]
) -> None:
    moves = told.all_of(Move)
    of_subject: dict[str, list[int]] = {}
    for event in log["events"]:
        subject = next(tie["objectId"] for tie in event["relationships"] if tie["qualifier"] == "subject")
        version = next(said["value"] for said in event["attributes"] if said["name"] == "version")
        of_subject.setdefault(subject, []).append(version)

    assert [event["id"] for event in log["events"]] == [f"move:{move.id}" for move in moves]
    assert [event["time"] for event in log["events"]] == [written(move.at) for move in moves]
    assert {subject: list(range(1, len(found) + 1)) for subject, found in of_subject.items()} == of_subject


def test_the_changes_of_a_task_end_in_what_is_so_now(told: World, log: dict[str, Any]) -> None:
    tasks = told.all_of(Task)
    now = {f"task:{one.id}": (str(one.state), one.due and written(one.due), one.percent) for one in tasks}
    told_of = {
        thing: (newest(log, thing, "state"), newest(log, thing, "due"), newest(log, thing, "percent") or 0)
        for thing in now
    }

    assert told_of == now
    assert {percent for _, _, percent in now.values()} >= {0, 30, 45, 60}
    assert sum(one.due != one.original_due for one in tasks) == 2


def test_an_event_names_whoever_led_at_the_time(told: World, log: dict[str, Any]) -> None:
    moves = told.moves(Life.TASK, told.tasks["declined"])
    leads = {"unit:" + str(told.units[code]): code for code in ("KJG", "KPB")}
    led = [
        (move.act, leads[other])
        for move in moves
        for other, what in ties(log, f"move:{move.id}")
        if what == "lead unit"
    ]

    assert led == [
        (Act.OPEN, "KJG"),
        (Act.ASSIGN, "KJG"),
        (Act.DECLINE, "KJG"),
        (Act.REASSIGN, "KPB"),
    ]


def test_an_event_speaks_of_everything_it_is_about(told: World, log: dict[str, Any]) -> None:
    move = next(one for one in told.moves(Life.REVIEW, told.reviews["closed"]) if one.act is Act.DECIDE)
    feng = told.people["feng"].person_id

    assert ties(log, f"move:{move.id}") == {
        (f"review:{told.reviews['closed']}", "subject"),
        (f"plan:{told.plan_id}", "plan"),
        (f"task:{told.tasks['closed']}", "task"),
        (f"person:{feng}", "as reviewer"),
        (f"unit:{told.units['KJG']}", "lead unit"),
    }


def test_sqlite_holds_what_json_holds(told: World, tmp_path: Path, log: dict[str, Any]) -> None:
    file = tmp_path / "log.sqlite"
    counts = write_out(Form.OCEL, ALL, file).counts
    events = {(one["id"], one["type"]) for one in log["events"]}
    related = {(one["id"], tie["objectId"], tie["qualifier"]) for one in log["events"] for tie in one["relationships"]}
    between = {(one["id"], tie["objectId"], tie["qualifier"]) for one in log["objects"] for tie in one["relationships"]}
    states = {
        (one["id"], said["time"].replace("T", " ")[:-1], said["value"])
        for one in log["objects"]
        if one["type"] == "task"
        for said in one["attributes"]
        if said["name"] == "state"
    }

    assert asked(file, "PRAGMA foreign_key_check") == []
    assert counts == {"events": len(log["events"]), "objects": len(log["objects"])}
    assert set(asked(file, "SELECT * FROM event")) == events
    assert set(asked(file, "SELECT * FROM event_object")) == related
    assert set(asked(file, "SELECT * FROM object_object")) == between
    assert (
        set(asked(file, "SELECT ocel_id, ocel_time, state FROM object_Task WHERE ocel_changed_field = 'state'"))
        == states
    )


def test_every_type_of_sqlite_has_its_table(told: World, tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    write_out(Form.OCEL, ALL, file)
    tables = {name for (name,) in asked(file, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    mapped = {
        f"{what}_{name}"
        for what in ("event", "object")
        for (name,) in asked(file, f"SELECT ocel_type_map FROM {what}_map_type")
    }
    rows = sum(asked(file, f"SELECT COUNT(*) FROM {name}")[0][0] for name in mapped if name.startswith("event_"))

    assert tables - mapped == {"event", "object", "event_object", "object_object", "event_map_type", "object_map_type"}
    assert "event_TaskPassCheck" in mapped
    assert rows == len(told.all_of(Move))


@pytest.mark.parametrize("ending", ["json", "sqlite"])
def test_people_are_numbers_and_what_they_wrote_is_kept_back_unless_names_are_asked_for(
    told: World, tmp_path: Path, ending: str
) -> None:
    silent, spoken = tmp_path / f"silent.{ending}", tmp_path / f"spoken.{ending}"
    write_out(Form.OCEL, ALL, silent)
    write_out(Form.OCEL, Wanted(names=True), spoken)
    ids = {actor.person_id for actor in told.people.values()}
    people = [person for person in told.all_of(Person) if person.id in ids]
    private = {*(one.name for one in people), *(one.code for one in people), "台账不全。", "材料齐全。", "已完成过半。"}
    busy = {told.people[who].name for who in ("planner", "liaison", "checker", "feng")}

    assert {one for one in private if one.encode() in silent.read_bytes()} == set()
    assert {
        one for one in busy | {"台账不全。", "材料齐全。", "已完成过半。"} if one.encode() not in spoken.read_bytes()
    } == set()


@pytest.mark.parametrize(
    ("form", "name"), [(Form.OCEL, "log.json"), (Form.OCEL, "log.sqlite"), (Form.XES, "logs"), (Form.CSV, "moves.csv")]
)
def test_the_contact_of_a_notice_is_never_written(told: World, tmp_path: Path, form: Form, name: str) -> None:
    plan = told.all_of(Plan, id=told.plan_id)[0]
    secrets = [str(value) for value in plan.contact.values() if isinstance(value, str) and value]
    write_out(form, Wanted(names=True), tmp_path / name)
    files = [one for one in (tmp_path / name, *(tmp_path / name).glob("*")) if one.is_file()]
    text = "\n".join(one.read_bytes().decode(errors="ignore") for one in files)
    phones = [one for one in secrets if re.search(r"\d{7,}|@", one)]

    assert (bool(phones), "科普部" in text) == (True, True)
    assert [one for one in phones if one in text] == []
    assert not re.search(r"[\w.]+@[\w-]+\.\w+", text)


def ladders(log: dict[str, Any]) -> set[str]:
    return {one["id"] for one in log["objects"] if one["type"] == "supervision"}


def test_one_plan_and_some_days_leave_nothing_that_points_outside(told: World, tmp_path: Path) -> None:
    day = date(2026, 1, 6)
    early = _log(tmp_path / "early.json", Wanted(plan_id=told.plan_id, until=day))
    late = _log(tmp_path / "late.json", Wanted(plan_id=told.plan_id, since=date(2026, 1, 7)))
    plan = [move for move in told.all_of(Move) if move.plan_id == told.plan_id]

    assert breaches(early) == breaches(late) == []
    assert len(early["events"]) + len(late["events"]) == len(plan)
    assert len(early["events"]) > 0 < len(late["events"])
    assert {one["id"] for one in early["objects"] if one["type"] == "plan"} == {f"plan:{told.plan_id}"}
    assert ladders(early) < ladders(late) == {f"supervision:{one.id}" for one in told.all_of(Supervision)}
    assert [newest(log, f"task:{told.tasks['asking']}", "percent") for log in (early, late)] == [None, 45]
