"""Claims about landing: what the rules still know stays, a mapping moves the rest, an end stays an end."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import Sentence
from models.words import Life
from workflows.definition import SAME, Definition, RowText, StateText
from workflows.landing import MAPPINGS, Asked, Landing, Lands, Lost, Onto, Stored, land, leads_to_end, lost
from workflows.lives import LIVES
from workflows.telling_of_definitions import told

TASK = LIVES[Life.TASK].definition
STATES = [state.value for state in TASK.states]
WHY = Sentence("合并了。", "Merged.")


def renamed(old: str, new: str) -> Definition:
    """The life of a task with one state called otherwise."""
    return Definition.model_validate_json(TASK.model_dump_json(by_alias=True).replace(f'"{old}"', f'"{new}"'))


def cut_off(state: str, of: Definition = TASK) -> Definition:
    """The life of a task in which no row leads out of a state."""
    rows = (row.model_copy(update={"when": tuple(s for s in row.when if s != state)}) for row in of.rows)
    return of.model_copy(update={"rows": tuple(rows)})


def opened(state: str) -> Definition:
    """The life of a task in which an end is none any more."""
    return TASK.model_copy(update={"ended": tuple(end for end in TASK.ended if end != state)})


def landed(state: str, now: Definition, *, before: Definition | None = TASK, onto: Onto | None = None) -> Landing:
    stored = Stored(Life.TASK, 1, state, 3, before.fingerprint if before else "", "一项任务")
    found = land(stored, now, before=before, mappings={(Life.TASK, state): onto} if onto else {})
    assert found.stored is stored
    return found


# fmt: off
CANNOT = [
    # why it cannot                     state         under                             mapped onto                            what is said
    ("no such state, no mapping",       "suspended",  renamed("suspended", "parked"),   None,                                  "规则没有“suspended”这个状态"),
    ("mapped onto nothing",             "suspended",  renamed("suspended", "parked"),   Onto("nowhere", WHY),                  "对应关系把它转到“nowhere”，而规则没有“nowhere”这个状态"),
    ("an open life onto an end",        "suspended",  renamed("suspended", "parked"),   Onto("closed", WHY),                   "对应关系把它转到“closed”，而它还没有了结，“已办结”却是终点，要由人决定"),
    ("an ended life onto an open one",  "closed",     renamed("closed", "finished"),    Onto("assigned", WHY),                 "对应关系把它转到“assigned”，而它已经了结，“已交办”却不是终点，要由人决定"),
    ("no way to an end",                "suspended",  cut_off("suspended"),             None,                                  "从“已挂账”再也到不了终点"),
    ("mapped onto a dead end",          "reported",   cut_off("suspended", renamed("reported", "filed")), Onto("suspended", WHY),        "对应关系把它转到“suspended”，而从“已挂账”再也到不了终点"),
    ("an end that is none any more",    "closed",     opened("closed"),                 None,                                  "它已经了结，“已办结”却不是终点，要由人决定"),
    ("a mapping that says otherwise",   "closed",     renamed("closed", "finished"),    Onto("assigned", WHY, was_end=False),  "对应关系把它转到“assigned”，而它已经了结，“已交办”却不是终点，要由人决定"),
]
IN_ENGLISH = {
    "规则没有“suspended”这个状态":
        "the rules have no state “suspended”",
    "对应关系把它转到“nowhere”，而规则没有“nowhere”这个状态":
        "the mapping leads to “nowhere”, and the rules have no state “nowhere”",
    "对应关系把它转到“closed”，而它还没有了结，“已办结”却是终点，要由人决定":
        "the mapping leads to “closed”, and it has not ended, and “closed” is an end; a person has to decide",
    "对应关系把它转到“assigned”，而它已经了结，“已交办”却不是终点，要由人决定":
        "the mapping leads to “assigned”, and it has ended, and “assigned” is no end; a person has to decide",
    "从“已挂账”再也到不了终点":
        "from “suspended” no end can be reached",
    "对应关系把它转到“suspended”，而从“已挂账”再也到不了终点":
        "the mapping leads to “suspended”, and from “suspended” no end can be reached",
    "它已经了结，“已办结”却不是终点，要由人决定":
        "it has ended, and “closed” is no end; a person has to decide",
}
# fmt: on


@pytest.mark.parametrize(("state", "now", "onto", "said"), [case[1:] for case in CANNOT], ids=[c[0] for c in CANNOT])
def test_what_cannot_land_stays_where_it_is_and_says_why(state, now, onto, said):
    found = landed(state, now, onto=onto)

    assert (found.lands, found.becomes, found.why) == (Lands.CANNOT, state, Sentence(said, IN_ENGLISH[said]))


@pytest.mark.parametrize(("old", "new"), [("suspended", "parked"), ("closed", "finished"), ("planned", "drawn_up")])
def test_a_renamed_state_lands_by_its_mapping_with_its_reason(old, new):
    found = landed(old, renamed(old, new), onto=Onto(new, WHY))

    assert (found.lands, found.becomes, found.why) == (Lands.BY_MAPPING, new, WHY)


def test_what_is_still_known_stays_and_says_so():
    found = landed("suspended", TASK)

    assert (found.becomes, found.why) == ("suspended", Sentence("规则仍有这个状态", "the rules still know it"))


def test_no_mapping_moves_a_life_that_the_rules_still_know():
    assert {landed(state, TASK, onto=Onto("closed", WHY)).lands for state in STATES} == {Lands.UNCHANGED}


def test_whether_it_had_ended_is_not_guessed():
    now = renamed("suspended", "parked")

    unknown = landed("suspended", now, before=None, onto=Onto("parked", WHY))
    assert (unknown.lands, unknown.becomes) == (Lands.CANNOT, "suspended")
    assert unknown.why == Sentence(
        "原规则没有留存，无从知道它是否已经了结，要由人决定",
        "its old definition is not on record, so nobody knows whether it had ended; a person has to decide",
    )
    assert landed("suspended", now, before=None, onto=Onto("parked", WHY, was_end=False)).lands is Lands.BY_MAPPING
    assert landed("suspended", now, before=None, onto=Onto("parked", WHY, was_end=True)).lands is Lands.CANNOT


def test_a_state_that_is_still_known_says_itself_whether_it_was_an_end():
    now = cut_off("suspended")

    assert landed("suspended", now, before=None, onto=Onto("assigned", WHY)).lands is Lands.BY_MAPPING
    assert landed("suspended", now, before=None, onto=Onto("closed", WHY)).lands is Lands.CANNOT


def test_a_circle_leads_to_no_end():
    rows = [("near", "over"), ("far", "near"), ("round", "about"), ("about", "round"), ("still", SAME), ("far", SAME)]
    small = Definition(
        life="task",
        states=tuple(StateText(value=name, zh=name, en=name) for name in (*dict(rows), "over")),
        ended=("over", "nowhere"),
        rows=tuple(RowText(when=(at,), who="planner", may="move", if_=(), becomes=to, then=()) for at, to in rows),
    )

    assert leads_to_end(small) == {"over", "near", "far"}


def test_how_a_life_lands_is_told_in_both_languages():
    assert [(lands.value, lands.zh, lands.en) for lands in Lands] == [
        ("unchanged", "原样接上", "as it is"),
        ("by_mapping", "按对应关系转入", "by a mapping"),
        ("cannot", "接不上", "cannot land"),
    ]


@given(st.sampled_from(STATES), st.sampled_from(STATES), st.sampled_from(STATES), st.none() | st.booleans())
def test_what_landed_by_a_mapping_lands_as_it_is_from_then_on(gone, state, onto, was_end):
    now = renamed(gone, "renamed")
    first = landed(state, now, onto=Onto("renamed" if onto == gone else onto, WHY, was_end=was_end))

    if first.lands is not Lands.CANNOT:
        again = landed(first.becomes, now, before=now, onto=Onto("planned", WHY))
        assert (again.lands, again.becomes) == (Lands.UNCHANGED, first.becomes)
        assert first.becomes in leads_to_end(now)
        assert (state in TASK.ended) == (first.becomes in now.ended)


def test_every_released_mapping_leads_to_a_state_that_there_is():
    assert [onto.state for (life, _), onto in MAPPINGS.items() if not LIVES[life].definition.knows(onto.state)] == []


def test_a_gated_act_needs_its_row_and_any_other_question_a_row_of_the_panel():
    gate = Asked(7, Life.TASK, 1, "assign", gated=True)
    question = Asked(8, Life.TASK, 1, "pass_check", gated=False)

    assert (lost(gate, "planned", TASK), lost(question, "in_review", TASK)) == (None, None)
    no_step = Sentence("“已办结”时已没有所审的这一步", "at “closed” there is no such step any more")
    no_wait = Sentence("“已交办”时不再等审核结论", "at “assigned” nothing waits for a panel any more")
    assert lost(gate, "closed", TASK) == Lost(gate, no_step)
    assert lost(question, "assigned", TASK) == Lost(question, no_wait)


@pytest.mark.parametrize("life", LIVES)
def test_a_definition_survives_being_stored_and_proves_itself(life):
    definition = LIVES[life].definition
    stored = json.loads(json.dumps(definition.model_dump(mode="json", by_alias=True)))

    assert Definition.model_validate(stored) == definition
    assert Definition.model_validate(stored).fingerprint == LIVES[life].fingerprint


@pytest.mark.parametrize("path", ["states", "ended", "rows"])
def test_the_fingerprint_covers_every_part_of_a_definition(path):
    changed = TASK.model_copy(update={path: getattr(TASK, path)[1:]})

    assert changed.fingerprint != TASK.fingerprint


def test_the_fingerprint_covers_what_a_refused_person_reads():
    row = next(row for row in TASK.rows if row.if_)
    other = row.if_[0].model_copy(update={"zh": "换了说法。"})
    rows = tuple(row.model_copy(update={"if_": (other, *row.if_[1:])}) if r is row else r for r in TASK.rows)

    assert TASK.model_copy(update={"rows": rows}).fingerprint != TASK.fingerprint


def test_a_definition_is_told_with_stored_words_where_nobody_knows_them():
    lines = list(told(renamed("accept", "acknowledge")))

    assert any("acknowledge" in line for line in lines)
    assert lines[0].startswith("【任务】规则 ")
    assert not any("acknowledge" in line for line in told(TASK, "en"))
