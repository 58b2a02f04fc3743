"""What a panel has decided and whose turn it is, for every rule: seats 1 to 3, y yes, n no, . not yet."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.words import PanelRule, Verdict
from workflows.review.panel import Seat, turn_of, verdict_of

SAYS = {"y": Verdict.YES, "n": Verdict.NO}
OUTCOME = {"yes": Verdict.YES, "no": Verdict.NO, "-": None}
ANY, ALL, SEQUENCE, QUORUM, WEIGHT = PanelRule
THREE = (Seat(1), Seat(2), Seat(3))


def answers(pattern: str) -> dict[int, Verdict]:
    return {seat: SAYS[said] for seat, said in enumerate(pattern, start=1) if said in SAYS}


def weighing(*weights: int) -> tuple[Seat, ...]:
    return tuple(Seat(n, weight) for n, weight in enumerate(weights, start=1))


def with_veto(*ids: int) -> tuple[Seat, ...]:
    return tuple(Seat(n, veto=n in ids) for n in (1, 2, 3))


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
    ("yn.",     "yes", "no",  "no",     "-"),
    ("ny.",     "no",  "no",  "no",     "-"),
    ("nn.",     "no",  "no",  "no",     "no"),
    (".nn",     "no",  "no",  "no",     "no"),
    ("yyy",     "yes", "yes", "yes",    "yes"),
    ("yyn",     "yes", "no",  "no",     "yes"),
    ("nyy",     "no",  "no",  "no",     "yes"),
    ("ynn",     "yes", "no",  "no",     "no"),
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
    ("...",     0,      "-"),       # nobody asked for is nothing said
]
WEIGHTS = [
    # weights     percent  answers   outcome
    ((5, 3, 2),   50,      "...",    "-"),
    ((5, 3, 2),   50,      "y..",    "yes"),     # exactly half
    ((5, 3, 2),   51,      "y..",    "-"),       # half is not enough
    ((5, 3, 2),   51,      "y.y",    "yes"),
    ((5, 3, 2),   50,      ".yy",    "yes"),
    ((5, 3, 2),   50,      "n..",    "-"),       # the other half can still say yes
    ((5, 3, 2),   51,      "n..",    "no"),
    ((5, 3, 2),   80,      "..n",    "-"),
    ((5, 3, 2),   81,      "..n",    "no"),
    ((5, 3, 2),   100,     "yy.",    "-"),
    ((5, 3, 2),   100,     "yyy",    "yes"),
    ((5, 3, 2),   100,     "..n",    "no"),
    ((5, 3, 2),   1,       "..y",    "yes"),
    ((5, 3, 2),   1,       "nn.",    "-"),
    ((5, 3, 2),   1,       "nnn",    "no"),
    ((1, 1, 1),   67,      "yy.",    "-"),       # two thirds are less than 67 percent, without rounding
    ((1, 1, 1),   66,      "yy.",    "yes"),
    ((1, 1, 1),   34,      "nn.",    "no"),
    ((1, 1, 1),   33,      "nn.",    "-"),
    ((1, 1, 1000), 60,     "yy.",    "-"),
    ((1, 1, 1000), 60,     "..y",    "yes"),
]
VETOES = [
    # with a veto  rule       answers   outcome
    ({1},          ANY,       "n..",    "no"),
    ({1},          ANY,       ".yn",    "-"),       # said yes, and the veto has not spoken
    ({1},          ANY,       "yy.",    "yes"),
    ({1},          ANY,       "ny.",    "no"),      # whichever came first
    ({1},          ANY,       ".n.",    "no"),      # a no needs nobody's leave
    ({1},          ALL,       ".yy",    "-"),
    ({1},          ALL,       "yyy",    "yes"),
    ({3},          SEQUENCE,  "yyn",    "no"),
    ({1},          QUORUM,    ".yy",    "-"),
    ({1},          QUORUM,    "yyy",    "yes"),
    ({1},          QUORUM,    "nyy",    "no"),      # two yes do not help against it
    ({1},          QUORUM,    "n..",    "no"),
    ({2},          QUORUM,    "yny",    "no"),
    ({3},          QUORUM,    "yyn",    "no"),
    ({1, 2},       QUORUM,    "y.y",    "-"),
    ({1, 2},       QUORUM,    "yy.",    "yes"),
    ({1, 2},       QUORUM,    "yn.",    "no"),
    ({1},          QUORUM,    ".nn",    "no"),
    ({1},          WEIGHT,    ".yy",    "-"),
    ({1},          WEIGHT,    "y.y",    "yes"),
    ({1},          WEIGHT,    "nyy",    "no"),
]
TURNS = [
    # answers   any         all, quorum, weight   one after another
    ("...",     {1, 2, 3},  {1, 2, 3},            {1}),
    ("y..",     set(),      {2, 3},               {2}),
    ("n..",     set(),      {2, 3},               {2}),
    ("yy.",     set(),      {3},                  {3}),
    (".y.",     set(),      {1, 3},               {1}),
    ("yyy",     set(),      set(),                set()),
]
# fmt: on
RULES = (ANY, ALL, SEQUENCE, QUORUM)
CASES = [(row[0], rule, outcome) for row in TRUTH for rule, outcome in zip(RULES, row[1:], strict=True)]


@pytest.mark.parametrize(("pattern", "rule", "outcome"), CASES)
def test_what_three_seats_have_decided(pattern, rule, outcome):
    assert verdict_of(rule, THREE, answers(pattern), needed=2) is OUTCOME[outcome]


@pytest.mark.parametrize(("pattern", "needed", "outcome"), QUORUMS)
def test_a_quorum_decides_as_soon_as_it_must(pattern, needed, outcome):
    assert verdict_of(QUORUM, THREE, answers(pattern), needed=needed) is OUTCOME[outcome]


@pytest.mark.parametrize(("weights", "percent", "pattern", "outcome"), WEIGHTS)
def test_a_vote_by_weight_takes_its_percent_of_all_weights(weights, percent, pattern, outcome):
    assert verdict_of(WEIGHT, weighing(*weights), answers(pattern), needed=percent) is OUTCOME[outcome]


@pytest.mark.parametrize(("vetoes", "rule", "pattern", "outcome"), VETOES)
def test_a_veto_returns_it_alone_and_is_waited_for(vetoes, rule, pattern, outcome):
    assert verdict_of(rule, with_veto(*vetoes), answers(pattern), needed=2) is OUTCOME[outcome]


def test_any_goes_by_the_first_answer_given_and_not_by_the_first_seat():
    assert verdict_of(ANY, THREE, {3: Verdict.NO, 1: Verdict.YES}, needed=1) is Verdict.NO


def test_an_answer_weighs_what_its_seat_weighs():
    assert Seat(1) == Seat(1, weight=1, veto=False)


@pytest.mark.parametrize("rule", PanelRule)
def test_a_panel_without_seats_never_says_yes(rule):
    assert verdict_of(rule, (), {}, needed=1) is not Verdict.YES
    assert verdict_of(rule, (), {7: Verdict.YES}, needed=1) is not Verdict.YES


@pytest.mark.parametrize("rule", [ANY, ALL, SEQUENCE])
def test_a_panel_without_seats_says_nothing(rule):
    assert verdict_of(rule, (), {}, needed=1) is None


@pytest.mark.parametrize("rule", PanelRule)
def test_an_answer_of_a_dropped_seat_no_longer_counts(rule):
    left = (Seat(2), Seat(3))

    assert verdict_of(rule, left, {1: Verdict.NO, 2: Verdict.YES, 3: Verdict.YES}, needed=2) is Verdict.YES


@pytest.mark.parametrize(("pattern", "first_only", "together", "in_turn"), TURNS)
def test_whose_turn_it_is(pattern, first_only, together, in_turn):
    assert turn_of(ANY, THREE, answers(pattern)) == first_only
    assert turn_of(SEQUENCE, THREE, answers(pattern)) == in_turn
    for rule in (ALL, QUORUM, WEIGHT):
        assert turn_of(rule, THREE, answers(pattern)) == together


def test_the_order_of_seats_is_the_order_of_signing():
    assert turn_of(SEQUENCE, (Seat(3), Seat(1), Seat(2)), {3: Verdict.YES}) == {1}


def test_after_the_first_answer_of_any_one_only_the_vetoes_are_asked():
    assert turn_of(ANY, with_veto(2), answers("...")) == {1, 2, 3}
    assert turn_of(ANY, with_veto(2), answers("y..")) == {2}
    assert turn_of(ANY, with_veto(2), answers("yy.")) == set()


def test_an_answer_of_a_dropped_seat_takes_nobodys_turn():
    assert turn_of(ANY, (Seat(2), Seat(3)), {1: Verdict.YES}) == {2, 3}


def panels() -> Iterator[tuple[Seat, ...]]:
    """Every panel of one to three seats, each weighing 1 or 3, with or without a veto."""
    for size in (1, 2, 3):
        for kinds in product(product((1, 3), (False, True)), repeat=size):
            yield tuple(Seat(n, weight, veto) for n, (weight, veto) in enumerate(kinds, start=1))


def courses(seats: tuple[Seat, ...]) -> Iterator[dict[int, Verdict]]:
    """Every way in which some seats have answered: who, in which order, what."""
    for size in range(len(seats) + 1):
        for order in permutations([seat.id for seat in seats], size):
            for said in product(Verdict, repeat=size):
                yield dict(zip(order, said, strict=True))


def expected(rule: PanelRule, seats: tuple[Seat, ...], given: dict[int, Verdict], needed: int) -> Verdict | None:
    """The rules stated once more, by what could still become of it."""
    if any(seat.veto and given.get(seat.id) is Verdict.NO for seat in seats):
        return Verdict.NO
    awaited = any(seat.veto and seat.id not in given for seat in seats)
    share = {
        QUORUM: [(Fraction(1), needed)] * len(seats),
        WEIGHT: [(Fraction(100 * seat.weight, sum(s.weight for s in seats)), needed) for seat in seats],
        ALL: [(Fraction(1), len(seats))] * len(seats),
        SEQUENCE: [(Fraction(1), len(seats))] * len(seats),
    }
    if rule is ANY:
        first = next(iter(given.values()), None)
        return None if awaited and first is Verdict.YES else first
    wanted = share[rule][0][1]
    now = sum(part for seat, (part, _) in zip(seats, share[rule], strict=True) if given.get(seat.id) is Verdict.YES)
    best = sum(part for seat, (part, _) in zip(seats, share[rule], strict=True) if given.get(seat.id) is not Verdict.NO)
    if best < wanted:
        return Verdict.NO
    return Verdict.YES if now >= wanted and not awaited else None


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        (ANY, 1),
        (ALL, 1),
        (SEQUENCE, 1),
        *((QUORUM, n) for n in (1, 2, 3)),
        *((WEIGHT, p) for p in (1, 25, 50, 60, 100)),
    ],
)
def test_every_small_panel_decides_what_the_rule_says_whatever_was_answered_in_whatever_order(rule, needed):
    tried = 0
    for seats in panels():
        for given_so_far in courses(seats):
            tried += 1
            assert verdict_of(rule, seats, given_so_far, needed=needed) is expected(rule, seats, given_so_far, needed)
    assert tried == 4 * 3 + 16 * 13 + 64 * 79


@given(seats=st.integers(1, 5), needed=st.integers(1, 5), data=st.data())
def test_once_decided_no_later_answer_turns_it_round(seats, needed, data):
    order = data.draw(st.permutations(range(1, seats + 1)))
    said = data.draw(st.lists(st.sampled_from(Verdict), min_size=seats, max_size=seats))
    weights = data.draw(st.lists(st.integers(1, 9), min_size=seats, max_size=seats))
    for rule, wanted in ((ANY, 1), (ALL, 1), (QUORUM, needed), (WEIGHT, needed * 20)):
        given_so_far: dict[int, Verdict] = {}
        decided = None
        for seat, verdict in zip(order, said, strict=True):
            given_so_far[seat] = verdict
            now = verdict_of(rule, weighing(*weights), given_so_far, needed=wanted)
            assert decided in (None, now)
            decided = now


@pytest.mark.parametrize(("rule", "needed"), [*product(RULES, (1, 2, 3)), *product([WEIGHT], (1, 60, 100))])
def test_when_everybody_has_answered_there_is_an_outcome(rule, needed):
    for seats in panels():
        for said in map("".join, product("yn", repeat=len(seats))):
            assert verdict_of(rule, seats, answers(said), needed=needed) is not None
