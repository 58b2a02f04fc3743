"""The tables against the matrices written by hand: nothing more, nothing less, and random facts never get past them."""

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from by_hand import BY_HAND, OPEN_AND_ENDED, UNTIMED, Cell, cells, told, written
from hypothesis import given, settings
from hypothesis import strategies as st
from possible_facts import FACTS, generous, some_facts
from truth import TRUTH

from models.errors import RuleRefused
from models.words import Act, Life, Role, Then
from workflows.given import Asking
from workflows.lives import LIVES
from workflows.rules import NEW, Ruling, ask, sentence


@pytest.mark.parametrize("life", Life)
def test_the_table_says_exactly_what_the_matrix_says(life):
    assert told(LIVES[life]) == written(life)


@pytest.mark.parametrize("life", Life)
def test_the_matrix_speaks_of_every_state(life):
    assert set(BY_HAND[life]) == {NEW, *(state.value for state in LIVES[life].states)}
    assert {str(state) for state in LIVES[life].ended} == OPEN_AND_ENDED[life]
    assert {str(state) for state in LIVES[life].untimed} == UNTIMED[life]


@pytest.mark.parametrize("life", Life)
def test_the_matrix_names_guards_of_this_life(life):
    of_the_life = vars(import_module(FACTS[life].__module__))

    assert {name: guard for name, guard in guards_of(life).items() if of_the_life[name] is not guard} == {}


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
        assert outcomes == {ruling_of(cell)}, cell


@pytest.mark.parametrize("life", Life)
def test_each_statement_that_does_not_hold_refuses_and_is_read(life):
    for cell in cells(life):
        for name in cell.if_:
            for facts in generous(life, frozenset({Role(cell.who)})):
                for untrue in (case for case, true in TRUTH[life][name] if not true):
                    with pytest.raises(RuleRefused) as refused:
                        ask(LIVES[life], cell.state, Act(cell.act), facts=replace(facts, **untrue))
                    assert sentence(guards_of(life)[name]) in refused.value.reasons, (cell, name)


def test_the_first_of_two_rows_decides_for_a_person_with_both_roles():
    both = frozenset({Role.ASKER, Role.PLANNER})
    [facts, _] = generous(Life.REVIEW, both)

    ruling = ask(LIVES[Life.REVIEW], "open", Act.WITHDRAW, facts=facts)

    assert (ruling.role, ruling.then) == (Role.ASKER, (Then.CARRY_OUT,))


def ruling_of(cell: Cell) -> Ruling:
    then = tuple(Then(what) for what in cell.then)
    return Ruling(cell.lands, Role(cell.who), then, stays=cell.becomes == "=")


def outcome_of(life: Life, state: str, act: Act, facts: Asking) -> Ruling | None:
    try:
        return ask(LIVES[life], state, act, facts=facts)
    except RuleRefused:
        return None


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
        cell = allowed[state, act.value, outcome.role.value]
        assert outcome.role in facts.roles
        assert outcome == ruling_of(cell)
        assert all(guards_of(life)[name](facts) for name in cell.if_)


@pytest.mark.parametrize("life", Life)
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_whatever_the_matrix_allows_and_all_guards_grant_does_happen(life, data):
    cell = data.draw(st.sampled_from(cells(life)))
    facts = data.draw(some_facts(life))
    may = Role(cell.who) in facts.roles and all(guards_of(life)[name](facts) for name in cell.if_)

    outcome = outcome_of(life, cell.state, Act(cell.act), facts)

    assert outcome is not None if may else outcome != ruling_of(cell)


def guards_of(life: Life) -> dict[str, Any]:
    return {guard.__name__: guard for row in LIVES[life].rows for guard in row.if_}
