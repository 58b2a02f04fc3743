"""Every life holds; and a life broken in one way is found out, with the shortest way to the fault."""

from dataclasses import replace

import pytest
from toy import BROKEN, SOUND, UNTIMED, S, life, without

from models.errors import Sentence
from models.policy import PolicySettings
from models.words import Act, Life, Role, SupervisionState, Then
from workflows.checking import (
    APPROVALS,
    OF_A_POLICY,
    PROOFS,
    TOGETHER,
    Fault,
    check,
    check_policy,
    check_together,
    proven,
    trace_to,
)
from workflows.fault import open_states, said_of, ways
from workflows.given import late, reason_given
from workflows.lives import LIVES
from workflows.proofs.clock import the_ladder_climbs
from workflows.proofs.fairness import FREE, KEPT_APART, NO_REASON
from workflows.proofs.promises import FITS
from workflows.rules import HOUSE_ROLES, NEW, SAME, Row, the
from workflows.task.guards import panel_said_yes


@pytest.mark.parametrize("name", Life)
def test_every_life_of_ours_holds(name):
    assert [str(fault) for fault in check(LIVES[name])] == []


def test_a_sound_life_has_no_fault():
    assert check(life(*SOUND)) == []


@pytest.mark.parametrize(("broken", "said"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_life_is_found_out(broken, said):
    assert [fault.what.zh for fault in check(broken)] == said


STAYING = (
    (Role.CHECKER, Act.REMIND, SAME),
    (Role.PLANNER, Act.REMIND, S.BUSY),
    (Role.CHECKER, Act.ORDER, S.BUSY),
    (Role.PLANNER, Act.ORDER, SAME),
)
# fmt: off
SOUND_TOO = [
    # what may look broken and is not          the rows more
    ("one act of two roles, one outcome",        [Row(S.BUSY, Role.CHECKER, Act.SUSPEND, (reason_given,), S.LOST, (Then.TELL_PLANNER,))]),
    ("one act of a person and of a panel",       [Row(S.BUSY, Role.PANEL, Act.SUSPEND, (panel_said_yes,), S.ASKED)]),
    ("two acts of two roles",                    [Row(S.BUSY, Role.CHECKER, Act.CANCEL, (reason_given,), S.ASKED)]),
    ("one act of two roles in two states",       [Row(S.ASKED, Role.CHECKER, Act.SUSPEND, (reason_given,), SAME)]),
    ("one act of two roles that both stay",      [Row(S.BUSY, who, act, (reason_given,), becomes) for who, act, becomes in STAYING]),
    ("the clock's act without a reason",         [Row(S.LOST, Role.CLOCK, Act.SUSPEND, (late,), SAME)]),
]
# fmt: on


@pytest.mark.parametrize("more", [case[1] for case in SOUND_TOO], ids=[case[0] for case in SOUND_TOO])
def test_a_life_that_is_not_broken_is_let_be(more):
    untimed = {} if any(S.LOST in row.sources and row.who is Role.CLOCK for row in more) else UNTIMED

    assert check(life(*SOUND, *more, untimed=untimed)) == []


def test_the_fault_comes_with_the_shortest_way_to_it():
    [fault] = check(life(*without(Act.RESUME)))

    assert fault.trace == (
        ("new", "nominate", "asked"),
        ("asked", "assign", "busy"),
        ("busy", "suspend", "lost"),
    )
    assert str(fault) == (
        "典型：“已搁置”之后再也到不了终点。最短路径：（尚未建立） ─推荐→ 已提出 ─交办→ 办理中 ─挂账→ 已搁置。"
    )
    assert fault.in_language("en") == (
        "exemplar: from “lost” no end can be reached. "
        "Shortest way: (not there yet) ─nominate→ asked ─assign→ busy ─suspend→ lost."
    )


def test_a_fault_of_a_row_that_is_never_reached_has_no_way():
    unasked = Row(S.LOST, Role.PLANNER, Act.RESUME, (), S.BUSY)
    faults = check(life(*(row for row in SOUND if row.may not in (Act.SUSPEND, Act.RESUME)), unasked))

    assert [(fault.what.zh, fault.trace) for fault in faults] == [
        ("没有任何一步能到“已搁置”", ()),
        ("计划专责恢复办理可以不写理由", ()),
    ]


def test_the_way_to_a_row_of_several_states_begins_in_the_nearest():
    [fault] = check(life(*SOUND, Row((S.LOST, S.ASKED), Role.PLANNER, Act.CANCEL, (), S.BUSY)))

    assert fault.trace == (("new", "nominate", "asked"), ("asked", "cancel", "busy"))


def test_a_state_that_is_none_is_named_as_it_stands_in_either_language():
    nowhere = Row(S.BUSY, Role.PLANNER, Act.REFUSE, (reason_given,), "nowhere")
    [fault] = check(life(*SOUND, nowhere))

    assert fault.in_language("zh").endswith("─交办→ 办理中 ─不批准→ nowhere。")
    assert fault.in_language("en").endswith("─assign→ busy ─refuse→ nowhere.")


def test_people_and_the_house_are_named_with_one_article():
    assert [the(role) for role in (Role.PLANNER, Role.PANEL)] == ["the planner", "the panel"]


def test_what_has_not_ended_is_listed_in_its_order():
    assert list(open_states(life(*SOUND))) == [S.ASKED, S.BUSY, S.LOST]


def test_what_cannot_be_reached_has_no_way():
    [fault] = check(life(*without(Act.SUSPEND)))

    assert (fault.trace, str(fault)) == ((), "典型：没有任何一步能到“已搁置”。")
    assert trace_to(life(*without(Act.SUSPEND)), S.LOST) is None


def test_the_ladder_of_supervision_may_not_go_down():
    down = Row(SupervisionState.ORDERED, Role.SUPERVISOR, Act.REMIND, (reason_given,), SupervisionState.REMINDED)
    ladder = replace(LIVES[Life.SUPERVISION], rows=(*LIVES[Life.SUPERVISION].rows, down))

    [fault] = check(ladder)

    assert fault.what == Sentence("提醒之后督办层级没有升高", "to remind does not climb")
    assert fault.trace[-1] == ("ordered", "remind", "reminded")


def test_the_ladder_of_supervision_may_not_stand_still():
    still = Row(SupervisionState.ORDERED, Role.CLOCK, Act.REMIND, (late,), SAME, (Then.TELL_LEAD,))
    ladder = replace(LIVES[Life.SUPERVISION], rows=(*LIVES[Life.SUPERVISION].rows, still))

    assert [fault.what.en for fault in check(ladder)] == ["to remind does not climb"]


def test_a_rung_that_is_none_is_no_matter_of_climbing():
    lost = Row("nowhere", Role.SUPERVISOR, Act.REMIND, (reason_given,), SupervisionState.REMINDED)
    away = Row(SupervisionState.CALM, Role.SUPERVISOR, Act.RETURN, (reason_given,), "nowhere")
    ladder = replace(LIVES[Life.SUPERVISION], rows=(*LIVES[Life.SUPERVISION].rows, lost, away))

    assert [fault.what.en for fault in the_ladder_climbs(ladder)] == []


def test_our_lives_fit_together():
    assert check_together(LIVES) == []


def test_the_policy_of_default_holds():
    assert check_policy(PolicySettings()) == []


def test_every_proof_says_in_one_sentence_of_either_language_what_it_proves():
    said = proven()

    assert len(said) == len(set(said)) == len(PROOFS) + len(TOGETHER) + len(OF_A_POLICY)
    assert [s.en for s in said if not s.en.endswith(".") or s.en.count(".") > 1] == []
    assert [s.zh for s in said if not s.zh.endswith("。") or s.zh.count("。") > 1] == []
    assert (said[0].zh, said[0].en) == (
        "每一步都从已有的状态出发，到已有的状态为止。",
        "Every row starts from a state of the life and leads to one.",
    )


def people_rows(life_, act):
    return [
        row
        for row in LIVES[life_].rows
        if row.may is act and row.who not in HOUSE_ROLES and not set(row.sources) <= set(LIVES[life_].ended)
    ]


@pytest.mark.parametrize(("of", "act"), [*KEPT_APART, *FREE, *NO_REASON])
def test_the_tables_of_who_is_kept_apart_and_why_not_speak_of_rows_that_are_there(of, act):
    assert people_rows(of, act)


def test_what_keeps_people_apart_is_not_also_excused():
    assert KEPT_APART.keys() & FREE.keys() == set()
    assert {act for _, act in FREE} <= APPROVALS


def test_every_promise_says_which_lives_it_fits():
    assert set(FITS) == set(Then)


def test_every_open_state_of_ours_that_is_reached_is_reached_by_the_way_told():
    for rules in LIVES.values():
        for state, way in ways(rules).items():
            here = NEW
            for source, act, target in way:
                assert source == here
                assert target in {row.target(source) for row in rules_rows(rules, source, act)}
                here = target
            assert here == state


def rules_rows(rules, source, act):
    return [row for row in rules.rows if source in row.sources and row.may == act]


def test_a_fault_without_a_way_is_one_sentence():
    fault = Fault(Life.TASK, Sentence("不对", "it is wrong"))

    assert (fault.in_language("zh"), fault.in_language("en")) == ("任务：不对。", "task: it is wrong.")


def test_an_act_is_told_in_both_languages():
    row = LIVES[Life.TASK].rows[0]

    assert said_of(row) == Sentence(row.may.zh, row.may.en)
