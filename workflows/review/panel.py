"""When a panel has answered: the rule, the seats and the answers give yes, no or nothing yet."""

from collections.abc import Mapping, Sequence

from models.words import PanelRule, Verdict


def verdict_of(rule: PanelRule, seats: Sequence[int], answers: Mapping[int, Verdict], *, needed: int) -> Verdict | None:
    """Say what the panel has decided, or None while it has not.

    `seats`: ids of the seats in signing order, dropped ones left out. `answers`: seat id to answer.
    ANY (或签): the first answer decides. ALL (会签), SEQUENCE (顺序会签): one no returns it, all yes approve it.
    QUORUM (票签): `needed` yes approve it; it is returned as soon as so many yes can no longer be reached.
    """
    given = [answers[seat] for seat in seats if seat in answers]
    yes, no = given.count(Verdict.YES), given.count(Verdict.NO)
    waiting = len(seats) - len(given)
    if rule is PanelRule.QUORUM:
        return Verdict.YES if yes >= needed else Verdict.NO if yes + waiting < needed else None
    if no:
        return Verdict.NO
    if rule is PanelRule.ANY:
        return Verdict.YES if yes else None
    return Verdict.YES if seats and not waiting else None


def turn_of(rule: PanelRule, seats: Sequence[int], answers: Mapping[int, Verdict]) -> frozenset[int]:
    """Say which seats may answer now: every one that has not, or only the next in a 顺序会签."""
    waiting = [seat for seat in seats if seat not in answers]
    return frozenset(waiting[:1] if rule is PanelRule.SEQUENCE else waiting)
