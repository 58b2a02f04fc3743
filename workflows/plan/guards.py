"""Statements about a plan that can be true; each docstring is what a refused person reads."""

from dataclasses import dataclass

from models.words import Verdict
from workflows.given import Asking, new_due_given, reason_given, text_given
from workflows.rules import asks

__all__ = ["PlanFacts", "new_due_given", "reason_given", "text_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts(Asking):
    """What the rules need to know about a plan.

    `requirement_known`, `who_settled`, `when_settled`: about the requirement given with the act.
    `requirements` counts those not dropped, `unconfirmed` those neither confirmed nor dropped,
    `unended` its open tasks. `policy_known`, `policy_differs`: about the policy given with the act.
    `tied`: a requirement is tied to an event. `event_known`, `event_date_fits`, `event_date_differs`: about the event
    and the date given with the act.
    Of a unit's own plan, `under_a_plan`: `above_issued`: the plan above is issued and not yet concluded; `filed`: it
    is filed there; `binds`: it is issued and still carries out what the plan above prescribes.
    `prescribed`, `altered`, `outside`: about the requirement and what is settled of it with the act.
    """

    requirement_known: bool = False
    who_settled: bool = False
    when_settled: bool = False
    requirements: int = 0
    unconfirmed: int = 0
    unended: int = 0
    panel_said: Verdict | None = None
    review_open: bool = False
    review_withdrawn: bool = False
    summary_written: bool = False
    summary_approved: bool = False
    policy_known: bool = False
    policy_differs: bool = False
    tied: bool = False
    event_known: bool = False
    event_date_fits: bool = True
    event_date_differs: bool = True
    under_a_plan: bool = False
    above_issued: bool = True
    filed: bool = False
    binds: bool = False
    prescribed: bool = False
    altered: bool = False
    outside: bool = False


@asks("requirement_id")
def requirement_known(facts: PlanFacts) -> bool:
    """The requirement has to be one of this plan.
    必须指明本方案中的一条任务要求。"""
    return facts.requirement_known


@asks("settled")
def who_settled(facts: PlanFacts) -> bool:
    """Who does it has to be settled: a lead unit, or a class of units or persons it fans out to.
    必须明确由谁来办：牵头单位，或分解到的一类单位、人员。"""
    return facts.who_settled


@asks("settled")
def when_settled(facts: PlanFacts) -> bool:
    """When it is done has to be settled: a date, days after an act, a rhythm with its day, an event, or standing.
    必须明确何时完成：日期、起算后的天数、周期及其日期、活动节点，或注明长期坚持。"""
    return facts.when_settled


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


@asks("policy_id")
def policy_known(facts: PlanFacts) -> bool:
    """A stored version of a policy has to be named.
    必须指明一个已存的督办规则版本。"""
    return facts.policy_known


@asks("policy_id")
def policy_differs(facts: PlanFacts) -> bool:
    """The plan already runs under this version of the policy.
    方案已在执行这一版督办规则。"""
    return facts.policy_differs


def tied_to_an_event(facts: PlanFacts) -> bool:
    """No requirement of the plan is tied to an event.
    方案里没有随活动时间办理的任务要求。"""
    return facts.tied


@asks("text")
def event_known(facts: PlanFacts) -> bool:
    """The event has to be one that a requirement of this plan is tied to.
    必须指明本方案任务要求里写的一项活动。"""
    return facts.event_known


@asks("due")
def event_date_fits(facts: PlanFacts) -> bool:
    """The date has to lie in a year that the working calendar knows.
    活动日期必须在工作日历已有的年份之内。"""
    return facts.event_date_fits


@asks("due")
def event_date_differs(facts: PlanFacts) -> bool:
    """The event is on this date already.
    该活动已经定在这一天。"""
    return facts.event_date_differs


def above_issued(facts: PlanFacts) -> bool:
    """The plan above has to be issued, and not yet concluded.
    上级方案尚未印发，或者已经总结。"""
    return facts.above_issued


def under_a_plan(facts: PlanFacts) -> bool:
    """Only a unit's own plan is filed, with the office of the plan above.
    只有在上级方案之下制定的本单位方案才报送备案。"""
    return facts.under_a_plan


def not_filed(facts: PlanFacts) -> bool:
    """It is filed already.
    已经报送备案。"""
    return not facts.filed


def binds_nothing(facts: PlanFacts) -> bool:
    """It still carries out what the plan above prescribes.
    本单位方案里还有上级方案的规定动作没有办结，不能撤回。"""
    return not facts.binds


def not_prescribed_above(facts: PlanFacts) -> bool:
    """The plan above prescribes it; it is dropped only there.
    这是上级方案的规定动作，本单位方案不能剔除。"""
    return not facts.prescribed


@asks("settled")
def as_prescribed_above(facts: PlanFacts) -> bool:
    """What the plan above prescribes stays: when, what comes of it, how many; only who does it is settled here.
    上级方案规定的时限、成果、数量不能改；本单位方案只定由谁来办。"""
    return not facts.altered


@asks("settled")
def within_the_unit(facts: PlanFacts) -> bool:
    """A unit's own plan is carried out by the unit itself and the units below it.
    本单位方案只能交本单位和下属单位办。"""
    return not facts.outside
