"""Workload and bottlenecks of random histories, counted a second time from the bare Moves."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest
from driving import days
from driving.town import POSTS
from random_history import PLAN, History

from duban.reports.parts.people import bottlenecks, workload
from duban.reports.report import Part
from duban.reports.source import Source
from models.words import Act, TaskState

SPEAK_FOR = {holder: unit for _, unit, roles, holders, _ in POSTS.values() if "liaison" in roles for holder in holders}
HOUSE = ("clock", "system", "panel")
ENDED = ("closed", "cancelled")
Lasted = dict[str, list[int]]


@pytest.fixture(scope="module", params=range(3))
def lived(request: pytest.FixtureRequest) -> Iterator[tuple[History, Source]]:
    """A history of a dozen weeks, and what a report on its last moment is written from."""
    history = History(Random(request.param))
    for _ in range(12):
        for _ in range(10):
            history.something_happens()
        history.time_passes()
    with history.app.savepoint() as session:
        source = Source(session, PLAN, now=history.now)
    yield history, source
    history.app.close()


def moves(history: History, life: str) -> list[tuple[Any, ...]]:
    wanted = "subject_id, act, became_from, became, at, role, person_id"
    return history.app._read(f"select {wanted} from move where plan_id = {PLAN} and life = '{life}' order by id")


def on(at: str) -> date:
    return days.day(datetime.fromisoformat(at).replace(tzinfo=UTC))


def lasted(history: History) -> tuple[Lasted, Lasted, dict[str, int]]:
    """Walk every task through its states: working days in each it left, before each act that left it, and who is where."""
    stays: Lasted = {}
    waits: Lasted = {}
    there: dict[int, tuple[str, date]] = {}
    for subject, act, _, became, at, _, _ in moves(history, "task"):
        state, came = there.get(subject, ("", on(at)))
        if became == state:
            continue
        if state:
            took = days.workdays_until(came, on(at))
            stays.setdefault(TaskState(state).zh, []).append(took)
            waits.setdefault(f"{TaskState(state).zh}→{Act(act).zh}", []).append(took)
        there[subject] = (became, on(at))
    still = [TaskState(state).zh for state, _ in there.values()]
    return stays, waits, {state: still.count(state) for state in still}


def middle(lengths: list[int]) -> float:
    """As many are no longer as are no shorter; of an even number, half-way between the two in the middle."""
    ordered = sorted(lengths)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def nine_in_ten(lengths: list[int]) -> int:
    """The least length that nine in ten do not exceed."""
    return min(one for one in lengths if 10 * sum(other <= one for other in lengths) >= 9 * len(lengths))


def expected(lengths: list[int], waiting: int) -> tuple[int, float, int, int, int]:
    if not lengths:
        return (0, 0, 0, 0, waiting)
    return (len(lengths), middle(lengths), nine_in_ten(lengths), max(lengths), waiting)


def shown(part: Part, caption: str) -> dict[str, tuple[int, float, int, int, int]]:
    [rows] = [one.table.rows for one in part.tables if one.caption == caption]
    return {str(what): (n, float(half), int(most), longest, still) for what, n, half, most, longest, still in rows}  # type: ignore[arg-type,misc]


def test_how_long_tasks_stay_in_a_state_is_what_their_moves_say(lived: tuple[History, Source]) -> None:
    history, source = lived
    stays, _, still = lasted(history)
    open_states = [state.zh for state in TaskState if state not in ENDED]
    assert shown(bottlenecks(source), "各状态停留") == {
        state: expected(stays.get(state, []), still.get(state, 0)) for state in open_states if state in {*stays, *still}
    }


def test_how_long_an_act_lets_wait_is_what_the_moves_say(lived: tuple[History, Source]) -> None:
    history, source = lived
    _, waits, _ = lasted(history)
    assert shown(bottlenecks(source), "各步骤等候") == {what: expected(lengths, 0) for what, lengths in waits.items()}
    assert len(waits) > 8, "a history in which something happens"


def test_how_long_a_review_takes_is_what_its_moves_say(lived: tuple[History, Source]) -> None:
    history, source = lived
    opened = {subject: on(at) for subject, act, _, _, at, _, _ in moves(history, "review") if act == "open"}
    ended = {subject: on(at) for subject, _, _, became, at, _, _ in moves(history, "review") if became != "open"}
    took = [days.workdays_until(opened[subject], day) for subject, day in ended.items()]
    [(_, found)] = shown(bottlenecks(source), "审核用时").items()
    assert found == expected(took, len(opened) - len(ended))


def test_what_everybody_carries_and_did_is_what_the_moves_say(lived: tuple[History, Source]) -> None:
    history, source = lived
    leads = {row[0]: row[2] for row in history.rows("task") if row[1] not in ENDED}
    names = dict(history.app._read("select id, name from person"))
    everything = history.app._read(f"select act, role, person_id from move where plan_id = {PLAN}")
    did = [(person, act == "decide") for act, role, person in everything if person and role not in HOUSE]
    wanted = {
        names[person]: (
            sum(lead == SPEAK_FOR.get(person, -1) for lead in leads.values()),
            did.count((person, False)),
            did.count((person, True)),
        )
        for person in names
    }
    [listed] = [one.table.rows for one in workload(source).tables]
    assert {row[0]: (row[2], row[5], row[6]) for row in listed} == {
        name: counts for name, counts in wanted.items() if any(counts)
    }
