"""Statements about an exemplar that can be true; each docstring is what a refused person reads."""

from dataclasses import dataclass

from workflows.given import Asking, reason_given, text_given

__all__ = ["ExemplarFacts", "reason_given", "text_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemplarFacts(Asking):
    """What the rules need to know about an exemplar."""

    nominators: frozenset[int] = frozenset()


def other_person(facts: ExemplarFacts) -> bool:
    """Whoever nominated it may not accept it, not even through a deputy or a second post.
    推荐人不能采纳自己推荐的典型，代理或兼任也不行。"""
    return not (facts.nominators & facts.hands)
