"""Definitions of one life, each broken in one way, with every fault that must be found in it.

`broken` changes the real rows as little as it can. Each fault is said in full: the sentence and the shortest way.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from models.errors import Sentence
from models.words import (
    Act,
    ExemplarState,
    ExtensionState,
    Life,
    PlanState,
    ReviewState,
    Role,
    SupervisionState,
    TaskState,
    Then,
)
from workflows.given import late, reason_given
from workflows.lives import LIVES
from workflows.rules import SAME, Lifecycle, Row

PLAN, TASK, REVIEW, EXTENSION = (LIVES[life] for life in (Life.PLAN, Life.TASK, Life.REVIEW, Life.EXTENSION))
SUPERVISION, FINDING, EXEMPLAR = (LIVES[life] for life in (Life.SUPERVISION, Life.FINDING, Life.EXEMPLAR))
Rules = Lifecycle[Any]


@dataclass(frozen=True)
class Broken:
    """A definition, what was broken in it, and the faults that must be found: the sentence, the way as it is stored."""

    what: str
    rules: Rules
    faults: tuple[tuple[str, str], ...]


def wordless(facts: Any) -> bool:
    return True


def english_only(facts: Any) -> bool:
    """They do not want to."""
    return True


def _is(row: Row[Any], act: Act, who: Role | None, at: str) -> bool:
    return row.may is act and who in (None, row.who) and (not at or at in row.sources)


def without(rules: Rules, act: Act, *, who: Role | None = None, at: str = "") -> Rules:
    """Take a row out; of a row for several states, only the state named."""
    rows = []
    for row in rules.rows:
        left = tuple(source for source in row.sources if source != at) if at else ()
        if not _is(row, act, who, at):
            rows.append(row)
        elif left:
            rows.append(replace(row, when=left))
    return replace(rules, rows=tuple(rows))


def with_row(rules: Rules, *row: Any) -> Rules:
    return replace(rules, rows=(*rules.rows, Row(*row)))


def changed(rules: Rules, act: Act, to: dict[str, Any], *, who: Role | None = None, at: str = "") -> Rules:
    rows = (replace(row, **to) if _is(row, act, who, at) else row for row in rules.rows)
    return replace(rules, rows=tuple(rows))


def unguarded(rules: Rules, act: Act, guard: str, *, who: Role | None = None) -> Rules:
    def left(row: Row[Any]) -> Row[Any]:
        return replace(row, if_=tuple(g for g in row.if_ if g.__name__ != guard)) if _is(row, act, who, "") else row

    return replace(rules, rows=tuple(left(row) for row in rules.rows))


def guard_of(rules: Rules, name: str) -> Callable[[Any], bool]:
    return next(guard for row in rules.rows for guard in row.if_ if guard.__name__ == name)


# fmt: off
BROKEN = (
    # what was broken                     the definition, and under it every fault: the sentence, and the way as it is stored
    Broken("没有人能挂账", without(TASK, Act.SUSPEND), (
        ("任务：没有任何一步能到“已挂账”。",
         ""),
    )),
    Broken("没有宣传这一步", without(EXEMPLAR, Act.PUBLISH), (
        ("典型：没有任何一步能到“已宣传”。",
         ""),
        ("典型：“已采纳”之后再也到不了终点。最短路径：（尚未建立） ─推荐→ 已推荐 ─采纳→ 已采纳。",
         "new nominate nominated adopt accepted"),
    )),
    Broken("采纳之后只记录，不往下走", changed(EXEMPLAR, Act.PUBLISH, {"becomes": SAME}), (
        ("典型：没有任何一步能到“已宣传”。",
         ""),
        ("典型：“已采纳”之后再也到不了终点。最短路径：（尚未建立） ─推荐→ 已推荐 ─采纳→ 已采纳。",
         "new nominate nominated adopt accepted"),
    )),
    Broken("整改没有人核实", without(FINDING, Act.VERIFY), (
        ("问题：没有任何一步能到“已核实”。",
         ""),
        ("问题：“已发现”之后再也到不了终点。最短路径：（尚未建立） ─登记→ 已发现。",
         "new find found"),
    )),
    Broken("督办没有了结", without(SUPERVISION, Act.SETTLE), (
        ("督办：没有任何一步能到“已了结”。",
         ""),
        ("督办：“正常”之后再也到不了终点。最短路径：（尚未建立） ─立项→ 正常。",
         "new open calm"),
    )),
    Broken("退回到一个没有的状态", changed(TASK, Act.SEND_BACK, {"becomes": "returned"}, who=Role.CHECKER), (
        ("任务：退回重办之后的“returned”不是它的状态。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─退回重办→ returned。",
         "new open planned assign assigned accept in_progress report reported send_back returned"),
    )),
    Broken("从一个没有的状态出发", with_row(PLAN, "parked", Role.PLANNER, Act.RESUME, (reason_given,), PlanState.DRAFTED), (
        ("工作方案：恢复办理之前的“parked”不是它的状态。",
         ""),
    )),
    Broken("典型没有终点", replace(EXEMPLAR, ended=frozenset()), (
        ("典型：没有终点。",
         ""),
        ("典型：“已推荐”之后再也到不了终点。最短路径：（尚未建立） ─推荐→ 已推荐。",
         "new nominate nominated"),
        ("典型：“已宣传”可以无限期搁置，也没有写明原因。最短路径：（尚未建立） ─推荐→ 已推荐 ─采纳→ 已采纳 ─宣传→ 已宣传。",
         "new nominate nominated adopt accepted publish published"),
        ("典型：“未采纳”可以无限期搁置，也没有写明原因。最短路径：（尚未建立） ─推荐→ 已推荐 ─不采纳→ 未采纳。",
         "new nominate nominated pass_over declined"),
    )),
    Broken("终点写错了名字", replace(EXTENSION, ended=EXTENSION.ended | {"lapsed"}), (
        ("延期：终点“lapsed”不是它的状态。",
         ""),
    )),
    Broken("问题登记之后只等系统交办", changed(FINDING, Act.ASSIGN, {"who": Role.SYSTEM}), (
        ("问题：“已发现”之后没有人往下办，也没有审核组或者别的事项推动。最短路径：（尚未建立） ─登记→ 已发现。",
         "new find found"),
    )),
    Broken("送审却没有成立审核，也不能撤回", without(changed(PLAN, Act.SUBMIT, {"then": ()}, at=PlanState.DRAFTED), Act.WITHDRAW, at=PlanState.IN_REVIEW), (
        ("工作方案：“审核中”之后没有人往下办，也没有审核组或者别的事项推动。最短路径：（尚未建立） ─立项→ 拟稿 ─送审→ 审核中。",
         "new open drafted submit in_review"),
    )),
    Broken("已撤销的任务又重新办理", with_row(TASK, TaskState.CANCELLED, Role.SUPERVISOR, Act.REOPEN, (reason_given,), TaskState.IN_PROGRESS), (
        ("任务：已经了结，督办专员还可以重新办理。最短路径：（尚未建立） ─立项→ 拟办 ─撤销→ 已撤销 ─重新办理→ 办理中。",
         "new open planned cancel cancelled reopen in_progress"),
    )),
    Broken("已归档的方案还能撤回", changed(PLAN, Act.ARCHIVE, {"when": (PlanState.CONCLUDED, PlanState.ARCHIVED)}), (
        ("工作方案：已经了结，计划专责还可以归档。最短路径：（尚未建立） ─立项→ 拟稿 ─送审→ 审核中 ─审核通过→ 已审定 ─印发→ 已印发 ─总结→ 已总结 ─归档→ 已归档 ─归档→ 已归档。",
         "new open drafted submit in_review approve approved issue issued conclude concluded archive archived archive archived"),
    )),
    Broken("系统自动重新办理已办结的任务", changed(TASK, Act.REOPEN, {"who": Role.SYSTEM}), (
        ("任务：已经了结，系统还可以重新办理。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─初审通过→ 审核中 ─审核通过→ 已办结 ─重新办理→ 办理中。",
         "new open planned assign assigned accept in_progress report reported pass_check in_review approve closed reopen in_progress"),
    )),
    Broken("挂账没有写谁办", changed(TASK, Act.SUSPEND, {"who": None}), (
        ("任务：没有写明谁可以挂账。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─挂账→ 已挂账。",
         "new open planned assign assigned accept in_progress suspend suspended"),
    )),
    Broken("挂账由一个没有的角色办", changed(TASK, Act.SUSPEND, {"who": "mayor"}), (
        ("任务：没有写明谁可以挂账。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─挂账→ 已挂账。",
         "new open planned assign assigned accept in_progress suspend suspended"),
    )),
    Broken("同一角色的报告写了两行", with_row(TASK, TaskState.IN_PROGRESS, Role.LIAISON, Act.REPORT, (), TaskState.IN_REVIEW), (
        ("任务：同一角色的“报告”写了两行。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 审核中。",
         "new open planned assign assigned accept in_progress report in_review"),
    )),
    Broken("计划专责和督查员退回到不同的状态", with_row(TASK, TaskState.REPORTED, Role.PLANNER, Act.SEND_BACK, (guard_of(TASK, "other_person"), reason_given), TaskState.ASSIGNED), (
        ("任务：初审督查员和计划专责都可以退回重办，结果却不同。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─退回重办→ 已交办。",
         "new open planned assign assigned accept in_progress report reported send_back assigned"),
    )),
    Broken("计划专责退回时不计退回次数", with_row(TASK, TaskState.REPORTED, Role.PLANNER, Act.SEND_BACK, (guard_of(TASK, "other_person"), reason_given), TaskState.IN_PROGRESS), (
        ("任务：初审督查员和计划专责都可以退回重办，结果却不同。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─退回重办→ 办理中。",
         "new open planned assign assigned accept in_progress report reported send_back in_progress"),
    )),
    Broken("一个条件没有答复", changed(TASK, Act.TAKE_BACK, {"if_": (wordless,)}, who=Role.LIAISON), (
        ("任务：条件 wordless 没有写清中英文各一句的答复。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─拿回→ 办理中。",
         "new open planned assign assigned accept in_progress report reported take_back in_progress"),
    )),
    Broken("一个条件没有中文答复", changed(TASK, Act.ACCEPT, {"if_": (english_only,)}), (
        ("任务：条件 english_only 没有写清中英文各一句的答复。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中。",
         "new open planned assign assigned accept in_progress"),
    )),
    Broken("审核没有催办", without(REVIEW, Act.URGE), (
        ("审核：“待审”可以无限期搁置，也没有写明原因。最短路径：（尚未建立） ─立项→ 待审。",
         "new open open"),
    )),
    Broken("报告没有催办", without(TASK, Act.URGE, at=TaskState.REPORTED), (
        ("任务：“已报告”可以无限期搁置，也没有写明原因。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告。",
         "new open planned assign assigned accept in_progress report reported"),
    )),
    Broken("延期申请没有催办", without(EXTENSION, Act.URGE), (
        ("延期：“待批”可以无限期搁置，也没有写明原因。最短路径：（尚未建立） ─申请→ 待批。",
         "new request requested"),
    )),
    Broken("方案没有写明拟稿为何不催", replace(PLAN, untimed={s: why for s, why in PLAN.untimed.items() if s != PlanState.DRAFTED}), (
        ("工作方案：“拟稿”可以无限期搁置，也没有写明原因。最短路径：（尚未建立） ─立项→ 拟稿。",
         "new open drafted"),
    )),
    Broken("有催办的状态还写着不催", replace(TASK, untimed={**TASK.untimed, TaskState.REPORTED: Sentence("不急", "not urgent")}), (
        ("任务：“已报告”有时钟催办，还写着不用催的原因。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告。",
         "new open planned assign assigned accept in_progress report reported"),
    )),
    Broken("终点写着不催", replace(TASK, untimed={**TASK.untimed, TaskState.CLOSED: Sentence("不急", "not urgent")}), (
        ("任务：“已办结”写了不用催的原因，却不是未了结的状态。",
         ""),
    )),
    Broken("不催的原因是空的", replace(EXEMPLAR, untimed={**EXEMPLAR.untimed, ExemplarState.NOMINATED: Sentence("", "")}), (
        ("典型：“已推荐”不用催的原因是空的。最短路径：（尚未建立） ─推荐→ 已推荐。",
         "new nominate nominated"),
    )),
    Broken("签收的催办不等时间", changed(TASK, Act.URGE, {"if_": ()}, at=TaskState.ASSIGNED), (
        ("任务：时钟随时会催办，没有写明何时。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─催办→ 已交办。",
         "new open planned assign assigned urge assigned"),
    )),
    Broken("逾期自动批准延期", with_row(EXTENSION, ExtensionState.REQUESTED, Role.CLOCK, Act.GRANT, (late,), ExtensionState.GRANTED, (Then.MOVE_DEADLINE,)), (
        ("延期：时间一到就会自动变为“已批准”。最短路径：（尚未建立） ─申请→ 待批 ─批准→ 已批准。",
         "new request requested grant granted"),
    )),
    Broken("逾期自动审核通过", with_row(REVIEW, ReviewState.OPEN, Role.CLOCK, Act.APPROVE, (late,), ReviewState.APPROVED, (Then.CARRY_OUT,)), (
        ("审核：时间一到就会自动变为“已通过”。最短路径：（尚未建立） ─立项→ 待审 ─审核通过→ 已通过。",
         "new open open approve approved"),
    )),
    Broken("逾期催办一次就算办结", changed(TASK, Act.URGE, {"becomes": TaskState.CLOSED}, at=TaskState.REPORTED), (
        ("任务：时间一到就会自动变为“已办结”。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─催办→ 已办结。",
         "new open planned assign assigned accept in_progress report reported urge closed"),
        ("任务：催办不表示同意，却会变为“已办结”。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─催办→ 已办结。",
         "new open planned assign assigned accept in_progress report reported urge closed"),
    )),
    Broken("逾期自动视为不批准", with_row(EXTENSION, ExtensionState.REQUESTED, Role.CLOCK, Act.REFUSE, (late,), ExtensionState.REFUSED, (Then.TELL_ASKER,)), (
        ("延期：时间一到就会自动变为“未批准”。最短路径：（尚未建立） ─申请→ 待批 ─不批准→ 未批准。",
         "new request requested refuse refused"),
    )),
    Broken("督办由书面督办降为提醒", changed(SUPERVISION, Act.REMIND, {"when": (SupervisionState.CALM, SupervisionState.ORDERED)}, who=Role.SUPERVISOR), (
        ("督办：提醒之后督办层级没有升高。最短路径：（尚未建立） ─立项→ 正常 ─书面督办→ 已督办 ─提醒→ 已提醒。",
         "new open calm order ordered remind reminded"),
    )),
    Broken("督办原地重复", with_row(SUPERVISION, SupervisionState.SUMMONED, Role.SUPERVISOR, Act.ORDER, (reason_given,), SAME), (
        ("督办：书面督办之后督办层级没有升高。最短路径：（尚未建立） ─立项→ 正常 ─约谈→ 已约谈 ─书面督办→ 已约谈。",
         "new open calm summon summoned order summoned"),
    )),
    Broken("联络员拿回就算办结", changed(TASK, Act.TAKE_BACK, {"becomes": TaskState.CLOSED}, who=Role.LIAISON), (
        ("任务：拿回不表示同意，却会变为“已办结”。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─拿回→ 已办结。",
         "new open planned assign assigned accept in_progress report reported take_back closed"),
    )),
    Broken("系统自行批准延期", changed(EXTENSION, Act.GRANT, {"who": Role.SYSTEM}), (
        ("延期：系统会自行批准。最短路径：（尚未建立） ─申请→ 待批 ─批准→ 已批准。",
         "new request requested grant granted"),
    )),
    Broken("报告人初审自己的报告", unguarded(TASK, Act.PASS_CHECK, "other_person"), (
        ("任务：初审督查员可以对自己的事初审通过：没有条件 other_person。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─初审通过→ 审核中。",
         "new open planned assign assigned accept in_progress report reported pass_check in_review"),
    )),
    Broken("申请人批准自己的延期", unguarded(EXTENSION, Act.GRANT, "other_person"), (
        ("延期：计划专责可以对自己的事批准：没有条件 other_person。最短路径：（尚未建立） ─申请→ 待批 ─批准→ 已批准。",
         "new request requested grant granted"),
    )),
    Broken("送审人审核自己的事", unguarded(REVIEW, Act.DECIDE, "not_excluded"), (
        ("审核：审核组成员可以对自己的事表态：没有条件 not_excluded。最短路径：（尚未建立） ─立项→ 待审 ─表态→ 待审。",
         "new open open decide open"),
    )),
    Broken("报告人给自己加签", unguarded(REVIEW, Act.ADD_SIGNER, "not_excluded"), (
        ("审核：计划专责可以对自己的事加签：没有条件 not_excluded。最短路径：（尚未建立） ─立项→ 待审 ─加签→ 待审。",
         "new open open add_signer open"),
    )),
    Broken("整改人核实自己的整改", unguarded(FINDING, Act.VERIFY, "other_person"), (
        ("问题：督办专员可以对自己的事核实：没有条件 other_person。最短路径：（尚未建立） ─登记→ 已发现 ─交办→ 已交办 ─开始整改→ 整改中 ─报整改完成→ 已报整改 ─核实→ 已核实。",
         "new find found assign assigned start_fix fixing claim_fixed claimed_fixed verify verified"),
    )),
    Broken("推荐人采纳自己的推荐", unguarded(EXEMPLAR, Act.ADOPT, "other_person"), (
        ("典型：计划专责可以对自己的事采纳：没有条件 other_person。最短路径：（尚未建立） ─推荐→ 已推荐 ─采纳→ 已采纳。",
         "new nominate nominated adopt accepted"),
    )),
    Broken("督查员一个人审核通过", changed(TASK, Act.APPROVE, {"who": Role.CHECKER}), (
        ("任务：初审督查员可以审核通过，却没有写明谁应当回避。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─初审通过→ 审核中 ─审核通过→ 已办结。",
         "new open planned assign assigned accept in_progress report reported pass_check in_review approve closed"),
        ("任务：审核同意了，没有下一步。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─初审通过→ 审核中。",
         "new open planned assign assigned accept in_progress report reported pass_check in_review"),
    )),
    Broken("审核组没有同意也办结", unguarded(TASK, Act.APPROVE, "panel_said_yes"), (
        ("任务：审核组没有结论也会审核通过：没有条件 panel_said_yes。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─初审通过→ 审核中 ─审核通过→ 已办结。",
         "new open planned assign assigned accept in_progress report reported pass_check in_review approve closed"),
    )),
    Broken("审核组替人改派", changed(TASK, Act.REASSIGN, {"who": Role.PANEL}, who=Role.PLANNER), (
        ("任务：审核组没有结论也会改派：没有条件 panel_said_yes。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─改派→ 已交办。",
         "new open planned assign assigned reassign assigned"),
    )),
    Broken("审核撤回之后任务没有下一步", without(TASK, Act.TAKE_BACK, who=Role.PANEL), (
        ("任务：审核撤回了，没有下一步。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─初审通过→ 审核中。",
         "new open planned assign assigned accept in_progress report reported pass_check in_review"),
    )),
    Broken("审核退回之后方案没有下一步", without(PLAN, Act.SEND_BACK, at=PlanState.IN_REVIEW), (
        ("工作方案：审核退回了，没有下一步。最短路径：（尚未建立） ─立项→ 拟稿 ─送审→ 审核中。",
         "new open drafted submit in_review"),
    )),
    Broken("审核退回了不落实", changed(REVIEW, Act.RETURN, {"then": ()}), (
        ("审核：退回之后没有执行结论。最短路径：（尚未建立） ─立项→ 待审 ─退回→ 已退回。",
         "new open open return returned"),
    )),
    Broken("初审退回不写理由", unguarded(TASK, Act.SEND_BACK, "reason_given", who=Role.CHECKER), (
        ("任务：初审督查员退回重办可以不写理由。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告 ─退回重办→ 办理中。",
         "new open planned assign assigned accept in_progress report reported send_back in_progress"),
    )),
    Broken("审核退回不写理由", unguarded(REVIEW, Act.DECIDE, "reason_for_no"), (
        ("审核：审核组成员表态可以不写理由。最短路径：（尚未建立） ─立项→ 待审 ─表态→ 待审。",
         "new open open decide open"),
    )),
    Broken("撤回方案不写理由", unguarded(PLAN, Act.WITHDRAW, "reason_given"), (
        ("工作方案：计划专责撤回可以不写理由。最短路径：（尚未建立） ─立项→ 拟稿 ─撤回→ 已撤回。",
         "new open drafted withdraw withdrawn"),
    )),
    Broken("督办专员不写理由就约谈", unguarded(SUPERVISION, Act.SUMMON, "reason_given", who=Role.SUPERVISOR), (
        ("督办：督办专员约谈可以不写理由。最短路径：（尚未建立） ─立项→ 正常 ─约谈→ 已约谈。",
         "new open calm summon summoned"),
    )),
    Broken("宣传典型要了结督办", changed(EXEMPLAR, Act.PUBLISH, {"then": (Then.SETTLE_LADDER,)}), (
        ("典型：宣传之后要“了结督办”，对典型没有意义。最短路径：（尚未建立） ─推荐→ 已推荐 ─采纳→ 已采纳 ─宣传→ 已宣传。",
         "new nominate nominated adopt accepted publish published"),
    )),
)
# fmt: on
