"""For how long something may lie: exactly where the clock urges, and by the setting that is named for it."""

import pytest
from by_hand import cells

from models.policy import PolicySettings
from models.policy_parts import WaitSettings
from models.words import Life
from workflows.waits import WAITS, wait_days

# fmt: off
SETTINGS = PolicySettings(waits=WaitSettings(hand_out=11, sign=12, reassign=13, check=14, assign_finding=15, fix=16, verify=17, answer_appeal=18))
BY_HAND = {
    # it lies while it is              for so many working days
    (Life.TASK,    "planned"):         11,
    (Life.TASK,    "assigned"):        12,
    (Life.TASK,    "declined"):        13,
    (Life.TASK,    "reported"):        14,
    (Life.FINDING, "found"):           15,
    (Life.FINDING, "assigned"):        16,
    (Life.FINDING, "fixing"):          16,
    (Life.FINDING, "reopened"):        16,
    (Life.FINDING, "claimed_fixed"):   17,
    (Life.APPEAL,  "lodged"):          18,
}
# fmt: on
OF_THEIR_OWN = {Life.REVIEW, Life.EXTENSION, Life.SUPERVISION}
"""Lives whose own moment the clock goes by: the deadline of the review, of the task, the rung of the ladder."""


@pytest.mark.parametrize("life", Life)
def test_it_lies_for_as_long_as_the_policy_says(life):
    states = {cell.state for cell in cells(life)} | {cell.lands for cell in cells(life)}

    for state in states:
        assert wait_days(SETTINGS, life, state) == BY_HAND.get((life, state))


@pytest.mark.parametrize("life", [life for life in Life if life not in OF_THEIR_OWN])
def test_there_is_a_wait_exactly_where_the_clock_urges(life):
    urged = {cell.state for cell in cells(life) if cell.act == "urge" and cell.who == "clock"}

    assert {str(state) for named, state in WAITS if named is life} == urged


def test_every_wait_of_the_policy_is_for_something():
    assert set(WAITS.values()) == set(WaitSettings.model_fields)
