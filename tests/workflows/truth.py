"""Truth tables written by hand: for every guard of every life, facts, and whether the statement is true of them.

A case names every fact that the guard looks at; whatever else is the case makes no difference.
"""

from datetime import date
from typing import Any

from models.values import Given
from models.words import Life, SupervisionState, Verdict

YES, NO = Verdict.YES, Verdict.NO
Table = list[tuple[dict[str, Any], bool]]


def given(**fields: Any) -> dict[str, Any]:
    return {"given": Given(**fields)}


def people(name: str, side: set[int], hands: set[int], *, by: str = "hands") -> dict[str, Any]:
    return {name: frozenset(side), by: frozenset(hands)}


# fmt: off
REASON = [
    # facts                                       true of them
    (given(reason=""),                            False),
    (given(reason=" \n\t　"),                     False),
    (given(reason="理由"),                         True),
]
NEW_DUE = [(given(), False), (given(due=date(2026, 5, 1)), True)]
TEXT = [(given(text=""), False), (given(text="  "), False), (given(text="内容"), True)]


def flag(name: str) -> Table:
    return [({name: False}, False), ({name: True}, True)]


def two_people(name: str, by: str = "hands") -> Table:
    return [
        (people(name, set(),   {1}, by=by),      True),    # nobody did it yet
        (people(name, {1},     {2}, by=by),      True),
        (people(name, {1},     {1}, by=by),      False),   # the same person
        (people(name, {1},     {2, 1}, by=by),   False),   # a deputy who stands in for that person
        (people(name, {1, 3},  {3}, by=by),      False),   # whoever the other one stood in for
        (people(name, {1, 3},  {2, 4}, by=by),   True),
        (people(name, {1},     set(), by=by),    True),    # the house itself
        (people(name, set(),   set(), by=by),    True),
    ]


def said(name: str, wanted: Verdict) -> Table:
    return [({name: None}, False), ({name: YES}, wanted is YES), ({name: NO}, wanted is NO)]


def rung(wanted: SupervisionState) -> Table:
    return [({"due_rung": None}, False), *(({"due_rung": state}, state is wanted) for state in SupervisionState)]


TRUTH: dict[Life, dict[str, Table]] = {
    Life.PLAN: {
        "tied_to_an_event":      flag("tied"),
        "event_known":           flag("event_known"),
        "event_date_fits":       flag("event_date_fits"),
        "event_date_differs":    flag("event_date_differs"),
        "new_due_given":         NEW_DUE,
        "requirement_known":           flag("requirement_known"),
        "who_settled":                 flag("who_settled"),
        "when_settled":                flag("when_settled"),
        "has_requirements":            [({"requirements": 0}, False), ({"requirements": 1}, True), ({"requirements": 9}, True)],
        "every_requirement_confirmed": [({"unconfirmed": 0}, True), ({"unconfirmed": 1}, False), ({"unconfirmed": 2}, False)],
        "no_review_open":              [({"review_open": False}, True), ({"review_open": True}, False)],
        "panel_said_yes":              said("panel_said", YES),
        "panel_said_no":               said("panel_said", NO),
        "review_withdrawn":            flag("review_withdrawn"),
        "every_task_ended":            [({"unended": 0}, True), ({"unended": 1}, False), ({"unended": 2}, False)],
        "summary_written":             flag("summary_written"),
        "summary_approved":            flag("summary_approved"),
        "policy_known":                flag("policy_known"),
        "policy_differs":              flag("policy_differs"),
        "above_issued":                flag("above_issued"),
        "under_a_plan":                flag("under_a_plan"),
        "not_filed":                   [({"filed": False}, True), ({"filed": True}, False)],
        "binds_nothing":               [({"binds": False}, True), ({"binds": True}, False)],
        "not_prescribed_above":        [({"prescribed": False}, True), ({"prescribed": True}, False)],
        "as_prescribed_above":         [({"altered": False}, True), ({"altered": True}, False)],
        "within_the_unit":             [({"outside": False}, True), ({"outside": True}, False)],
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
            ({"unit_known": True,  "lead_unit_id": None, **given(unit_id=2)}, True),    # nobody led it so far
            ({"unit_known": False, "lead_unit_id": None, **given(unit_id=2)}, False),
        ],
        "deliverables_attached": [({"deliverables_missing": ()}, True), ({"deliverables_missing": ("《清单》",)}, False)],
        "quantity_met":          flag("quantity_met"),
        "nobody_owes":           [({"owed": 0}, True), ({"owed": 1}, False), ({"owed": 2}, False)],
        "somebody_owes":         [({"owed": 0}, False), ({"owed": 1}, True), ({"owed": 2}, True)],
        "i_owe":                 flag("i_owe"),
        "unit_owes":             flag("unit_owes"),
        "progress_given": [
            (given(),                     False),
            (given(text="  "),            False),
            (given(count=0),              False),
            (given(percent=0),            True),    # 0 % is said, not left out
            (given(count=1),              True),
            (given(text="已开工"),         True),
            (given(percent=50, count=3),  True),
            (given(text="已开工", percent=50, count=3), True),
        ],
        "percent_has_an_end": [
            (given(),                                  True),
            (given(percent=50),                        True),
            (given(text="已开工") | {"standing": True},  True),
            (given(percent=0) | {"standing": True},    False),
        ],
        "not_prescribed_above":  [({"prescribed": False}, True), ({"prescribed": True}, False)],
        "new_lead_within":       [({"unit_outside": False}, True), ({"unit_outside": True}, False)],
        "file_given":            [(given(), False), (given(evidence_id=7), True)],
        "other_person":          two_people("reporters"),
        "panel_said_yes":        said("panel_said", YES),
        "panel_said_no":         said("panel_said", NO),
        "review_withdrawn":      flag("review_withdrawn"),
        "due_not_past":          flag("due_not_past"),
        "new_due_given":         NEW_DUE,
        "late":                  flag("late"),
        "reason_given":          REASON,
        "text_given":            TEXT,
    },
    Life.REVIEW: {
        "new_due_given":         NEW_DUE,
        "has_seat":        [({"my_seats": frozenset()}, False), ({"my_seats": frozenset({4})}, True)],
        "my_turn": [
            ({"my_seats": frozenset({4}), "turn": frozenset()},      False),
            ({"my_seats": frozenset({4}), "turn": frozenset({3})},   False),
            ({"my_seats": frozenset(), "turn": frozenset({3})},      False),
            ({"my_seats": frozenset(), "turn": frozenset()},         False),
            ({"my_seats": frozenset({3}), "turn": frozenset({3})},   True),
            ({"my_seats": frozenset({4, 3}), "turn": frozenset({3})}, True),
            ({"my_seats": frozenset({3}), "turn": frozenset({4, 3})}, True),
        ],
        "not_excluded":    two_people("excluded"),
        "answers_once":    two_people("answered_by", by="answering"),
        "no_advice_open":  [({"advice_open": False}, True), ({"advice_open": True}, False)],
        "verdict_given":   [(given(), False), (given(verdict=YES), True), (given(verdict=NO), True)],
        "reason_for_no": [
            (given(),                          True),    # that an answer is given is another guard
            (given(reason="好"),                True),
            (given(verdict=YES),               True),
            (given(verdict=YES, reason="好"),   True),
            (given(verdict=NO),                False),
            (given(verdict=NO, reason=" "),    False),
            (given(verdict=NO, reason="不实"),  True),
        ],
        "new_signer_fits": flag("new_signer_fits"),
        "adviser_fits":    flag("adviser_fits"),
        "advice_wanted":   flag("advice_wanted"),
        "can_take_back":   flag("can_take_back"),
        "seat_unanswered": flag("seat_unanswered"),
        "seat_without_veto": [({"seat_has_veto": False}, True), ({"seat_has_veto": True}, False)],
        "enough_seats_left": [
            ({"seats": 1, "needed": 1}, False),
            ({"seats": 2, "needed": 1}, True),
            ({"seats": 3, "needed": 3}, False),
            ({"seats": 4, "needed": 3}, True),
            ({"seats": 5, "needed": 3}, True),
            ({"seats": 2, "needed": 3}, False),
            ({"seats": 1, "needed": 0}, False),     # a panel of nobody decides nothing
            ({"seats": 2, "needed": 0}, True),
        ],
        "somebody_still_answers": flag("undecided_without"),
        "panel_said_yes":  said("outcome", YES),
        "panel_said_no":   said("outcome", NO),
        "nobody_answered": [({"answers": 0}, True), ({"answers": 1}, False), ({"answers": 2}, False)],
        "late":            flag("late"),
        "subject_ended":   flag("subject_ended"),
        "reason_given":    REASON,
        "text_given":      TEXT,
    },
    Life.EXTENSION: {
        "not_prescribed_above":  [({"prescribed": False}, True), ({"prescribed": True}, False)],
        "new_due_given":         NEW_DUE,
        "task_in_progress": flag("task_in_progress"),
        "has_due":          flag("has_due"),
        "before_due":       flag("before_due"),
        "wanted_workday":   flag("wanted_workday"),
        "wanted_later":     flag("wanted_later"),
        "may_extend_again": [
            ({"granted_before": 0, "at_most": 0}, False),
            ({"granted_before": 0, "at_most": 1}, True),
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
    Life.FINDING:  {"other_person": two_people("fixers"), "late": flag("late"), "reason_given": REASON, "text_given": TEXT},
    Life.EXEMPLAR: {"other_person": two_people("nominators"), "reason_given": REASON, "text_given": TEXT},
    Life.INSPECTION: {
        "every_finding_assigned": [({"findings_unassigned": n}, n == 0) for n in (0, 1, 2)],
        "text_given":             TEXT,
        "reason_given":           REASON,
    },
    Life.APPEAL: {
        "circular_out":        flag("circular_out"),
        "in_time":             flag("in_time"),
        "not_appealed_before": [({"appealed_before": False}, True), ({"appealed_before": True}, False)],
        "other_person":        two_people("involved"),
        "late":                flag("late"),
        "reason_given":        REASON,
    },
    Life.PAPER: {
        "review_asked":     flag("review_asked"),
        "review_not_asked": [({"review_asked": False}, True), ({"review_asked": True}, False)],
        "panel_said_yes":   said("panel_said", YES),
        "panel_said_no":    said("panel_said", NO),
        "review_withdrawn": flag("review_withdrawn"),
        "reason_given":     REASON,
    },
}
# fmt: on
