"""Statements about an appeal that can be true; each docstring is what a refused person reads."""

from dataclasses import dataclass

from workflows.given import Asking, late, reason_given

__all__ = ["AppealFacts", "late", "reason_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealFacts(Asking):
    """What the rules need to know about an appeal.

    `involved`: whoever appealed, drafted or issued the circular, or took the step that the point was given for.
    """

    circular_out: bool = False
    in_time: bool = False
    appealed_before: bool = False
    involved: frozenset[int] = frozenset()


def circular_out(facts: AppealFacts) -> bool:
    """The circular has not been issued yet.
    这份通报还没有印发。"""
    return facts.circular_out


def in_time(facts: AppealFacts) -> bool:
    """The time for appeals against this circular is over.
    对这份通报申诉的期限已过。"""
    return facts.in_time


def not_appealed_before(facts: AppealFacts) -> bool:
    """This point has been appealed against already.
    对这条记录已经申诉过。"""
    return not facts.appealed_before


def other_person(facts: AppealFacts) -> bool:
    """Whoever appealed, drafted or issued the circular, or took the step the point is about, may not decide the appeal.
    申诉人、通报的拟稿人和印发人、作出所涉处理的人，都不能复核这项申诉。"""
    return not (facts.involved & facts.hands)
