"""XES: a trace for every subject, its Moves in order, and the attributes that IEEE 1849-2016 and its extensions name."""

from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element, parse

import pytest
from world import World

from duban.exporting.steps import Wanted
from duban.exporting.writing import Form, write_out
from models.errors import BadInput
from models.record import Move
from models.task import Task
from models.words import Act, Life

NS = "{http://www.xes-standard.org/}"
STANDARD = {
    "concept": {"name"},
    "time": {"timestamp"},
    "lifecycle": {"transition", "model"},
    "org": {"resource", "role", "group"},
}
ORDER = ["extension", "global", "classifier", "string", "trace"]


def log_of(file: Path) -> Element:
    return parse(file).getroot()


def said(of: Element) -> dict[str, str]:
    return {one.attrib["key"]: one.attrib["value"] for one in of if "key" in one.attrib}


@pytest.fixture
def log(told: World, tmp_path: Path) -> Element:
    write_out(Form.XES, Wanted(life=Life.TASK, names=True), tmp_path / "task.xes")
    return log_of(tmp_path / "task.xes")


def test_the_log_has_the_parts_of_the_standard_in_their_order(log: Element) -> None:
    parts = [one.tag.removeprefix(NS) for one in log]

    assert log.tag == f"{NS}log"
    assert set(log.attrib) == {"xes.version", "xes.features"}
    assert [part for part, after in pairwise([*parts, ""]) if part != after] == ORDER
    assert {one.attrib["scope"] for one in log.iter(f"{NS}global")} == {"trace", "event"}


def test_every_key_of_an_extension_is_one_it_defines_and_is_declared(log: Element) -> None:
    declared = {one.attrib["prefix"] for one in log.iter(f"{NS}extension")}
    keys = {tuple(key.split(":")) for one in log.iter() if ":" in (key := one.attrib.get("key", ""))}

    assert declared == set(STANDARD)
    assert {prefix for prefix, _ in keys} == declared | {"duban"}
    assert {(prefix, name) for prefix, name in keys if prefix != "duban" and name not in STANDARD[prefix]} == set()


def test_every_event_has_what_the_globals_promise_in_a_value_of_its_kind(log: Element) -> None:
    promised = {one.attrib["scope"]: set(said(one)) for one in log.iter(f"{NS}global")}
    events = list(log.iter(f"{NS}event"))

    assert [event for event in events if not promised["event"] <= set(said(event))] == []
    assert [one for one in log.iter(f"{NS}trace") if not promised["trace"] <= set(said(one))] == []
    assert {said(event)["lifecycle:transition"] for event in events} == {"complete"}
    assert all(datetime.fromisoformat(one.attrib["value"]).tzinfo for one in log.iter(f"{NS}date"))
    assert all(one.attrib["value"].lstrip("-").isdecimal() for one in log.iter(f"{NS}int"))


def test_a_trace_is_a_subject_and_its_moves_in_the_order_of_versions(told: World, log: Element) -> None:
    moves = [move for move in told.all_of(Move) if move.life is Life.TASK]
    traces = {
        said(trace)["concept:name"]: [said(event)["duban:move"] for event in trace.iter(f"{NS}event")]
        for trace in log.iter(f"{NS}trace")
    }
    of_subject: dict[str, list[str]] = {}
    for move in sorted(moves, key=lambda one: (one.subject_id, one.version)):
        of_subject.setdefault(f"task:{move.subject_id}", []).append(str(move.id))

    assert traces == of_subject


def test_what_xml_cannot_hold_is_replaced_and_the_rest_is_kept(told: World, log: Element) -> None:
    event = next(one for one in log.iter(f"{NS}event") if said(one)["concept:name"] == Act.REASSIGN)

    assert said(event)["duban:why"] == "=该项改由科普部牵头。\ufffd"
    assert said(event)["org:resource"] == told.people["planner"].name


def test_names_are_numbers_and_reasons_are_kept_back_unless_asked_for(told: World, tmp_path: Path) -> None:
    write_out(Form.XES, Wanted(life=Life.TASK), tmp_path / "task.xes")
    events = [said(one) for one in log_of(tmp_path / "task.xes").iter(f"{NS}event")]

    assert {key for event in events for key in event} & {"duban:why", "duban:text"} == set()
    assert f"P{told.people['planner'].person_id}" in {event.get("org:resource") for event in events}
    assert told.people["planner"].name not in (tmp_path / "task.xes").read_text(encoding="utf-8")


def test_without_a_life_there_is_a_log_for_each(told: World, tmp_path: Path) -> None:
    written = write_out(Form.XES, Wanted(), tmp_path / "logs")
    files = {file.name: len(list(log_of(file).iter(f"{NS}event"))) for file in (tmp_path / "logs").iterdir()}

    assert set(files) == {f"{life.value}.xes" for life in Life}
    assert sum(files.values()) == written.counts["events"] == len(told.all_of(Move))


def test_a_folder_that_is_there_is_left_alone_unless_forced(told: World, tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "task.xes").write_text("mine")
    with pytest.raises(BadInput, match="没有覆盖"):
        write_out(Form.XES, Wanted(), folder)
    kept = [(file.name, file.read_text()) for file in folder.iterdir()]
    write_out(Form.XES, Wanted(), folder, force=True)

    assert kept == [("task.xes", "mine")]
    assert {file.name for file in folder.iterdir()} == {f"{life.value}.xes" for life in Life}
    assert {one.name for one in tmp_path.iterdir()} == {"home", "logs"}


def test_days_leave_out_traces_without_an_event(told: World, tmp_path: Path) -> None:
    first, last = date(2026, 3, 24), date(2026, 3, 24)
    written = write_out(Form.XES, Wanted(life=Life.TASK, since=first, until=last), tmp_path / "task.xes")
    late = [move for move in told.all_of(Move) if move.life is Life.TASK and move.at.date() == first]

    assert written.counts == {"events": len(late), "traces": len({move.subject_id for move in late})}
    assert 0 < len({move.subject_id for move in late}) < len(told.all_of(Task))
