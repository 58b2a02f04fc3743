"""Chairs of a panel: a seat that has to sign and has nobody leaves no panel, and it is said which."""

import pytest

from models.policy import PanelSettings, SeatSettings
from models.words import PanelRule
from workflows.exploring.cast import FIRST, SECOND, THIRD
from workflows.exploring.configurations import REVIEWERS
from workflows.exploring.seating import Unfilled, chairs

SEATS = tuple(SeatSettings(post=post.code) for post in REVIEWERS[:2])


def seated(barred: set[int], **settings: object) -> list[str]:
    panel = PanelSettings.model_validate({"seats": SEATS} | settings)
    return [chair.post for chair in chairs(panel, REVIEWERS, away=frozenset(), barred=frozenset(barred))]


@pytest.mark.parametrize("rule", [PanelRule.ALL, PanelRule.SEQUENCE])
def test_where_everybody_signs_a_seat_without_anybody_leaves_no_panel(rule):
    with pytest.raises(Unfilled) as unfilled:
        seated({SECOND}, rule=rule)

    said = unfilled.value.sentence
    assert (said.zh, said.en) == ("审核组缺人：审核乙", "the panel cannot be filled: 审核乙")


@pytest.mark.parametrize("rule", [PanelRule.ANY, PanelRule.QUORUM, PanelRule.WEIGHT])
def test_where_some_sign_a_seat_without_anybody_is_left_empty(rule):
    more = {"needed": 1} if rule is PanelRule.QUORUM else {"percent": 50} if rule is PanelRule.WEIGHT else {}

    assert seated({SECOND}, rule=rule, **more) == ["审核甲"]


def test_a_panel_of_nobody_is_none():
    with pytest.raises(Unfilled) as unfilled:
        seated({FIRST, SECOND, THIRD}, rule=PanelRule.ANY)

    said = unfilled.value.sentence
    assert (said.zh, said.en) == ("审核组凑不齐", "the panel cannot be filled")


def test_a_quorum_that_too_few_could_reach_is_no_panel():
    assert seated(set(), rule=PanelRule.QUORUM, needed=2) == ["审核甲", "审核乙"]
    with pytest.raises(Unfilled, match="凑不齐"):
        seated({FIRST}, rule=PanelRule.QUORUM, needed=2)


def test_what_a_quorum_would_need_counts_for_no_other_rule():
    assert seated({SECOND}, rule=PanelRule.ANY, needed=2) == ["审核甲"]
