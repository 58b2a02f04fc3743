"""Who sits on a panel, and what it comes to when all of them say the same."""

import pytest

from models.errors import Sentence
from models.policy import DEFAULT_PANELS, PanelSettings, PolicySettings, SeatSettings
from models.words import Life, PanelRule, Verdict
from workflows.fault import Fault
from workflows.proofs.panels import answer_of, gates_have_their_panel, seats_of
from workflows.review.panel import Seat

R = PanelRule


def test_the_seats_are_those_named_with_their_weights_and_vetoes():
    named = PanelSettings(seats=(SeatSettings(post="p1", weight=3, veto=True), SeatSettings(post="p2")))

    assert seats_of(named) == (Seat(1, 3, True), Seat(2, 1, False))


@pytest.mark.parametrize(
    ("rule", "needed", "seats"), [(R.QUORUM, 2, 2), (R.QUORUM, 3, 3), (R.ALL, 2, 1), (R.ANY, 3, 1)]
)
def test_where_none_is_named_there_are_as_few_as_can_decide(rule, needed, seats):
    assert seats_of(PanelSettings(rule=rule, needed=needed)) == tuple(Seat(n) for n in range(1, seats + 1))


@pytest.mark.parametrize("everybody", Verdict)
def test_a_weight_is_asked_for_in_percent_and_a_quorum_in_votes(everybody):
    seats = (Seat(1, 3), Seat(2, 1))

    assert answer_of(PanelSettings(rule=R.WEIGHT, percent=100, needed=9), seats, everybody=everybody) is everybody
    assert answer_of(PanelSettings(rule=R.QUORUM, percent=1, needed=2), seats, everybody=everybody) is everybody


def test_a_gate_without_its_panel_is_named():
    panels = {name: panel for name, panel in DEFAULT_PANELS.items() if name != "policy"}
    settings = PolicySettings().model_copy(update={"panels": panels})

    said = Sentence(
        "变更督办规则之前的审核组“policy”没有设置", "the panel policy, before one may change the policy, is not there"
    )
    assert list(gates_have_their_panel(settings)) == [Fault(Life.PLAN, said)]
