"""When a panel has answered: the rule, the seats and the answers give yes, no or nothing yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.words import PanelRule, Verdict

Answers = Mapping[int, Verdict]


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat: what its answer weighs, and whether its no decides alone (一票否决)."""

    id: int
    weight: int = 1
    veto: bool = False


def verdict_of(rule: PanelRule, seats: Sequence[Seat], answers: Answers, *, needed: int) -> Verdict | None:
    """Say what the panel has decided, or None while it has not.

    `seats`: in signing order, dropped ones left out. `answers`: seat id to answer, in the order they were given.
    A seat with a veto returns it by its no under any rule, and nothing is approved before it has answered.
    ANY (或签): the first answer decides. ALL (会签), SEQUENCE (顺序会签): one no returns it, all yes approve it.
    QUORUM (票签): `needed` yes approve it. WEIGHT (加权票签): yes of `needed` percent of all weights approve it.
    Both are returned as soon as so many yes can no longer be reached.
    """
    with_veto = [answers.get(seat.id) for seat in seats if seat.veto]
    if Verdict.NO in with_veto:
        return Verdict.NO
    said = _RULES[rule](seats, answers, needed)
    return None if said is Verdict.YES and None in with_veto else said


def turn_of(rule: PanelRule, seats: Sequence[Seat], answers: Answers) -> frozenset[int]:
    """Say which seats may answer now.

    Every one that has not; in a 顺序会签 only the next; in a 或签 that has its answer only those with a veto.
    """
    waiting = [seat for seat in seats if seat.id not in answers]
    if rule is PanelRule.SEQUENCE:
        waiting = waiting[:1]
    if rule is PanelRule.ANY and len(waiting) < len(seats):
        waiting = [seat for seat in waiting if seat.veto]
    return frozenset(seat.id for seat in waiting)


def _first(seats: Sequence[Seat], answers: Answers, _needed: int) -> Verdict | None:
    sitting = {seat.id for seat in seats}
    return next((said for seat, said in answers.items() if seat in sitting), None)


def _all(seats: Sequence[Seat], answers: Answers, _needed: int) -> Verdict | None:
    said = [answers.get(seat.id) for seat in seats]
    if Verdict.NO in said:
        return Verdict.NO
    return Verdict.YES if said and None not in said else None


def _quorum(seats: Sequence[Seat], answers: Answers, needed: int) -> Verdict | None:
    said = [answers.get(seat.id) for seat in seats]
    return _reached(said.count(Verdict.YES), said.count(None), needed)


def _weight(seats: Sequence[Seat], answers: Answers, percent: int) -> Verdict | None:
    def hundredfold(of: Verdict | None) -> int:
        return 100 * sum(seat.weight for seat in seats if answers.get(seat.id) is of)

    return _reached(hundredfold(Verdict.YES), hundredfold(None), percent * sum(seat.weight for seat in seats))


def _reached(yes: int, waiting: int, needed: int) -> Verdict | None:
    if yes >= needed > 0:
        return Verdict.YES
    return Verdict.NO if yes + waiting < needed else None


# fmt: off
_RULES: dict[PanelRule, Callable[[Sequence[Seat], Answers, int], Verdict | None]] = {
    PanelRule.ANY:      _first,
    PanelRule.ALL:      _all,
    PanelRule.SEQUENCE: _all,
    PanelRule.QUORUM:   _quorum,
    PanelRule.WEIGHT:   _weight,
}
# fmt: on
