"""Statements about a finding that can be true; each docstring is what a refused person reads."""

from dataclasses import dataclass

from workflows.given import Asking, late, reason_given, text_given

__all__ = ["FindingFacts", "late", "reason_given", "text_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFacts(Asking):
    """What the rules need to know about a finding."""

    fixers: frozenset[int] = frozenset()


def other_person(facts: FindingFacts) -> bool:
    """Whoever claims the fix may not verify it, not even through a deputy or a second post.
    报整改完成的人不能核实自己的整改，代理或兼任也不行。"""
    return not (facts.fixers & facts.hands)
