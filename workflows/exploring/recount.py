"""Counts the answers of a panel once more, by the words of the rule and nothing else.

Written apart from `workflows.review.panel`, so that the two can disagree: a yes is counted as if all the
silent said no, a no as if all the silent said yes.
"""

from collections.abc import Callable

from models.policy import PanelSettings
from models.words import PanelRule, Verdict
from workflows.exploring.world import Answer, Chair, Review

Chairs = tuple[Chair, ...]


def recount(settings: PanelSettings, review: Review) -> Verdict | None:
    """Say what a panel has decided, or None while it has not."""
    said = {answer.chair: answer.verdict for answer in review.answers}
    chairs = review.chairs
    if any(chair.veto and said.get(n) is Verdict.NO for n, chair in enumerate(chairs)):
        return Verdict.NO
    silent_veto = any(chair.veto and n not in said for n, chair in enumerate(chairs))
    if settings.rule is PanelRule.ANY:
        return _of_the_first(review.answers, silent_veto=silent_veto)
    yes = {n for n, verdict in said.items() if verdict is Verdict.YES}
    enough = _ENOUGH[settings.rule]
    if enough(settings, chairs, yes) and not silent_veto:
        return Verdict.YES
    could = yes | {n for n in range(len(chairs)) if n not in said}
    return None if enough(settings, chairs, could) else Verdict.NO


def _of_the_first(answers: tuple[Answer, ...], *, silent_veto: bool) -> Verdict | None:
    if not answers:
        return None
    first = answers[0].verdict
    return None if first is Verdict.YES and silent_veto else first


def _everybody(_settings: PanelSettings, chairs: Chairs, yes: set[int]) -> bool:
    return len(yes) == len(chairs)


def _so_many(settings: PanelSettings, _chairs: Chairs, yes: set[int]) -> bool:
    return len(yes) >= settings.needed


def _such_a_share(settings: PanelSettings, chairs: Chairs, yes: set[int]) -> bool:
    weights = [chair.weight for chair in chairs]
    return sum(weights[n] for n in yes) / sum(weights) >= settings.percent / 100


_ENOUGH: dict[PanelRule, Callable[[PanelSettings, Chairs, set[int]], bool]] = {
    PanelRule.ALL: _everybody,
    PanelRule.SEQUENCE: _everybody,
    PanelRule.QUORUM: _so_many,
    PanelRule.WEIGHT: _such_a_share,
}
