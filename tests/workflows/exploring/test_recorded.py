"""Explorations come to what is on record, step by step: whatever changes one of them is seen.

After a change that is wanted: python tests/workflows/exploring/recorded.py, and look at what differs.
"""

import json

import pytest
from probes import PROBES, answer
from recorded import CHOSEN, PAGE, account, arrangements, chosen, small

from workflows.exploring.scene import Rulings
from workflows.lives import LIVES

ALL = json.loads(PAGE.read_text(encoding="utf-8"))
RECORDED = ALL["explorations"]
RULINGS = Rulings(LIVES)


def test_every_arrangement_that_is_explored_is_the_one_on_record():
    assert arrangements() == ALL["arrangements"]
    assert small() == ALL["small"]


def test_what_is_on_record_is_what_was_chosen():
    assert [int(name.split(" ", 1)[0]) for name in RECORDED] == list(CHOSEN)


@pytest.mark.parametrize(("name", "configuration"), list(zip(RECORDED, chosen(), strict=True)), ids=list(RECORDED))
def test_an_exploration_comes_to_what_is_on_record(name, configuration):
    assert [name.split(" ", 1)[1], *account(configuration, RULINGS)] == [configuration.name.zh, *RECORDED[name]]


@pytest.mark.parametrize("probe", PROBES)
def test_what_is_asked_of_odd_worlds_is_answered_as_on_record(probe):
    assert answer(probe) == ALL["probes"][probe]
