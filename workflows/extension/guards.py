"""Statements about an extension that can be true; each docstring is what a refused person reads."""

from dataclasses import dataclass

from workflows.given import Asking, late, new_due_given, reason_given, text_given
from workflows.rules import asks

__all__ = ["ExtensionFacts", "late", "new_due_given", "reason_given", "text_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionFacts(Asking):
    """What the rules need to know about an extension.

    `before_due`: asked for before the current deadline. `wanted_workday`, `wanted_later`: about the date asked for.
    `granted_before` counts the extensions the task has had, `at_most` what the policy allows.
    `prescribed`: the plan above prescribes the task, in a unit's own plan.
    """

    task_in_progress: bool = False
    has_due: bool = True
    before_due: bool = False
    wanted_workday: bool = False
    wanted_later: bool = False
    granted_before: int = 0
    at_most: int = 0
    one_open: bool = False
    askers: frozenset[int] = frozenset()
    task_moved_on: bool = False
    prescribed: bool = False


def task_in_progress(facts: ExtensionFacts) -> bool:
    """Only a task that is in progress can be extended.
    只有办理中的任务可以延期。"""
    return facts.task_in_progress


def has_due(facts: ExtensionFacts) -> bool:
    """The task has no deadline that could be extended.
    该任务没有时限，无需延期。"""
    return facts.has_due


def before_due(facts: ExtensionFacts) -> bool:
    """An extension has to be asked for before the deadline it is about.
    延期必须在所涉时限届满之前申请；逾期按原时限计。"""
    return facts.before_due


@asks("due")
def wanted_workday(facts: ExtensionFacts) -> bool:
    """The new date has to be a working day.
    新的时限必须是工作日。"""
    return facts.wanted_workday


@asks("due")
def wanted_later(facts: ExtensionFacts) -> bool:
    """The new date has to be later than the current deadline.
    新的时限必须晚于现在的时限。"""
    return facts.wanted_later


def may_extend_again(facts: ExtensionFacts) -> bool:
    """The policy allows no further extension of this task.
    该任务的延期次数已达上限。"""
    return facts.granted_before < facts.at_most


def none_open(facts: ExtensionFacts) -> bool:
    """An extension of this task is already being decided.
    该任务已有延期申请待批。"""
    return not facts.one_open


def other_person(facts: ExtensionFacts) -> bool:
    """Whoever asked may not grant it, not even through a deputy or a second post.
    申请人不能批复自己的申请，代理或兼任也不行。"""
    return not (facts.askers & facts.hands)


def task_moved_on(facts: ExtensionFacts) -> bool:
    """The task still waits for the answer.
    任务仍在等待批复。"""
    return facts.task_moved_on


def not_prescribed_above(facts: ExtensionFacts) -> bool:
    """The plan above prescribes the deadline; more time is asked for there.
    时限由上级方案规定；要延期，请就上级方案里的任务申请。"""
    return not facts.prescribed
