"""Statements about a plan that can be true; each docstring is what a refused person reads."""

from dataclasses import dataclass

from models.words import Verdict
from workflows.given import Asking, reason_given, text_given

__all__ = ["PlanFacts", "reason_given", "text_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts(Asking):
    """What the rules need to know about a plan.

    `requirements` counts those not dropped, `unconfirmed` those neither confirmed nor dropped,
    `unended` its open tasks.
    """

    requirements: int = 0
    unconfirmed: int = 0
    unended: int = 0
    panel_said: Verdict | None = None
    review_open: bool = False
    review_withdrawn: bool = False
    summary_written: bool = False
    summary_approved: bool = False


def has_requirements(facts: PlanFacts) -> bool:
    """The plan has no requirement yet.
    方案里还没有任务要求。"""
    return facts.requirements > 0


def every_requirement_confirmed(facts: PlanFacts) -> bool:
    """Every requirement has to be confirmed by a person, or dropped with a reason.
    还有任务要求未经人工确认。"""
    return facts.unconfirmed == 0


def no_review_open(facts: PlanFacts) -> bool:
    """A review of it is open already.
    已有一项审核正在进行。"""
    return not facts.review_open


def panel_said_yes(facts: PlanFacts) -> bool:
    """The panel has to say yes first.
    审核组尚未同意。"""
    return facts.panel_said is Verdict.YES


def panel_said_no(facts: PlanFacts) -> bool:
    """The panel has to say no first.
    审核组尚未退回。"""
    return facts.panel_said is Verdict.NO


def review_withdrawn(facts: PlanFacts) -> bool:
    """The review has to be withdrawn first.
    审核尚未撤回。"""
    return facts.review_withdrawn


def every_task_ended(facts: PlanFacts) -> bool:
    """Every task has to be closed or cancelled first.
    还有任务未办结，也未撤销。"""
    return facts.unended == 0


def summary_written(facts: PlanFacts) -> bool:
    """The summary report has to be made first.
    总结报告尚未生成。"""
    return facts.summary_written


def summary_approved(facts: PlanFacts) -> bool:
    """The summary has to be approved first.
    总结报告尚未审定。"""
    return facts.summary_approved
