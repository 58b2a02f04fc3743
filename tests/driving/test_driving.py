"""The application does what the model says, step by step; a short drive with every run, a long one with `make drive`."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from driving.laws import broken_laws
from driving.machine import Driving
from driving.reference import BOOK, Ask, No, Row, World

Driving.TestCase.settings = settings(
    max_examples=4,
    stateful_step_count=100,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TestTheApplicationAndTheModelSayTheSame = Driving.TestCase


@pytest.fixture
def driving() -> Iterator[Driving]:
    driving = Driving()
    yield driving
    driving.app.close()


def nobody(w: World, row: Row, a: Ask) -> Iterator[tuple[str, str]]:
    raise No
    yield


def somewhere_else(w: World, row: Row, a: Ask) -> Iterator[tuple[str, str]]:
    yield "liaison", "declined"


def without_a_word(w: World, row: Row, a: Ask) -> Iterator[tuple[str, str]]:
    yield "planner", "in_review"


@pytest.mark.parametrize(
    ("life", "act", "rule"),
    [
        ("task", "accept", nobody),  # the application allows what the model refuses
        ("task", "accept", somewhere_else),  # both allow it, into different states
        ("plan", "submit", without_a_word),  # only what follows from it differs
    ],
)
def test_a_model_that_knows_another_rule_is_found_out(driving, monkeypatch, life, act, rule):
    monkeypatch.setitem(BOOK, (life, act), rule)

    with pytest.raises(AssertionError, match=r"application|review"):
        driving.begin(policies=(1, 1), far=(3, 0))


def test_a_row_that_changes_behind_the_model_is_found_out(driving):
    driving.begin(policies=(1, 1), far=(3, 0))
    driving.app.connection.exec_driver_sql("update task set percent = 1, returns = 1")

    with pytest.raises(AssertionError, match="returns"):
        driving.same()


# fmt: off
BEGUN   = ("task", 1, 1, "open", "new", "planned", "system", None, ())
REPORT  = ("task", 1, 2, "report", "planned", "reported", "liaison", 4, (4, 5))
# fmt: on


@pytest.mark.parametrize(
    ("move", "broken"),
    [
        (("task", 1, 3, "pass_check", "reported", "in_review", "checker", 3, (3,)), 0),
        (("task", 1, 3, "pass_check", "reported", "in_review", "checker", 3, (3, 5)), 1),
        (("task", 1, 3, "pass_check", "reported", "in_review", "clock", None, ()), 1),
        (("task", 1, 4, "pass_check", "reported", "in_review", "checker", 3, (3,)), 1),
        (("task", 1, 3, "pass_check", "planned", "in_review", "checker", 3, (3,)), 1),
    ],
)
def test_a_ledger_that_breaks_a_law_is_found_out(move, broken):
    assert len(broken_laws([BEGUN, REPORT, move])) == broken
