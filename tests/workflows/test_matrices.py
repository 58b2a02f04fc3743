"""The tables against the matrices written by hand: nothing more, nothing less, and random facts never get past them."""

from dataclasses import fields
from typing import Any

import pytest
from by_hand import BY_HAND, OPEN_AND_ENDED, Cell, cells
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import RuleRefused
from models.values import Given
from models.words import Act, Life, Role, SupervisionState, Verdict
from workflows.exemplar.guards import ExemplarFacts
from workflows.extension.guards import ExtensionFacts
from workflows.finding.guards import FindingFacts
from workflows.given import Asking
from workflows.lives import LIVES
from workflows.plan.guards import PlanFacts
from workflows.review.guards import ReviewFacts
from workflows.rules import NEW, ask
from workflows.supervision.guards import SupervisionFacts
from workflows.task.guards import TaskFacts

FACTS: dict[Life, type[Asking]] = {
    Life.PLAN: PlanFacts,
    Life.TASK: TaskFacts,
    Life.REVIEW: ReviewFacts,
    Life.EXTENSION: ExtensionFacts,
    Life.SUPERVISION: SupervisionFacts,
    Life.FINDING: FindingFacts,
    Life.EXEMPLAR: ExemplarFacts,
}


@pytest.mark.parametrize("life", Life)
def test_the_table_says_exactly_what_the_matrix_says(life):
    told = [
        Cell(str(source), row.may.value, row.who.value, row.target(source), tuple(g.__name__ for g in row.if_))
        for row in LIVES[life].rows
        for source in row.sources
    ]

    assert sorted(told, key=repr) == sorted(cells(life), key=repr)


@pytest.mark.parametrize("life", Life)
def test_the_matrix_speaks_of_every_state(life):
    assert set(BY_HAND[life]) == {NEW, *(state.value for state in LIVES[life].states)}
    assert {str(state) for state in LIVES[life].ended} == OPEN_AND_ENDED[life]


@pytest.mark.parametrize("life", Life)
def test_a_role_that_the_matrix_does_not_name_is_refused_whatever_the_facts(life):
    allowed = {(cell.state, cell.act, cell.who) for cell in cells(life)}
    tried = 0
    for state in BY_HAND[life]:
        for act in Act:
            for role in Role:
                if (state, act.value, role.value) in allowed:
                    continue
                tried += 1
                for facts in generous(life, frozenset({role})):
                    with pytest.raises(RuleRefused):
                        ask(LIVES[life], state, act, facts=facts)
    assert tried == len(BY_HAND[life]) * len(Act) * len(Role) - len(allowed)


@pytest.mark.parametrize("life", Life)
def test_every_cell_of_the_matrix_can_happen(life):
    for cell in cells(life):
        outcomes = {
            outcome
            for facts in generous(life, frozenset({Role(cell.who)}))
            if (outcome := outcome_of(life, cell.state, Act(cell.act), facts))
        }
        assert outcomes == {(cell.becomes, cell.who)}, cell


def outcome_of(life: Life, state: str, act: Act, facts: Asking) -> tuple[str, str] | None:
    try:
        ruling = ask(LIVES[life], state, act, facts=facts)
    except RuleRefused:
        return None
    return str(ruling.becomes), ruling.role.value


FULL = Given(
    reason="理由",
    text="内容",
    due="2026-05-29",
    unit_id=2,
    person_id=3,
    signer_id=1,
    percent=50,
    count=1,
    verdict=Verdict.YES,
    evidence_id=1,
    requirement_id=1,
)


def generous(life: Life, roles: frozenset[Role]) -> list[Any]:
    """Facts under which everything holds that can hold at once; one set for each answer a panel or a ladder may give."""
    shared = {"roles": roles, "given": FULL, "hands": frozenset({9})}
    yes_and_no = [{"panel_said": verdict} for verdict in Verdict]
    # fmt: off
    variants: dict[Life, list[dict[str, Any]]] = {
        Life.PLAN: [{
            "requirement_known": True, "who_settled": True, "when_settled": True, "requirements": 3,
            "review_withdrawn": True, "summary_written": True, "summary_approved": True, **said} for said in yes_and_no],
        Life.TASK: [{
            "plan_issued": True, "lead_named": True, "timed": True, "lead_unit_id": 1, "unit_known": True,
            "unit_owes": True, "i_owe": True, "review_withdrawn": True, "owed": owed, **said}
            for said in yes_and_no for owed in (0, 1)],
        Life.REVIEW: [{
            "my_seats": frozenset({1}), "turn": frozenset({1}), "seats": 3, "new_signer_fits": True,
            "seat_unanswered": True, "undecided_without": True, "late": True, "subject_ended": True, "outcome": verdict} for verdict in Verdict],
        Life.EXTENSION: [{
            "task_in_progress": True, "before_due": True, "wanted_workday": True, "wanted_later": True, "at_most": 1,
            "task_moved_on": True, "late": True}],
        Life.SUPERVISION: [{"due_rung": rung, "with_lead": True, "task_over": True} for rung in SupervisionState],
        Life.FINDING: [{}],
        Life.EXEMPLAR: [{}],
    }
    # fmt: on
    return [FACTS[life](**shared, **variant) for variant in variants[life]]


SOME_GIVEN = st.builds(
    Given,
    reason=st.sampled_from(["", "  ", "理由"]),
    text=st.sampled_from(["", "内容"]),
    due=st.none() | st.dates(),
    unit_id=st.none() | st.integers(1, 2),
    percent=st.none() | st.integers(0, 100),
    count=st.integers(0, 2),
    verdict=st.none() | st.sampled_from(Verdict),
    evidence_id=st.none() | st.just(1),
)
BY_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "bool": st.booleans(),
    "int": st.integers(0, 3),
    "int | None": st.none() | st.integers(1, 2),
    "frozenset[int]": st.frozensets(st.integers(1, 3)),
    "frozenset[Role]": st.frozensets(st.sampled_from(Role)),
    "tuple[str, ...]": st.just(()) | st.just(("《清单》",)),
    "Verdict | None": st.none() | st.sampled_from(Verdict),
    "SupervisionState | None": st.none() | st.sampled_from(SupervisionState),
    "Given": SOME_GIVEN,
}


def some_facts(life: Life) -> st.SearchStrategy[Asking]:
    """Any facts at all, possible or not."""
    kind = FACTS[life]
    spelled = {f.name: f.type if isinstance(f.type, str) else _spelled(f.type) for f in fields(kind)}
    return st.builds(kind, **{name: BY_TYPE[spelling] for name, spelling in spelled.items()})


def _spelled(kind: Any) -> str:
    if isinstance(kind, type) and not hasattr(kind, "__args__"):
        return kind.__name__
    return str(kind).replace("models.words.", "").replace("models.values.", "")


@pytest.mark.parametrize("life", Life)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_facts_ever_get_past_the_matrix(life, data):
    allowed = {(c.state, c.act, c.who): c for c in cells(life)}
    state = data.draw(st.sampled_from(sorted(BY_HAND[life])))
    act = data.draw(st.sampled_from(Act))
    facts = data.draw(some_facts(life))

    outcome = outcome_of(life, state, act, facts)

    if outcome is not None:
        becomes, role = outcome
        cell = allowed[state, act.value, role]
        assert Role(role) in facts.roles
        assert cell.becomes == becomes
        assert all(guards_of(life)[name](facts) for name in cell.if_)


@pytest.mark.parametrize("life", Life)
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_whatever_the_matrix_allows_and_all_guards_grant_does_happen(life, data):
    cell = data.draw(st.sampled_from(cells(life)))
    facts = data.draw(some_facts(life))
    may = Role(cell.who) in facts.roles and all(guards_of(life)[name](facts) for name in cell.if_)

    outcome = outcome_of(life, cell.state, Act(cell.act), facts)

    assert outcome is not None if may else outcome != (cell.becomes, cell.who)


def guards_of(life: Life) -> dict[str, Any]:
    return {guard.__name__: guard for row in LIVES[life].rows for guard in row.if_}
