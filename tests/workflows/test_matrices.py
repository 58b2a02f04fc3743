"""The tables against the matrices written by hand: nothing more, nothing less, and random facts never get past them."""

from dataclasses import replace

import pytest
from by_hand import BY_HAND, OPEN_AND_ENDED, STAGES, UNTIMED, cells, told, written
from expectation import expected, guard_named, outcome_of, ruling_of
from hypothesis import given, settings
from hypothesis import strategies as st
from possible_facts import generous, some_facts
from truth import TRUTH

from models.errors import RuleRefused
from models.words import Act, Life, Role, Then
from workflows.lives import LIVES
from workflows.rules import NEW, ask, sentence
from workflows.task.lifecycle import STAGES as TASK_STAGES


@pytest.mark.parametrize("life", Life)
def test_the_table_says_exactly_what_the_matrix_says(life):
    assert told(LIVES[life].rows) == written(life)


@pytest.mark.parametrize("life", Life)
def test_the_matrix_speaks_of_every_state(life):
    assert set(BY_HAND[life]) == {NEW, *(state.value for state in LIVES[life].states)}
    assert {str(state) for state in LIVES[life].ended} == OPEN_AND_ENDED[life]
    assert {str(state): (why.zh, why.en) for state, why in LIVES[life].untimed.items()} == UNTIMED[life]


def test_every_state_of_a_task_has_its_stage():
    assert {str(state): stage.value for state, stage in TASK_STAGES.items()} == STAGES


@pytest.mark.parametrize("life", Life)
def test_the_matrix_names_guards_of_this_life(life):
    guards = [guard for row in LIVES[life].rows for guard in row.if_]

    assert [guard for guard in guards if guard_named(life, guard.__name__) is not guard] == []


@pytest.mark.parametrize("life", Life)
def test_a_role_that_the_matrix_does_not_name_is_refused_whatever_the_facts(life):
    allowed = {(cell.state, cell.act, cell.who) for cell in cells(life)}
    of_this_life = {cell.act for cell in cells(life)}
    tried = 0
    for state in BY_HAND[life]:
        for act in Act:
            for role in Role:
                if (state, act.value, role.value) in allowed:
                    continue
                tried += 1
                for facts in generous(life, frozenset({role}))[: None if act in of_this_life else 1]:
                    assert outcome_of(LIVES[life], state, act, facts) is None
    assert tried == len(BY_HAND[life]) * len(Act) * len(Role) - len(allowed)


@pytest.mark.parametrize("life", Life)
def test_every_cell_of_the_matrix_can_happen(life):
    for cell in cells(life):
        outcomes = {
            outcome
            for facts in generous(life, frozenset({Role(cell.who)}))
            if (outcome := outcome_of(LIVES[life], cell.state, Act(cell.act), facts))
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
                    assert sentence(guard_named(life, name)) in refused.value.reasons, (cell, name)


def test_the_first_of_two_rows_decides_for_a_person_with_both_roles():
    both = frozenset({Role.ASKER, Role.PLANNER})
    [facts, _] = generous(Life.REVIEW, both)

    ruling = ask(LIVES[Life.REVIEW], "open", Act.WITHDRAW, facts=facts)

    assert (ruling.role, ruling.then) == (Role.ASKER, (Then.CARRY_OUT,))


@pytest.mark.parametrize("life", Life)
@given(data=st.data())
@settings(deadline=None)
def test_whatever_the_facts_no_table_decides_more_or_other_than_its_matrix(life, data):
    state = data.draw(st.sampled_from(sorted(BY_HAND[life])))
    act = data.draw(st.sampled_from(Act))
    facts = data.draw(some_facts(life))

    assert outcome_of(LIVES[life], state, act, facts) == expected(life, state, act, facts)


@pytest.mark.parametrize("life", Life)
@given(data=st.data())
@settings(deadline=None)
def test_whatever_the_facts_a_cell_of_the_matrix_happens_when_all_it_names_holds(life, data):
    cell = data.draw(st.sampled_from(cells(life)))
    facts = data.draw(some_facts(life))
    facts = replace(facts, roles=facts.roles | {Role(cell.who)})

    assert outcome_of(LIVES[life], cell.state, Act(cell.act), facts) == expected(life, cell.state, Act(cell.act), facts)
