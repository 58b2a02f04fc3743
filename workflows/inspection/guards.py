"""Statements about an inspection that can be true; each docstring is what a refused person reads."""

from dataclasses import dataclass

from workflows.given import Asking, reason_given, text_given

__all__ = ["InspectionFacts", "reason_given", "text_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionFacts(Asking):
    """What the rules need to know about an inspection."""

    findings_unassigned: int = 0


def every_finding_assigned(facts: InspectionFacts) -> bool:
    """Every problem found has to be handed out first.
    还有检查发现的问题没有交办。"""
    return facts.findings_unassigned == 0
