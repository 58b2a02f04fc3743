"""A truth table per guard: facts, and whether the statement is true of them."""

from dataclasses import replace
from typing import Any

import pytest
from possible_facts import FACTS, generous
from truth import TRUTH

from models.words import Life, Role
from workflows.lives import LIVES

# fmt: off
CASES = [
    pytest.param(life, name, facts, true, id=f"{life}-{name}-{n}")
    for life, guards in TRUTH.items()
    for name, table in guards.items()
    for n, (facts, true) in enumerate(table)
]
# fmt: on


def guards(life: Life) -> dict[str, Any]:
    return {guard.__name__: guard for row in LIVES[life].rows for guard in row.if_}


@pytest.mark.parametrize("life", Life)
def test_every_guard_has_its_truth_table(life):
    assert set(TRUTH[life]) == set(guards(life))


@pytest.mark.parametrize(("life", "name", "facts", "true"), CASES)
def test_a_guard_is_true_of_exactly_these_facts_whatever_else_is_the_case(life, name, facts, true):
    for others in (FACTS[life](), *generous(life, frozenset(Role))):
        assert guards(life)[name](replace(others, **facts)) is true


@pytest.mark.parametrize("life", Life)
def test_every_table_has_a_case_for_yes_and_one_for_no(life):
    one_sided = [name for name, table in TRUTH[life].items() if {true for _, true in table} != {True, False}]

    assert one_sided == []


# fmt: off
ASKS = {
    # guards that speak of what the person gives, and the field of the form they speak of
    "reason_given": ("reason",), "text_given": ("text",), "requirement_known": ("requirement_id",),
    "who_settled": ("settled",), "when_settled": ("settled",), "policy_known": ("policy_id",),
    "policy_differs": ("policy_id",), "new_lead_given": ("unit_id",), "unit_owes": ("unit_id",),
    "progress_given": ("text", "percent", "count"), "file_given": ("file",), "new_due_given": ("due",),
    "due_not_past": ("due",), "verdict_given": ("verdict",), "reason_for_no": ("reason",),
    "new_signer_fits": ("person_id",), "adviser_fits": ("person_id",), "seat_unanswered": ("signer_id",),
    "seat_without_veto": ("signer_id",), "somebody_still_answers": ("signer_id",), "wanted_workday": ("due",),
    "wanted_later": ("due",),
}
# fmt: on


def test_exactly_these_guards_ask_the_person_for_something():
    found = {name: guard.asks for life in Life for name, guard in guards(life).items() if hasattr(guard, "asks")}

    assert found == ASKS
