"""What a panel has decided and whose turn it is, for every rule: seats 1 to 3, y yes, n no, . not yet."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.words import PanelRule, Verdict
from workflows.review.panel import turn_of, verdict_of

SAYS = {"y": Verdict.YES, "n": Verdict.NO}
OUTCOME = {"yes": Verdict.YES, "no": Verdict.NO, "-": None}


def answers(pattern: str) -> dict[int, Verdict]:
    return {seat: SAYS[said] for seat, said in enumerate(pattern, start=1) if said in SAYS}


# fmt: off
TRUTH = [
    # answers   any    all    sequence  quorum of 2
    ("...",     "-",   "-",   "-",      "-"),
    ("y..",     "yes", "-",   "-",      "-"),
    (".y.",     "yes", "-",   "-",      "-"),
    ("..y",     "yes", "-",   "-",      "-"),
    ("n..",     "no",  "no",  "no",     "-"),
    ("..n",     "no",  "no",  "no",     "-"),
    ("yy.",     "yes", "-",   "-",      "yes"),
    ("y.y",     "yes", "-",   "-",      "yes"),
    ("yn.",     "no",  "no",  "no",     "-"),
    ("ny.",     "no",  "no",  "no",     "-"),
    ("nn.",     "no",  "no",  "no",     "no"),
    (".nn",     "no",  "no",  "no",     "no"),
    ("yyy",     "yes", "yes", "yes",    "yes"),
    ("yyn",     "no",  "no",  "no",     "yes"),
    ("nyy",     "no",  "no",  "no",     "yes"),
    ("ynn",     "no",  "no",  "no",     "no"),
    ("nnn",     "no",  "no",  "no",     "no"),
]
QUORUMS = [
    # answers   needed  outcome
    ("y..",     1,      "yes"),
    ("n..",     1,      "-"),
    ("nn.",     1,      "-"),
    ("nnn",     1,      "no"),
    ("yy.",     3,      "-"),
    ("yyy",     3,      "yes"),
    ("n..",     3,      "no"),
    ("...",     4,      "no"),      # four yes of three seats can never be reached
]
TURNS = [
    # answers   any, all, quorum   one after another
    ("...",     {1, 2, 3},         {1}),
    ("y..",     {2, 3},            {2}),
    ("yy.",     {3},               {3}),
    (".y.",     {1, 3},            {1}),
    ("yyy",     set(),             set()),
]
# fmt: on
RULES = (PanelRule.ANY, PanelRule.ALL, PanelRule.SEQUENCE, PanelRule.QUORUM)
CASES = [(row[0], rule, outcome) for row in TRUTH for rule, outcome in zip(RULES, row[1:], strict=True)]


@pytest.mark.parametrize(("pattern", "rule", "outcome"), CASES)
def test_what_three_seats_have_decided(pattern, rule, outcome):
    assert verdict_of(rule, (1, 2, 3), answers(pattern), needed=2) is OUTCOME[outcome]


@pytest.mark.parametrize(("pattern", "needed", "outcome"), QUORUMS)
def test_a_quorum_decides_as_soon_as_it_must(pattern, needed, outcome):
    assert verdict_of(PanelRule.QUORUM, (1, 2, 3), answers(pattern), needed=needed) is OUTCOME[outcome]


@pytest.mark.parametrize("rule", [PanelRule.ANY, PanelRule.ALL, PanelRule.SEQUENCE])
def test_a_panel_without_seats_never_says_yes(rule):
    assert verdict_of(rule, (), {}, needed=1) is None


@pytest.mark.parametrize("rule", RULES)
def test_an_answer_of_a_dropped_seat_no_longer_counts(rule):
    assert verdict_of(rule, (2, 3), {1: Verdict.NO, 2: Verdict.YES, 3: Verdict.YES}, needed=2) is Verdict.YES


@pytest.mark.parametrize(("pattern", "together", "in_turn"), TURNS)
def test_whose_turn_it_is(pattern, together, in_turn):
    for rule in (PanelRule.ANY, PanelRule.ALL, PanelRule.QUORUM):
        assert turn_of(rule, (1, 2, 3), answers(pattern)) == together
    assert turn_of(PanelRule.SEQUENCE, (1, 2, 3), answers(pattern)) == in_turn


def test_the_order_of_seats_is_the_order_of_signing():
    assert turn_of(PanelRule.SEQUENCE, (3, 1, 2), {3: Verdict.YES}) == {1}


@given(seats=st.integers(1, 5), needed=st.integers(1, 5), data=st.data())
def test_once_decided_no_later_answer_turns_a_quorum_or_all_round(seats, needed, data):
    order = data.draw(st.permutations(range(1, seats + 1)))
    said = data.draw(st.lists(st.sampled_from(Verdict), min_size=seats, max_size=seats))
    for rule in (PanelRule.ALL, PanelRule.QUORUM):
        given_so_far: dict[int, Verdict] = {}
        decided = None
        for seat, verdict in zip(order, said, strict=True):
            given_so_far[seat] = verdict
            now = verdict_of(rule, range(1, seats + 1), given_so_far, needed=needed)
            assert decided in (None, now)
            decided = now


@pytest.mark.parametrize(("rule", "needed"), list(product(RULES, (1, 2, 3))))
def test_when_everybody_has_answered_there_is_an_outcome(rule, needed):
    for pattern in map("".join, product("yn", repeat=3)):
        assert verdict_of(rule, (1, 2, 3), answers(pattern), needed=needed) is not None
