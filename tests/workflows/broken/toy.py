"""A small sound life, and the ways to break it, with what is said in Chinese."""

from dataclasses import replace
from typing import Any

from models.errors import Sentence
from models.words import Act, Life, Role, Word
from workflows.exemplar.guards import other_person
from workflows.given import late, reason_given
from workflows.rules import NEW, SAME, Lifecycle, Row
from workflows.task.guards import panel_said_yes


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


def half_chinese(facts: Any) -> bool:
    """They do 不 want to.
    本人不愿意。"""
    return True


def two_chinese(facts: Any) -> bool:
    """They do not want to.
    本人不愿意。不能办。"""
    return True


def endless_chinese(facts: Any) -> bool:
    """They do not want to.
    本人不愿意"""
    return True


def foreign_chinese(facts: Any) -> bool:
    """They do not want to.
    They do not want to。"""
    return True


SOUND = (
    Row(NEW, Role.LIAISON, Act.NOMINATE, (), S.ASKED),
    Row(S.ASKED, Role.PLANNER, Act.ASSIGN, (willing,), S.BUSY),
    Row(S.BUSY, Role.PLANNER, Act.ADOPT, (other_person,), S.APPROVED),
    Row(S.BUSY, Role.PLANNER, Act.SUSPEND, (reason_given,), S.LOST),
    Row(S.LOST, Role.PLANNER, Act.RESUME, (reason_given,), S.BUSY),
    Row((S.ASKED, S.BUSY), Role.CLOCK, Act.URGE, (late,), SAME),
)
UNTIMED = {S.LOST: Sentence("等恢复", "it waits")}


def life(*rows: Row[Any], **said: Any) -> Lifecycle[Any]:
    usual: dict[str, Any] = {"ended": frozenset({S.APPROVED}), "untimed": UNTIMED}
    return Lifecycle(Life.EXEMPLAR, S, rows, **{**usual, **said})


def without(act: Act) -> tuple[Row[Any], ...]:
    return tuple(row for row in SOUND if row.may != act)


def changed(act: Act, **to: Any) -> tuple[Row[Any], ...]:
    return tuple(replace(row, **to) if row.may == act else row for row in SOUND)


# fmt: off
BROKEN = [
    # what is broken                               the life                                                                           said in Chinese
    ("a state nobody can leave",                   life(*without(Act.RESUME)),                                                        ["“已搁置”之后再也到不了终点"]),
    ("a state nobody can reach",                   life(*without(Act.SUSPEND)),                                                       ["没有任何一步能到“已搁置”"]),
    ("an act by nobody",                           life(*changed(Act.ASSIGN, who=None)),                                              ["没有写明谁可以交办"]),
    ("an act by a role that does not exist",       life(*changed(Act.ASSIGN, who="ghost")),                                           ["没有写明谁可以交办"]),
    ("an approval by the clock",                   life(*changed(Act.ADOPT, who=Role.CLOCK)),                                         ["时间一到就会自动变为“已通过”"]),
    ("an approval by the clock under a mild name", life(*changed(Act.ADOPT, who=Role.CLOCK, may=Act.REMIND)),                         ["时间一到就会自动变为“已通过”", "提醒不表示同意，却会变为“已通过”"]),
    ("an approval by the clock that only records", life(*SOUND, Row(S.BUSY, Role.CLOCK, Act.CONFIRM, (late,), SAME)),                 ["时间一到就会自动确认要求"]),
    ("an end by the clock",                        life(*changed(Act.SUSPEND, who=Role.CLOCK), ended=frozenset({S.APPROVED, S.LOST}), untimed={}), ["已经了结，计划专责还可以恢复办理", "时间一到就会自动变为“已搁置”"]),
    ("an open state that may last for ever",       life(*SOUND, untimed={}),                                                          ["“已搁置”可以无限期搁置，也没有写明原因"]),
    ("an open state without the clock's row",      life(*without(Act.URGE)),                                                          ["“已提出”可以无限期搁置，也没有写明原因", "“办理中”可以无限期搁置，也没有写明原因"]),
    ("a reason without Chinese",                   life(*SOUND, untimed={S.LOST: Sentence(" ", "it waits")}),                         ["“已搁置”不用催的原因是空的"]),
    ("a reason without English",                   life(*SOUND, untimed={S.LOST: Sentence("等恢复", " ")}),                            ["“已搁置”不用催的原因是空的"]),
    ("a reason for no state",                      life(*SOUND, untimed={**UNTIMED, "nowhere": Sentence("等恢复", "it waits")}),       ["“nowhere”写了不用催的原因，却不是未了结的状态"]),
    ("a guard without a sentence",                 life(*changed(Act.ASSIGN, if_=(mute,))),                                           ["条件 mute 没有写清中英文各一句的答复"]),
    ("a guard without Chinese",                    life(*changed(Act.ASSIGN, if_=(english_only,))),                                   ["条件 english_only 没有写清中英文各一句的答复"]),
    ("a guard of three sentences",                 life(*changed(Act.ASSIGN, if_=(too_long,))),                                       ["条件 too_long 没有写清中英文各一句的答复"]),
    ("a guard with its languages exchanged",       life(*changed(Act.ASSIGN, if_=(other_way_round,))),                                ["条件 other_way_round 没有写清中英文各一句的答复"]),
    ("a guard whose English is half Chinese",      life(*changed(Act.ASSIGN, if_=(half_chinese,))),                                   ["条件 half_chinese 没有写清中英文各一句的答复"]),
    ("a guard whose Chinese is two sentences",     life(*changed(Act.ASSIGN, if_=(two_chinese,))),                                    ["条件 two_chinese 没有写清中英文各一句的答复"]),
    ("a guard whose Chinese has no end",           life(*changed(Act.ASSIGN, if_=(endless_chinese,))),                                ["条件 endless_chinese 没有写清中英文各一句的答复"]),
    ("a guard whose Chinese is English",           life(*changed(Act.ASSIGN, if_=(foreign_chinese,))),                                ["条件 foreign_chinese 没有写清中英文各一句的答复"]),
    ("two rows for one act of one role",           life(*SOUND, Row(S.BUSY, Role.PLANNER, Act.ADOPT, (other_person,), S.APPROVED)),   ["同一角色的“采纳”写了两行"]),
    ("two rows for one act, in one of two states", life(*SOUND, Row((S.ASKED, S.BUSY), Role.PLANNER, Act.ADOPT, (other_person,), S.APPROVED)), ["同一角色的“采纳”写了两行"]),
    ("two roles that lead apart, in one of two states", life(*SOUND, Row((S.ASKED, S.BUSY), Role.CHECKER, Act.SUSPEND, (reason_given,), S.ASKED)), ["计划专责和初审督查员都可以挂账，结果却不同"]),
    ("a panel's no without its no and its reason", life(*SOUND, Row(S.BUSY, Role.PANEL, Act.SEND_BACK, (), S.ASKED)), ["审核组没有结论也会退回重办：没有条件 panel_said_no、reason_given"]),
    ("a state that is none",                       life(*SOUND, Row(S.BUSY, Role.PLANNER, Act.REFUSE, (reason_given,), "nowhere")),   ["不批准之后的“nowhere”不是它的状态"]),
    ("a beginning that is led to again",           life(*SOUND, Row(S.BUSY, Role.PLANNER, Act.DROP, (reason_given,), NEW)),           ["剔除要求之后的“new”不是它的状态"]),
    ("an end that leads on by nobody's act",       life(*SOUND, Row(S.APPROVED, Role.SYSTEM, Act.REMIND, (reason_given,), SAME)),     ["已经了结，系统还可以提醒"]),
    ("a state left by the panel alone, unasked",   life(*changed(Act.ASSIGN, who=Role.PANEL, if_=(panel_said_yes,))),                 ["“已提出”之后没有人往下办，也没有审核组或者别的事项推动"]),
    ("a state left by the system alone, unasked",  life(*changed(Act.ASSIGN, who=Role.SYSTEM)),                                       ["“已提出”之后没有人往下办，也没有审核组或者别的事项推动"]),
]
# fmt: on
