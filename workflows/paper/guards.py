"""Statements about a paper that can be true; each docstring is what a refused person reads."""

from dataclasses import dataclass

from models.words import Verdict
from workflows.given import Asking, reason_given

__all__ = ["PaperFacts", "reason_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts(Asking):
    """What the rules need to know about a paper. `review_asked`: the plan's policy wants papers reviewed."""

    review_asked: bool = False
    panel_said: Verdict | None = None
    review_withdrawn: bool = False


def review_asked(facts: PaperFacts) -> bool:
    """The policy does not ask for a review of reports.
    督办规则没有要求报告稿先审核。"""
    return facts.review_asked


def review_not_asked(facts: PaperFacts) -> bool:
    """The policy asks for a review of reports; submit it instead.
    督办规则要求报告稿先审核，请送审。"""
    return not facts.review_asked


def panel_said_yes(facts: PaperFacts) -> bool:
    """The panel has to say yes first.
    审核组尚未同意。"""
    return facts.panel_said is Verdict.YES


def panel_said_no(facts: PaperFacts) -> bool:
    """The panel has to say no first.
    审核组尚未退回。"""
    return facts.panel_said is Verdict.NO


def review_withdrawn(facts: PaperFacts) -> bool:
    """The review has to be withdrawn first.
    审核尚未撤回。"""
    return facts.review_withdrawn
