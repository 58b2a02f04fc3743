"""A truth table per guard: facts, and whether the statement is true of them."""

from dataclasses import fields, replace
from typing import Any

import pytest
from possible_facts import FACTS, generous
from truth import TRUTH

from models.values import Given
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


NO_IDS: frozenset[int] = frozenset()
# fmt: off
UNSAID = {
    # life            what holds of facts of which nothing is said: as little as possible is granted
    Life.PLAN: {
        "requirement_known": False, "who_settled": False, "when_settled": False, "requirements": 0, "unconfirmed": 0,
        "unended": 0, "panel_said": None, "review_open": False, "review_withdrawn": False, "summary_written": False,
        "summary_approved": False, "policy_known": False, "policy_differs": False, "tied": False,
        "event_known": False, "event_date_fits": True, "event_date_differs": True,
        "under_a_plan": False, "above_issued": True, "filed": False, "binds": False, "prescribed": False,
        "altered": False, "outside": False},
    Life.TASK: {
        "plan_issued": False, "lead_named": False, "timed": False, "reporters": NO_IDS, "lead_unit_id": None,
        "unit_known": False, "unit_owes": False, "deliverables_missing": (), "quantity_met": True, "owed": 0,
        "i_owe": False, "panel_said": None, "review_withdrawn": False, "due_not_past": True,
        "standing": False, "prescribed": False, "unit_outside": False},
    Life.REVIEW: {
        "my_seats": NO_IDS, "turn": NO_IDS, "excluded": NO_IDS, "answered_by": NO_IDS, "answering": NO_IDS, "outcome": None, "answers": 0,
        "seats": 1, "needed": 1, "new_signer_fits": False, "adviser_fits": False, "advice_open": False,
        "advice_wanted": False, "can_take_back": False, "seat_unanswered": False, "seat_has_veto": False,
        "undecided_without": False, "subject_ended": False},
    Life.EXTENSION: {
        "task_in_progress": False, "has_due": True, "before_due": False, "wanted_workday": False, "wanted_later": False,
        "granted_before": 0, "at_most": 0, "one_open": False, "askers": NO_IDS, "task_moved_on": False,
        "prescribed": False},
    Life.SUPERVISION: {"due_rung": None, "with_lead": False, "task_over": False},
    Life.FINDING: {"fixers": NO_IDS},
    Life.EXEMPLAR: {"nominators": NO_IDS},
    Life.INSPECTION: {"findings_unassigned": 0},
    Life.APPEAL: {"circular_out": False, "in_time": False, "appealed_before": False, "involved": NO_IDS},
    Life.PAPER: {"review_asked": False, "panel_said": None, "review_withdrawn": False},
}
# fmt: on


@pytest.mark.parametrize("life", Life)
def test_of_what_is_not_said_exactly_this_is_assumed(life):
    shared = {"roles": frozenset(), "hands": NO_IDS, "given": Given(), "late": False}

    assert {field.name for field in fields(FACTS[life])} == {*UNSAID[life], *shared}
    assert FACTS[life]() == FACTS[life](**UNSAID[life], **shared)


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
    "progress_given": ("text", "percent", "count"), "percent_has_an_end": ("percent",), "file_given": ("file",), "new_due_given": ("due",),
    "due_not_past": ("due",), "verdict_given": ("verdict",), "reason_for_no": ("reason",),
    "new_signer_fits": ("person_id",), "adviser_fits": ("person_id",), "seat_unanswered": ("signer_id",),
    "seat_without_veto": ("signer_id",), "somebody_still_answers": ("signer_id",), "wanted_workday": ("due",),
    "as_prescribed_above": ("settled",), "within_the_unit": ("settled",), "new_lead_within": ("unit_id",),
    "wanted_later": ("due",), "event_known": ("text",), "event_date_fits": ("due",), "event_date_differs": ("due",),
}
# fmt: on


def test_exactly_these_guards_ask_the_person_for_something():
    found = {name: guard.asks for life in Life for name, guard in guards(life).items() if hasattr(guard, "asks")}

    assert found == ASKS
