"""A truth table per guard: facts, and whether the statement is true of them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.values import Given
from models.words import Life, SupervisionState, Verdict
from workflows.exemplar.guards import ExemplarFacts
from workflows.extension.guards import ExtensionFacts
from workflows.finding.guards import FindingFacts
from workflows.lives import LIVES
from workflows.plan.guards import PlanFacts
from workflows.review.guards import ReviewFacts
from workflows.supervision.guards import SupervisionFacts
from workflows.task.guards import TaskFacts

YES, NO = Verdict.YES, Verdict.NO
BARE: dict[Life, Any] = {
    Life.PLAN: PlanFacts(),
    Life.TASK: TaskFacts(),
    Life.REVIEW: ReviewFacts(),
    Life.EXTENSION: ExtensionFacts(),
    Life.SUPERVISION: SupervisionFacts(),
    Life.FINDING: FindingFacts(),
    Life.EXEMPLAR: ExemplarFacts(),
}


def given(**fields: Any) -> dict[str, Any]:
    return {"given": Given(**fields)}


def people(name: str, side: set[int], hands: set[int]) -> dict[str, Any]:
    return {name: frozenset(side), "hands": frozenset(hands)}


# fmt: off
REASON = [
    # facts                                       true of them
    (given(reason=""),                            False),
    (given(reason=" \n\t　"),                     False),
    (given(reason="理由"),                         True),
]
TEXT = [(given(text=""), False), (given(text="  "), False), (given(text="内容"), True)]


def flag(name: str) -> list[tuple[dict[str, Any], bool]]:
    return [({name: False}, False), ({name: True}, True)]


def two_people(name: str) -> list[tuple[dict[str, Any], bool]]:
    return [
        (people(name, set(),   {1}),      True),    # nobody did it yet
        (people(name, {1},     {2}),      True),
        (people(name, {1},     {1}),      False),   # the same person
        (people(name, {1},     {2, 1}),   False),   # a deputy who stands in for that person
        (people(name, {1, 3},  {3}),      False),   # whoever the other one stood in for
        (people(name, {1},     set()),    True),    # the house itself
    ]


def said(name: str, wanted: Verdict) -> list[tuple[dict[str, Any], bool]]:
    return [({name: None}, False), ({name: YES}, wanted is YES), ({name: NO}, wanted is NO)]


def rung(wanted: SupervisionState) -> list[tuple[dict[str, Any], bool]]:
    return [({"due_rung": None}, False), *(({"due_rung": state}, state is wanted) for state in SupervisionState)]


TRUTH: dict[Life, dict[str, list[tuple[dict[str, Any], bool]]]] = {
    Life.PLAN: {
        "requirement_known":           flag("requirement_known"),
        "who_settled":                 flag("who_settled"),
        "when_settled":                flag("when_settled"),
        "has_requirements":            [({"requirements": 0}, False), ({"requirements": 1}, True), ({"requirements": 9}, True)],
        "every_requirement_confirmed": [({"unconfirmed": 0}, True), ({"unconfirmed": 1}, False)],
        "no_review_open":              [({"review_open": False}, True), ({"review_open": True}, False)],
        "panel_said_yes":              said("panel_said", YES),
        "panel_said_no":               said("panel_said", NO),
        "review_withdrawn":            flag("review_withdrawn"),
        "every_task_ended":            [({"unended": 0}, True), ({"unended": 1}, False)],
        "summary_written":             flag("summary_written"),
        "summary_approved":            flag("summary_approved"),
        "reason_given":                REASON,
        "text_given":                  TEXT,
    },
    Life.TASK: {
        "plan_issued":           flag("plan_issued"),
        "lead_named":            flag("lead_named"),
        "timed":                 flag("timed"),
        "new_lead_given": [
            ({"unit_known": False, "lead_unit_id": 1, **given(unit_id=None)}, False),
            ({"unit_known": False, "lead_unit_id": 1, **given(unit_id=2)},    False),   # no such unit
            ({"unit_known": True,  "lead_unit_id": 1, **given(unit_id=1)},    False),   # the one it has
            ({"unit_known": True,  "lead_unit_id": 1, **given(unit_id=2)},    True),
        ],
        "deliverables_attached": [({"deliverables_missing": ()}, True), ({"deliverables_missing": ("《清单》",)}, False)],
        "quantity_met":          flag("quantity_met"),
        "nobody_owes":           [({"owed": 0}, True), ({"owed": 1}, False)],
        "somebody_owes":         [({"owed": 0}, False), ({"owed": 2}, True)],
        "i_owe":                 flag("i_owe"),
        "unit_owes":             flag("unit_owes"),
        "progress_given": [
            (given(),                     False),
            (given(text="  "),            False),
            (given(count=0),              False),
            (given(percent=0),            True),    # 0 % is said, not left out
            (given(count=1),              True),
            (given(text="已开工"),         True),
        ],
        "file_given":            [(given(), False), (given(evidence_id=7), True)],
        "other_person":          two_people("reporters"),
        "panel_said_yes":        said("panel_said", YES),
        "panel_said_no":         said("panel_said", NO),
        "review_withdrawn":      flag("review_withdrawn"),
        "due_not_past":          flag("due_not_past"),
        "new_due_given":         [(given(), False), (given(due=date(2026, 5, 1)), True)],
        "reason_given":          REASON,
        "text_given":            TEXT,
    },
    Life.REVIEW: {
        "has_seat":        [({"my_seats": frozenset()}, False), ({"my_seats": frozenset({4})}, True)],
        "my_turn": [
            ({"my_seats": frozenset({4}), "turn": frozenset()},      False),
            ({"my_seats": frozenset({4}), "turn": frozenset({3})},   False),
            ({"my_seats": frozenset({4, 3}), "turn": frozenset({3})}, True),
        ],
        "not_excluded":    two_people("excluded"),
        "answers_once":    two_people("answered_by"),
        "verdict_given":   [(given(), False), (given(verdict=YES), True), (given(verdict=NO), True)],
        "reason_for_no": [
            (given(verdict=YES),               True),
            (given(verdict=YES, reason="好"),   True),
            (given(verdict=NO),                False),
            (given(verdict=NO, reason=" "),    False),
            (given(verdict=NO, reason="不实"),  True),
        ],
        "new_signer_fits": flag("new_signer_fits"),
        "seat_unanswered": flag("seat_unanswered"),
        "enough_seats_left": [
            ({"seats": 1, "needed": 1}, False),
            ({"seats": 2, "needed": 1}, True),
            ({"seats": 3, "needed": 3}, False),
            ({"seats": 4, "needed": 3}, True),
            ({"seats": 1, "needed": 0}, False),     # a panel of nobody decides nothing
        ],
        "somebody_still_answers": flag("undecided_without"),
        "panel_said_yes":  said("outcome", YES),
        "panel_said_no":   said("outcome", NO),
        "nobody_answered": [({"answers": 0}, True), ({"answers": 1}, False)],
        "late":            flag("late"),
        "subject_ended":   flag("subject_ended"),
        "reason_given":    REASON,
    },
    Life.EXTENSION: {
        "task_in_progress": flag("task_in_progress"),
        "has_due":          flag("has_due"),
        "before_due":       flag("before_due"),
        "wanted_workday":   flag("wanted_workday"),
        "wanted_later":     flag("wanted_later"),
        "may_extend_again": [
            ({"granted_before": 0, "at_most": 0}, False),
            ({"granted_before": 1, "at_most": 2}, True),
            ({"granted_before": 2, "at_most": 2}, False),
            ({"granted_before": 3, "at_most": 2}, False),
        ],
        "none_open":        [({"one_open": False}, True), ({"one_open": True}, False)],
        "other_person":     two_people("askers"),
        "task_moved_on":    flag("task_moved_on"),
        "late":             flag("late"),
        "reason_given":     REASON,
        "text_given":       TEXT,
    },
    Life.SUPERVISION: {
        "with_lead":    flag("with_lead"),
        "task_over":    flag("task_over"),
        "reminder_due": rung(SupervisionState.REMINDED),
        "urging_due":   rung(SupervisionState.URGED),
        "order_due":    rung(SupervisionState.ORDERED),
        "talk_due":     rung(SupervisionState.SUMMONED),
        "circular_due": rung(SupervisionState.CIRCULATED),
        "reason_given": REASON,
    },
    Life.FINDING:  {"other_person": two_people("fixers"), "reason_given": REASON, "text_given": TEXT},
    Life.EXEMPLAR: {"other_person": two_people("nominators"), "reason_given": REASON, "text_given": TEXT},
}
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
def test_a_guard_is_true_of_exactly_these_facts(life, name, facts, true):
    assert guards(life)[name](replace(BARE[life], **facts)) is true


# fmt: off
ASKS = {
    # guards that speak of what the person gives, and the field of the form they speak of
    "reason_given": ("reason",), "text_given": ("text",), "requirement_known": ("requirement_id",),
    "who_settled": ("settled",), "when_settled": ("settled",), "new_lead_given": ("unit_id",),
    "unit_owes": ("unit_id",), "progress_given": ("text", "percent", "count"), "file_given": ("file",),
    "new_due_given": ("due",), "due_not_past": ("due",), "verdict_given": ("verdict",), "reason_for_no": ("reason",),
    "new_signer_fits": ("person_id",), "seat_unanswered": ("signer_id",), "somebody_still_answers": ("signer_id",), "wanted_workday": ("due",),
    "wanted_later": ("due",),
}
# fmt: on


def test_exactly_these_guards_ask_the_person_for_something():
    found = {name: guard.asks for life in Life for name, guard in guards(life).items() if hasattr(guard, "asks")}

    assert found == ASKS
