"""Every life holds; and a life broken in one way is found out, with the shortest way to the fault."""

from dataclasses import replace
from typing import Any

import pytest

from models.errors import Sentence
from models.words import Act, Life, Role, SupervisionState, Then, Word
from workflows.checking import PROOFS, Fault, check, trace_to
from workflows.lives import LIVES
from workflows.rules import NEW, SAME, Lifecycle, Row


class S(Word):
    ASKED = "asked", "已提出"
    BUSY = "busy", "办理中"
    LOST = "lost", "已搁置"
    APPROVED = "approved", "已通过"


def willing(facts: Any) -> bool:
    """They do not want to.
    本人不愿意。"""
    return True


def mute(facts: Any) -> bool:
    return True


def english_only(facts: Any) -> bool:
    """They do not want to."""
    return True


def too_long(facts: Any) -> bool:
    """They do not want to.
    本人不愿意。
    再说一遍。"""
    return True


def other_way_round(facts: Any) -> bool:
    """本人不愿意。
    They do not want to."""
    return True


SOUND = (
    Row(NEW, Role.LIAISON, Act.REQUEST, (), S.ASKED),
    Row(S.ASKED, Role.PLANNER, Act.ACCEPT, (willing,), S.BUSY),
    Row(S.BUSY, Role.PLANNER, Act.APPROVE, (), S.APPROVED),
    Row(S.BUSY, Role.PLANNER, Act.SUSPEND, (), S.LOST),
    Row(S.LOST, Role.PLANNER, Act.RESUME, (), S.BUSY),
    Row((S.ASKED, S.BUSY), Role.CLOCK, Act.URGE, (), SAME),
)
UNTIMED = {S.LOST: Sentence("等恢复", "it waits")}


def life(*rows: Row[Any], **said: Any) -> Lifecycle[Any]:
    usual: dict[str, Any] = {"ended": frozenset({S.APPROVED}), "untimed": UNTIMED}
    return Lifecycle(Life.EXEMPLAR, S, rows, **{**usual, **said})


def without(act: Act) -> tuple[Row[Any], ...]:
    return tuple(row for row in SOUND if row.may != act)


def changed(act: Act, **to: Any) -> tuple[Row[Any], ...]:
    return tuple(replace(row, **to) if row.may == act else row for row in SOUND)


@pytest.mark.parametrize("name", Life)
def test_every_life_of_ours_holds(name):
    assert [str(fault) for fault in check(LIVES[name])] == []


def test_a_sound_life_has_no_fault():
    assert check(life(*SOUND)) == []


# fmt: off
BROKEN = [
    # what is broken                              the life                                                                         said in Chinese
    ("a state nobody can leave",                  life(*without(Act.RESUME)),                                                      ["“已搁置”之后再也到不了终点"]),
    ("a state nobody can reach",                  life(*without(Act.SUSPEND)),                                                     ["没有任何一步能到“已搁置”"]),
    ("an act by nobody",                          life(*changed(Act.ACCEPT, who=None)),                                            ["没有写明谁可以签收"]),
    ("an act by a role that does not exist",      life(*changed(Act.ACCEPT, who="ghost")),                                         ["没有写明谁可以签收"]),
    ("an approval by the clock",                  life(*changed(Act.APPROVE, who=Role.CLOCK)),                                     ["时间一到就会自动审核通过"]),
    ("an approval by the clock under a mild name", life(*changed(Act.APPROVE, who=Role.CLOCK, may=Act.REMIND)),                    ["时间一到就会自动提醒"]),
    ("an end by the clock",                       life(*changed(Act.SUSPEND, who=Role.CLOCK), ended=frozenset({S.APPROVED, S.LOST})), ["时间一到就会自动挂账"]),
    ("an open state that may last for ever",      life(*SOUND, untimed={}),                                                        ["“已搁置”可以无限期搁置，也没有写明原因"]),
    ("an open state without the clock's row",     life(*without(Act.URGE)),                                                        ["“已提出”可以无限期搁置，也没有写明原因", "“办理中”可以无限期搁置，也没有写明原因"]),
    ("a guard without a sentence",                life(*changed(Act.ACCEPT, if_=(mute,))),                                         ["条件 mute 没有写清中英文各一句的答复"]),
    ("a guard without Chinese",                   life(*changed(Act.ACCEPT, if_=(english_only,))),                                 ["条件 english_only 没有写清中英文各一句的答复"]),
    ("a guard of three sentences",                life(*changed(Act.ACCEPT, if_=(too_long,))),                                     ["条件 too_long 没有写清中英文各一句的答复"]),
    ("a guard with its languages exchanged",      life(*changed(Act.ACCEPT, if_=(other_way_round,))),                              ["条件 other_way_round 没有写清中英文各一句的答复"]),
    ("two rows for one act of one role",          life(*SOUND, Row(S.BUSY, Role.PLANNER, Act.APPROVE, (willing,), S.LOST)),        ["同一角色的“审核通过”写了两行"]),
    ("a state that is none",                      life(*SOUND, Row(S.BUSY, Role.PLANNER, Act.REFUSE, (), "nowhere")),              ["不批准之后的“nowhere”不是它的状态"]),
]
# fmt: on


@pytest.mark.parametrize(("broken", "said"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_life_is_found_out(broken, said):
    assert [fault.what.zh for fault in check(broken)] == said


def test_the_fault_comes_with_the_shortest_way_to_it():
    [fault] = check(life(*without(Act.RESUME)))

    assert fault.trace == (
        ("new", "request", "asked"),
        ("asked", "accept", "busy"),
        ("busy", "suspend", "lost"),
    )
    assert str(fault) == (
        "典型：“已搁置”之后再也到不了终点。最短路径：（尚未建立） ─申请→ 已提出 ─签收→ 办理中 ─挂账→ 已搁置。"
    )
    assert fault.in_language("en") == (
        "exemplar: from “lost” no end can be reached. "
        "Shortest way: (not there yet) ─request→ asked ─sign for→ busy ─suspend→ lost."
    )


def test_what_cannot_be_reached_has_no_way():
    [fault] = check(life(*without(Act.SUSPEND)))

    assert (fault.trace, str(fault)) == ((), "典型：没有任何一步能到“已搁置”。")
    assert trace_to(life(*without(Act.SUSPEND)), S.LOST) is None


def test_the_ladder_of_supervision_may_not_go_down():
    down = Row(SupervisionState.ORDERED, Role.SUPERVISOR, Act.REMIND, (), SupervisionState.REMINDED)
    ladder = replace(LIVES[Life.SUPERVISION], rows=(*LIVES[Life.SUPERVISION].rows, down))

    [fault] = check(ladder)

    assert fault.what == Sentence("提醒会让督办层级不升反降", "remind does not climb")
    assert fault.trace[-1] == ("ordered", "remind", "reminded")


def test_the_ladder_of_supervision_may_not_stand_still():
    still = Row(SupervisionState.ORDERED, Role.CLOCK, Act.REMIND, (), SAME, (Then.TELL_LEAD,))
    ladder = replace(LIVES[Life.SUPERVISION], rows=(*LIVES[Life.SUPERVISION].rows, still))

    assert [fault.what.en for fault in check(ladder)] == ["remind does not climb"]


@pytest.mark.parametrize("proof", PROOFS)
def test_every_proof_says_what_it_proves(proof):
    assert proof.__doc__
    assert proof.__doc__.endswith(".")


def test_a_fault_without_a_way_is_one_sentence():
    fault = Fault(Life.TASK, Sentence("不对", "it is wrong"))

    assert (fault.in_language("zh"), fault.in_language("en")) == ("任务：不对。", "task: it is wrong.")
