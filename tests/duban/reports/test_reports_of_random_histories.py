"""Reports on histories that nobody thought of: they add up, and what was said of a moment is said of it for ever."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_history import PLAN, History

from duban.reports.kinds import BY_NAME, Kind, report_of
from duban.reports.source import Source
from duban.reports.spans import Span
from duban.reports.values import Summary
from models.words import TaskState

EVERYTHING = Kind(
    "everything",
    "全部",
    Span.WHOLE,
    "{}",
    tuple(dict.fromkeys(section for kind in BY_NAME.values() if not kind.about for section in kind.sections)),
)
"""The parts of all reports but those on one matter."""


def made(history: History, now: datetime) -> bytes:
    with history.app.savepoint() as session:
        source = Source(session, PLAN, now=now)
    assert list(_what_does_not_add_up(source.summary)) == []
    report = report_of(source, EVERYTHING)
    return (source.summary.model_dump_json(indent=1) + report.model_dump_json(indent=1)).encode()


@pytest.mark.long
@given(st.integers(0, 2**32))
@settings(max_examples=18, derandomize=True, deadline=None, database=None)
def test_a_report_adds_up_and_says_the_same_of_its_moment_whenever_it_is_made(seed: int) -> None:
    history, said = History(Random(seed)), {}
    try:
        for _ in range(12):
            for _ in range(history.chance.randint(1, 8)):
                history.something_happens()
            said[history.now] = made(history, history.now)
            history.time_passes()
        for moment, then in said.items():
            assert made(history, moment).decode() == then.decode()
    finally:
        history.app.close()


def _what_does_not_add_up(summary: Summary) -> Iterator[str]:
    """Hold every way of dividing the whole against the whole."""
    whole, lines = summary.totals.tally, summary.tasks
    divided = {"unit": [u.tally for u in summary.by_unit], "measure": [m.tally for m in summary.by_measure]}
    for by, parts in divided.items():
        for name in type(whole).model_fields.keys() - {"lamps"}:
            if sum(getattr(part, name) for part in parts) != getattr(whole, name):
                yield f"{name} by {by}"
        for lamp in type(whole.lamps).model_fields:
            if sum(getattr(part.lamps, lamp) for part in parts) != getattr(whole.lamps, lamp):
                yield f"{lamp} by {by}"
    # fmt: off
    sums = {
        # what           its parts                                    the whole
        "lamps":        (whole.lamps.total,                           whole.tasks),
        "states":       (sum(summary.totals.by_state.values()),       whole.tasks),
        "stages":       (sum(summary.totals.by_stage.values()),       whole.tasks),
        "lines":        (len(lines),                                  whole.tasks),
        "closed":       (whole.on_time + whole.late + whole.undated,  whole.closed),
        "overdue":      (len(summary.overdue),                        whole.overdue),
        "open":         (sum(t.state not in (TaskState.CLOSED, TaskState.CANCELLED) for t in lines), whole.open),
        "rate":         (summary.totals.closed.part,                  whole.closed),
    }
    # fmt: on
    yield from (what for what, (parts, all_) in sums.items() if parts != all_)
