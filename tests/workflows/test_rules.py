"""What a table of rows means: who is refused why, what is offered, and the traps of the machine beneath."""

from dataclasses import dataclass, fields, replace

import pytest

from models.errors import RuleRefused, Sentence
from models.words import Act, Life, Role, TaskState, Then, Word
from workflows.given import Asking
from workflows.lives import LIVES
from workflows.rules import (
    NEW,
    SAME,
    Lifecycle,
    Offer,
    Row,
    Ruling,
    acts_of_people,
    ask,
    asks,
    offers,
    phrase,
    rows_for,
    sentence,
    why_not,
)
from workflows.task.guards import TaskFacts
from workflows.task.lifecycle import TASK


class S(Word):
    RAW = "raw", "生", "raw"
    DONE = "done", "熟", "done"


@dataclass(frozen=True)
class Facts:
    roles: frozenset[Role] = frozenset()
    hot: object = True
    salt: object = True


def hot(facts: Facts) -> bool:
    """The pan is cold.
    锅还没热。"""
    return facts.hot  # type: ignore[return-value]


@asks("salt")
def salted(facts: Facts) -> bool:
    """Salt has to be added.
    必须加盐。"""
    return facts.salt  # type: ignore[return-value]


COOK, HELP = Role.LIAISON, Role.SUPPORTER
LIFE: Lifecycle[Facts] = Lifecycle(
    Life.TASK,
    S,
    (
        Row(NEW, Role.SYSTEM, Act.OPEN, (), S.RAW),
        Row(S.RAW, COOK, Act.ACCEPT, (hot, salted), S.DONE, (Then.TELL_LEAD,)),
        Row(S.RAW, HELP, Act.ACCEPT, (hot,), S.DONE, (Then.TELL_PLANNER,)),
        Row((S.RAW, S.DONE), COOK, Act.ADD_ENTRY, (), SAME),
        Row(S.RAW, Role.CLOCK, Act.URGE, (), SAME),
    ),
    ended=frozenset({S.DONE}),
)


def facts(*roles: Role, **true: object) -> Facts:
    return Facts(frozenset(roles), **true)


def refusal(state: str, act: Act, given: Facts) -> RuleRefused:
    with pytest.raises(RuleRefused) as refused:
        ask(LIFE, state, act, facts=given)
    return refused.value


def test_an_allowed_act_says_what_it_becomes_by_which_role_and_what_follows():
    ruling = ask(LIFE, S.RAW, Act.ACCEPT, facts=facts(COOK))

    assert (ruling.becomes, ruling.role, ruling.then) == ("done", COOK, (Then.TELL_LEAD,))


def test_a_ruling_moves_unless_it_says_that_the_state_stays():
    assert Ruling("done", COOK, ()) == Ruling("done", COOK, (), stays=False)


def test_of_two_rows_the_first_whose_role_and_guards_hold_decides():
    both = ask(LIFE, S.RAW, Act.ACCEPT, facts=facts(COOK, HELP))
    unsalted = ask(LIFE, S.RAW, Act.ACCEPT, facts=facts(COOK, HELP, salt=False))

    assert (both.role, unsalted.role) == (COOK, HELP)


@pytest.mark.parametrize("state", ["raw", "done"])
def test_same_leaves_the_state_it_is_in(state):
    assert ask(LIFE, state, Act.ADD_ENTRY, facts=facts(COOK)).becomes == state


def test_new_is_the_state_before_anything_is_there():
    assert ask(LIFE, NEW, Act.OPEN, facts=facts(Role.SYSTEM)).becomes == "raw"
    assert phrase(LIFE, NEW) == Sentence("（尚未建立）", "(not there yet)")


def test_a_state_may_be_asked_about_as_word_or_as_plain_string():
    assert ask(LIFE, "raw", Act.ACCEPT, facts=facts(COOK)) == ask(LIFE, S.RAW, Act.ACCEPT, facts=facts(COOK))


def test_every_guard_that_fails_is_named_in_the_order_of_the_row_in_both_languages():
    refused = refusal(S.RAW, Act.ACCEPT, facts(COOK, hot=False, salt=False))

    assert refused.reasons == (
        Sentence("锅还没热。", "The pan is cold."),
        Sentence("必须加盐。", "Salt has to be added."),
    )
    assert refused.sentence.zh == "任务“生”时不能签收：锅还没热；必须加盐。"
    assert refused.sentence.en == "Cannot sign for a task that is raw: The pan is cold; Salt has to be added."


# fmt: off
NOT_BEGUN = [
    # life             act             what is answered to somebody without any role
    (Life.PLAN,        Act.OPEN,       "不能立项工作方案：只有计划专责可以办这件事。",    "Cannot open a plan: only the planner may do this."),
    (Life.EXTENSION,   Act.REQUEST,    "不能申请延期：只有联络员可以办这件事。",          "Cannot request an extension: only the liaison may do this."),
    (Life.EXEMPLAR,    Act.NOMINATE,   "不能推荐典型：只有联络员可以办这件事。",          "Cannot nominate an exemplar: only the liaison may do this."),
    (Life.INSPECTION,  Act.OPEN,       "不能立项检查：只有督办专员可以办这件事。",        "Cannot open an inspection: only the supervisor may do this."),
    (Life.APPEAL,      Act.REQUEST,    "不能申请申诉：只有联络员可以办这件事。",          "Cannot request an appeal: only the liaison may do this."),
]
NOT_NOW = [
    # life             state           act             what is answered
    (Life.EXTENSION,   "requested",    Act.GRANT,      "延期“待批”时不能批准：只有计划专责可以办这件事。",     "Cannot grant an extension that is requested: only the planner may do this."),
    (Life.EXEMPLAR,    "accepted",     Act.PUBLISH,    "典型“已采纳”时不能宣传：只有计划专责可以办这件事。",   "Cannot publish an exemplar that is accepted: only the planner may do this."),
    (Life.FINDING,     "found",        Act.ASSIGN,     "问题“已发现”时不能交办：只有督办专员可以办这件事。",   "Cannot assign a finding that is found: only the supervisor may do this."),
]
# fmt: on


@pytest.mark.parametrize(("life", "act", "zh", "en"), NOT_BEGUN)
def test_a_refused_beginning_says_what_cannot_be_begun_and_speaks_of_no_state(life, act, zh, en):
    with pytest.raises(RuleRefused) as refused:
        ask(LIVES[life], NEW, act, facts=Asking())

    assert refused.value.sentence == Sentence(zh, en)


@pytest.mark.parametrize(("life", "state", "act", "zh", "en"), NOT_NOW)
def test_a_refused_act_says_of_what_in_which_state(life, state, act, zh, en):
    with pytest.raises(RuleRefused) as refused:
        ask(LIVES[life], state, act, facts=Asking())

    assert refused.value.sentence == Sentence(zh, en)


def test_with_two_roles_the_reasons_are_those_of_the_row_that_fails_least():
    refused = refusal(S.RAW, Act.ACCEPT, facts(COOK, HELP, hot=False, salt=False))

    assert [reason.en for reason in refused.reasons] == ["The pan is cold."]


def test_a_wrong_role_reads_who_may():
    assert refusal(S.RAW, Act.ACCEPT, facts(Role.LEADER)).reasons == (
        Sentence(
            "只有联络员或配合单位联络员可以办这件事", "only the liaison or the supporting unit's liaison may do this"
        ),
    )


def test_an_act_that_is_no_row_reads_what_is_possible_without_what_the_house_does():
    assert refusal(S.RAW, Act.REPORT, facts(COOK)).reasons == (
        Sentence("这一步只能：签收、填报进展", "at this step one can only: sign for, file progress"),
    )


def test_at_the_end_nothing_more_can_be_done():
    given = TaskFacts(roles=frozenset({Role.PLANNER}))

    assert why_not(TASK, TaskState.CANCELLED, Act.CANCEL, facts=given) == (
        Sentence("已到最后一步，没有可办的事", "it has come to its end; nothing more can be done"),
    )


@pytest.mark.parametrize("truthy", [1, "yes", [0], object()])
def test_a_guard_that_is_only_truthy_is_a_no_and_says_so(truthy):
    assert [reason.en for reason in refusal(S.RAW, Act.ACCEPT, facts(COOK, hot=truthy)).reasons] == ["The pan is cold."]


def test_asking_changes_nothing_and_leaves_nothing_behind():
    before = (dict(LIFE.machine.events), list(LIFE.machine.models), LIFE.machine.initial)

    first = ask(LIFE, S.RAW, Act.ACCEPT, facts=facts(COOK))
    again = ask(LIFE, S.RAW, Act.ACCEPT, facts=facts(COOK))

    assert first == again
    assert (dict(LIFE.machine.events), list(LIFE.machine.models), LIFE.machine.initial) == before
    assert LIFE.machine.models == []


def test_the_machine_has_no_back_door_to_any_state():
    assert sorted(LIFE.machine.events) == ["accept", "add_entry", "open", "urge"]


def test_the_machine_answers_at_once_and_hides_no_error():
    assert LIFE.machine.has_queue is False
    assert LIFE.machine.initial == NEW
    assert LIFE.machine.on_exception == []

    def burst(_: Facts) -> bool:
        raise ZeroDivisionError

    broken: Lifecycle[Facts] = Lifecycle(
        Life.TASK, S, (Row(S.RAW, COOK, Act.ACCEPT, (burst,), S.DONE),), ended=frozenset({S.DONE})
    )
    with pytest.raises(ZeroDivisionError):
        ask(broken, S.RAW, Act.ACCEPT, facts=facts(COOK))


def test_no_life_calls_anything_back_after_a_state_has_changed():
    for event in LIFE.machine.events.values():
        for transitions in event.transitions.values():
            assert [t.after for t in transitions] == [[]] * len(transitions)
    assert [(s.on_enter, s.on_exit) for s in LIFE.machine.states.values()] == [([], [])] * 3


def test_a_state_that_is_none_of_the_life_is_refused_and_not_guessed():
    with pytest.raises(ValueError, match="burnt"):
        ask(LIFE, "burnt", Act.ACCEPT, facts=facts(COOK))


def test_offers_list_each_act_of_the_role_once_with_what_it_asks_and_what_is_missing():
    assert offers(LIFE, S.RAW, facts=facts(COOK, HELP, hot=False, salt=False)) == (
        Offer(Act.ACCEPT, COOK, ("salt",), (Sentence("锅还没热。", "The pan is cold."),)),
        Offer(Act.ADD_ENTRY, COOK, (), ()),
    )


def test_what_the_person_has_yet_to_give_is_not_missing():
    [accept, _] = offers(LIFE, S.RAW, facts=facts(COOK, salt=False))

    assert accept == Offer(Act.ACCEPT, COOK, ("salt",), ())


def test_what_the_house_does_is_offered_to_nobody():
    assert offers(LIFE, S.RAW, facts=facts(Role.CLOCK, Role.SYSTEM, Role.PANEL)) == ()


def test_of_two_rows_for_one_act_the_one_that_misses_least_is_offered():
    rows = (Row(S.RAW, COOK, Act.ACCEPT, (hot,), S.DONE), Row(S.RAW, HELP, Act.ACCEPT, (), S.DONE))
    life: Lifecycle[Facts] = Lifecycle(Life.TASK, S, rows, ended=frozenset({S.DONE}))

    assert offers(life, S.RAW, facts=facts(COOK, HELP, hot=False)) == (Offer(Act.ACCEPT, HELP, (), ()),)


def test_the_fingerprint_changes_with_every_word_of_a_row():
    def fingerprint(row: Row[Facts]) -> str:
        return Lifecycle(Life.TASK, S, (row,), ended=frozenset({S.DONE})).fingerprint

    said = [
        Row(S.RAW, COOK, Act.ACCEPT, (hot,), S.DONE, (Then.TELL_LEAD,)),
        Row((S.RAW, S.DONE), COOK, Act.ACCEPT, (hot,), S.DONE, (Then.TELL_LEAD,)),
        Row(S.RAW, HELP, Act.ACCEPT, (hot,), S.DONE, (Then.TELL_LEAD,)),
        Row(S.RAW, COOK, Act.DECLINE, (hot,), S.DONE, (Then.TELL_LEAD,)),
        Row(S.RAW, COOK, Act.ACCEPT, (), S.DONE, (Then.TELL_LEAD,)),
        Row(S.RAW, COOK, Act.ACCEPT, (hot,), S.RAW, (Then.TELL_LEAD,)),
        Row(S.RAW, COOK, Act.ACCEPT, (hot,), S.DONE, ()),
    ]

    assert len({fingerprint(row) for row in said}) == len(said)
    assert fingerprint(said[0]) == fingerprint(said[0])


def test_rows_for_an_act_come_in_the_order_of_the_table():
    assert [row.who for row in rows_for(LIFE, S.RAW, Act.ACCEPT)] == [COOK, HELP]


def test_a_guards_sentence_is_its_docstring_english_first():
    assert sentence(hot) == Sentence("锅还没热。", "The pan is cold.")


def test_a_life_is_made_of_its_rows_and_works_the_rest_out():
    made = {field.name: (field.init, field.repr) for field in fields(Lifecycle)}

    assert {name for name, (given, _) in made.items() if given is not False} == {
        "life", "states", "rows", "ended", "untimed",
    }  # fmt: skip
    assert {name for name, (_, shown) in made.items() if shown is False} == {"machine", "definition"}
    assert LIFE.untimed == {}


def test_two_lives_of_the_same_rows_are_two_lives():
    assert replace(LIFE) != LIFE


def test_acts_of_people_are_those_of_the_table_without_what_the_house_does_and_without_beginnings():
    def row(source, who: Role, act: Act) -> Row:
        return Row(source, who, act, (), S.DONE)

    rows = (
        row(NEW, Role.PLANNER, Act.OPEN),
        row(S.RAW, Role.CHECKER, Act.PASS_CHECK),
        row(S.RAW, Role.CLOCK, Act.URGE),
        row(S.RAW, Role.LIAISON, Act.ACCEPT),
        row(S.DONE, Role.PLANNER, Act.PASS_CHECK),
    )

    assert acts_of_people(replace(TASK, rows=rows)) == (Act.PASS_CHECK, Act.ACCEPT)
