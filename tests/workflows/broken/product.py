"""Definitions broken in one way that only shows when several lives, people and panels come together.

Each change is as small as it can be; the fault that must be found is said in full: its sentence and the shortest way,
as (who, which act, what became what).
"""

from dataclasses import dataclass, replace
from typing import Any

from single import EXTENSION, REVIEW, SUPERVISION, TASK, guard_of, unguarded, with_row, without

from models.words import Act, ReviewState, Role, SupervisionState, TaskState, Then
from workflows.exploring.configuration import Configuration
from workflows.exploring.configurations import DOUBLES, GATES, WORK, panels
from workflows.given import late
from workflows.rules import Lifecycle

Rules = Lifecycle[Any]
Trace = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Broken:
    """A definition, where it is explored, and the fault that must be the first of those found: its words, its way."""

    what: str
    rules: Rules
    where: Configuration
    fault: str
    trace: Trace


def called(name: str) -> Configuration:
    """Find a configuration by its name."""
    return next(c for c in (*panels(), *DOUBLES, *GATES, *WORK) if c.name.en == name)


def not_followed(rules: Rules, act: Act, by: Then) -> Rules:
    """Take one consequence from every row of an act."""
    return replace(
        rules,
        rows=tuple(replace(r, then=tuple(t for t in r.then if t is not by)) if r.may is act else r for r in rules.rows),
    )


# fmt: off
OPENED    = (("the planner", "open", "task planned"),)
ASSIGNED  = (*OPENED, ("the planner", "assign", "task assigned"))
STARTED   = (*ASSIGNED, ("the liaison", "sign for", "task in_progress"))
REPORTED  = (*STARTED, ("the liaison", "report", "task reported"))
IN_REVIEW = (*REPORTED, ("the checker", "pass check", "task in_review"))
ASKED     = (*STARTED, ("the liaison", "request", "extension requested"))
GATED     = (*OPENED, ("the planner", "assign", "review open"))

ANY       = called("any one, 1 seats")
BOTH      = called("all, 2 seats")
IN_TURN   = called("one after another, 2 seats")
TWO_OF    = called("quorum 2, 2 seats")
DEPUTY    = called("the liaison's deputy is also a checker")
REVIEWER  = called("the liaison's deputy is also a reviewer")
FOR_EACH  = called("the reviewers stand in for each other")
STANDS_IN = called("the liaison stands in for the planner, with extensions")
GATE      = called("a gate before handing out")
LADDER    = called("handed over, with the whole ladder and an extension")

BROKEN = (
    Broken("a checker may pass a report that they filed through a deputy",
           unguarded(TASK, Act.PASS_CHECK, "other_person"), DEPUTY,
           "任务：报告人自己初审通过",
           (*REPORTED, ("the liaison", "goes away", ""), ("the deputy", "pass check", "task in_review"))),
    Broken("a checker may send such a report back",
           unguarded(TASK, Act.SEND_BACK, "other_person"), DEPUTY,
           "任务：报告人自己退回重办",
           (*REPORTED, ("the liaison", "goes away", ""), ("the deputy", "send back", "task in_progress"))),
    Broken("whoever is excluded may answer on a report",
           unguarded(REVIEW, Act.DECIDE, "not_excluded"), REVIEWER,
           "审核：报告人自己表态",
           (*IN_REVIEW, ("the liaison", "goes away", ""), ("reviewer 1", "decide yes", "review open"))),
    Broken("whoever is excluded may answer at their own gate",
           unguarded(REVIEW, Act.DECIDE, "not_excluded"), GATE,
           "审核：送审人自己表态",
           (*GATED, ("the planner", "goes away", ""), ("reviewer 1", "decide yes", "review open"))),
    Broken("one person may answer for two",
           unguarded(REVIEW, Act.DECIDE, "answers_once"), FOR_EACH,
           "审核：同一人表态了两次",
           (*IN_REVIEW, ("reviewer 2", "decide yes", "review open"), ("reviewer 1", "goes away", ""),
            ("reviewer 2", "decide yes", "review open"))),
    Broken("whoever asked may grant the extension",
           unguarded(EXTENSION, Act.GRANT, "other_person"), STANDS_IN,
           "延期：延期申请人自己批准",
           (*ASKED, ("the planner", "goes away", ""), ("the liaison", "grant", "extension granted"))),
    Broken("cancelling leaves the review open",
           not_followed(TASK, Act.CANCEL, Then.CLOSE_REVIEWS), ANY,
           "审核：任务已经了结，审核还开着",
           (*IN_REVIEW, ("the planner", "cancel", "task cancelled"))),
    Broken("cancelling leaves the ladder unsettled",
           not_followed(TASK, Act.CANCEL, Then.SETTLE_LADDER), ANY,
           "督办：任务已经了结，督办还没有了结",
           (*ASSIGNED, ("the planner", "cancel", "task cancelled"))),
    Broken("closing leaves the ladder unsettled",
           not_followed(TASK, Act.APPROVE, Then.SETTLE_LADDER), ANY,
           "督办：任务已经了结，督办还没有了结",
           (*IN_REVIEW, ("reviewer 1", "decide yes", "review open"))),
    Broken("reporting leaves the extension open",
           not_followed(TASK, Act.REPORT, Then.CLOSE_ASKS), STANDS_IN,
           "延期：任务已不在办理中，延期申请还开着",
           (*ASKED, ("the liaison", "report", "task reported"))),
    Broken("a second extension may be asked for while one is open",
           unguarded(EXTENSION, Act.REQUEST, "none_open"), STANDS_IN,
           "延期：有两个延期申请同时开着",
           (*ASKED, ("the liaison", "request", "extension requested"))),
    Broken("a task may be extended without end",
           unguarded(EXTENSION, Act.REQUEST, "may_extend_again"), ANY,
           "延期：延期次数超过了上限",
           (*ASKED, ("the planner", "grant", "extension granted"))),
    Broken("a deadline that passes approves the review, and so the task",
           with_row(REVIEW, ReviewState.OPEN, Role.CLOCK, Act.APPROVE, (late,), ReviewState.APPROVED, (Then.CARRY_OUT,)),
           ANY,
           "审核：时间一到，审核就自动变为“已通过”",
           (*IN_REVIEW, ("the clock", "approve", "review approved"))),
    Broken("the panel may approve a task that it has not answered",
           unguarded(TASK, Act.APPROVE, "panel_said_yes"), BOTH,
           "任务：该办的都办完了，审核组还可以审核通过",
           IN_REVIEW),
    Broken("a review may be approved before its answers say so",
           unguarded(REVIEW, Act.APPROVE, "panel_said_yes"), TWO_OF,
           "审核：该办的都办完了，审核组还可以审核通过",
           IN_REVIEW),
    Broken("a checker may close a task without a panel",
           with_row(TASK, TaskState.REPORTED, Role.CHECKER, Act.APPROVE, (), TaskState.CLOSED, (Then.SETTLE_LADDER,)),
           ANY,
           "任务：没有审核通过，任务就办结了",
           (*REPORTED, ("the checker", "approve", "task closed"))),
    Broken("passing the check opens no panel",
           not_followed(TASK, Act.PASS_CHECK, Then.OPEN_PANEL), ANY,
           "任务：任务“审核中”，却没有开着的审核",
           IN_REVIEW),
    Broken("withdrawing a review does not reach its task",
           not_followed(REVIEW, Act.WITHDRAW, Then.CARRY_OUT), ANY,
           "任务：任务“审核中”，却没有开着的审核",
           (*IN_REVIEW, ("the planner", "withdraw", "review withdrawn"))),
    Broken("a review may be withdrawn over the answers given",
           unguarded(REVIEW, Act.WITHDRAW, "nobody_answered"), BOTH,
           "审核：有人表态之后，审核还撤回了",
           (*IN_REVIEW, ("reviewer 1", "decide yes", "review open"), ("the planner", "withdraw", "review withdrawn"))),
    Broken("a reviewer may answer before those in front",
           unguarded(REVIEW, Act.DECIDE, "my_turn"), IN_TURN,
           "审核：有人抢在前面的人之前表态",
           (*IN_REVIEW, ("reviewer 2", "decide yes", "review open"))),
    Broken("a suspended task can be resumed by nobody",
           replace(TASK, rows=tuple(
               replace(r, if_=(guard_of(TASK, "review_withdrawn"),)) if r.may is Act.RESUME else r for r in TASK.rows)),
           ANY,
           "任务：从这里再也不能办结",
           (*STARTED, ("the planner", "suspend", "task suspended"))),
    Broken("a ladder may go down",
           with_row(SUPERVISION, SupervisionState.ORDERED, Role.SUPERVISOR, Act.REMIND, (), SupervisionState.REMINDED),
           LADDER,
           "督办：提醒之后督办没有升级",
           (*ASSIGNED, ("the supervisor", "order in writing", "supervision ordered"),
            ("the supervisor", "remind", "supervision reminded"))),
    Broken("a supervisor may urge while others have the task",
           unguarded(SUPERVISION, Act.REMIND, "with_lead"), LADDER,
           "督办：任务不在牵头单位手里，还提醒",
           (*ASSIGNED, ("the liaison", "decline", "task declined"),
            ("the supervisor", "remind", "supervision reminded"))),
    Broken("the liaison may take a report back from the panel",
           with_row(TASK, TaskState.IN_REVIEW, Role.LIAISON, Act.TAKE_BACK, (), TaskState.IN_PROGRESS), ANY,
           "审核：任务不在审核中，审核还开着",
           (*IN_REVIEW, ("the liaison", "take back", "task in_progress"))),
    Broken("a seat may be dropped with its answer",
           unguarded(REVIEW, Act.DROP_SIGNER, "seat_unanswered"), TWO_OF,
           "审核：有人的表态不见了",
           (*IN_REVIEW, ("the planner", "add signer (the outsider)", "review open"),
            ("reviewer 1", "decide yes", "review open"), ("the planner", "drop signer", "review open"))),
    Broken("dropping a seat may decide a review that nobody then concludes",
           unguarded(REVIEW, Act.DROP_SIGNER, "somebody_still_answers"), BOTH,
           "审核：表态已经得出结论，审核还开着",
           (*IN_REVIEW, ("reviewer 1", "decide yes", "review open"), ("the planner", "drop signer", "review open"))),
    Broken("a gate cannot be made moot when its act is gone",
           without(REVIEW, Act.MAKE_MOOT), GATE,
           "任务：办了之后引起的事办不成：审核“待审”时不能作废",
           (*GATED, ("the planner", "cancel", "task cancelled"))),
    Broken("granting cannot move the deadline",
           without(TASK, Act.MOVE_DUE), STANDS_IN,
           "延期：办了之后引起的事办不成：任务“办理中”时不能调整时限",
           (*ASKED, ("the planner", "grant", "extension granted"))),
    Broken("nobody is told that a review is late",
           without(REVIEW, Act.URGE), ANY,
           "审核：“待审”时，时钟不看，也没有理由",
           IN_REVIEW),
)
# fmt: on
